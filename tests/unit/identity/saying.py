"""An officer has said that two records are one person: what merging waits for."""

from datetime import UTC, datetime
from typing import Any

from ayni.commons.access.models import User
from ayni.identity.models import Candidate, Reading

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def said_same(one: Any, other: Any, by: User | None = None) -> Candidate:
    """`by` a colleague, when nobody is named."""
    first, second = sorted((one.pk, other.pk))
    pair = Candidate.objects.get_or_create(one_id=first, other_id=second, defaults={"source": "officer"})[0]
    reader = by or User.objects.get_or_create(username="who-looked-first")[0]
    said = {"round": pair.round, "turn": 0, "answer": "same", "reader": reader}
    Reading.objects.get_or_create(candidate=pair, **said, defaults={"read_at": AT})
    return pair
