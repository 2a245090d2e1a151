"""What families need: of one household with what answers each need, of an area against what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.assessment import lifecycle, models, permissions
from ayni.assessment.queries import catalogue, helping
from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area, Institution, InstitutionKind, Place
from ayni.engines.measures import disclosure, tables
from ayni.registry import errors as registry_errors
from ayni.registry import permissions as registry
from ayni.registry.models import Household, Person

#: The best of several states tells where a household stands with an answer.
ORDER = ("received", "could_apply", "needs_information", "available", "unknown", "declined", "not_eligible")


@dataclass(frozen=True)
class AnswerShown:
    """Something that answers a need, and where the household stands with it.

    state: received, could_apply, needs_information, not_eligible, declined, unknown; available for a service or a kind
    of place that serves the household's area. `next_step` is one sentence for the family. `places` are those near.
    """

    kind: str
    code: str
    title: str
    state: helping.State
    person: str
    benefit: str
    next_step: str
    missing: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class NeedShown:
    """A need of a household. state: found, unknown (answers are missing: never a no) or not_asked.

    `people` are the names of those who have it, where it is a person's; `answers` the best first; `is_unmet` when it
    was found and nothing that answers it is received.
    """

    name: str
    title: str
    says: str
    urgency: str
    state: str
    people: tuple[str, ...]
    answers: tuple[AnswerShown, ...]
    next_step: str

    @property
    def is_unmet(self) -> bool:
        return self.state == "found" and not any(one.state == "received" for one in self.answers)


@dataclass(frozen=True)
class Package:
    """The needs of a household with what answers each, the most urgent first.

    `kept_apart` is how many needs of the catalogue rest on sensitive answers: they are not among these; whoever may
    opens them for a purpose (`apart.household_apart`). None assessed yet: no day, no needs.
    """

    household_id: int
    on: date | None
    snapshot: str
    made_at: datetime | None
    needs: tuple[NeedShown, ...]
    kept_apart: int

    @property
    def found(self) -> tuple[NeedShown, ...]:
        return tuple(one for one in self.needs if one.state == "found")

    @property
    def unknown(self) -> tuple[NeedShown, ...]:
        return tuple(one for one in self.needs if one.state == "unknown")

    @property
    def unmet(self) -> tuple[NeedShown, ...]:
        return tuple(one for one in self.needs if one.is_unmet)


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


@dataclass(frozen=True)
class ProposedAnswer:
    """What is said to answer a need, and how that stands: proposed, approved, rejected, ended."""

    id: int
    need: str
    need_title: str
    kind: str
    code: str
    title: str
    status: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    #: What this reader may do: approve, reject, end.
    steps: tuple[str, ...]


def last_assessment() -> models.Assessment | None:
    """The newest assessment of needs."""
    found = models.Assessment.objects.filter(instrument__kind=models.Kind.NEEDS)
    return found.select_related("instrument", "snapshot").order_by("-snapshot__on", "-id").first()


def of_household(household_id: int, reader: User) -> Package:
    """What a household needs and what answers it, as last assessed; that it was looked at is recorded.

    Refuses: NotPermitted, OutsideArea, and NoSuchHousehold of the registry.
    """
    area = permit_household(household_id, reader)
    last = last_assessment()
    rows = models.Finding.objects.filter(assessment=last, household=household_id, person=None)
    row = rows.first() if last is not None else None
    recording.look(Household(pk=household_id), reader=reader, under=permissions.SEE_HOUSEHOLD)
    if last is None or row is None:
        return Package(household_id, None, "", None, (), 0)
    return packed(household_id, area, last, row.details, reader)


def packed(household_id: int, area: Area, last: models.Assessment, details: Mapping[str, Any], reader: User) -> Package:
    """A package from what was found: `details` has `found` (need to numbers of persons) and `unknown`."""
    known = catalogue.needs(last.instrument)
    apart = set(last.figures.get("kept_apart", ()))
    not_asked = set(last.figures.get("not_asked", ()))
    standing = helping.standing(household_id, reader) if known else []
    answers = _answers_of(area, standing)
    names = _names(details.get("found", {}))
    found = tuple(
        _shown(one, details, not_asked, answers.get(one.name, ()), names)
        for one in known.values()
        if one.name in {*details.get("found", {}), *details.get("unknown", ()), *not_asked}
    )
    return Package(household_id, last.snapshot.on, last.snapshot.version, last.made_at, found, len(apart & set(known)))


def of_area(code: str, reader: User) -> AreaNeeds:
    """What the people of an area need, against what there is; "" is everywhere, or the reader's own area.

    Refuses: NotPermitted; OutsideArea, when figures are seen in other areas only.
    """
    held = scoping.paths(reader, permissions.SEE)
    if not code and "/" not in held:
        code = sorted(held)[0].rstrip("/").rpartition("/")[2]
    area = Area.objects.filter(code=code).first() if code else None
    scoping.check(reader, permissions.SEE, area.path if area else "/")
    last = last_assessment()
    name = area.name if area else _("Everywhere")
    if last is None or (code and area is None):
        return AreaNeeds(code, name, None, "", (), ())
    tallies = {one.need: one for one in last.tallies.filter(area=code)}
    known = catalogue.needs(last.instrument)
    given = _answers()
    titles = helping.offered()
    not_asked = set(last.figures.get("not_asked", ()))
    found = tuple(
        _of_area(one, tallies.get(one.name), given.get(one.name, ()), titles, area, one.name not in not_asked)
        for one in known.values()
    )
    return AreaNeeds(code, name, last.snapshot.on, last.snapshot.version, found, _parts(last, area, list(known)))


def answers(reader: User, *, need: str = "") -> list[ProposedAnswer]:
    """What is proposed and approved to answer needs, of one need when it is given; what was decided last at the end."""
    allowed = (permissions.SEE, permissions.PROPOSE_ANSWERS, permissions.APPROVE_ANSWERS)
    if not any(reader.may(one) for one in allowed):
        scoping.paths(reader, permissions.SEE)
    listed = models.NeedAnswer.objects.select_related("proposed_by", "decided_by")
    listed = listed.filter(need=need) if need else listed
    known, titles = catalogue.needs(), helping.offered()
    return [_proposed(one, known, titles, reader) for one in listed.order_by("need", "-status", "kind", "code")]


def answer(id: int, reader: User) -> models.NeedAnswer | None:
    """One, for an action."""
    del reader  # what answers a need is public
    return models.NeedAnswer.objects.filter(pk=id).first()


def permit_household(household_id: int, reader: User, *permissions_: str) -> Area:
    """The area of a household whose assessment the reader may see.

    Refuses: NotPermitted, OutsideArea, NoSuchHousehold.
    """
    needed = (permissions.SEE_HOUSEHOLD, registry.SEE, *permissions_)
    held = {one: scoping.paths(reader, one) for one in needed}
    found = Household.objects.select_related("area").defer("area__shape").filter(pk=household_id).first()
    if found is None:
        raise registry_errors.NoSuchHousehold(household_id)
    for permission, paths in held.items():
        if not scoping.reaches(paths, found.area.path):
            raise OutsideArea(permission, str(reader))
    return found.area


def _names(found: Mapping[str, Sequence[int]]) -> dict[int, str]:
    wanted = {number for people in found.values() for number in people}
    return {one.pk: one.name for one in Person.objects.filter(pk__in=wanted)}


def _shown(
    one: catalogue.Need,
    details: Mapping[str, Any],
    not_asked: set[str],
    answered: Sequence[AnswerShown],
    names: Mapping[int, str],
) -> NeedShown:
    is_found = one.name in details.get("found", {})
    state = "found" if is_found else "not_asked" if one.name in not_asked else "unknown"
    people = tuple(names[number] for number in details.get("found", {}).get(one.name, ()) if number in names)
    told = tuple(sorted(answered, key=lambda shown: ORDER.index(shown.state))) if is_found else ()
    return NeedShown(one.name, one.title, one.words, one.urgency, state, people, told, _next(one, state, told))


def _next(one: catalogue.Need, state: str, answered: Sequence[AnswerShown]) -> str:
    """What to do about a need, in one sentence."""
    if state == "not_asked":
        return _("Nobody has been asked about this.")
    if state == "unknown":
        return _("An answer is missing: ask the family, and it will be known.")
    first = next((shown for shown in answered if shown.state not in ("not_eligible", "declined", "unknown")), None)
    if first is not None:
        return first.next_step
    return languages.text(one.next) or _("Nothing on record answers this need: speak with a social worker.")


def _answers() -> dict[str, list[models.NeedAnswer]]:
    found: dict[str, list[models.NeedAnswer]] = {}
    for one in models.NeedAnswer.objects.filter(status=lifecycle.APPROVED):
        found.setdefault(one.need, []).append(one)
    return found


def _answers_of(area: Area, standing: Sequence[helping.Standing]) -> dict[str, tuple[AnswerShown, ...]]:
    """What answers each need, for a household in an area that stands so with each programme."""
    titles = helping.offered()
    by_programme: dict[str, list[helping.Standing]] = {}
    for stands in standing:
        by_programme.setdefault(stands.programme, []).append(stands)
    found: dict[str, tuple[AnswerShown, ...]] = {}
    for need, given in _answers().items():
        shown: list[AnswerShown] = []
        for one in given:
            offered = titles.get((one.kind, one.code))
            title = offered.title if offered else one.code
            if one.kind == models.AnswerKind.PROGRAMME:
                places = by_programme.get(one.code) or [helping.Standing(one.code, "unknown")]
                shown += [_programme(title, place) for place in places]
            else:
                shown.append(_service(one, title, area))
        found[need] = tuple(shown)
    return found


def _programme(title: str, one: helping.Standing) -> AnswerShown:
    facts = {"programme": title, "benefit": one.benefit, "missing": "; ".join(one.missing), "person": one.person}
    steps = {
        "received": _("%(programme)s is received already."),
        "could_apply": _("Go to the office and ask for %(programme)s: by what is known it is due."),
        "needs_information": _("For %(programme)s the office still needs to know: %(missing)s."),
        "declined": _("An officer said no to %(programme)s. The family can ask why, and complain."),
        "not_eligible": _("%(programme)s is for others, as its rules stand."),
    }
    says = steps.get(one.state, _("Ask the office about %(programme)s: nobody has decided yet."))
    return AnswerShown(
        models.AnswerKind.PROGRAMME, one.programme, title, one.state, one.person, one.benefit, says % facts, one.missing
    )


def _service(one: models.NeedAnswer, title: str, area: Area) -> AnswerShown:
    near = list(_places(one, area)[:3])
    places = tuple(str(place) for place in near)
    facts = {"service": title, "place": "; ".join(places)}
    if places:
        says = _("Go to %(place)s for %(service)s.") % facts
        return AnswerShown(one.kind, one.code, title, "available", "", "", says, (), places)
    says = _("No place for %(service)s that serves this area is on record.") % facts
    return AnswerShown(one.kind, one.code, title, "unknown", "", "", says)


def _places(one: models.NeedAnswer, area: Area | None) -> Any:
    """The open places that answer a need and serve an area: they say so, or they lie in it."""
    today = timezone.localdate()
    found = Place.objects.filter(Q(until=None) | Q(until__gt=today))
    if one.kind == models.AnswerKind.SERVICE:
        open_ = Q(offers__until=None) | Q(offers__until__gt=today)
        found = found.filter(open_, offers__service__code=one.code)
    else:
        found = found.filter(kind=one.code)
    if area is not None:
        codes = [code for code in area.path.strip("/").split("/") if code]
        found = found.filter(Q(area__path__startswith=area.path) | Q(serves__code__in=codes) | Q(area__code__in=codes))
    return found.distinct().order_by("code")


def _capacity(one: models.NeedAnswer, area: Area | None) -> int | None:
    """For how many people there is room, where the institutions of those places say so."""
    places = _places(one, area).values("institution")
    rooms = Institution.objects.filter(pk__in=places, capacity__isnull=False, kind=InstitutionKind.RESIDENTIAL)
    said = [room for room in rooms.values_list("capacity", flat=True) if room is not None]
    return sum(said) if said else None


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
        ServiceShown(answer.kind, answer.code, title(answer), _places(answer, area).count(), _capacity(answer, area))
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


def _proposed(
    one: models.NeedAnswer, known: Mapping[str, catalogue.Need], titles: Mapping[Any, helping.Offered], reader: User
) -> ProposedAnswer:
    offered = titles.get((one.kind, one.code))
    verbs = [verb for before, verb, _after in lifecycle.ANSWER if before == one.status]
    may = reader.may(permissions.APPROVE_ANSWERS)
    steps = tuple(verb for verb in verbs if may and (verb == "end" or one.proposed_by_id != reader.pk))
    return ProposedAnswer(
        one.pk,
        one.need,
        known[one.need].title if one.need in known else one.need,
        one.kind,
        one.code,
        offered.title if offered else one.code,
        one.status,
        one.reason,
        str(one.proposed_by),
        one.proposed_at,
        str(one.decided_by) if one.decided_by else "",
        steps,
    )
