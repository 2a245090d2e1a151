"""What becomes of enrolments when two records turn out to be one person's, and when they do not; and where a household
stands with each programme, for whoever asks what could help it.
"""

from collections.abc import Iterator
from typing import cast

from ayni.assessment import queries as assessment
from ayni.assessment.queries.helping import State
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.enrolment import errors, lifecycle, queries
from ayni.enrolment.actions import twice
from ayni.identity.events import PeopleMerged, PeopleParted

STATES = {"eligible": "could_apply", "needs_information": "needs_information", "ineligible": "not_eligible"}


def suspend_twice_enrolled(event: PeopleMerged) -> None:
    twice.suspend(event.merge_id)


def resume_parted(event: PeopleParted) -> None:
    twice.resume(event.merge_id)


@assessment.stands
def standing(household_id: int, reader: User) -> Iterator[assessment.Standing]:
    """Where a household and its members stand with each programme of the last run; nothing where it is not seen."""
    try:
        decided = queries.for_household(household_id, reader)
        enrolled = queries.enrolments(household_id, reader)
    except (NotPermitted, errors.NotFound):
        return
    told = {one.enrolment_id for one in decided}
    yield from (_decided(one) for one in decided)
    for one in enrolled:
        if one.status != lifecycle.EXITED and one.pk not in told:
            name = one.person.name if one.person else ""
            yield assessment.Standing(one.programme.code, "received", one.person_id, name)


def _decided(one: queries.Explained) -> assessment.Standing:
    state = "received" if one.enrolment else "declined" if one.status == lifecycle.DECLINED else STATES[one.result]
    return assessment.Standing(
        one.programme, cast(State, state), one.person_id, one.person, one.benefit, one.missing, one.sentence
    )
