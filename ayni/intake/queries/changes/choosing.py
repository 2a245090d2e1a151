"""The lists that forms choose from, in the reader's language."""

from __future__ import annotations

from ayni.commons.directory.models import Area
from ayni.intake.models import ChangeSource, EvidenceKind, RejectionReason
from ayni.intake.queries.changes.kinds import Kind


def evidence(kind: Kind) -> list[tuple[str, str]]:
    """What may be shown for a kind of change."""
    return [(code, str(EvidenceKind(code).label)) for code in kind.evidence]


def reasons() -> list[tuple[str, str]]:
    """Why a change is not made."""
    return [(one.value, str(one.label)) for one in RejectionReason]


def sources() -> list[tuple[str, str]]:
    """Who brings changes."""
    return [(one.value, str(one.label)) for one in ChangeSource]


def area(code: str) -> Area | None:
    """An area by its code."""
    return Area.objects.defer("shape").filter(code=code).first()
