"""What a household needs, with what answers each need and where the household stands with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from ayni.assessment import models, permissions
from ayni.assessment.queries import answered, catalogue, helping
from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
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


def of_household(household_id: int, reader: User) -> Package:
    """What a household needs and what answers it, as last assessed; that it was looked at is recorded.

    Refuses: NotPermitted, OutsideArea, and NoSuchHousehold of the registry.
    """
    area = permit_household(household_id, reader)
    last = answered.last_assessment()
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


def _answers_of(area: Area, standing: Sequence[helping.Standing]) -> dict[str, tuple[AnswerShown, ...]]:
    """What answers each need, for a household in an area that stands so with each programme."""
    titles = helping.offered()
    by_programme: dict[str, list[helping.Standing]] = {}
    for stands in standing:
        by_programme.setdefault(stands.programme, []).append(stands)
    found: dict[str, tuple[AnswerShown, ...]] = {}
    for need, given in answered.approved().items():
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
    near = list(answered.places(one, area)[:3])
    places = tuple(str(place) for place in near)
    facts = {"service": title, "place": "; ".join(places)}
    if places:
        says = _("Go to %(place)s for %(service)s.") % facts
        return AnswerShown(one.kind, one.code, title, "available", "", "", says, (), places)
    says = _("No place for %(service)s that serves this area is on record.") % facts
    return AnswerShown(one.kind, one.code, title, "unknown", "", "", says)
