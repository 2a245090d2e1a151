"""Models of likeness that are kept, and what a run wrote of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ayni.engines.linkage import mapping as mappings
from ayni.identity import errors, models
from ayni.identity.queries import telling


def linkage_models() -> list[models.LinkageModel]:
    """Every one, the newest first."""
    return list(models.LinkageModel.objects.defer("document"))


def linkage_model(version: int) -> models.LinkageModel:
    """One by its version. Refuses: NoSuchModel."""
    found = models.LinkageModel.objects.filter(version=version).first()
    if found is None:
        raise errors.NoSuchModel(version, [one.version for one in linkage_models()])
    return found


def mapping(text: str) -> dict[str, Any]:
    """What the columns of a file mean, as it is kept. Refuses: MappingRefused."""
    return telling.plain(mappings.read(text))


def frequencies(file: Path) -> Iterator[tuple[str, str, float]]:
    """How frequent each value is, as a run wrote it."""
    from ayni.snapshots import listing  # the engines are for who computes

    yield from listing.rows("SELECT field, CAST(value AS VARCHAR), share FROM given", file)
