"""Two records side by side: where they differ, what speaks for one person and against, who lives with each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from rapidfuzz import fuzz

from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.engines.linkage.mapping import Columns
from ayni.engines.linkage.model import Reason
from ayni.identity import models, permissions
from ayni.identity.queries import differing, reasons, stakes, telling
from ayni.identity.queries.differing import Piece
from ayni.registry.models import Membership, Person
from ayni.registry.queries import told, wording

ALIKE = 82  # of 100: two given names that may be one
YEARS = 2
WIDEST = 12.0  # bits: a bar is full
#: How much a reason says, from so many bits on.
MUCH = (
    (9.0, gettext_lazy("says very much")),
    (5.0, gettext_lazy("says much")),
    (2.0, gettext_lazy("says something")),
    (0.0, gettext_lazy("says little")),
)
RECEIVES = "SELECT person_id, programme, titles, bool_or(is_paid) FROM ({stakes}) s GROUP BY 1, 2, 3 ORDER BY 2"


@dataclass(frozen=True)
class Companion:
    """Somebody who lives with one of the two; `is_alike` when the other's household has somebody like them."""

    id: int
    name: str
    relationship: str
    age_text: str
    is_self: bool
    is_alike: bool


@dataclass(frozen=True)
class Received:
    title: str
    is_paid: bool


@dataclass(frozen=True)
class Side:
    """One of the two records."""

    id: int
    code: str
    person: Person
    age_text: str
    area: str
    household_id: int | None
    companions: tuple[Companion, ...]
    receives: tuple[Received, ...]
    has_photo: bool
    has_died: bool


@dataclass(frozen=True)
class Line:
    """One thing that is told of both. `state` is same, differs, or unknown where one is not told."""

    label: str
    one: tuple[Piece, ...]
    other: tuple[Piece, ...]
    state: str


@dataclass(frozen=True)
class Said:
    """A reason in words, how much it says, and its bar (0 to 100)."""

    text: str
    much: str
    is_for: bool
    width: int


@dataclass(frozen=True)
class Pair:
    """All that an officer looks at to say whether two records are one person."""

    one: Side
    other: Side
    lines: tuple[Line, ...]
    said: tuple[Said, ...]
    live_together: bool


def shown(candidate: models.Candidate, *, reader: User, at: datetime) -> Pair | None:
    """A pair side by side; None when the reader does not reach both people any more. Each look is recorded."""
    scoping.paths(reader, permissions.SEE)
    on = at.date()
    people = Person.objects.in_bulk([candidate.one_id, candidate.other_id])
    if len(people) < 2:
        return None
    stays = _stays(people)
    homes = {stay.household_id for stay in stays.values()}
    members = _members(homes, on)
    more = told.of(list(people), 0, may_know_reasons=False, on=on)
    received = _received(list(people), reader)
    for who in people.values():
        recording.look(who, reader=reader, under=permissions.SEE)
    one, other = (
        _side(people[pk], stays, members, received, more.person(pk), at, people[another], stays.get(another))
        for pk, another in ((candidate.one_id, candidate.other_id), (candidate.other_id, candidate.one_id))
    )
    lines = tuple(_lines(one, other, more.person(one.id), more.person(other.id)))
    together = one.household_id is not None and one.household_id == other.household_id
    return Pair(one, other, lines, tuple(_said(candidate)), together)


def _stays(people: Mapping[int, Person]) -> dict[int, Membership]:
    """Where each lives now, or lived last."""
    found = Membership.objects.filter(person__in=people, kind="usual").select_related("household__area")
    found = found.defer("household__area__shape")
    kept: dict[int, Membership] = {}
    for stay in sorted(found, key=lambda one: (one.period.upper is None, one.period.lower)):
        kept[stay.person_id] = stay
    return kept


def _members(homes: set[int], on: Any) -> dict[int, list[Membership]]:
    found = Membership.objects.active(on=on).filter(household__in=homes).select_related("person")
    grouped: dict[int, list[Membership]] = {}
    for stay in found.order_by("number"):
        grouped.setdefault(stay.household_id, []).append(stay)
    return grouped


def _received(people: list[int], reader: User) -> dict[int, list[Received]]:
    """What each receives, for who may know it."""
    if not reader.may("enrolment.see_runs"):
        return {}
    listed = ", ".join(str(int(pk)) for pk in people)
    with connection.cursor() as cursor:
        cursor.execute(RECEIVES.format(stakes=stakes.stakes(f"SELECT unnest(ARRAY[{listed}]::bigint[])")))
        rows = cursor.fetchall()
    grouped: dict[int, list[Received]] = {}
    for person, code, titles, is_paid in rows:
        known = json.loads(titles) if isinstance(titles, str) else titles
        grouped.setdefault(person, []).append(Received(languages.text(known) or code, bool(is_paid)))
    return grouped


def _side(
    who: Person,
    stays: Mapping[int, Membership],
    members: Mapping[int, Sequence[Membership]],
    received: Mapping[int, Sequence[Received]],
    more: told.OfPerson,
    at: datetime,
    another: Person,
    elsewhere: Membership | None,
) -> Side:
    stay = stays.get(who.pk)
    here = members.get(stay.household_id, ()) if stay else ()
    there = (
        members.get(elsewhere.household_id, ())
        if elsewhere and stay and elsewhere.household_id != stay.household_id
        else ()
    )
    others = [one.person for one in there if one.person_id not in (who.pk, another.pk)]
    companions = tuple(
        Companion(
            one.person_id,
            one.person.name,
            str(wording.RELATIONSHIPS.get(one.relationship or "", "")),
            wording.age(one.person.born, at.date()),
            one.person_id == who.pk,
            one.person_id != who.pk and any(alike(one.person, candidate) for candidate in others),
        )
        for one in here
    )
    return Side(
        id=who.pk,
        code=who.code,
        person=who,
        age_text=wording.age(who.born, at.date()),
        area=stay.household.area.name if stay else "",
        household_id=stay.household_id if stay else None,
        companions=companions,
        receives=tuple(received.get(who.pk, ())),
        has_photo=more.has_photo,
        has_died=who.died_on is not None,
    )


def alike(one: Person, other: Person) -> bool:
    """Whether two people of two households may be one: a like given name, no other sex, about the same age."""
    if one.sex and other.sex and one.sex != other.sex:
        return False
    if one.born_from and other.born_from and abs(one.born_from.year - other.born_from.year) > YEARS:
        return False
    here, there = ((who.given_name_latin or who.given_name).casefold() for who in (one, other))
    return bool(here and there) and fuzz.ratio(here, there) >= ALIKE


def _lines(one: Side, other: Side, more: told.OfPerson, more_too: told.OfPerson) -> Iterator[Line]:
    here, there = one.person, other.person
    yield _line(_("Name"), here.name, there.name)
    if here.name_latin or there.name_latin:
        yield _line(_("Name in Latin letters"), here.name_latin or here.name, there.name_latin or there.name)
    aliases = [", ".join(name.name for name in found.names) for found in (more, more_too)]
    if any(aliases):
        yield _line(_("Other names"), *aliases)
    yield _line(_("Day of birth"), wording.born(here.born), wording.born(there.born))
    yield _line(pgettext("of a person", "Sex"), wording.sex(here.sex), wording.sex(there.sex))
    yield _line(_("Place"), one.area, other.area)
    phones = [sorted({who.phone, *(phone.number for phone in found.phones)} - {""})
              for who, found in ((here, more), (there, more_too))]  # fmt: skip
    yield _line(_("Telephone"), *(", ".join(found) for found in phones))
    kinds = {number.type: number.label for found in (more, more_too) for number in found.identifiers}
    for kind, label in kinds.items():
        numbers = [
            ", ".join(number.number for number in found.identifiers if number.type == kind)
            for found in (more, more_too)
        ]
        yield _line(str(label), *numbers)
    if one.has_died or other.has_died:
        yield _line(_("Died"), *(str(side.person.died_on or "") for side in (one, other)))
    yield _line(_("On record since"), *(formats.date_format(who.registered_on) for who in (here, there)))


def _line(label: str, one: str, other: str) -> Line:
    here, there = differing.pieces(one, other)
    if not one or not other:
        state = "unknown"
    else:
        state = "differs" if any(piece.differs for piece in (*here, *there)) else "same"
    return Line(label, here, there, state)


def _said(candidate: models.Candidate) -> Iterator[Said]:
    columns = _columns(candidate)
    given = [Reason(one["of"], one["found"], float(one["weight"])) for one in candidate.reasons]
    for reason in sorted(given, key=lambda one: -abs(one.weight)):
        for text, is_for in reasons.words((reason,), columns):
            much = next(str(words) for least, words in MUCH if abs(reason.weight) >= least)
            yield Said(text, much, is_for, round(100 * min(abs(reason.weight) / WIDEST, 1)))


def _columns(candidate: models.Candidate) -> Columns:
    """What the columns were called of the run that found the pair."""
    kept = candidate.run.told.get("columns") if candidate.run else None
    return telling.kept(kept) if kept else telling.columns(levels=12, kinds=list(settings.AYNI_IDENTIFIERS))


def weights(kept: Mapping[str, Any]) -> list[tuple[str, float]]:
    """What each likeness of a run's model weighs, in words and bits, the heaviest first."""
    columns = telling.kept(kept["columns"]) if kept.get("columns") else telling.columns(levels=12, kinds=[])
    found = []
    for of, degree, bits in kept.get("weights", ()):
        for text, _is_for in reasons.words((Reason(of, degree, bits),), columns):
            found.append((text, float(bits)))
    return sorted(found, key=lambda one: -one[1])
