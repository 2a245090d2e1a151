"""Multidimensional poverty with errors, everybody and fifty regions: beside a query by hand on DuckDB, and pandas.

All three read the same Parquet and answer H, A, M0, the headcounts and contributions of ten indicators, each with the
error of a stratified sample of clusters, for the country and for every region.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

from ayni.config import home as installed
from benchmarks import measuring

PERSONS_A_HOUSEHOLD = 5
REGIONS, STRATA_A_REGION, CLUSTER = 50, 2, 1000  # persons in a cluster
DIMENSIONS = {
    "health": ("nutrition", "child_mortality"),
    "education": ("schooling", "attendance"),
    "living": ("fuel", "sanitation", "water", "electricity", "housing", "assets"),
}
NAMES = tuple(name for names in DIMENSIONS.values() for name in names)
WEIGHTS = {name: 1 / 3 / len(names) for names in DIMENSIONS.values() for name in names}
BY_HAND, PANDAS = 1.2, 1 / 7

Run = Generator[None, None, list[float]]  # importing, before the yield, is not timed


def cases(households: int) -> list[measuring.Case]:
    persons = households * PERSONS_A_HOUSEHOLD
    installed.folder().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="multidimensional-", dir=installed.folder()))  # goes with the installation
    file = folder / "people.parquet"
    measuring.apart(functools.partial(_made, persons, file))
    common: dict[str, Any] = {
        "size": f"{persons:,} persons",
        "ours": functools.partial(_ours, file),
        "units": ("persons", persons),
    }
    rounds = 3 if persons > 5_000_000 else 5
    return [
        measuring.Case(
            work="multidimensional poverty",
            beside_name="DuckDB and numpy, by hand",
            beside=functools.partial(_by_hand, file),
            goal=BY_HAND,
            rounds=rounds,
            **common,
        ),
        measuring.Case(
            work="multidimensional poverty",
            beside_name="pandas",
            beside=functools.partial(_pandas, file),
            goal=PANDAS,
            rounds=1 if persons > 5_000_000 else 3,
            **common,
        ),
    ]


def _made(persons: int, file: Path) -> None:
    """A country of regions that differ, clusters within them, and answers that go together in a home."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(7)
    clusters = max(persons // CLUSTER, REGIONS * STRATA_A_REGION * 2)
    cluster = rng.permutation(np.repeat(np.arange(clusters), -(-persons // clusters))[:persons])
    stratum = cluster % (REGIONS * STRATA_A_REGION)
    region = stratum // STRATA_A_REGION
    level = 0.1 + 0.4 * region / REGIONS + 0.2 * rng.random(clusters)[cluster]
    answers = {name: pa.array(rng.random(persons) < level * rng.uniform(0.5, 1.2)) for name in NAMES}
    names = pa.array([f"region {number:02d}" for number in range(REGIONS)])
    table = pa.table(
        {
            "region": pa.DictionaryArray.from_arrays(pa.array(region.astype(np.int8)), names),
            "stratum": stratum.astype(np.int16),
            "psu": cluster.astype(np.int32),
            "weight": np.round(rng.uniform(0.5, 3.0, persons), 3),
            **answers,
        }
    )
    pq.write_table(table, file)


def _told(national: Any, regional: Any) -> list[float]:
    """What both sides must agree on: figures and errors of the country, and sums over the regions."""
    return [round(float(value), 9) for value in (*national, *regional)]


def _ours(file: Path) -> Run:
    import pyarrow.parquet as pq

    from ayni.engines.measures import deprivation
    from ayni.engines.measures.design import Design

    yield
    table = pq.read_table(file, read_dictionary=["region"])
    measure = deprivation.Instrument.from_dict(
        {"code": "mpi", "k": "1/3", "dimensions": {name: list(held) for name, held in DIMENSIONS.items()}}
    )
    drawn = Design(table["stratum"], table["psu"], table["weight"].to_numpy())
    found = deprivation.estimate(
        {name: table[name].to_numpy() for name in NAMES}, measure, drawn, groups={"region": table["region"]}
    )

    def figures(one: deprivation.Measures) -> list[Any]:
        kinds = (one.uncensored, one.censored, one.absolute, one.percentage)
        return [one.H, one.A, one.M0, *(kind[name] for kind in kinds for name in NAMES)]

    national = figures(found.national)
    regions = [figures(one) for one in found.groups["region"].values()]
    return _told(
        [value for one in national for value in (one.value, one.se)],
        [sum(one[place].value + one[place].se for one in regions) for place in range(len(national))],
    )


def _by_hand(file: Path) -> Run:
    """One pass: weighted totals of what each figure adds up, by region, stratum and cluster; errors of those rows."""
    import duckdb

    yield
    score = " + ".join(f"{name}::int * {WEIGHTS[name]!r}" for name in NAMES)
    sums = [
        "sum(weight) AS w",
        "sum(CASE WHEN poor THEN weight ELSE 0 END) AS h",
        "sum(CASE WHEN poor THEN weight * c ELSE 0 END) AS m",
        *(f"sum(CASE WHEN {name} THEN weight ELSE 0 END) AS u_{name}" for name in NAMES),
        *(f"sum(CASE WHEN {name} AND poor THEN weight ELSE 0 END) AS c_{name}" for name in NAMES),
    ]
    rows = duckdb.sql(
        f"""
        SELECT region, stratum, psu, {", ".join(sums)}
        FROM (SELECT *, round(c, 9) >= round(1 / 3, 9) AS poor FROM (SELECT *, {score} AS c FROM '{file}'))
        GROUP BY region, stratum, psu
        """
    ).fetchnumpy()
    return _finished(rows)


def _finished(rows: Any) -> list[float]:
    """Ratios and their linearised errors from the totals of clusters, for the country and every region."""
    import numpy as np

    ones, poor, burden = rows["w"], rows["h"], rows["m"]
    pairs = [(poor, ones), (burden, poor), (burden, ones)]
    for kind in ("uncensored", "censored", "absolute", "percentage"):
        for name in NAMES:
            y = rows[f"{'u' if kind == 'uncensored' else 'c'}_{name}"]
            weight = WEIGHTS[name] if kind in ("absolute", "percentage") else 1.0
            pairs.append((y * weight, burden if kind == "percentage" else ones))
    stratum = np.asarray(rows["stratum"]).astype(np.int64)
    labels, region = np.unique(np.asarray(rows["region"]).astype(str), return_inverse=True)
    drawn = np.bincount(stratum)
    factor = drawn / (drawn - 1)

    def errors(y: Any, x: Any, of: Any, groups: int) -> tuple[Any, Any]:
        value = np.bincount(of, y, groups) / np.bincount(of, x, groups)
        z = (y - value[of] * x) / np.bincount(of, x, groups)[of]
        # a stratum lies in one region, so each region's strata are whole
        mean = np.bincount(stratum, z) / drawn
        spread = np.bincount(stratum, (z - mean[stratum]) ** 2) * factor
        owner = np.zeros(len(drawn), dtype=np.int64)
        owner[stratum] = of
        return value, np.sqrt(np.bincount(owner, spread, groups))

    whole = [errors(y, x, np.zeros(len(region), dtype=np.int64), 1) for y, x in pairs]
    cut = [errors(y, x, region, len(labels)) for y, x in pairs]
    return _told(
        [part[0] for value, se in whole for part in (value, se)], [value.sum() + se.sum() for value, se in cut]
    )


def _pandas(file: Path) -> Run:
    """As one writes it with pandas: columns of products, and one groupby."""
    import numpy as np
    import pandas as pd

    yield
    data = pd.read_parquet(file)
    score = sum(data[name] * WEIGHTS[name] for name in NAMES)
    poor = np.round(score, 9) >= round(1 / 3, 9)
    made = {"w": data.weight, "h": data.weight * poor, "m": data.weight * poor * score}
    made |= {f"u_{name}": data.weight * data[name] for name in NAMES}
    made |= {f"c_{name}": data.weight * data[name] * poor for name in NAMES}
    keys = [data.region, data.stratum, data.psu]
    rows = pd.DataFrame(made).groupby(keys, observed=True).sum().reset_index()
    return _finished({name: rows[name].to_numpy() for name in rows.columns})
