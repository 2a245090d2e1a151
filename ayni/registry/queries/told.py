"""What is told of people and households beside their records: other names, numbers, telephones, dwellings, stays."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from ayni.commons import languages
from ayni.registry import models
from ayni.registry.queries import wording

#: One question for all of it, so that a page asks no more for many members than for one.
TOLD = """
    SELECT
        (SELECT json_agg(t ORDER BY t.ended_on DESC NULLS FIRST, t.id) FROM (
            SELECT id, person_id, type, number, issuer, valid_from, valid_to, ended_on, ended_because, verification,
                verified_on, recorded_at
            FROM registry_identifier WHERE person_id = ANY(%(people)s)) t),
        (SELECT json_agg(t ORDER BY t.until DESC NULLS FIRST, t.id) FROM (
            SELECT id, person_id, number, use, since, until, recorded_at
            FROM registry_phone WHERE person_id = ANY(%(people)s)) t),
        (SELECT json_agg(t ORDER BY t.id) FROM (
            SELECT id, person_id, kind, given_name, family_name, script, recorded_at
            FROM registry_personname WHERE person_id = ANY(%(people)s)) t),
        (SELECT json_agg(t ORDER BY t.since DESC) FROM (
            SELECT r.id, r.person_id, i.names, i.code, CASE WHEN %(sensitive)s THEN r.reason ELSE '' END AS reason,
                lower(r.period) AS since, upper(r.period) AS until, r.recorded_at
            FROM registry_residence r JOIN directory_institution i ON i.id = r.institution_id
            WHERE r.person_id = ANY(%(people)s)) t),
        (SELECT json_agg(t ORDER BY t.since DESC) FROM (
            SELECT d.id, a.names, a.code, d.address, d.directions, d.latitude, d.longitude, d.accuracy,
                lower(d.period) AS since, upper(d.period) AS until, d.left_because, d.recorded_at
            FROM registry_dwelling d JOIN directory_area a ON a.id = d.area_id WHERE household_id = %(home)s) t),
        (SELECT json_agg(t ORDER BY t.id) FROM (
            SELECT h.id, h.id = one.part_of_id AS is_whole, h.id = one.succeeded_by_id AS is_after
            FROM registry_household one JOIN registry_household h
                ON h.part_of_id = one.id OR h.id = one.part_of_id OR h.id = one.succeeded_by_id
            WHERE one.id = %(home)s) t),
        (SELECT json_agg(person_id) FROM registry_photo WHERE person_id = ANY(%(people)s)),
        (SELECT json_agg(json_build_object('code', a.code, 'names', a.names, 'level', a.level) ORDER BY a.level)
            FROM directory_area own JOIN directory_area a ON a.code = ANY(string_to_array(trim('/' FROM own.path), '/'))
            WHERE own.id = coalesce(
                (SELECT d.area_id FROM registry_dwelling d
                    WHERE d.household_id = %(home)s AND d.period @> %(on)s::date),
                (SELECT h.area_id FROM registry_household h WHERE h.id = %(home)s)))
"""


@dataclass(frozen=True)
class Place:
    """One of the areas a household lies in, from the top down."""

    code: str
    name: str
    level: int


@dataclass(frozen=True)
class Number:
    """A number that an office gave. `standing` says in words how it was checked, or that it has ended."""

    id: int
    type: str
    label: str
    number: str
    issuer: str
    valid_from: date | None
    valid_to: date | None
    ended_on: date | None
    ended_because: str
    verification: str
    standing: str


@dataclass(frozen=True)
class Telephone:
    id: int
    number: str
    use: str
    use_text: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Name:
    id: int
    kind: str
    kind_text: str
    name: str
    script: str


@dataclass(frozen=True)
class Institution:
    """A stay in an institution; `reason` is empty for who may not know it."""

    id: int
    name: str
    reason: str
    reason_text: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Home:
    """Where a household lives or lived; `until` is empty for the present."""

    id: int
    area_code: str
    area_name: str
    address: str
    directions: str
    latitude: float | None
    longitude: float | None
    accuracy: float | None
    since: date | None
    until: date | None
    left_because: str

    @property
    def point(self) -> str:
        """The point as maps read it, empty when there is none."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


@dataclass(frozen=True)
class OfPerson:
    identifiers: tuple[Number, ...] = ()
    phones: tuple[Telephone, ...] = ()
    names: tuple[Name, ...] = ()
    residences: tuple[Institution, ...] = ()
    has_photo: bool = False


@dataclass(frozen=True)
class Told:
    """All of it, by person, and of the household."""

    people: dict[int, OfPerson] = field(default_factory=dict)
    homes: tuple[Home, ...] = ()
    #: The areas the household lies in on the day, from the top down.
    places: tuple[Place, ...] = ()
    #: Numbers of the households that are part of this one, of the one it is part of, of the one that follows it.
    parts: tuple[int, ...] = ()
    whole: int | None = None
    after: int | None = None

    def person(self, person_id: int) -> OfPerson:
        return self.people.get(person_id, OfPerson())

    def home(self, on: date) -> Home | None:
        """Where the household lived on a day, when more than the area is told."""
        return next(
            (one for one in self.homes if (not one.since or one.since <= on) and (not one.until or on < one.until)),
            None,
        )


def of(people: Sequence[int], home: int, *, may_know_reasons: bool, on: date, known: datetime | None = None) -> Told:
    """What is told, as it stood on a day; `known`: of it what had been recorded by a moment. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"people": list(people), "home": home, "sensitive": may_know_reasons, "on": on})
        read = [_read(one) for one in cursor.fetchone()]
    identifiers, phones, names, residences, homes, households = (
        [one for one in found if known is None or not _later(one, known)] for found in read[:6]
    )
    by_person: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for kind, found, made in (
        ("identifiers", identifiers, _number),
        ("phones", phones, _telephone),
        ("names", names, _name),
        ("residences", residences, _institution),
    ):
        for one in found:
            if _began(one, on):
                by_person[one["person_id"]][kind].append(made(one))
    pictured = set(read[6])
    return Told(
        people={
            key: OfPerson(**{kind: tuple(all) for kind, all in by_person[key].items()}, has_photo=key in pictured)
            for key in by_person.keys() | pictured
        },
        homes=tuple(_home(one) for one in homes if _began(one, on)),
        places=tuple(Place(one["code"], languages.text(one["names"]) or one["code"], one["level"]) for one in read[7]),
        parts=tuple(one["id"] for one in households if not one["is_whole"] and not one["is_after"]),
        whole=next((one["id"] for one in households if one["is_whole"]), None),
        after=next((one["id"] for one in households if one["is_after"]), None),
    )


def _read(value: Any) -> list[Any]:
    found: list[Any] = json.loads(value) if isinstance(value, str) else (value or [])
    return found


def _later(one: dict[str, Any], known: datetime) -> bool:
    return "recorded_at" in one and datetime.fromisoformat(one["recorded_at"]) > known


def _began(one: dict[str, Any], on: date) -> bool:
    since = _day(one.get("since"))
    return since is None or since <= on


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(one: dict[str, Any]) -> Number:
    label = settings.AYNI_IDENTIFIERS.get(one["type"], {}).get("label", one["type"])
    ended = _day(one["ended_on"])
    return Number(
        id=one["id"],
        type=one["type"],
        label=str(label),
        number=one["number"],
        issuer=one["issuer"],
        valid_from=_day(one["valid_from"]),
        valid_to=_day(one["valid_to"]),
        ended_on=ended,
        ended_because=one["ended_because"],
        verification=one["verification"],
        standing=str(wording.VERIFICATIONS["ended" if ended else one["verification"]]),
    )


def _telephone(one: dict[str, Any]) -> Telephone:
    use = one["use"]
    days = _day(one["since"]), _day(one["until"])
    return Telephone(one["id"], one["number"], use, str(wording.PHONE_USES.get(use, use)), *days)


def _name(one: dict[str, Any]) -> Name:
    said = f"{one['given_name']} {one['family_name']}".strip()
    return Name(one["id"], one["kind"], str(wording.NAME_KINDS.get(one["kind"], one["kind"])), said, one["script"])


def _institution(one: dict[str, Any]) -> Institution:
    since = date.fromisoformat(one["since"])
    reason = str(wording.RESIDENCE_REASONS.get(one["reason"], ""))
    name = languages.text(one["names"]) or one["code"]
    return Institution(one["id"], name, one["reason"], reason, since, _day(one["until"]))


def _home(one: dict[str, Any]) -> Home:
    return Home(
        id=one["id"],
        area_code=one["code"],
        area_name=languages.text(one["names"]) or one["code"],
        address=one["address"],
        directions=one["directions"],
        latitude=one["latitude"],
        longitude=one["longitude"],
        accuracy=one["accuracy"],
        since=_day(one["since"]),
        until=_day(one["until"]),
        left_because=one["left_because"],
    )


def moved_away(household_id: int) -> models.Dwelling | None:
    """The last place in the areas of whoever acts from which a household has moved; None when it never lived there."""
    left = models.Dwelling.objects.filter(household=household_id, period__upper_inf=False)
    return left.order_by("-period").first()
