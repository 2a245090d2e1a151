"""What payments have to say when two records turn out to be one person's, and when they do not."""

from ayni.benefits.actions import overpayments
from ayni.identity.events import PeopleMerged, PeopleParted


def find_overpayments(event: PeopleMerged) -> None:
    overpayments.find(event.merge_id)


def withdraw_overpayments(event: PeopleParted) -> None:
    overpayments.withdraw(event.merge_id)
