"""Moving answers when a variable becomes sensitive, or is no longer: into sealed documents, or out of them.

Batch by batch, each a transaction of its own when none is open; begun again after an interruption it goes on. History
is moved with the rest, and the moving itself leaves none: it is no change of what is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pgtrigger
from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Status, Work
from ayni.commons.sealing import boxes
from ayni.engines import dictionary as dictionaries
from ayni.registry import errors
from ayni.registry.queries import sealed

KIND = "registry.move_answers"
ROWS_PER_BATCH = 5_000
Moves = dict[str, dict[str, list[str]]]  # of each entity, the names to "seal" and those to "open"
Pair = tuple[str, str]
#: Why there is no answer, unless there is one now.
STATES_OPEN = (
    "states = (excluded.states - (SELECT coalesce(array_agg(key), '{}') FROM jsonb_object_keys(f.values) key))"
    " || f.states"
)


class Telling(Protocol):
    """What is told how far the work is: rows looked through, and of how many."""

    def tell(self, done: int, total: int) -> None: ...


def begin(
    before: Mapping[Pair, dictionaries.Variable], after: Iterable[dictionaries.Variable], *, key: str, by: User
) -> None:
    """Have the answers of variables whose class changed moved in the background."""
    moves: Moves = {}
    for variable in after:
        known = before.get((variable.entity, variable.name))
        if known is None or variable.entity not in sealed.KEPT_IN:
            continue
        was, becomes = known.sensitivity == sealed.SENSITIVE, variable.sensitivity == sealed.SENSITIVE
        if was != becomes:
            of_entity = moves.setdefault(variable.entity, {"seal": [], "open": []})
            of_entity["seal" if becomes else "open"].append(variable.name)
    if moves:
        running.start(KIND, key=f"{KIND}/{key}", by=by, moves=moves)


def settled() -> None:
    """Refuse MoveUnfinished while answers are on their way."""
    waiting = Work.objects.filter(kind=KIND).exclude(status=Status.DONE).first()
    if waiting is not None:
        raise errors.MoveUnfinished(waiting.key)


def move(moves: Moves, dictionary: dictionaries.Dictionary, progress: Telling) -> int:
    """Move what the dictionary still says should be moved; how many documents that was."""
    done = 0
    for entity, wanted in moves.items():
        secret = sealed.names(dictionary, entity)
        for names, place in ((set(wanted["seal"]) & secret, seal), (set(wanted["open"]) - secret, unseal)):
            for moved in place(entity, sorted(names)):
                done += moved
                progress.tell(done, done + 1)
    progress.tell(done, done)
    return done


def seal(entity: str, names: Sequence[str]) -> Iterator[int]:
    """Take these variables out of the open documents; the number moved, batch by batch."""
    for side in _sides(entity) if names else ():
        yield from _batches(side.open, side, names, _seal, "values ?| %s")


def unseal(entity: str, names: Sequence[str]) -> Iterator[int]:
    """Take these variables out of the sealed documents; the number moved, batch by batch."""
    for side in _sides(entity) if names else ():
        yield from _batches(side.sealed, side, names, _unseal, "%s::text[] IS NOT NULL")


@dataclass(frozen=True)
class _Side:
    """The present rows of an entity, or their history: both tables and their columns."""

    entity: str
    ending: str

    @property
    def open(self) -> str:
        return f"registry_{self.entity}facts{self.ending}"

    @property
    def sealed(self) -> str:
        return f"registry_{self.entity}sealed{self.ending}"

    @property
    def id(self) -> str:
        return "pgh_id" if self.ending else "id"

    @property
    def quiet(self) -> list[str]:
        """The triggers that keep history, and guard it."""
        models = [f"registry.{self.entity.capitalize()}{kind}" for kind in ("Facts", "Sealed")]
        if self.ending:
            return [f"{model}Event:append_only" for model in models]
        return [f"{model}:{verb}_{verb}" for model in models for verb in ("update", "delete")]

    @property
    def columns(self) -> str:
        """What a row has besides its document."""
        mine = "pgh_created_at, pgh_label, pgh_context_id, id, pgh_obj_id, " if self.ending else ""
        return f"{mine}{self.entity}_id, source, observed_on, recorded_at, confidence"

    def taken(self, of: str, to: str) -> str:
        """The same of a row `of`; a row of history is that of its namesake in the table `to`, if there is one."""
        one, join = self.entity, f"{self.entity}_id"
        namesake = f"{join} = {of}.{join} AND t.source = {of}.source AND t.observed_on = {of}.observed_on"
        mine = (
            f"{of}.pgh_created_at, {of}.pgh_label, {of}.pgh_context_id, {of}.id,"  # noqa: S608 our own names
            f" coalesce((SELECT t.id FROM registry_{one}{to} t WHERE t.{namesake}), 0), "
        )
        kept = ", ".join(f"{of}.{name}" for name in (join, "source", "observed_on", "recorded_at", "confidence"))
        return f"{mine if self.ending else ''}{kept}"

    def over(self, *changes: str) -> str:
        """A present row is laid over its namesake; a row of history stands beside the others."""
        told = f"ON CONFLICT ({self.entity}_id, source, observed_on) DO UPDATE SET {', '.join(changes)}"
        return "" if self.ending else told


def _sides(entity: str) -> tuple[_Side, _Side]:
    return _Side(entity, ""), _Side(entity, "event")


def _batches(table: str, side: _Side, names: Sequence[str], work: Any, which: str) -> Iterator[int]:
    after = 0
    while True:
        with transaction.atomic(), pgtrigger.ignore(*side.quiet):
            ids = _all(
                f"SELECT {side.id} FROM {table} WHERE {side.id} > %s AND {which}"  # noqa: S608 our own names
                f" ORDER BY {side.id} LIMIT {ROWS_PER_BATCH} FOR UPDATE",
                after,
                list(names),
            )
            if not ids:
                return
            after = ids[-1][0]
            moved = work(side, [pk for (pk,) in ids], set(names))
        yield moved


@sensitive_variables()
def _seal(side: _Side, ids: list[int], names: set[str]) -> int:
    """The answers in question, laid under those that are sealed already: whatever was told since counts."""
    one, join = side.entity, f"{side.entity}_id"
    beside = "NULL::integer, NULL::bytea" if side.ending else "s.key_id, s.ciphertext"
    rows = _all(
        f"SELECT f.{side.id}, f.{join}, f.source, f.observed_on, f.values, f.states, {beside}"  # noqa: S608
        f" FROM {side.open} f LEFT JOIN registry_{one}sealed s USING ({join}, source, observed_on)"
        f" WHERE f.{side.id} = ANY(%s) ORDER BY 1",
        ids,
    )
    sealer, opener = boxes.Sealer(), boxes.Opener()
    ciphertexts, counts = [], []
    for _, record, source, on, values, states, key, ciphertext in rows:
        bound = sealed.bound(one, record, source, on)
        known = opener.document(ciphertext, key, bound) if key else {"values": {}, "states": {}}
        document = {
            "values": {**_chosen(_json(values), names), **known["values"]},
            "states": {**_chosen(_json(states), names - known["values"].keys()), **known["states"]},
        }
        ciphertexts.append(sealer.document(document, bound))
        counts.append(len(document["values"]))
    _run(
        f"INSERT INTO {side.sealed} ({side.columns}, key_id, ciphertext, answers)"  # noqa: S608 our own names
        f" SELECT {side.taken('f', 'sealed')}, %s, given.ciphertext, given.answers"
        f" FROM unnest(%s::bigint[], %s::bytea[], %s::int[]) AS given(row, ciphertext, answers)"
        f" JOIN {side.open} f ON f.{side.id} = given.row ORDER BY given.row"
        f" {side.over(*(f'{name} = excluded.{name}' for name in ('key_id', 'ciphertext', 'answers')))}",
        sealer.key,
        [row[0] for row in rows],
        ciphertexts,
        counts,
    )
    _run(
        f"UPDATE {side.open} SET values = values - %s::text[], states = states - %s::text[]"  # noqa: S608
        f" WHERE {side.id} = ANY(%s)",
        sorted(names),
        sorted(names),
        ids,
    )
    return len(rows)


@sensitive_variables()
def _unseal(side: _Side, ids: list[int], names: set[str]) -> int:
    """The answers in question, laid under those that are open already: whatever was told since counts."""
    one, join = side.entity, f"{side.entity}_id"
    rows = _all(
        f"SELECT {side.id}, {join}, source, observed_on, key_id, ciphertext FROM {side.sealed}"  # noqa: S608
        f" WHERE {side.id} = ANY(%s)",
        ids,
    )
    sealer, opener = boxes.Sealer(), boxes.Opener()
    found, kept, empty = [], [], []
    for pk, record, source, on, key, ciphertext in rows:
        bound = sealed.bound(one, record, source, on)
        document = opener.document(ciphertext, key, bound)
        taken = {part: _chosen(document[part], names) for part in ("values", "states")}
        if not taken["values"]:
            continue
        found.append((pk, json.dumps(taken["values"]), json.dumps(taken["states"])))
        left = {part: {name: said for name, said in document[part].items() if name not in names} for part in taken}
        if left["values"]:
            kept.append((pk, sealer.document(left, bound), len(left["values"])))
        else:
            empty.append(pk)
    _run(
        f"INSERT INTO {side.open} AS f ({side.columns}, values, states)"  # noqa: S608 our own names
        f" SELECT {side.taken('s', 'facts')}, given.told, given.why"
        " FROM unnest(%s::bigint[], %s::jsonb[], %s::jsonb[]) AS given(row, told, why)"
        f" JOIN {side.sealed} s ON s.{side.id} = given.row ORDER BY given.row"
        f" {side.over('values = excluded.values || f.values', STATES_OPEN)}",
        *([list(column) for column in zip(*found, strict=True)] or ([], [], [])),
    )
    _run(
        f"UPDATE {side.sealed} t SET key_id = %s, ciphertext = given.ciphertext, answers = given.answers"  # noqa: S608
        " FROM unnest(%s::bigint[], %s::bytea[], %s::int[]) AS given(row, ciphertext, answers)"
        f" WHERE t.{side.id} = given.row",
        sealer.key,
        *([list(column) for column in zip(*kept, strict=True)] or ([], [], [])),
    )
    _run(f"DELETE FROM {side.sealed} WHERE {side.id} = ANY(%s)", empty)  # noqa: S608
    return len(found)


def _chosen(given: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: said for name, said in given.items() if name in names}


def _json(given: Any) -> dict[str, Any]:
    """A document as the driver gives it: a text, or read already."""
    found: dict[str, Any] = json.loads(given) if isinstance(given, str) else given
    return found


def _all(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
