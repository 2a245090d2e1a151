"""One row of what was found: who, how old, where they live now, or that they live there no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from ayni.commons import languages
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import models
from ayni.registry.queries import wording

NAMES = ("given_name", "family_name", "given_name_latin", "family_name_latin")
BORN = ("sex", "born_from", "born_to", "died_on")
Rows = QuerySet[Any, Any]  # of dictionaries


@dataclass(frozen=True)
class Row:
    """A person, or a household by its head. `household_id` is None for somebody who lives in none now.

    `standing` is "" for somebody who lives there now, else "dead", "institution" or "away"; the text says it in words.
    """

    kind: str
    id: int
    code: str
    name: str
    name_latin: str
    household_id: int | None
    household_code: str
    area_name: str
    age_text: str
    born: PartialDate | None
    sex: str | None
    sex_text: str
    relationship: str
    relationship_text: str
    standing: str = ""
    standing_text: str = ""
    also_named: str = ""


def people(ids: Sequence[int], on: date) -> list[Row]:
    """Persons by their numbers, in that order; those whom whoever acts does not reach are left out."""
    rows: dict[int, dict[str, Any]] = {}
    for row in persons(Q(pk__in=ids), on):
        known = rows.setdefault(row["person"], row)
        if known["household"] is None or (row["stay"] == models.Stay.USUAL and known["stay"] != models.Stay.USUAL):
            rows[row["person"]] = row
    nowhere = [pk for pk, row in rows.items() if not row["household"]]
    for pk in _cared_for(nowhere, on) if nowhere else ():
        rows[pk]["is_cared_for"] = True
    return [told(rows[pk], on) for pk in ids if pk in rows]


def _cared_for(ids: Sequence[int], on: date) -> list[int]:
    """Who of them lives in an institution. Apart, because the policies of one table more are long to plan."""
    living = models.Residence.objects.filter(person__in=ids, period__contains=on)
    return list(living.values_list("person", flat=True))


def persons(asked: Q, on: date) -> Rows:
    """Persons with the household each lives in on the day, where whoever acts reaches it."""
    living = FilteredRelation("memberships", condition=Q(memberships__period__contains=on))
    found = models.Person.objects.filter(asked).annotate(home=living)
    rows: Rows = found.order_by("given_name", "family_name", "pk").values(
        *BORN,
        *NAMES,
        person=F("pk"),
        household=F("home__household_id"),
        stay=F("home__kind"),
        relationship=F("home__relationship"),
        area_names=F("home__household__area__names"),
        area_code=F("home__household__area__code"),
    )
    return rows


def households(asked: Q, on: date) -> Rows:
    """Households, each with its head on the day."""
    heads = Q(memberships__period__contains=on, memberships__relationship=models.Relationship.HEAD)
    found = models.Household.objects.filter(asked).annotate(led=FilteredRelation("memberships", condition=heads))
    return found.order_by("pk").values(
        household=F("pk"),
        relationship=F("led__relationship"),
        area_names=F("area__names"),
        area_code=F("area__code"),
        **{name: F(f"led__person__{name}") for name in (*BORN, *NAMES)},
    )


def all_told(rows: Iterable[dict[str, Any]], on: date) -> list[Row]:
    return [told(row, on) for row in rows]


def told(row: dict[str, Any], on: date) -> Row:
    """A row of `persons` or `households` in words."""
    kind, pk = ("person", row["person"]) if "person" in row else ("household", row["household"])
    person = models.Person(pk=pk, **{name: row[name] or "" for name in (*NAMES, "sex")})
    person.born_from, person.born_to, person.sex = row["born_from"], row["born_to"], row["sex"]
    household = models.Household(pk=row["household"])
    code = person.code if kind == "person" else household.code
    standing = _standing(row, kind, on)
    return Row(
        kind=kind,
        id=pk,
        code=code,
        name=code if person.name == person.code else person.name,
        name_latin=person.name_latin,
        household_id=household.pk,
        household_code=household.code if household.pk else "",
        area_name=languages.text(row["area_names"]) or row["area_code"] or "",
        age_text=wording.age(person.born, on),
        born=person.born,
        sex=person.sex,
        sex_text=wording.sex(person.sex),
        relationship=row["relationship"] or "",
        relationship_text=str(wording.RELATIONSHIPS.get(row["relationship"], "")),
        standing=standing,
        standing_text=_in_words(standing),
    )


def _standing(row: dict[str, Any], kind: str, on: date) -> str:
    if row["died_on"] and row["died_on"] <= on:
        return "dead"
    if kind == "household" or row["household"]:
        return ""
    return "institution" if row.get("is_cared_for") else "away"


def _in_words(standing: str) -> str:
    words = {
        "dead": _("Has died"),
        "institution": _("Lives in an institution"),
        "away": _("Does not live here now"),
    }
    return words.get(standing, "")
