"""Is this applicant already registered? Asked while they are typed, by an office, a form that came in, another system.

Somebody in another district is found as well. Of them an officer who does not reach that district is told no more than
that they are registered, where and since when, their first name, an initial and a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from ayni.commons import acting, languages
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.commons.limits import spending
from ayni.engines.linkage.desk import Told
from ayni.identity import errors
from ayni.identity.actions import preparing
from ayni.identity.queries import reasons, telling, weighing
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import models as registry
from ayni.registry import permissions as registry_permissions

MOST_CANDIDATES = 3_000
SHOWN = 5
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


@dataclass(frozen=True)
class Answer:
    """`is_ready` is False where nobody can be looked for yet: no model is there, or people are being prepared."""

    is_ready: bool
    matches: tuple[Match, ...] = ()

    @property
    def very_likely(self) -> tuple[Match, ...]:
        return tuple(one for one in self.matches if one.is_very_likely)


def check_applicant(
    applicant: Applicant, *, by: User, at: datetime, apart: Sequence[int] = (), road: str = "", is_counted: bool = True
) -> Answer:
    """Who on record may be this applicant, the likeliest first; whoever was registered a minute ago elsewhere is found.

    Each record that is shown is recorded as looked at. `apart` are people said to be others. Where nobody looks yet,
    as when forms are taken in, it is not counted.
    Refuses: NotPermitted, to who registers nobody; TooMany, when asked too often or when too many beyond one's areas
    were shown.
    """
    if not by.may(registry_permissions.REGISTER):
        raise NotPermitted(registry_permissions.REGISTER, str(by))
    with acting.as_user(by):
        if is_counted:
            spending.spend(CHECK, by.pk, at=at)
        desk = weighing.now()
        if desk is None:
            return Answer(is_ready=False)
        preparing.prepare_changed([one for one in (desk, weighing.coming()) if one], preparing.AT_ONCE)
        found = [one for one in _likely(desk, applicant) if one.person_id not in apart][:SHOWN]
        answer = Answer(is_ready=True, matches=tuple(_shown(found, desk)))
        for match in answer.matches if is_counted else ():
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


def _likely(desk: weighing.Desk, applicant: Applicant) -> list[weighing.Likely]:
    told = _told(applicant)
    keys = sorted({key for one in told for key in desk.keys(desk.prepared(one))})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM identity_candidates(%s, %s, %s)", [desk.half, keys, MOST_CANDIDATES])
        candidates = cursor.fetchall()
    return desk.weigh(told, candidates, settings.AYNI_DESK_CHECK["shown_from"])


def _told(applicant: Applicant) -> list[Told]:
    """The applicant by their name, and by its Latin form where that is told too."""
    year, month, day = telling.birth(applicant.born)
    area = Area.objects.filter(code=applicant.area).only("path").first() if applicant.area else None
    places = telling.places(area)
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


def _shown(found: Sequence[weighing.Likely], desk: weighing.Desk) -> list[Match]:
    """What whoever acts may be told of each: by the database's own policies the record, else the little of all."""
    if not found:
        return []
    asked = [one.person_id for one in found]
    reached = {one.pk: one for one in registry.Person.objects.filter(pk__in=asked)}
    homes = dict(
        registry.Membership.objects.filter(person__in=reached, kind=registry.Stay.USUAL, period__upper_inf=True)
        .values_list("person_id", "household_id")
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM identity_seen(%s)", [asked])
        seen = {row[0]: row[1:] for row in cursor.fetchall()}
    areas = Area.objects.in_bulk([row[3] for row in seen.values() if row[3]])
    return [
        _match(one, seen[one.person_id], areas, reached.get(one.person_id), homes.get(one.person_id), desk)
        for one in found
        if one.person_id in seen
    ]


def _match(
    likely: weighing.Likely, seen: Sequence[object], areas: Mapping[int, Area], person: registry.Person | None,
    household: int | None, desk: weighing.Desk,
) -> Match:  # fmt: skip
    given, initial, year, area, since, _reached = seen
    chance = likely.weighed.chance
    return Match(
        person_id=likely.person_id,
        name=person.name if person else f"{given} {initial}.".strip() if initial else str(given),
        year=year if year is None else int(str(year)),
        area=_named(areas.get(int(str(area)))) if area else "",
        since=since,  # type: ignore[arg-type]
        chance=chance,
        is_very_likely=chance >= settings.AYNI_DESK_CHECK["very_likely_from"],
        is_reached=person is not None,
        code=person.code if person else "",
        household_id=household,
        reasons=tuple(Because(text, is_for) for text, is_for in reasons.words(likely.weighed.reasons, desk.columns)),
    )


def _named(area: Area | None) -> str:
    return languages.text(area.names) or area.code if area else ""
