"""Keeping the dictionary: what a source asks becomes variables, a changed one a new version."""

from __future__ import annotations

import dataclasses
from datetime import date

from ayni.engines import dictionary as dictionaries
from ayni.registry import errors, models, queries


def declare(given: dictionaries.Dictionary, *, since: date) -> list[models.Variable]:
    """Add the variables that are new or say something new; the rows added. A step of the actions beside it.

    Refuses: TypeChanged, when a known variable comes with another type.
    """
    known = {(row.entity, row.name): row for row in queries.newest()}
    added = []
    for position, variable in enumerate(given):
        before = known.get((variable.entity, variable.name))
        variable = _as_secret(variable, before)
        if before is not None and before.declared.type != variable.type:
            raise errors.TypeChanged(str(before), before.declared.type, variable.type)
        row = models.Variable.declaring(
            variable,
            version=before.version + 1 if before else 1,
            position=before.position if before else len(known) + position,
            since=since,
        )
        if before is None or before.is_retired or not same(before.declared, variable):
            added.append(row)
    return models.Variable.objects.bulk_create(added)


def _as_secret(variable: dictionaries.Variable, before: models.Variable | None) -> dictionaries.Variable:
    """What is sensitive stays so, whatever a source says: only an approved change takes that back."""
    if before is None or before.declared.sensitivity != "sensitive":
        return variable
    return dataclasses.replace(variable, sensitivity="sensitive")


def same(before: dictionaries.Variable, after: dictionaries.Variable) -> bool:
    """Whether they say the same, whatever their version and day."""
    return dataclasses.replace(before, version=after.version, since=after.since) == after
