"""The keys, as whoever keeps them may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ayni.commons.access.models import User
from ayni.commons.actions.errors import NotPermitted
from ayni.commons.sealing import files, permissions, rotating
from ayni.commons.sealing.models import SealingKey


@dataclass(frozen=True)
class Shown:
    """A key without its secret: when it was made and retired, what it still seals, and whether the file has it."""

    number: int
    fingerprint: str
    made_at: datetime
    retired_at: datetime | None
    documents: int
    is_held: bool
    is_newest: bool


def keys(reader: User) -> list[Shown]:
    """Every key there ever was. Refuses: NotPermitted."""
    if not reader.may(permissions.ROTATE):
        raise NotPermitted(permissions.ROTATE, str(reader))
    held, documents = files.read(), rotating.counts()
    rows = list(SealingKey.objects.all())
    return [
        Shown(
            number=row.number,
            fingerprint=row.fingerprint,
            made_at=row.made_at,
            retired_at=row.retired_at,
            documents=documents.get(row.number, 0),
            is_held=row.number in held and held[row.number].fingerprint == row.fingerprint,
            is_newest=row is rows[-1],
        )
        for row in rows
    ]
