"""How ages, relationships and answers are said to a reader, in their language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from ayni.commons import languages
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import answers
from ayni.kernel import partial_dates
from ayni.kernel.partial_dates import PartialDate

MISSING = {
    "unknown": pgettext_lazy("an answer", "Not known"),
    "refused": pgettext_lazy("an answer", "Refused to say"),
    "not_applicable": pgettext_lazy("an answer", "Does not apply"),
}
SEXES = {"female": gettext_lazy("Female"), "male": gettext_lazy("Male")}
RELATIONSHIPS = {
    "head": gettext_lazy("Head of the household"),
    "spouse": gettext_lazy("Spouse of the head"),
    "child": gettext_lazy("Child of the head"),
    "parent": gettext_lazy("Parent of the head"),
    "grandchild": gettext_lazy("Grandchild of the head"),
    "sibling": gettext_lazy("Brother or sister of the head"),
    "other_relative": gettext_lazy("Other relative of the head"),
    "non_relative": gettext_lazy("Not related to the head"),
}
VERIFICATIONS = {
    "told": gettext_lazy("As it was told"),
    "seen": gettext_lazy("Document seen"),
    "verified": gettext_lazy("Confirmed by its issuer"),
    "refuted": gettext_lazy("Not this person's, says its issuer"),
    "ended": gettext_lazy("No longer valid"),
}
PHONE_USES = {
    "own": gettext_lazy("Their own"),
    "household": gettext_lazy("Of the household"),
    "neighbour": gettext_lazy("Of a neighbour"),
    "work": gettext_lazy("At work"),
}
NAME_KINDS = {
    "known_as": gettext_lazy("Known as"),
    "before_marriage": gettext_lazy("Before marriage"),
    "earlier": gettext_lazy("Earlier name"),
    "other_script": gettext_lazy("In other letters"),
    "transliteration": gettext_lazy("Transliteration"),
}
RESIDENCE_REASONS = {
    "no_parental_care": gettext_lazy("No parent can care for them"),
    "protection": gettext_lazy("Protection from harm"),
    "disability": gettext_lazy("Care because of a disability"),
    "health": gettext_lazy("Care because of an illness"),
    "school": gettext_lazy("School or training"),
    "old_age": gettext_lazy("Care in old age"),
    "justice": gettext_lazy("By order of a court"),
    "shelter": gettext_lazy("Shelter"),
    "other": gettext_lazy("Other reason"),
}
ENDED = {
    "moved": gettext_lazy("moved to another household"),
    "married": gettext_lazy("married"),
    "died": gettext_lazy("died"),
    "institution": gettext_lazy("went to live in an institution"),
    "split": gettext_lazy("began a household of their own"),
    "joined": gettext_lazy("the household joined another"),
    "merged": gettext_lazy("the same person was registered elsewhere too"),
    "other": gettext_lazy("left for another reason"),
}
NATURES = {
    "biological": gettext_lazy("by birth"),
    "adoptive": gettext_lazy("by adoption"),
    "foster": gettext_lazy("foster"),
    "step": gettext_lazy("step"),
}
CONFIDENCES = {
    1: gettext_lazy("Hearsay"),
    2: gettext_lazy("As it was told"),
    3: gettext_lazy("Proved by a document or an office"),
}
KIN = {
    "mother": gettext_lazy("Mother"),
    "father": gettext_lazy("Father"),
    "spouse": gettext_lazy("Husband or wife"),
    "guardian": gettext_lazy("Guardian"),
    "caregiver": gettext_lazy("Caregiver"),
}
KIN_OF = {
    "mother": gettext_lazy("Child"),
    "father": gettext_lazy("Child"),
    "spouse": gettext_lazy("Husband or wife"),
    "guardian": gettext_lazy("Is guardian of"),
    "caregiver": gettext_lazy("Is caregiver of"),
}


def sex(code: str | None) -> str:
    return str(SEXES[code]) if code in SEXES else _("Sex unknown")


def age(born: PartialDate | None, on: date) -> str:
    """Completed years as surely as they are known: "31", "about 30–31", "7 months", "age unknown"."""
    if born is None:
        return _("age unknown")
    youngest = partial_dates.years_between(born.latest, on)
    oldest = partial_dates.years_between(born.earliest, on)
    if oldest < 0:
        return _("not yet born")
    if youngest != oldest:
        return _("about %(low)s–%(high)s") % {"low": max(youngest, 0), "high": oldest}
    return str(oldest) if oldest else _infant(born, on)


def born(born: PartialDate | None) -> str:
    """The day of birth as it is known: a day, or the days it lies between; empty when nothing is known."""
    if born is None:
        return ""
    if born.is_exact:
        return formats.date_format(born.earliest)
    ends = {"from": formats.date_format(born.earliest), "to": formats.date_format(born.latest)}
    return _("between %(from)s and %(to)s") % ends


def value(variable: dictionaries.Variable, answer: Any) -> str:
    """An answer in words: the choice's label, yes or no, a number with its unit."""
    if variable.type == "choice":
        return _label(variable, answer)
    if variable.type == "many_choice":
        chosen = [_label(variable, code) for code in answer]
        return pgettext("between two answers", ", ").join(chosen) if chosen else _("None of these")
    if variable.type == "partial_date":
        return _partly(answers.days(answer), answer)
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if variable.type == "date":
        return formats.date_format(date.fromisoformat(answer))
    if isinstance(answer, int | float | Decimal):
        shown = formats.number_format(answer, 0 if answer == int(answer) else 2, force_grouping=True)
        return f"{shown} {variable.unit}".strip()
    return str(answer)


def missing(state: str) -> str:
    """Why there is no answer: three different things."""
    return str(MISSING.get(state, MISSING["unknown"]))


def _label(variable: dictionaries.Variable, code: str) -> str:
    labels = next((choice.labels for choice in variable.choices if choice.code == code), None)
    return languages.text(labels) or str(code)


def _partly(day: PartialDate, written: str) -> str:
    """A date as far as it is known: a day, a month, a year."""
    if day.is_exact:
        return formats.date_format(day.earliest)
    return formats.date_format(day.earliest, "YEAR_MONTH_FORMAT") if len(written) > len("2026") else written


def _infant(born: PartialDate, on: date) -> str:
    months = _months(born.earliest, on)
    if months != _months(born.latest, on):
        return _("under 1 year")
    return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
