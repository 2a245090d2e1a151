"""Is this applicant already registered? Asked while they are typed, by an office, a form that came in, another system.

Somebody in another district is found as well. Of them an officer who does not reach that district is told no more than
that they are registered, where and since when, their first name, an initial and a year.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Subquery

from ayni.commons import acting, languages
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.audit import recording
from ayni.commons.limits import spending
from ayni.engines.linkage.desk import Told
from ayni.identity import errors
from ayni.identity.actions import preparing
from ayni.identity.queries import reasons, telling, weighing
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import models as registry
from ayni.registry import permissions as registry_permissions
from ayni.registry import queries as registry_queries

MOST_CANDIDATES = 3_000
SHOWN = 5
HOME = Subquery(
    registry.Membership.objects.filter(person=OuterRef("pk"), kind=registry.Stay.USUAL, period__upper_inf=True).values(
        "household_id"
    )[:1]
)
CHECK, BEYOND = "check", "check_beyond"  # doors of AYNI_LIMITS


@dataclass(frozen=True)
class Applicant:
    """Somebody as they are told at a desk; what is not known is left out. `area` is a code."""

    given_name: str = ""
    family_name: str = ""
    given_name_latin: str = ""
    family_name_latin: str = ""
    born: PartialDate | None = None
    sex: str = ""
    area: str = ""
    phone: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def tells_enough(self) -> bool:
        """A name and something beside it: less would list half a district."""
        names = f"{self.given_name}{self.family_name}".strip()
        parts = bool(self.given_name.strip()) + bool(self.family_name.strip())
        beside = (self.born, self.phone, self.identifiers, parts > 1 and self.area)
        return len(names) > 1 and any(beside)


def written(told: Mapping[str, Any], *, area: str, on: date) -> Applicant:
    """Somebody as a draft, a form or another system writes them down; a birth that is none is not known."""
    try:
        born = registry_queries.born(told, on)[0]
    except ValueError:
        born = None
    names = ("given_name", "family_name", "given_name_latin", "family_name_latin", "sex", "phone")
    said = {name: str(told.get(name) or "") for name in names}
    return Applicant(**said, born=born, area=area, identifiers=dict(told.get("identifiers") or {}))


@dataclass(frozen=True)
class Because:
    """A reason in words, and whether it speaks for one person."""

    text: str
    is_for: bool


@dataclass(frozen=True)
class Match:
    """Somebody on record who may be the applicant. `name` is whole for who is reached, else a first name and an
    initial; `household_id` and `code` are empty for who is not."""

    person_id: int
    name: str
    year: int | None
    area: str
    since: date
    chance: float
    is_very_likely: bool
    is_reached: bool
    code: str
    household_id: int | None
    reasons: tuple[Because, ...]


class Seen(NamedTuple):
    """The little that whoever registers people may know of somebody beyond their areas (`identity_seen`)."""

    given: str
    initial: str
    year: int | None
    area: str | None
    area_names: Any
    since: date
    reached: bool


@dataclass(frozen=True)
class Answer:
    """`is_ready` is False where nobody can be looked for yet: no model is there, or people are being prepared."""

    is_ready: bool
    matches: tuple[Match, ...] = ()

    @property
    def very_likely(self) -> tuple[Match, ...]:
        return tuple(one for one in self.matches if one.is_very_likely)


def check_applicant(
    applicant: Applicant,
    *,
    by: User,
    at: datetime,
    apart: Sequence[int] = (),
    road: str = "",
    is_counted: bool = True,
    is_shown: bool = True,
) -> Answer:
    """Who on record may be this applicant, the likeliest first; whoever was registered a minute ago elsewhere is found.

    `apart` are people said to be others. Each record that is shown is recorded as looked at; `is_shown` is False where
    nobody looks yet, as when forms are taken in, and `is_counted` for all of a page but its first.
    Refuses: NotPermitted, to who registers nobody; TooMany, when asked too often or when too many beyond one's areas
    were shown.
    """
    if not by.may(registry_permissions.REGISTER):
        raise NotPermitted(registry_permissions.REGISTER, str(by))
    with acting.as_user(by):
        if is_counted:
            spending.spend(CHECK, by.pk, at=at)
        stands = weighing.standing(applicant.area)
        if stands.desk is None:
            return Answer(is_ready=False)
        if stands.is_stale:
            coming = weighing.coming() if stands.is_coming else None
            preparing.prepare_changed([one for one in (stands.desk, coming) if one], preparing.AT_ONCE)
        told = _told(applicant, telling.places(stands.path))
        likely = stands.desk.likely(told, MOST_CANDIDATES, settings.AYNI_DESK_CHECK["shown_from"])
        found = [one for one in likely if one.person_id not in apart][:SHOWN]
        answer = Answer(is_ready=True, matches=tuple(_shown(found, stands.desk, by)))
        for match in answer.matches if is_shown else ():
            if not match.is_reached:
                spending.spend(BEYOND, by.pk, at=at)
            recording.look(
                registry.Person(pk=match.person_id), reader=by, under=registry_permissions.REGISTER, road=road
            )
        return answer


@action(registry_permissions.REGISTER, says="said that an applicant is another person than one on record")
def tell_apart(person_id: int, *, applicant: str, because: str, by: User) -> None:
    """Record that an applicant was found to be somebody else than a record that looks alike, and how that is known.

    Refuses: ReasonMissing.
    """
    if not because.strip():
        raise errors.ReasonMissing


def _told(applicant: Applicant, places: tuple[str, ...]) -> list[Told]:
    """The applicant by their name, and by its Latin form where that is told too."""
    year, month, day = telling.birth(applicant.born)
    names = [(applicant.given_name, applicant.family_name)]
    if applicant.given_name_latin or applicant.family_name_latin:
        names.append(
            (applicant.given_name_latin or applicant.given_name, applicant.family_name_latin or applicant.family_name)
        )
    return [
        Told(
            given=given, family=family, year=year, month=month, day=day, sex=applicant.sex, places=places,
            phone=applicant.phone, identifiers=applicant.identifiers,
        )
        for given, family in dict.fromkeys(names)
    ]  # fmt: skip


def _shown(found: Sequence[weighing.Likely], desk: weighing.Desk, by: User) -> list[Match]:
    """What whoever acts may be told of each: to who opens records, those the database's own policies show, else the
    little of all."""
    if not found:
        return []
    asked = [one.person_id for one in found]
    reached: dict[int, registry.Person] = {}
    if by.may(registry_permissions.SEE):
        reached = {one.pk: one for one in registry.Person.objects.filter(pk__in=asked).annotate(home=HOME)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM identity_seen(%s)", [asked])
        seen = {row[0]: Seen(*row[1:]) for row in cursor.fetchall()}
    return [
        _match(one, seen[one.person_id], reached.get(one.person_id), desk) for one in found if one.person_id in seen
    ]


def _match(likely: weighing.Likely, seen: Seen, person: Any, desk: weighing.Desk) -> Match:
    chance = likely.weighed.chance
    names = json.loads(seen.area_names) if isinstance(seen.area_names, str) else seen.area_names or {}
    return Match(
        person_id=likely.person_id,
        name=person.name if person else f"{seen.given} {seen.initial}.".strip() if seen.initial else seen.given,
        year=seen.year,
        area=languages.text(names) or seen.area or "",
        since=seen.since,
        chance=chance,
        is_very_likely=chance >= settings.AYNI_DESK_CHECK["very_likely_from"],
        is_reached=person is not None,
        code=person.code if person else "",
        household_id=person.home if person else None,
        reasons=tuple(Because(text, is_for) for text, is_for in reasons.words(likely.weighed.reasons, desk.columns)),
    )
