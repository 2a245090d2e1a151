"""Values of a change in the reader's words. Who is out of the reader's reach is told by number only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from ayni.commons import languages
from ayni.commons.directory.models import Area
from ayni.engines.dictionary import Variable
from ayni.intake.queries.changes.kinds import Difference, born
from ayni.registry.models import Person
from ayni.registry.queries import wording


def day(value: Any) -> str:
    if not value:
        return ""
    return formats.date_format(value if isinstance(value, date) else date.fromisoformat(value), "DATE_FORMAT")


def person(who: Any) -> str:
    return persons([who]) if who else ""


def persons(who: Iterable[int]) -> str:
    """Names, in the order of their numbers."""
    wanted = sorted(who)
    names = {one.pk: one.name for one in Person.objects.filter(pk__in=wanted)}
    return _(", ").join(names.get(pk) or f"P{pk:08d}" for pk in wanted)


def household(who: Any) -> str:
    return f"H{who:08d}" if who else _("None")


def area(code: Any) -> str:
    if not code:
        return ""
    found = Area.objects.filter(code=code).only("names", "code").first()
    return f"{found.name} ({code})" if found else str(code)


def relationship(code: Any) -> str:
    return str(wording.RELATIONSHIPS.get(code or "", ""))


def of_person(name: str, value: Any) -> str:
    """One thing of a person's record."""
    if value in (None, ""):
        return ""
    if name == "sex":
        return str(wording.sex(value))
    if name == "born":
        return str(wording.born(born(value)))
    if name == "died_on":
        return day(value)
    return str(value)


def answer(variable: Variable | None, name: str, before: Any, after: Any) -> Difference:
    """One answer, in the words of its question."""
    if variable is None:
        return Difference(name, str(before or ""), str(after or ""))

    def said(value: Any) -> str:
        return "" if value is None else wording.value(variable, value)

    return Difference(languages.text(variable.labels) or name, said(before), said(after) or _("unknown"))
