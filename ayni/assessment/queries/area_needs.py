"""What the people of an area need, against what there is to answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.assessment import models, permissions
from ayni.assessment.queries import answered, catalogue, helping
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area, Institution, InstitutionKind
from ayni.engines.measures import disclosure, tables


@dataclass(frozen=True)
class ServiceShown:
    """Something that answers a need in an area: how many places there are, and room for how many (None: not said)."""

    kind: str
    code: str
    title: str
    places: int
    capacity: int | None


@dataclass(frozen=True)
class NeedOfArea:
    """A need in an area. Numbers that are None are hidden, because they would tell of somebody.

    people: who have it; unknown: of whom an answer is missing; helped: who receive a programme that answers it; unmet:
    people less helped; share: of those of whom it is known. capacity: of the services, None when none is recorded;
    gap: the unmet for whom there is no place, None when no capacity is recorded.
    """

    name: str
    title: str
    says: str
    urgency: str
    households: int | None
    people: int | None
    share: float | None
    unknown: int | None
    helped: int | None
    unmet: int | None
    programmes: tuple[str, ...]
    services: tuple[ServiceShown, ...]
    capacity: int | None
    gap: int | None
    is_asked: bool


@dataclass(frozen=True)
class AreaNeeds:
    """The needs of the people of an area ("" is everywhere), and of each area in it (`parts`: people by need)."""

    area: str
    name: str
    on: date | None
    snapshot: str
    needs: tuple[NeedOfArea, ...]
    parts: tuple[tuple[str, str, Mapping[str, int | None]], ...]


def of_area(code: str, reader: User) -> AreaNeeds:
    """What the people of an area need, against what there is; "" is everywhere, or the reader's own area.

    Refuses: NotPermitted; OutsideArea, when figures are seen in other areas only.
    """
    held = scoping.paths(reader, permissions.SEE)
    if not code and "/" not in held:
        code = sorted(held)[0].rstrip("/").rpartition("/")[2]
    area = Area.objects.filter(code=code).first() if code else None
    scoping.check(reader, permissions.SEE, area.path if area else "/")
    last = answered.last_assessment()
    name = area.name if area else _("Everywhere")
    if last is None or (code and area is None):
        return AreaNeeds(code, name, None, "", (), ())
    tallies = {one.need: one for one in last.tallies.filter(area=code)}
    known = catalogue.needs(last.instrument)
    given = answered.approved()
    titles = helping.offered()
    not_asked = set(last.figures.get("not_asked", ()))
    found = tuple(
        _of_area(one, tallies.get(one.name), given.get(one.name, ()), titles, area, one.name not in not_asked)
        for one in known.values()
    )
    return AreaNeeds(code, name, last.snapshot.on, last.snapshot.version, found, _parts(last, area, list(known)))


def _of_area(
    one: catalogue.Need,
    tally: models.NeedTally | None,
    given: Sequence[models.NeedAnswer],
    titles: Mapping[tuple[str, str], helping.Offered],
    area: Area | None,
    is_asked: bool,
) -> NeedOfArea:
    def title(answer: models.NeedAnswer) -> str:
        known = titles.get((answer.kind, answer.code))
        return known.title if known else answer.code

    services = tuple(
        ServiceShown(
            answer.kind, answer.code, title(answer), answered.places(answer, area).count(), _capacity(answer, area)
        )
        for answer in given
        if answer.kind != models.AnswerKind.PROGRAMME
    )
    programmes = tuple(title(answer) for answer in given if answer.kind == models.AnswerKind.PROGRAMME)
    rooms = [service.capacity for service in services if service.capacity is not None]
    capacity = sum(rooms) if rooms else None
    numbers = _numbers(tally)
    unmet = numbers["unmet"]
    gap = max(unmet - capacity, 0) if unmet is not None and capacity is not None else None
    return NeedOfArea(
        one.name,
        one.title,
        one.words,
        one.urgency,
        numbers["households"],
        numbers["people"],
        numbers["share"],
        numbers["unknown"],
        numbers["helped"],
        unmet,
        programmes,
        services,
        capacity,
        gap,
        is_asked,
    )


def _capacity(one: models.NeedAnswer, area: Area | None) -> int | None:
    """For how many people there is room, where the institutions of those places say so."""
    places = answered.places(one, area).values("institution")
    rooms = Institution.objects.filter(pk__in=places, capacity__isnull=False, kind=InstitutionKind.RESIDENTIAL)
    said = [room for room in rooms.values_list("capacity", flat=True) if room is not None]
    return sum(said) if said else None


def _numbers(tally: models.NeedTally | None) -> dict[str, Any]:
    """The numbers of a tally that may be shown: none that is small, and none that a small one follows from."""
    empty: dict[str, Any] = dict.fromkeys(("households", "people", "share", "unknown", "helped", "unmet"))
    if tally is None:
        return empty
    known = tally.counted - tally.unknown
    rest = known - tally.people
    if tables.is_small(tally.people) or tables.is_small(rest) or tables.is_small(tally.households):
        unknown = None if tables.is_small(tally.unknown) else tally.unknown
        return {**empty, "unknown": unknown}
    unmet = tally.people - tally.helped
    hides = tables.is_small(tally.helped) or tables.is_small(unmet)
    return {
        "households": tally.households,
        "people": tally.people,
        "share": tally.people / known if known >= disclosure.LEAST_COUNTED else None,
        "unknown": None if tables.is_small(tally.unknown) else tally.unknown,
        "helped": None if hides else tally.helped,
        "unmet": None if hides else unmet,
    }


def _parts(last: models.Assessment, area: Area | None, needs: list[str]) -> tuple[Any, ...]:
    """People by need in each area directly within, small numbers hidden and those that would give them away."""
    below = Area.objects.defer("shape").filter(parent=area, until=None).order_by("code")
    listed = list(below if area else below.filter(level=1))
    rows = {(one.area, one.need): one.people for one in last.tallies.filter(area__in=[one.code for one in listed])}
    if not listed or not needs:
        return ()
    counts = [[rows.get((one.code, need), 0) for need in needs] for one in listed]
    shown = [_column([row[place] for row in counts]) for place in range(len(needs))]
    return tuple(
        (one.code, one.name, {need: shown[place][line] for place, need in enumerate(needs)})
        for line, one in enumerate(listed)
    )


def _column(counts: list[int]) -> list[int | None]:
    """One need over several areas, with what is small hidden; the whole is told elsewhere."""
    found = tables.shown([[count] for count in counts])
    return [row[0] for row in found[:-1]]
