"""Which tables hold sealed documents. A domain declares its own beside its models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True)
class Sealed:
    """A table with the columns `source`, `observed_on`, `key_id` and `ciphertext`, and its history.

    `kind` and the column `record` say what a document is bound to. `id` is the primary key; `quiet` names the triggers
    that a rewriting must not wake, for it is no change of what is known.
    """

    name: str
    kind: str
    record: str
    id: str = "id"
    quiet: tuple[str, ...] = ()


_declared: dict[str, Sealed] = {}


def declare(*given: Sealed) -> None:
    """Add a domain's tables."""
    _declared.update({table.name: table for table in given})


def declared() -> Iterator[Sealed]:
    """Every table that holds sealed documents. Models are imported by then."""
    apps.check_models_ready()
    yield from _declared.values()
