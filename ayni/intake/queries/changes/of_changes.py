"""Taking back a change that was put on record: nobody asks for it freely, it follows from the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ayni.intake.models import ChangeRequest
from ayni.intake.queries.changes.kinds import Difference, Field, Kind, Need, Subject


class TakingBack(Kind):
    """What a change wrote is taken away, and what was before stands again. `proposed` names whom it touches."""

    code, of = "taking_back", "household"
    is_offered = False
    days = 14
    fields = (
        Field("change", _("The change that is taken back"), "number"),
        Field("persons", _("Person"), "numbers", is_required=False),
        Field("households", _("Household"), "numbers", is_required=False),
    )

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds  # every kind that can be taken back

    def needs(self, subject: Subject) -> Iterator[Need]:
        for who in subject.proposed.get("persons", ()):
            for what in ("name", "died_on", "household", "relationship"):
                yield Need("person", who, what)
        for home in subject.proposed.get("households", ()):
            for what in ("area", "closed_on", "members"):
                yield Need("household", home, what)

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        """What that change did, the other way round."""
        taken = ChangeRequest.objects.filter(pk=subject.proposed["change"]).first()
        if taken is None:  # out of the reader's reach
            return []
        lines = self.kinds[taken.kind].differences(Subject.of(taken), taken.ground)
        return [Difference(one.label, one.after, one.before) for one in lines]
