"""Changing the dictionary: one officer proposes, another approves; what would break a rule is refused both times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines import dictionary as dictionaries
from ayni.kernel import lifecycles
from ayni.registry import errors, lifecycle, models, permissions, queries
from ayni.registry.actions import declaring, moving
from ayni.registry.queries import changes

APPEND_LOCK = "SELECT pg_advisory_xact_lock(1096896073, 3)"  # "AYNI": one change of the dictionary at a time


@action(permissions.PROPOSE_DICTIONARY, says="proposed a change to the dictionary", everywhere=True)
def propose_change(
    put: Sequence[dictionaries.Variable],
    *,
    reason: str,
    since: date,
    by: User,
    retired: Sequence[tuple[str, str]] = (),
) -> models.DictionaryChange:
    """Propose variables to be added, to stand in place of their namesakes, or to be retired, from a day on.

    Refuses: ReasonMissing, UnknownVariable, ToldTwice, NoChange, TypeChanged, AnswersInUse, WouldBreak,
    DictionaryError.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    before = queries.dictionary()
    changes.check(before, tuple(put), tuple(retired))
    return models.DictionaryChange.objects.create(
        put=[_entry(variable) for variable in put if _is_new(before, variable)],
        retired=[list(pair) for pair in retired],
        reason=reason.strip(),
        since=since,
        prepared_by=by,
    )


@action(
    permissions.APPROVE_DICTIONARY, says="approved a change to the dictionary", not_same_as="prepared", everywhere=True
)
def approve_change(change: models.DictionaryChange, *, by: User, at: datetime) -> models.DictionaryChange:
    """Put a proposed change in force: each of its variables as a new version, all or none.

    Answers to what becomes sensitive, or is no longer, are moved in the background.

    Refuses: SameOfficer, WrongState; NotYet, before its day; and what `propose_change` refuses, when the dictionary,
    the answers or the rules have changed since.
    """
    change = _decided(change, "approve", by=by, at=at, reason="")
    if at.date() < change.since:
        raise errors.NotYet(change.since)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(APPEND_LOCK)
    changes.check(queries.dictionary(), change.variables, change.retires)
    newest = {(row.entity, row.name): row for row in queries.newest()}
    rows = [_version(variable, newest, change, place) for place, variable in enumerate(change.variables)]
    rows += [_retirement(newest[pair], change) for pair in change.retires]
    models.Variable.objects.bulk_create(rows)
    before = {pair: row.declared for pair, row in newest.items()}
    moving.begin(before, change.variables, key=str(change), by=by)
    return change


@action(
    permissions.APPROVE_DICTIONARY,
    says="rejected a change to the dictionary",
    not_same_as="prepared",
    does="rejects",
    everywhere=True,
)
def reject_change(change: models.DictionaryChange, *, reason: str, by: User, at: datetime) -> models.DictionaryChange:
    """Say no to a proposed change, with the reason. Refuses: SameOfficer, WrongState, ReasonMissing."""
    if not reason.strip():
        raise errors.ReasonMissing
    return _decided(change, "reject", by=by, at=at, reason=reason.strip())


@action(permissions.PROPOSE_DICTIONARY, says="withdrew a proposed change to the dictionary")
def withdraw_change(change: models.DictionaryChange, *, by: User, at: datetime) -> models.DictionaryChange:
    """Take one's own proposal back before it is decided. Refuses: NotYours, WrongState."""
    if change.prepared_by_id != by.pk:
        raise errors.NotYours(str(change))
    return _decided(change, "withdraw", by=by, at=at, reason="")


def _decided(
    change: models.DictionaryChange, verb: str, *, by: User, at: datetime, reason: str
) -> models.DictionaryChange:
    change = models.DictionaryChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    change.status = lifecycles.step(lifecycle.CHANGE, change.status, verb, what=str(change))
    change.decided_by, change.decided_at, change.decision_reason = by, at, reason
    change.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    return change


def _entry(variable: dictionaries.Variable) -> dict[str, object]:
    return {"entity": variable.entity, "name": variable.name, **models.defined(variable)}


def _is_new(before: dictionaries.Dictionary, variable: dictionaries.Variable) -> bool:
    """A file says again what is already in force: that is no part of the change."""
    known = before.get(variable.entity, variable.name)
    return known is None or not declaring.same(known, variable)


def _version(
    variable: dictionaries.Variable,
    newest: dict[tuple[str, str], models.Variable],
    change: models.DictionaryChange,
    place: int,
) -> models.Variable:
    before = newest.get((variable.entity, variable.name))
    return models.Variable.declaring(
        variable,
        version=before.version + 1 if before else 1,
        position=before.position if before else len(newest) + place,
        since=change.since,
        change=change,
    )


def _retirement(row: models.Variable, change: models.DictionaryChange) -> models.Variable:
    return models.Variable(
        entity=row.entity,
        name=row.name,
        version=row.version + 1,
        position=row.position,
        definition=row.definition,
        since=change.since,
        is_retired=True,
        change=change,
    )
