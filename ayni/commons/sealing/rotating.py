"""Rewriting with the newest key what earlier ones sealed: batch by batch, each a transaction of its own.

Interrupted, the batches that are done stay done and the rest still opens with the earlier key; begun again, it goes on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Protocol

import pgtrigger
from django.db import connection, transaction
from django.db.models.functions import Now
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes, errors, files, keys, tables
from ayni.commons.sealing.models import SealingKey

ROWS_PER_BATCH = 5_000


class Telling(Protocol):
    """What is told how far the work is: documents rewritten, and of how many."""

    def tell(self, done: int, total: int) -> None: ...


def counts() -> dict[int, int]:
    """How many documents each key seals, history included."""
    return dict(_all("SELECT key_id, sum(documents)::bigint FROM sealing_documents() GROUP BY key_id"))


def left(number: int) -> int:
    """How many documents other keys than this one seal."""
    return sum(rows for key, rows in counts().items() if key != number)


def rewrite(progress: Telling) -> int:
    """Have the newest key seal everything, and retire the others; how many documents were rewritten.

    Refuses: KeyMissing, KeyWrong and SealBroken, which leave the rest as it is; NotAll, when documents are out of
    reach.
    """
    number = keys.newest().number
    total, done = left(number), 0
    for table in tables.declared():
        for rows in _batches(table, number):
            done += rows
            progress.tell(done, max(total, done))
    retire(number)
    if rest := left(number):
        raise errors.NotAll(rest)
    return done


def retire(number: int) -> None:
    """Mark as retired every earlier key that seals nothing any more."""
    in_use = counts().keys()
    SealingKey.objects.filter(number__lt=number, retired_at=None).exclude(number__in=in_use).update(retired_at=Now())


def forget(number: int) -> None:
    """Take a retired key out of the file. Refuses: NoSuchKey, KeyInUse."""
    if number not in files.read():
        raise errors.NoSuchKey(number)
    with transaction.atomic():
        for table in tables.declared():
            _run(f"LOCK TABLE {table.name} IN SHARE MODE")  # whoever still writes with it ends first
        rows = counts().get(number, 0)
        if rows or number == keys.newest().number:
            raise errors.KeyInUse(number, rows)
        retire(number + 1)
        files.remove(number)


def _batches(table: tables.Sealed, number: int) -> Iterator[int]:
    after = 0
    for _ in itertools.count():
        with transaction.atomic(), pgtrigger.ignore(*table.quiet):
            rows = _all(
                f"SELECT {table.id}, {table.record}, source, observed_on, key_id, ciphertext FROM {table.name}"  # noqa: S608
                f" WHERE key_id <> %s AND {table.id} > %s ORDER BY {table.id} LIMIT {ROWS_PER_BATCH} FOR UPDATE",
                number,
                after,
            )
            if not rows:
                return
            after = rows[-1][0]
            _run(
                f"UPDATE {table.name} t SET key_id = %s, ciphertext = given.ciphertext"  # noqa: S608 our own names
                f" FROM unnest(%s::bigint[], %s::bytea[]) AS given(id, ciphertext) WHERE t.{table.id} = given.id",
                *_rewritten(table, rows),
            )
        yield len(rows)


@sensitive_variables()
def _rewritten(table: tables.Sealed, rows: list[tuple[Any, ...]]) -> tuple[int, list[int], list[bytes]]:
    sealer, opener = boxes.Sealer(), boxes.Opener()
    rewritten = []
    for _, record, source, on, key, ciphertext in rows:
        bound = boxes.Bound(table.kind, record, source, on)
        rewritten.append(sealer.seal(opener.open(ciphertext, key, bound), bound))
    return sealer.key, [row[0] for row in rows], rewritten


def _all(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
