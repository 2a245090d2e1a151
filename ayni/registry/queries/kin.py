"""Who is kin to whom, wherever they live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ayni.commons.access import scoping
from ayni.registry import models
from ayni.registry.queries import wording


@dataclass(frozen=True)
class Tie:
    """A relative of a person, and what they are to each other.

    `household_id` is where the relative lives, when that is known and in the reader's areas; a relative elsewhere is
    named without it.
    """

    kind: str
    kind_text: str
    person_id: int
    code: str
    name: str
    is_here: bool
    household_id: int | None
    household_code: str


def ties(people: Sequence[models.Person], *, paths: tuple[str, ...], on: date, here: int) -> dict[int, list[Tie]]:
    """The kin of each person, both ways: their mother, and those whose mother they are. In three queries or fewer."""
    asked = [person.pk for person in people]
    found = _found(asked)
    homes = _homes({one.person_id for one in found} | {one.relative_id for one in found}, paths, on, here)
    by_person: dict[int, list[Tie]] = defaultdict(list, {pk: [] for pk in asked})
    for one in found:
        if one.person_id in by_person:
            by_person[one.person_id].append(_tie(one.relative, one.kind, str(wording.KIN[one.kind]), homes, here))
        # A marriage stands from both sides already.
        if one.relative_id in by_person and one.kind != models.Kind.SPOUSE:
            text = str(wording.KIN_OF[one.kind])
            by_person[one.relative_id].append(_tie(one.person, f"{one.kind}_of", text, homes, here))
    return by_person


def _found(asked: list[int]) -> list[models.Kinship]:
    """By a function of the database, which names kin in areas that whoever acts does not reach, and tells no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, person_id, person, relative_id, relative FROM registry_kin(%s)", [asked])
        return [
            models.Kinship(kind=kind, person=_named(person, names), relative=_named(relative, others))
            for kind, person, names, relative, others in cursor.fetchall()
        ]


def _named(pk: int, names: Sequence[str]) -> models.Person:
    given, family = names
    return models.Person(pk=pk, given_name=given, family_name=family)


def _tie(who: models.Person, kind: str, text: str, homes: dict[int, int], here: int) -> Tie:
    home = homes.get(who.pk)
    return Tie(
        kind=kind,
        kind_text=text,
        person_id=who.pk,
        code=who.code,
        name=who.name,
        is_here=home == here,
        household_id=home,
        household_code=models.Household(pk=home).code if home else "",
    )


def _homes(people: set[int], paths: tuple[str, ...], on: date, here: int) -> dict[int, int]:
    """The household each lives in, of those in the reader's areas and the one asked about."""
    stays = models.Membership.objects.active(on=on).filter(person__in=people)
    seen = scoping.within(stays, "household__area__path", paths)
    return dict(seen.values_list("person_id", "household_id"))
