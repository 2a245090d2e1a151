"""Asking for a household that has moved here: the area it left answers, and until then nothing of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.intake import errors, permissions
from ayni.intake.actions.changes import reaching
from ayni.intake.actions.changes.making import handed_in
from ayni.intake.models import ChangeRequest, ChangeSource
from ayni.intake.queries.changes import registered
from ayni.intake.queries.changes.kinds import Subject


@dataclass(frozen=True)
class Arrival:
    """A household that says it lives here now. `number` is on its card, or one of its people's: a number of the
    registry or of a document; `name` is that of somebody who lives in it, or of the holder of the number."""

    number: str
    name: str
    area: Area
    happened_on: date
    address: str = ""
    evidence: str = ""
    reason: str = ""
    language: str = "en"


@action(permissions.REQUEST, says="asked another area for a household that moved", unsaid=("arrival",))
def ask_for_household(arrival: Arrival, *, at: datetime, by: User) -> ChangeRequest:
    """Ask the area a household lives in, by the record, to let it move here; its officers check it like any move.

    Number and name must belong together; one that does not is answered like one that is not there. What the record
    says is told to nobody here before it has come. Asked twice, it is one request. Refuses: OutsideArea, NoSuchArrival,
    LivesHere, NotYetHappened, ProposalRefused, EvidenceNeeded.
    """
    scoping.check(by, permissions.REQUEST, arrival.area.path)
    if arrival.happened_on > at.date():
        raise errors.NotYetHappened(arrival.happened_on)
    found = reaching.household_told(arrival.number, arrival.name, on=at.date())
    if found is None:
        raise errors.NoSuchArrival
    household_id, area = found
    if area.pk == arrival.area.pk:
        raise errors.LivesHere(household_id)
    known = ChangeRequest.objects.filter(household=household_id, to_area=arrival.area, source=ChangeSource.RECEIVING)
    if (waiting := known.filter(status__in=("submitted", "checked", "needs_information")).first()) is not None:
        return waiting
    kind = registered.KINDS["household_move"]
    told = {"area": arrival.area.code, "address": arrival.address.strip()}
    subject = Subject(kind.code, household_id, None, told, arrival.happened_on)
    made = ChangeRequest.objects.create(
        kind=kind.code,
        household_id=household_id,
        area=area,
        to_area=arrival.area,
        proposed=kind.check(subject),
        happened_on=arrival.happened_on,
        reason=arrival.reason.strip(),
        evidence=arrival.evidence,
        document_number=arrival.number.strip()[:80],
        source=ChangeSource.RECEIVING,
        language=arrival.language,
        made_by=by,
        made_at=at,
        due_on=at.date() + timedelta(days=kind.days),
    )
    return handed_in(made, at=at)
