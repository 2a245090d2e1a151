"""What the registry says now of all that some changes rest on: a few queries, however many changes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ayni.intake.queries.changes.kinds import Need
from ayni.registry import models
from ayni.registry.queries import answers

OF_PERSON = frozenset(
    {"given_name", "family_name", "given_name_latin", "family_name_latin", "sex", "born", "died_on", "phone"}
)
ANSWER = "answer."


def of(needs: Iterable[Need], *, on: date) -> dict[str, Any]:
    """The value of each need by its key, in plain values. What is out of reach is None."""
    wanted = list(needs)
    persons = {need.id for need in wanted if need.entity == "person"}
    households = {need.id for need in wanted if need.entity == "household"}
    people = {one.pk: one for one in models.Person.objects.filter(pk__in=persons)}
    homes = {one.pk: one for one in models.Household.objects.filter(pk__in=households).select_related("area")}
    stays = _stays(wanted, on)
    told = _told(wanted, people, homes)
    return {need.key: _value(need, people, homes, stays, told) for need in wanted}


def fingerprint(ground: Mapping[str, Any]) -> str:
    """What stands for a ground that somebody has seen."""
    return hashlib.sha256(json.dumps(ground, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What is no longer as it was: (what, then, now)."""
    return [(key, then, now.get(key)) for key, then in before.items() if now.get(key) != then]


def _stays(wanted: list[Need], on: date) -> dict[tuple[str, int], list[models.Membership]]:
    """Who lives where on the day, by person and by household."""
    persons = {need.id for need in wanted if need.entity == "person" and need.what in ("household", "relationship")}
    households = {need.id for need in wanted if need.entity == "household" and need.what in ("members", "head")}
    found: dict[tuple[str, int], list[models.Membership]] = defaultdict(list)
    living = models.Membership.objects.active(on=on)
    for stay in living.filter(person__in=persons) if persons else ():
        found["person", stay.person_id].append(stay)
    for stay in living.filter(household__in=households, person__died_on=None) if households else ():
        found["household", stay.household_id].append(stay)
    return found


def _told(wanted: list[Need], people: dict[int, Any], homes: dict[int, Any]) -> answers.Answers:
    asked = {(need.entity, need.id) for need in wanted if need.what.startswith(ANSWER)}
    if not asked:
        return answers.Answers()
    return answers.of(
        [home for pk, home in homes.items() if ("household", pk) in asked],
        [person for pk, person in people.items() if ("person", pk) in asked],
        may_open=False,
    )


def _value(
    need: Need,
    people: Mapping[int, models.Person],
    homes: Mapping[int, models.Household],
    stays: Mapping[tuple[str, int], list[models.Membership]],
    told: answers.Answers,
) -> Any:
    here = stays.get((need.entity, need.id), [])
    if need.what.startswith(ANSWER):
        of_one = told.person(need.id) if need.entity == "person" else told.household(need.id)
        fact = of_one.get(need.what.removeprefix(ANSWER))
        return fact.raw if fact else None
    if need.entity == "person":
        return _of_person(need.what, people.get(need.id), here)
    return _of_household(need.what, homes.get(need.id), here)


def _of_person(what: str, person: models.Person | None, here: list[models.Membership]) -> Any:
    if person is None:
        return None
    if what == "household":
        return here[0].household_id if here else None
    if what == "relationship":
        return here[0].relationship if here else None
    if what == "name":
        return person.name
    if what == "born":
        return f"{person.born_from}/{person.born_to}" if person.born_from else None
    assert what in OF_PERSON
    value = getattr(person, what)
    return value.isoformat() if isinstance(value, date) else value


def _of_household(what: str, home: models.Household | None, here: list[models.Membership]) -> Any:
    if home is None:
        return None
    if what == "area":
        return home.area.code
    if what == "closed_on":
        return home.closed_on.isoformat() if home.closed_on else None
    if what == "members":
        return sorted(stay.person_id for stay in here)
    assert what == "head"
    return next((stay.person_id for stay in here if stay.relationship == models.Relationship.HEAD), None)
