"""Proposed changes to the dictionary, what each would do, and what stands against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import changes
from ayni.kernel.refusals import Refused
from ayni.registry import errors, lifecycle, models, permissions
from ayni.registry.queries import holding, using, variables


@dataclass(frozen=True)
class Effect:
    """What variables put and retired would do to the dictionary in force.

    `changes` are the differences; `refusals` say why it cannot be done, and are empty when it can; `broken` are the
    rules that would no longer check.
    """

    changes: tuple[changes.Change, ...]
    refusals: tuple[str, ...] = ()
    broken: tuple[using.Use, ...] = ()

    @property
    def is_possible(self) -> bool:
        return bool(self.changes) and not self.refusals


def effect(put: Iterable[dictionaries.Variable], retired: Collection[tuple[str, str]] = ()) -> Effect:
    """What a change would do now, and everything that stands against it, before anything is saved."""
    before, put = variables.dictionary(), tuple(put)
    against = list(_objections(before, put, retired))
    broken = [use for one in against if isinstance(one, errors.WouldBreak) for use in one.uses]
    return Effect(tuple(_each(before, put, retired)), tuple(str(one) for one in against), tuple(broken))


def check(
    before: dictionaries.Dictionary, put: Collection[dictionaries.Variable], retired: Collection[tuple[str, str]]
) -> None:
    """Refuses: UnknownVariable, ToldTwice, DictionaryError, NoChange, TypeChanged, AnswersInUse, WouldBreak."""
    for objection in _objections(before, put, retired):
        raise objection


def _objections(
    before: dictionaries.Dictionary, put: Collection[dictionaries.Variable], retired: Collection[tuple[str, str]]
) -> Iterator[Refused]:
    """Everything that stands against a change; what follows only from something before it is not told."""
    for entity, name in retired:
        if before.get(entity, name) is None:
            yield errors.UnknownVariable(entity, name, before.nearest(entity, name))
    repeated = {(v.entity, v.name) for v in put} & set(retired) or _twice(put)
    if repeated:
        yield errors.ToldTwice(sorted(".".join(pair) for pair in repeated))
        return
    newest = {(row.entity, row.name): row for row in variables.newest()}
    for variable in put:
        if (variable.entity, variable.name) in newest:
            yield from holding.objections(newest[variable.entity, variable.name], variable)
    try:
        after = changes.applied(before, put, retired)
    except dictionaries.DictionaryError as refused:
        yield refused
        return
    if not changes.compare(before, after):
        yield errors.NoChange()
    if broken := using.broken(before, after):
        yield errors.WouldBreak(broken)


def proposals(reader: User, *, status: str = "") -> QuerySet[models.DictionaryChange]:
    """Changes proposed, newest first. Refuses: NotPermitted."""
    _permit(reader)
    found = models.DictionaryChange.objects.select_related("prepared_by", "decided_by")
    return found.filter(status=status) if status else found


def proposal(id: int, reader: User) -> models.DictionaryChange:
    """One proposed change. Refuses: NotPermitted, UnknownChange."""
    found = proposals(reader).filter(pk=id).first()
    if found is None:
        raise errors.UnknownChange(id)
    return found


def done(change: models.DictionaryChange) -> list[changes.Change]:
    """What an approved change did, against the versions before it; empty for one that was not approved."""
    rows = list(change.rows.order_by("pk"))
    names = Q(pk__in=[])
    for row in rows:
        names |= Q(entity=row.entity, name=row.name, version=row.version - 1)
    earlier = {(row.entity, row.name): row for row in models.Variable.objects.filter(names)}
    return [_step(earlier.get((row.entity, row.name)), row) for row in rows]


def waiting(reader: User) -> list[models.DictionaryChange]:
    """Changes this reader may decide: prepared by another officer, oldest first."""
    if not reader.may(permissions.APPROVE_DICTIONARY):
        return []
    drafts = models.DictionaryChange.objects.filter(status=lifecycle.DRAFT).exclude(prepared_by=reader)
    return list(drafts.select_related("prepared_by").order_by("prepared_at"))


def _each(
    before: dictionaries.Dictionary, put: Collection[dictionaries.Variable], retired: Collection[tuple[str, str]]
) -> Iterable[changes.Change]:
    """The differences one by one, whether or not a dictionary can be made of all of them together."""
    yield from (changes.Change("removed", *pair) for pair in retired if before.get(*pair))
    for variable in put:
        if change := changes.between(before.get(variable.entity, variable.name), variable):
            yield change


def _step(before: models.Variable | None, row: models.Variable) -> changes.Change:
    if row.is_retired:
        return changes.Change("removed", row.entity, row.name)
    known = before.declared if before and not before.is_retired else None
    same = changes.Change("changed", row.entity, row.name)
    return changes.between(known, row.declared) or same


def _twice(put: Collection[dictionaries.Variable]) -> set[tuple[str, str]]:
    names = [(v.entity, v.name) for v in put]
    return {name for name in names if names.count(name) > 1}


def _permit(reader: User) -> None:
    if not reader.may(permissions.SEE_DICTIONARY):
        raise NotPermitted(permissions.SEE_DICTIONARY, str(reader))
