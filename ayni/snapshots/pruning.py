"""Removing the files of old snapshots, by policy, and never of one that anything rests on."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from ayni.snapshots import declared, keeping, models


@dataclass(frozen=True)
class Policy:
    """Keep the newest snapshots, and for some months back the last of each calendar month."""

    newest: int = 10
    months: int = 24

    def __post_init__(self) -> None:
        if self.newest < 1 or self.months < 0:
            raise ValueError("Keep at least the newest snapshot, and a number of months that is not below zero.")


def policy() -> Policy:
    """What the settings AYNI_SNAPSHOTS_NEWEST and AYNI_SNAPSHOTS_MONTHS say."""
    return Policy(
        int(getattr(settings, "AYNI_SNAPSHOTS_NEWEST", Policy.newest)),
        int(getattr(settings, "AYNI_SNAPSHOTS_MONTHS", Policy.months)),
    )


def dispensable(policy: Policy, *, on: date) -> list[models.Snapshot]:
    """The snapshots that neither the policy nor anything that rests on them keeps, the oldest first."""
    found = list(models.Snapshot.objects.usable().order_by("-id"))
    kept = {snapshot.pk for snapshot in found[: policy.newest]} | _of_months(found, policy.months, on) | cited()
    return [snapshot for snapshot in reversed(found) if snapshot.pk not in kept]


def prune(snapshots: Iterable[models.Snapshot]) -> list[models.Snapshot]:
    """Mark the snapshots as pruned and remove their files when the transaction is committed.

    The row and the manifest stay. One that something has come to rest on is left alone. Files that a crash left of
    snapshots pruned earlier are removed too.
    """
    asked = [snapshot.pk for snapshot in snapshots]
    locked = models.Snapshot.objects.usable().select_for_update().filter(pk__in=asked).order_by("pk")
    resting = cited() if asked else set()
    pruned = [snapshot for snapshot in locked if snapshot.pk not in resting]
    models.Snapshot.objects.filter(pk__in=[snapshot.pk for snapshot in pruned]).update(pruned_at=Now())
    gone = models.Snapshot.objects.exclude(pruned_at=None).values_list("folder", flat=True)
    transaction.on_commit(partial(_remove, [Path(folder) for folder in gone if Path(folder).exists()]))
    return pruned


def size(snapshot: models.Snapshot) -> int:
    """The bytes that removing its files would give back: those that no other snapshot has a link to."""
    files = [file for file in Path(snapshot.folder).rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files if file.stat().st_nlink == 1)


def cited() -> set[int]:
    """The snapshots something rests on: whatever has a foreign key to one, and what the domains declare."""
    found: set[int] = set(declared.cited())
    for relation in models.Snapshot._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.auto_created:
            name = relation.field.name  # type: ignore[union-attr]
            rows = relation.related_model._default_manager  # type: ignore[union-attr]
            found.update(rows.exclude(**{name: None}).values_list(f"{name}_id", flat=True).distinct())
    return found


def _of_months(found: Collection[models.Snapshot], months: int, on: date) -> set[int]:
    """The snapshot of the latest day of each month, for so many months back from a day's."""
    last: dict[int, models.Snapshot] = {}
    for snapshot in sorted(found, key=lambda one: (one.on, one.pk)):
        back = (on.year - snapshot.on.year) * 12 + on.month - snapshot.on.month
        if back < months:
            last[back] = snapshot
    return {snapshot.pk for snapshot in last.values()}


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        keeping.forget(folder.name)
