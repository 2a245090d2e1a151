"""What an instrument found that rests on sensitive answers: of one household, for a purpose that is recorded.

No table holds it. It is looked up in the assessment's own file, which only its owner reads, once the look is on record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from ayni.assessment import errors, lifecycle, models
from ayni.assessment.queries import needing, plain, rounds
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.registry import errors as registry_errors
from ayni.registry import permissions as registry
from ayni.registry import queries as people
from ayni.registry.models import Household
from ayni.registry.queries.opening import LONGEST_WORDS
from ayni.snapshots import results


@dataclass(frozen=True, repr=False)
class Apart:
    """What was kept apart of a household, opened for a purpose: one instrument's result, or the needs."""

    household_id: int
    purpose: str
    assessed: plain.Assessed | None
    package: needing.Package | None


@sensitive_variables()
def household_apart(household_id: int, code: str, *, reader: User, purpose: str, words: str = "") -> Apart:
    """What the instrument of this code found of a household, when that rests on sensitive answers ("needs": all needs).

    That it was opened is recorded first, with the purpose.
    Refuses: NotPermitted, OutsideArea, NoSuchHousehold, PurposeMissing, WordsTooLong, NothingSensitive.
    """
    area = needing.permit_household(household_id, reader, registry.SEE_SENSITIVE)
    said = " ".join(words.split())
    if purpose not in people.PURPOSES:
        raise registry_errors.PurposeMissing(list(people.PURPOSES))
    if len(said) > LONGEST_WORDS:
        raise registry_errors.WordsTooLong(LONGEST_WORDS)
    made = _assessment(code)
    with transaction.atomic():  # recorded first: what cannot be recorded is not opened
        why = f"{purpose}: {said}" if said else purpose
        recording.look(Household(pk=household_id), reader=reader, under=registry.SEE_SENSITIVE, purpose=why)
        rows = results.lookup(Path(made.folder), rounds.UNITS, household_id)
    if made.instrument.kind == models.Kind.NEEDS:
        details = json.loads(rows[0]["all_details"]) if rows else {}
        return Apart(household_id, purpose, None, needing.packed(household_id, area, made, details, reader))
    return Apart(household_id, purpose, plain.told(made, [_finding(made, row) for row in rows]), None)


def _assessment(code: str) -> models.Assessment:
    found = models.Assessment.objects.filter(instrument__code=code, instrument__status=lifecycle.ADOPTED)
    found = found.select_related("instrument", "snapshot").order_by("-snapshot__on", "-id")
    made = found.first()
    if made is None or not (made.is_sensitive or made.figures.get("kept_apart")):
        raise errors.NothingSensitive(code)
    return made


def _finding(made: models.Assessment, row: Mapping[str, Any]) -> models.Finding:
    """A row of the file as the table would hold it; it is saved nowhere."""
    return models.Finding(
        assessment=made,
        household_id=row["household_id"],
        person_id=row.get("person_id"),
        value=row.get("value"),
        band=row.get("band") or "",
        details=json.loads(row["details"]),
    )
