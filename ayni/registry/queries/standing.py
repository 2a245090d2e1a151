"""The SQL that lays a unit's answers over one another in time, and reads the canonical columns out of them.

Only the variables that need it cost more than a look into one document: a list of choices is put in order, a partial
date becomes its two days, and "does not apply" is followed through time for those that may not apply.
"""

from __future__ import annotations

from collections.abc import Sequence

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary.canonical import Part
from ayni.snapshots.tables import quoted

#: How a stored answer (JSON) comes out of its document.
STORED = {
    "boolean": "boolean",
    "integer": "bigint",
    "decimal": "double precision",
    "text": "text",
    "date": "date",
    "partial_date": "text",
    "choice": "text",
    "many_choice": "jsonb",
    "location": "text",
}
MEANINGS: dict[Part, str] = {
    "value": "",
    "from": " (earliest day)",
    "to": " (latest day)",
    "not_applicable": " (does not apply)",
}
MARK = "__na"


def join(entity: str, key: str, variables: Sequence[dictionaries.Variable]) -> str:
    """The join that gives each unit its answers up to %(on)s, as columns of `v`."""
    if not variables:
        return ""
    return f"""
        LEFT JOIN LATERAL (
            SELECT registry_merged({_document(variables)} ORDER BY confidence, observed_on, id) AS values
            FROM registry_{entity}facts WHERE {entity}_id = {key} AND observed_on <= %(on)s
        ) f ON true
        LEFT JOIN LATERAL jsonb_to_record(f.values) AS v({_typed(variables)}) ON true
    """  # noqa: S608 names of the dictionary, quoted


def join_areas(key: str, variables: Sequence[dictionaries.Variable]) -> str:
    """The join that gives each area its answers up to %(on)s, or those of what it is part of, as columns of `av`."""
    if not variables:
        return ""
    return f"""
        LEFT JOIN (
            SELECT home.id AS area_id,
                registry_merged(told.document ORDER BY wider.level, told.confidence, told.day, told.id) AS values
            FROM directory_area home
            CROSS JOIN LATERAL (
                SELECT string_agg(part, '/') OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) || '/' AS path
                FROM string_to_table(rtrim(home.path, '/'), '/') WITH ORDINALITY AS parts(part, place)
            ) around
            JOIN directory_area wider ON wider.path = around.path
            JOIN (
                SELECT area_id, id, confidence, observed_on AS day, {_document(variables)} AS document
                FROM registry_areafacts WHERE observed_on <= %(on)s
            ) told ON told.area_id = wider.id
            GROUP BY home.id
        ) af ON af.area_id = {key}
        LEFT JOIN LATERAL jsonb_to_record(af.values) AS av({_typed(variables)}) ON true
    """  # noqa: S608 names of the dictionary, quoted


def column(record: str, variable: dictionaries.Variable, part: Part) -> str:
    """The expression of one canonical column over `join`'s record."""
    stored = f"{record}.{quoted(variable.name)}"
    match part:
        case "not_applicable":
            return f"coalesce({record}.{quoted(variable.name + MARK)}, false)"
        case "from":
            return (
                f"(CASE length({stored}) WHEN 4 THEN {stored} || '-01-01'"
                f" WHEN 7 THEN {stored} || '-01' ELSE {stored} END)::date"
            )
        case "to":
            return (
                f"(CASE length({stored}) WHEN 4 THEN ({stored} || '-12-31')::date"
                f" WHEN 7 THEN (({stored} || '-01')::date + interval '1 month' - interval '1 day')::date"
                f" ELSE {stored}::date END)"
            )
    if variable.type == "many_choice":
        chosen = ", ".join(f"CASE WHEN {stored} ? {_text(code)} THEN {_text(code)} END" for code in variable.codes)
        return f"CASE WHEN {stored} IS NOT NULL THEN concat_ws(' ', {chosen}) END"
    return stored


def _typed(variables: Sequence[dictionaries.Variable]) -> str:
    typed = [f"{quoted(variable.name)} {STORED[variable.type]}" for variable in variables]
    return ", ".join([*typed, *(f"{quoted(v.name + MARK)} boolean" for v in variables if v.may_not_apply)])


def _document(variables: Sequence[dictionaries.Variable]) -> str:
    """One row's answers; with them, for each that may not apply and is told of here, whether it does not."""
    marks = [
        f"{_text(v.name + MARK)}, CASE WHEN values ? {_text(v.name)}"
        f" THEN coalesce(states ->> {_text(v.name)} = 'not_applicable', false) END"
        for v in variables
        if v.may_not_apply
    ]
    return f"values || jsonb_strip_nulls(jsonb_build_object({', '.join(marks)}))" if marks else "values"


def _text(word: str) -> str:
    """A word as an SQL text, in a statement that has parameters."""
    return "'" + word.replace("'", "''").replace("%", "%%") + "'"
