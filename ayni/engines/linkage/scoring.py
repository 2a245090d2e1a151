"""The pairs that share a key, each with its weight: by Splink, on DuckDB or on Spark, with what was learnt here."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import splink
from splink import SettingsCreator

from ayni.engines.linkage.comparing import Comparison
from ayni.engines.linkage.learning import Learnt

SETTLED = 1e-4
AT_ONCE = 10_000_000  # pairs weighed in one turn
MEMORY_OF_SPARK = "2GB"


def settings(comparisons: Sequence[Comparison], learnt: Learnt, keys: int, sides: int) -> SettingsCreator:
    """What Splink is told: the comparisons with their m and u, and a rule for each key."""
    told: list[Any] = [_comparison(one, m, u) for one, m, u in zip(comparisons, learnt.m, learnt.u, strict=True)]
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


def score(connection: Any, creator: SettingsCreator, least: float, pairs: int, engine: str, work: Path) -> None:
    """Make `weighed` from `keyed`: `number_l`, `number_r`, and `weight` of the evidence alone, where it is `least`
    or more; and the weight of each comparison (`weight_0`, …).

    `pairs` is how many share a key: they are looked at in as many turns as keep each within `AT_ONCE`. With Spark the
    records go there as Parquet in the folder `work`, and the pairs come back the same way.
    """
    turns = max(1, math.ceil(pairs / AT_ONCE))
    if engine == "spark":
        _by_spark(connection, creator, least, turns, work)
    else:
        found = _predicted(splink.DuckDBAPI(connection=connection), "keyed", creator, least, turns)
        _keep(connection, found.physical_name, creator)
        found.drop_table_from_database_and_remove_from_cache()


def _by_spark(connection: Any, creator: SettingsCreator, least: float, turns: int, work: Path) -> None:
    from ayni.engines import backends  # Spark is for who asks for it

    work.mkdir(parents=True, exist_ok=True)
    records, pairs = (work / name for name in ("keyed.parquet", "pairs"))
    connection.execute(f"COPY keyed TO '{records}' (FORMAT parquet)")
    with backends.connect("spark", memory=MEMORY_OF_SPARK, temporary=work.absolute()) as backend:
        session: Any = backend.session  # type: ignore[attr-defined]
        session.conf.set("spark.sql.codegen.wholeStage", "false")  # the conditions are too many for one method
        frame = session.read.parquet(f"file://{records.absolute()}")
        api: Any = splink.SparkAPI
        interface = api(spark_session=session, break_lineage_method="persist", register_udfs_automatically=False)
        found = _predicted(interface, frame, creator, least, turns)
        found.as_spark_dataframe().write.mode("overwrite").parquet(f"file://{pairs.absolute()}")
    connection.execute(f"CREATE TEMP VIEW found AS SELECT * FROM read_parquet('{pairs}/*.parquet')")
    _keep(connection, "found", creator)
    connection.execute("DROP VIEW found")
    records.unlink()
    shutil.rmtree(pairs)


def score_pairs(connection: Any, creator: SettingsCreator, pairs: pa.Table) -> None:
    """Make `inner_pairs` as `weighed` is, of the pairs `number_l`, `number_r` alone, whatever they weigh; no key
    brings them."""
    connection.register("asked_pairs", pairs)
    blocked = "number_l AS join_key_l, number_r AS join_key_r, '0' AS match_key"
    connection.execute(f"CREATE OR REPLACE TABLE blocked AS SELECT {blocked} FROM asked_pairs")
    interface = splink.DuckDBAPI(connection=connection)
    linker = splink.Linker(interface.register("keyed"), creator, log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(interface.register("blocked"))
    found = linker.inference.predict(warning_mode="never")
    _keep(connection, found.physical_name, creator, "inner_pairs")
    connection.execute("DROP TABLE blocked")
    connection.unregister("asked_pairs")


def _predicted(interface: Any, records: Any, creator: SettingsCreator, least: float, turns: int) -> Any:
    linker = splink.Linker(interface.register(records), creator, log_level=None)
    return linker.inference.predict(
        threshold_match_weight=least,
        num_chunks_left=1 if turns > 1 else None,
        num_chunks_right=turns if turns > 1 else None,
        warning_mode="never",
    )


def _keep(connection: Any, found: str, creator: SettingsCreator, made: str = "weighed") -> None:
    held = {row[0] for row in connection.execute(f"DESCRIBE {found}").fetchall()}
    names = [one["output_column_name"] for one in creator.comparisons]  # type: ignore[index]
    told = ", ".join(
        f"mw_{name}{f' + mw_tf_adj_{name}' if f'mw_tf_adj_{name}' in held else ''} AS weight_{n}"
        for n, name in enumerate(names)
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {made} AS SELECT number_l, number_r, match_weight AS weight, {told} FROM {found}"
    )


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
