"""Which tables are published, and which snapshots are cited beyond foreign keys.

A domain declares its own in its `extracts`, which the setting AYNI_EXTRACTS names.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence

from django.conf import settings

from ayni.engines import dictionary as dictionaries
from ayni.snapshots.tables import Table

Extract = Callable[[dictionaries.Dictionary], Sequence[Table]]
Citation = Callable[[], Iterable[int]]
_extracts: list[Extract] = []
_citations: list[Citation] = []


def extract(function: Extract) -> Extract:
    """Declare a domain's tables: given the dictionary in force, the function tells what is published."""
    _extracts.append(function)
    return function


def cites(function: Citation) -> Citation:
    """Declare which snapshots, by id, a domain rests on without a foreign key to them: they are never pruned."""
    _citations.append(function)
    return function


def cited() -> set[int]:
    """Every snapshot that a domain has declared it rests on."""
    _declared()
    return {snapshot for function in _citations for snapshot in function()}


def tables(dictionary: dictionaries.Dictionary) -> list[Table]:
    """Everything that is published. Raises ValueError when two domains give a table the same name."""
    found = [table for function in _declared() for table in function(dictionary)]
    names = [table.name for table in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"These tables are published by two domains: {', '.join(twice)}.")
    return found


def _declared() -> list[Extract]:
    for module in settings.AYNI_EXTRACTS:
        importlib.import_module(module)
    return _extracts
