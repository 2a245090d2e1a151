"""Sealed answers as columns of a snapshot: only those that a rule in force reads, opened while its files are written.

The meaning is that of `standing`: of the most trusted sources the latest answer up to the day stands, a null takes the
earlier one back, and "does not apply" is followed through time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import answers, canonical
from ayni.registry.queries import sealed, using
from ayni.snapshots.tables import ARROW_TYPES, Sealed

Read = Callable[[dictionaries.Variable, Any], Any]


def published(dictionary: dictionaries.Dictionary) -> dictionaries.Dictionary:
    """The dictionary without the sealed variables that no rule in force reads: no snapshot holds those."""
    secret = _secret(dictionary)
    if not secret:
        return dictionary
    read = using.in_force(dictionary)
    return dictionaries.Dictionary(
        one for one in dictionary if (one.entity, one.name) not in secret or (one.entity, one.name) in read
    )


def source(entity: str, key: str, variables: Sequence[dictionaries.Variable]) -> Sealed | None:
    """What a snapshot's table opens for these variables of a record, whose key is `key`; None when there are none."""
    if not variables:
        return None
    sql = f"""(
        SELECT json_agg(
            json_build_array(s.key_id, s.source, s.observed_on, encode(s.ciphertext, 'hex'))
            ORDER BY s.confidence, s.observed_on, s.id
        )::text
        FROM registry_{entity}sealed s WHERE s.{entity}_id = {key} AND s.observed_on <= %(on)s
    )"""  # noqa: S608 our own names
    opener = boxes.Opener()
    return Sealed(sql, lambda block, raw: columns(entity, variables, block["id"], raw, opener), repr(variables))


@sensitive_variables()
def columns(
    entity: str,
    variables: Sequence[dictionaries.Variable],
    ids: pa.ChunkedArray,
    raw: pa.ChunkedArray,
    opener: boxes.Opener,
) -> dict[str, pa.Array]:
    """The canonical columns of these variables, by name, for the records with these ids and sealed documents."""
    known = [
        _standing(entity, record, documents, opener)
        for record, documents in zip(ids.to_pylist(), raw.to_pylist(), strict=True)
    ]
    found = {}
    for variable in variables:
        for column in canonical.columns(variable):
            read = READ[column.part]
            values = [read(variable, one.get(variable.name)) for one in known]
            found[column.name] = pa.array(values, ARROW_TYPES[column.type]())
    return found


@sensitive_variables()
def _standing(entity: str, record: int, documents: str | None, opener: boxes.Opener) -> dict[str, tuple[Any, bool]]:
    """Of each variable the latest answer, and whether it was said not to apply."""
    latest: dict[str, tuple[Any, bool]] = {}
    for key, told_by, on, ciphertext in json.loads(documents) if documents else ():
        bound = sealed.bound(entity, record, told_by, date.fromisoformat(on))
        document = opener.document(bytes.fromhex(ciphertext), key, bound)
        for name, value in document["values"].items():
            latest[name] = (value, document["states"].get(name) == "not_applicable")
    return latest


def _value(variable: dictionaries.Variable, told: tuple[Any, bool] | None) -> Any:
    value = told[0] if told else None
    if value is None:
        return None
    match variable.type:
        case "many_choice":
            return " ".join(code for code in variable.codes if code in value)
        case "date":
            return date.fromisoformat(value)
        case "decimal":
            return float(value)
    return value


def _first(variable: dictionaries.Variable, told: tuple[Any, bool] | None) -> date | None:
    return answers.days(told[0]).earliest if told and told[0] is not None else None


def _last(variable: dictionaries.Variable, told: tuple[Any, bool] | None) -> date | None:
    return answers.days(told[0]).latest if told and told[0] is not None else None


def _applies_not(variable: dictionaries.Variable, told: tuple[Any, bool] | None) -> bool:
    return bool(told and told[1])


READ: dict[str, Read] = {"value": _value, "from": _first, "to": _last, "not_applicable": _applies_not}


def _secret(dictionary: dictionaries.Dictionary) -> set[tuple[str, str]]:
    return {(entity, name) for entity in sealed.KEPT_IN for name in sealed.names(dictionary, entity)}
