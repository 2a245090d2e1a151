"""Who is kin to whom, wherever they live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from ayni.commons.access import scoping
from ayni.registry import models
from ayni.registry.queries import wording

TIES = """
    SELECT k.kind, k.person_id, k.person, k.relative_id, k.relative, k.relative_died, k.nature, k.since, k.until,
        k.evidence, k.recorded_at, one.home, one.path, other.home, other.path
    FROM registry_kin(%(asked)s) k
    LEFT JOIN LATERAL ({lives}) one ON true
    LEFT JOIN LATERAL ({lives_too}) other ON true
    WHERE registry_merged_into(k.person_id) IS NULL AND registry_merged_into(k.relative_id) IS NULL
"""
LIVES = """
    SELECT h.id AS home, a.path FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
    JOIN directory_area a ON a.id = h.area_id
    WHERE m.person_id = {who} AND m.period @> %(on)s::date AND m.kind = 'usual'
"""
TIES = TIES.format(lives=LIVES.format(who="k.person_id"), lives_too=LIVES.format(who="k.relative_id"))


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
    nature_text: str = ""
    since: date | None = None
    until: date | None = None
    evidence: str = ""
    died_on: date | None = None


def ties(
    people: Sequence[models.Person],
    *,
    paths: tuple[str, ...],
    on: date,
    here: int,
    known: datetime | None = None,
) -> dict[int, list[Tie]]:
    """The kin of each person on a day, both ways: their mother, and those whose mother they are. In one query.

    `known`: of it what had been recorded by a moment.
    """
    asked = [person.pk for person in people]
    every, homes = _found(asked, paths, on, here)
    found = [one for one in every if _holds(one, on) and (known is None or one.recorded_at <= known)]
    by_person: dict[int, list[Tie]] = defaultdict(list, {pk: [] for pk in asked})
    for one in found:
        if one.person_id in by_person:
            by_person[one.person_id].append(_tie(one, one.relative, one.kind, str(wording.KIN[one.kind]), homes, here))
        # A marriage stands from both sides already.
        if one.relative_id in by_person and one.kind != models.Kind.SPOUSE:
            text = str(wording.KIN_OF[one.kind])
            by_person[one.relative_id].append(_tie(one, one.person, f"{one.kind}_of", text, homes, here))
    return by_person


def _found(
    asked: list[int], paths: tuple[str, ...], on: date, here: int
) -> tuple[list[models.Kinship], dict[int, int]]:
    """Ties, and the household each lives in, of those in the reader's areas and the one asked about.

    A function of the database names kin in areas that whoever acts does not reach, and tells no more; homes are reached
    as everything else is.
    """
    with connection.cursor() as cursor:
        cursor.execute(TIES, {"asked": asked, "on": on})
        rows = cursor.fetchall()
    ties, homes = [], {}
    for kind, person, names, relative, others, died, nature, since, until, evidence, recorded, *lives in rows:
        ties.append(
            models.Kinship(
                kind=kind,
                person=_named(person, names),
                relative=_named(relative, others, died),
                nature=nature,
                since=since,
                until=until,
                evidence=evidence,
                recorded_at=recorded,
            )
        )
        for who, home, path in ((person, *lives[:2]), (relative, *lives[2:])):
            if home is not None and (home == here or (paths and scoping.reaches(paths, path))):
                homes[who] = home
    return ties, homes


def _holds(tie: models.Kinship, on: date) -> bool:
    """A tie that has ended held on days before."""
    return (tie.since is None or tie.since <= on) and (tie.until is None or on < tie.until)


def _named(pk: int, names: Sequence[str], died: date | None = None) -> models.Person:
    given, family = names
    return models.Person(pk=pk, given_name=given, family_name=family, died_on=died)


def _tie(one: models.Kinship, who: models.Person, kind: str, text: str, homes: dict[int, int], here: int) -> Tie:
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
        nature_text=str(wording.NATURES.get(one.nature, "")),
        since=one.since,
        until=one.until,
        evidence=one.evidence,
        died_on=who.died_on,
    )
