"""The variables of one file: every mapped column read, its faults reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from ayni.engines import dictionary as dictionaries
from ayni.engines.surveys import answers, parts, sieve, sources


@dataclass(frozen=True)
class Told:
    """Typed columns by variable name, and their declarations."""

    columns: Mapping[str, pa.Array]
    variables: tuple[dictionaries.Variable, ...]


def read(
    source: sources.Source,
    fields: tuple[parts.Field, ...],
    entity: parts.Entity,
    rows: sieve.Sieve,
    mapping: parts.Mapping,
) -> Told:
    """Read each field of a file; an answer that cannot be used becomes unknown and is reported."""
    columns: dict[str, pa.Array] = {}
    variables = []
    for field in fields:
        values, header = source.columns[field.source], source.header
        coded = header.value_labels.get(field.source, {})
        typed, faults = answers.read(values, field, coded, mapping.decimal_comma)
        for fault in faults:
            is_secret = field.sensitivity == "sensitive"  # the account of a reading repeats no such answer
            reason = fault.reason.replace("{value}", "the answer") if is_secret else fault.reason
            rows.unknown(fault.cells, field.source, None if is_secret else values, reason, fault.remedy)
        columns[field.name] = typed
        label = header.labels.get(field.source, "")
        variables.append(answers.variable(field, entity, label, coded, mapping.source))
    return Told(columns, tuple(variables))
