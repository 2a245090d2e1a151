"""What becomes of enrolments when two records turn out to be one person's, and when they do not."""

from ayni.enrolment.actions import twice
from ayni.identity.events import PeopleMerged, PeopleParted


def suspend_twice_enrolled(event: PeopleMerged) -> None:
    twice.suspend(event.merge_id)


def resume_parted(event: PeopleParted) -> None:
    twice.resume(event.merge_id)
