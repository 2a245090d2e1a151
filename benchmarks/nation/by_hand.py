"""The ten programmes as a careful analyst would write them in SQL: the same answers, unit by unit.

The persons are read once for the households, in one GROUP BY, and once for themselves. Ages are intervals:
`born_from` and `born_to` are the earliest and the latest day of birth, and somebody is known to have turned a number
of years when even the latest makes it so. Null is unknown, and SQL's AND, OR and NOT keep it so. Earnings are added
in whole cents, so that no sum depends on its order. Every published household has members.

The text runs on DuckDB and on Spark. `judgements` says what the programmes make of it, `answers` how it is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import measuring
from benchmarks.nation import answers, country, judgements, ours

UNITS = ("household", "person")
AGES = (1, 5, 6, 15, 18, 60, 65, 80)
TURNED = "CASE WHEN born_to <= {day} THEN true WHEN born_from > {day} THEN false END"

PERSON = """
WITH aged AS (
    SELECT p.*, h.area AS home_area, h.area_1 AS home_area_1, h.car, h.score_pmt,
           {1} AS turned_1, {5} AS turned_5, {6} AS turned_6, {15} AS turned_15, {65} AS turned_65, {80} AS turned_80
    FROM persons p LEFT JOIN households h ON h.id = p.household_id
), judged AS (
    SELECT *, NOT turned_5 AS young, score_pmt < 5000 AS not_rich, score_pmt < 2050 AS poor, NOT car AS no_car,
           NOT turned_15 OR activity <> 'employed' AS idle, blind OR mental AS severe,
           activity <> 'employed' OR earnings < 500 AS earns_little, turned_6 AND NOT turned_15 AS of_school_age
    FROM aged
)
SELECT id, household_id, home_area AS area, home_area_1 AS area_1,
{columns}
FROM judged
"""

HOUSEHOLD = """
WITH aged AS (
    SELECT household_id, relationship, sex, disability, activity, earnings, insured, years_schooling,
           {15} AS turned_15, {18} AS adult, {60} AS turned_60, {65} AS turned_65
    FROM persons
), members AS (
    SELECT *, NOT turned_15 OR turned_65 AS to_feed, adult AND activity = 'unemployed' AS seeks,
           adult AND NOT turned_60 AND NOT disability AS able, adult AND activity = 'employed' AS works,
           disability AND (NOT adult OR turned_65) AS cared_for,
           adult AND NOT turned_65 AND NOT disability AND activity <> 'employed' AS carer
    FROM aged
), gathered AS (
    SELECT household_id, count(*) AS size,
           count(*) FILTER (WHERE NOT adult) AS children, count(*) FILTER (WHERE adult) AS adults,
           count(*) FILTER (WHERE to_feed) AS to_feed, count(to_feed) AS to_feed_known,
           count(*) FILTER (WHERE able) AS able, count(able) AS able_known,
           count(*) FILTER (WHERE seeks) AS seeking, count(seeks) AS seeks_known,
           count(*) FILTER (WHERE NOT insured) AS uninsured, count(insured) AS insured_known,
           count(*) FILTER (WHERE cared_for) AS cared_for, count(cared_for) AS cared_for_known,
           count(*) FILTER (WHERE carer) AS carers, count(carer) AS carers_known,
           count(works) AS works_known, bool_or(works AND earnings IS NULL) AS ask_earnings,
           coalesce(sum(CAST(round(earnings * 100) AS BIGINT)) FILTER (WHERE works), 0) / 100e0 AS earned,
           sum(years_schooling) FILTER (WHERE adult) AS schooling,
           bool_or(adult AND years_schooling IS NULL) AS ask_schooling,
           count(*) FILTER (WHERE relationship = 'head') AS heads,
           bool_or(sex = 'female') FILTER (WHERE relationship = 'head') AS head_female,
           bool_or(turned_60) FILTER (WHERE relationship = 'head') AS head_60,
           bool_or(able IS NULL AND (adult IS NULL OR turned_60 IS NULL)) AS able_ask_born,
           bool_or(able IS NULL AND disability IS NULL) AS able_ask_disability,
           bool_or(seeks IS NULL AND adult IS NULL) AS seeks_ask_born,
           bool_or(seeks IS NULL AND activity IS NULL) AS seeks_ask_activity,
           bool_or(works IS NULL AND adult IS NULL) AS works_ask_born,
           bool_or(works IS NULL AND activity IS NULL) AS works_ask_activity,
           bool_or(cared_for IS NULL AND (NOT adult OR turned_65) IS NULL) AS cared_for_ask_born,
           bool_or(cared_for IS NULL AND disability IS NULL) AS cared_for_ask_disability,
           bool_or(carer IS NULL AND (adult IS NULL OR turned_65 IS NULL)) AS carer_ask_born,
           bool_or(carer IS NULL AND disability IS NULL) AS carer_ask_disability,
           bool_or(carer IS NULL AND activity IS NULL) AS carer_ask_activity
    FROM members GROUP BY household_id
), known AS (
    SELECT h.*, g.*, adults + children = size AS ages_known, heads = 1 AS has_head,
           CASE WHEN heads = 1 THEN head_female END AS led_by_woman,
           CASE WHEN heads = 1 THEN head_60 END AS led_by_old,
           CASE WHEN works_known = size AND NOT ask_earnings THEN earned END AS earnings,
           CASE WHEN able_known = size THEN least(2, able) END AS places,
           CASE WHEN insured_known = size THEN uninsured END AS uninsured_number,
           CASE WHEN cared_for_known = size THEN cared_for END AS cared_for_number,
           CASE WHEN seeking > 0 THEN true WHEN seeks_known = size THEN false END AS seeks_work,
           CASE WHEN carers > 0 THEN true WHEN carers_known = size THEN false END AS has_carer
    FROM households h JOIN gathered g ON g.household_id = h.id
), judged AS (
    SELECT *, score_pmt < 2050 AS poor, score_pmt < 3000 AS nearly_poor, NOT car AS no_car, land < 2.5 AS little_land,
           CASE WHEN ages_known THEN least(2000, 1200 + 150 * children) END AS transfer,
           CASE WHEN to_feed_known = size THEN to_feed > size - to_feed END AS many_to_feed,
           floor IN ('earth', 'wood') OR walls IN ('scrap', 'wood_or_straw') AS poor_dwelling,
           livestock < 5 AS little_livestock, NOT urban AS rural,
           CASE WHEN able > 0 THEN true WHEN able_known = size THEN false END AS has_able,
           earnings < 150 * size AS earns_little, earnings / size < 250 AS earns_modestly,
           CASE WHEN uninsured > 0 THEN true WHEN insured_known = size THEN false END AS somebody_uninsured,
           CASE WHEN cared_for > 0 THEN true WHEN cared_for_known = size THEN false END AS has_cared_for,
           CASE WHEN ages_known AND NOT ask_schooling THEN schooling / nullif(adults, 0) < 8 END AS little_schooling,
           CASE WHEN refrigerator THEN 2 WHEN NOT refrigerator THEN 0 END
           + CASE WHEN television THEN 1 WHEN NOT television THEN 0 END
           + CASE WHEN motorcycle THEN 2 WHEN NOT motorcycle THEN 0 END
           + CASE WHEN car THEN 4 WHEN NOT car THEN 0 END <= 3 AS few_assets,
           size / nullif(bedrooms, 0) >= 2.5 AS crowded, led_by_woman OR led_by_old AS head_alone_or_old
    FROM known
)
SELECT id, id AS household_id, area, area_1,
{columns}
FROM judged
"""

#: The columns the rules need.
READ = {
    "households": "id area area_1 urban bedrooms floor walls electricity car motorcycle refrigerator television land "
    "livestock score_pmt",
    "persons": "id household_id relationship sex born_from born_to school_attend years_schooling activity disability "
    "blind mental earnings insured",
}


def decide(nation: country.Nation, folder: Path) -> Iterator[None]:
    """The answers as Parquet, on disk; says how many rows were written for each unit."""
    selects = statements(country.DAY)
    yield
    engine = opened(nation)
    return {unit: write(engine, sql, folder / f"{unit}.parquet") for unit, sql in selects.items()}


def read(nation: country.Nation) -> Iterator[None]:
    """Every column the rules need, once, and nothing done with it."""
    yield
    engine = opened(nation)
    counts = {table: ", ".join(f"count({name})" for name in names.split()) for table, names in READ.items()}
    found = [engine.execute(f"SELECT {sql} FROM {table}").fetchone()[0] for table, sql in counts.items()]
    return dict(zip(UNITS, found, strict=True))


def opened(nation: country.Nation) -> Any:
    """DuckDB with the memory that ours has."""
    import duckdb

    engine = duckdb.connect(config={"memory_limit": ours.MEMORY})
    for name in ("households", "persons"):
        source = f"read_parquet('{nation.files(name)}', hive_partitioning = false)"
        engine.execute(f"CREATE VIEW {name} AS SELECT * FROM {source}")
    return engine


def write(engine: Any, sql: str, file: Path) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    engine.execute(f"COPY ({sql}) TO '{file}' (FORMAT parquet)")
    with file.open("rb") as finished:
        os.fsync(finished.fileno())
    return int(engine.fetchone()[0])


def statements(on: date) -> dict[str, str]:
    """By unit, the SELECT over `households` and `persons` that decides it."""
    parts = {"household": (HOUSEHOLD, judgements.HOUSEHOLD), "person": (PERSON, judgements.PERSON)}
    turned = {str(years): TURNED.format(day=_birthday(on, years)) for years in AGES}
    return {
        unit: _filled(sql, {**turned, "columns": ",\n".join(map(answers.columns, programmes))})
        for unit, (sql, programmes) in parts.items()
    }


def _birthday(on: date, years: int) -> str:
    """The latest day of birth of somebody this old on the day."""
    return f"DATE '{on.replace(year=on.year - years)}'"


def _filled(sql: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        sql = sql.replace("{" + name + "}", value)
    return sql


def same(one: Path, other: Path) -> None:
    """Two folders hold the same answers: name by name, type by type, unit by unit. Raises BenchmarkFailed."""
    for unit in UNITS:
        compare(unit, *(written(folder, unit) for folder in (one, other)))


def written(folder: Path, unit: str) -> str:
    """A unit's answers, which Spark writes as a folder of files."""
    file = folder / f"{unit}.parquet"
    return f"{file}/*.parquet" if file.is_dir() else str(file)


def compare(unit: str, *files: str) -> None:
    """Area by area, so that memory holds for any nation."""
    import duckdb

    shapes = [duckdb.sql(f"DESCRIBE FROM '{file}'").fetchall() for file in files]
    names, others = ({row[0]: row[1] for row in shape} for shape in shapes)
    if names != others:
        apart = set(names.items()) ^ set(others.items())
        raise measuring.BenchmarkFailed(f"{unit}: the columns are not the same: {apart}")
    chosen = ", ".join(f'"{name}"' for name in names)
    both = [f"(SELECT {chosen} FROM '{file}' WHERE area_1 IS NOT DISTINCT FROM $area)" for file in files]
    differ = f"({both[0]} EXCEPT ALL {both[1]}) UNION ALL ({both[1]} EXCEPT ALL {both[0]})"
    areas = duckdb.sql(" UNION ".join(f"SELECT area_1 FROM '{file}'" for file in files)).fetchall()
    for (area,) in areas:
        if found := duckdb.sql(f"FROM ({differ}) LIMIT 3", params={"area": area}).fetchall():
            raise measuring.BenchmarkFailed(f"{unit}: rows differ, such as {found[0]}.")
