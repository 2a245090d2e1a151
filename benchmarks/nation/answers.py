"""How a programme's answers are written as columns: the one place that knows, for every SQL written by hand.

Results, amounts, criteria and missing answers have the names and the types of `ayni.engines.rules.columns.decide`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MONEY = "DECIMAL(18, 2)"


@dataclass(frozen=True)
class Programme:
    """One programme over a table of judged units, all in SQL: three-valued criteria by name, the amount, and by
    the name of each answer, in order of the alphabet, when it is asked for."""

    code: str
    criteria: Mapping[str, str]
    amount: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)


def columns(programme: Programme) -> str:
    """Its columns for a SELECT."""
    together = " AND ".join(programme.criteria.values())
    complete = f"{together} AND {programme.amount} IS NOT NULL" if programme.amount else together
    amount = f"CASE WHEN {complete} THEN CAST({programme.amount or 'NULL'} AS {MONEY}) END"
    told = {
        "result": _result(together, complete),
        "amount": amount if programme.amount else f"CAST(NULL AS {MONEY})",
        **programme.criteria,
        "missing": _missing(together, complete, programme.asks),
    }
    return ",\n".join(f'{sql} AS "{programme.code}__{name}"' for name, sql in told.items())


def _result(together: str, complete: str) -> str:
    return f"CASE WHEN NOT ({together}) THEN 'ineligible' WHEN {complete} THEN 'eligible' ELSE 'needs_information' END"


def _missing(together: str, complete: str, asks: Mapping[str, str]) -> str:
    wanting = ", ".join(f"CASE WHEN {when} THEN '{name}' END" for name, when in asks.items())
    return f"CASE WHEN NOT ({together}) THEN '' WHEN {complete} THEN '' ELSE concat_ws(',', {wanting}) END"
