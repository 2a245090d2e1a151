"""The pairs that share a key, each with its weight: by Splink, on DuckDB or on Spark, with what was learnt here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import splink
from splink import SettingsCreator

from ayni.engines.linkage.comparing import Comparison
from ayni.engines.linkage.learning import Learnt

SETTLED = 1e-4


def settings(comparisons: Sequence[Comparison], learnt: Learnt, keys: int, sides: int) -> SettingsCreator:
    """What Splink is told: the comparisons with their m and u, and a rule for each key."""
    told = [_comparison(one, m, u) for one, m, u in zip(comparisons, learnt.m, learnt.u, strict=True)]
    apart = " and l.side <> r.side" if sides == 2 else ""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="number",
        comparisons=told,
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": f"l.key_{n} = r.key_{n}{apart}"} for n in range(1, keys + 1)
        ],
        probability_two_random_records_match=0.5,  # the weight is of the evidence alone
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def score(connection: Any, creator: SettingsCreator, least: float, chunks: int = 1) -> None:
    """Make `weighed` from `keyed`: `number_l`, `number_r`, and `weight` of the evidence alone, where it is `least` or more;
    and the weight of each comparison (`weight_0`, …)."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    interface = splink.DuckDBAPI(connection=connection)
    linker = splink.Linker(interface.register("keyed"), creator)
    parts = {"num_chunks_left": 1, "num_chunks_right": chunks} if chunks > 1 else {}
    found = linker.inference.predict(threshold_match_weight=least, **parts)
    held = {row[0] for row in connection.execute(f"DESCRIBE {found.physical_name}").fetchall()}
    names = [row.output_column_name for row in linker._settings_obj.comparisons]
    told = ", ".join(
        f"mw_{name}{f' + mw_tf_adj_{name}' if f'mw_tf_adj_{name}' in held else ''} AS weight_{n}"
        for n, name in enumerate(names)
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE weighed AS SELECT number_l, number_r, match_weight AS weight, {told} FROM {found.physical_name}"
    )
    found.drop_table_from_database_and_remove_from_cache()


def possible(connection: Any, sides: int) -> float:
    """How many pairs there are at all."""
    counts = [float(row[0]) for row in connection.execute("SELECT count(*) FROM records GROUP BY side").fetchall()]
    return counts[0] * counts[1] if sides == 2 else counts[0] * (counts[0] - 1) / 2


def share(weights: Any, possible: float) -> float:
    """The share of true pairs among all possible ones, at which the chances of all pairs sum up to it."""
    odds = np.asarray(weights) * np.log(2)
    found = 1.0 / max(possible, 2.0)
    for _ in range(200):
        chance = 1 / (1 + np.exp(-np.clip(odds + np.log(found / (1 - found)), -500, 500)))
        fresh = min(max(float(chance.sum()) / possible, 1e-15), 0.5)
        if abs(fresh / found - 1) < SETTLED:
            break
        found = fresh
    return found


def _comparison(comparison: Comparison, m: Any, u: Any) -> dict[str, Any]:
    unknown = {"sql_condition": comparison.unknown.sql(), "label_for_charts": "unknown", "is_null_level": True}
    levels: list[dict[str, Any]] = [unknown]
    for number, degree in enumerate(comparison.degrees):
        level: dict[str, Any] = {
            "sql_condition": degree.holds.sql() if degree.holds else "ELSE",
            "label_for_charts": degree.code,
            "m_probability": float(m[number]),
            "u_probability": float(u[number]),
        }
        if degree.frequent:
            level |= {"tf_adjustment_column": degree.frequent, "tf_adjustment_weight": 1.0}
        levels.append(level)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
