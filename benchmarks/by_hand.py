"""The five shipped programmes as a careful analyst would write them in DuckDB's SQL: the same answers, unit by unit.

Ages are intervals: `born_from` and `born_to` are the earliest and the latest day of birth, and an age is known to be
below a number when even the earliest makes it so. Null is unknown, and SQL's AND and NOT keep it so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import installation, measuring

UNITS = ("household", "person")
MEMORY = "1GB"  # what our own opening gives itself

PERSON = """
WITH judged AS (
    SELECT p.id, p.household_id, h.area, h.area_1, p.disability, s.value < 2050.0 AS poor,
           CASE WHEN p.born_from > {turns_5} THEN true WHEN p.born_to <= {turns_5} THEN false END AS under_5,
           CASE WHEN p.born_to <= {turns_65} THEN true WHEN p.born_from > {turns_65} THEN false END AS over_64,
           CASE WHEN p.born_to <= {turns_6} THEN true WHEN p.born_from > {turns_6} THEN false END
           AND CASE WHEN p.born_from > {turns_15} THEN true WHEN p.born_to <= {turns_15} THEN false END AS of_school_age
    FROM {persons} p
    LEFT JOIN {households} h ON h.id = p.household_id
    LEFT JOIN {scores} s ON s.household_id = p.household_id
)
SELECT id, household_id, area, area_1,
       CASE under_5 WHEN true THEN 'eligible' WHEN false THEN 'ineligible' ELSE 'needs_information' END
           AS "child-grant__result",
       CASE WHEN under_5 THEN 300.00::DECIMAL(18, 2) END AS "child-grant__amount",
       under_5 AS "child-grant__young-child",
       CASE WHEN under_5 IS NULL THEN 'person.born' ELSE '' END AS "child-grant__missing",

       CASE disability AND NOT over_64
           WHEN true THEN 'eligible' WHEN false THEN 'ineligible' ELSE 'needs_information' END
           AS "disability-allowance__result",
       CASE WHEN disability AND NOT over_64 THEN 700.00::DECIMAL(18, 2) END AS "disability-allowance__amount",
       disability AS "disability-allowance__disability",
       NOT over_64 AS "disability-allowance__below-pension-age",
       CASE WHEN (disability AND NOT over_64) IS NULL
           THEN concat_ws(',', CASE WHEN over_64 IS NULL THEN 'person.born' END,
                               CASE WHEN disability IS NULL THEN 'person.disability' END)
           ELSE '' END AS "disability-allowance__missing",

       CASE over_64 WHEN true THEN 'eligible' WHEN false THEN 'ineligible' ELSE 'needs_information' END
           AS "old-age-pension__result",
       CASE WHEN over_64 THEN 900.00::DECIMAL(18, 2) END AS "old-age-pension__amount",
       over_64 AS "old-age-pension__old-age",
       CASE WHEN over_64 IS NULL THEN 'person.born' ELSE '' END AS "old-age-pension__missing",

       CASE of_school_age AND poor
           WHEN true THEN 'eligible' WHEN false THEN 'ineligible' ELSE 'needs_information' END
           AS "school-fee-waiver__result",
       NULL::DECIMAL(18, 2) AS "school-fee-waiver__amount",
       of_school_age AS "school-fee-waiver__school-age",
       poor AS "school-fee-waiver__poor",
       CASE WHEN (of_school_age AND poor) IS NULL
           THEN concat_ws(',', CASE WHEN of_school_age IS NULL THEN 'person.born' END,
                               CASE WHEN poor IS NULL THEN 'score.pmt' END)
           ELSE '' END AS "school-fee-waiver__missing"
FROM judged
"""

HOUSEHOLD = """
WITH counted AS (
    SELECT household_id, count(*) FILTER (born_from > {turns_18}) AS children,
           count(*) FILTER (born_from > {turns_18} OR born_to <= {turns_18}) = count(*) AS all_known
    FROM {persons} GROUP BY household_id
), judged AS (
    SELECT h.id, h.area, h.area_1, s.value < 2050.0 AS poor,
           CASE WHEN c.household_id IS NULL THEN 1200.00 WHEN c.all_known THEN 1200.00 + 150 * c.children END
               ::DECIMAL(18, 2) AS amount
    FROM {households} h
    LEFT JOIN counted c ON c.household_id = h.id
    LEFT JOIN {scores} s ON s.household_id = h.id
)
SELECT id, id AS household_id, area, area_1,
       CASE WHEN NOT poor THEN 'ineligible' WHEN poor AND amount IS NOT NULL THEN 'eligible'
           ELSE 'needs_information' END AS "poverty-transfer__result",
       CASE WHEN poor THEN amount END AS "poverty-transfer__amount",
       poor AS "poverty-transfer__poor",
       CASE WHEN poor IS NULL OR (poor AND amount IS NULL)
           THEN concat_ws(',', CASE WHEN amount IS NULL THEN 'members.born' END,
                               CASE WHEN poor IS NULL THEN 'score.pmt' END)
           ELSE '' END AS "poverty-transfer__missing"
FROM judged
"""

READ = (
    "SELECT count(id), count(household_id), count(born_from), count(born_to), count(disability) FROM {persons}",
    "SELECT count(id), count(area), count(area_1) FROM {households}",
    "SELECT count(household_id), count(value) FROM {scores}",
)

DECIDED = """
COPY (
    SELECT {run}, {version}, household_id, {person}, "{code}__result", "{code}__amount",
           '{{' || "{code}__missing" || '}}',
           CASE "{code}__result" WHEN 'eligible' THEN 'proposed' ELSE 'asked' END, NULL
    FROM '{file}' WHERE "{code}__result" IN ('eligible', 'needs_information')
) TO '{rows}' (FORMAT csv, HEADER false)
"""
BARE = """
COPY bare_decision (run_id, version_id, household_id, person_id, result, amount, missing, status, reason)
FROM STDIN (FORMAT csv, FORCE_NOT_NULL (reason))
"""


def decide() -> Iterator[None]:
    """Both units' answers as Parquet."""
    engine, names = _ready()
    yield
    return _write(engine, names)


def read() -> Iterator[None]:
    """Every column the rules need, and nothing done with it."""
    engine, names = _ready()
    yield
    persons, households, _ = (engine.execute(sql.format(**names)).fetchone()[0] for sql in READ)
    return {"household": households, "person": persons}


def decide_with_rows() -> Iterator[None]:
    """The answers, and those to act on in a table with the same keys, indexes and checks, without foreign keys."""
    from django.db import connection, transaction

    engine, names = _ready()
    versions = installation.run(
        "SELECT r.run_id, v.id, p.code FROM enrolment_run_versions r JOIN programmes_version v ON v.id = r.version_id"
        " JOIN programmes_programme p ON p.id = v.programme_id ORDER BY p.code"
    )
    yield
    _write(engine, names)
    with transaction.atomic(), connection.cursor() as cursor:
        for run, version, code in versions:
            with cursor.copy(BARE) as copy:
                copy.write(_rows(engine, run, version, code).read_bytes())
    yield
    return installation.run("SELECT count(*) FROM bare_decision")[0][0]


def _rows(engine: Any, run: int, version: int, code: str) -> Path:
    unit = "household" if code == "poverty-transfer" else "person"
    rows, person = _folder() / f"{code}.csv", "id" if unit == "person" else "NULL"
    engine.execute(
        DECIDED.format(
            run=run, version=version, person=person, code=code, file=_folder() / f"{unit}.parquet", rows=rows
        )
    )
    return rows


def _ready() -> tuple[Any, dict[str, str]]:
    """DuckDB as our own opening has it, and what the SQL above names: the snapshot's files, and birthdays."""
    import duckdb

    from ayni.assessment import queries as assessments
    from ayni.snapshots import queries as snapshots

    snapshot = snapshots.latest()
    engine = duckdb.connect(config={"memory_limit": MEMORY})
    names = {
        name: f"read_parquet('{snapshot.folder}/{name}/*/*.parquet', hive_partitioning = false)"
        for name in ("households", "persons")
    }
    names["scores"] = f"read_parquet('{assessments.score_files(snapshot)['pmt']}')"
    return engine, names | {f"turns_{years}": _birthday(years) for years in (5, 6, 15, 18, 65)}


def _birthday(years: int) -> str:
    """The latest day of birth of somebody this old on the day, as SQL."""
    day: date = installation.DAY
    return f"DATE '{day.replace(year=day.year - years)}'"


def _write(engine: Any, names: dict[str, str]) -> dict[str, int]:
    written = {}
    for unit, sql in zip(UNITS, (HOUSEHOLD, PERSON), strict=True):
        engine.execute(f"COPY ({sql.format(**names)}) TO '{_folder() / unit}.parquet' (FORMAT parquet)")
        written[unit] = engine.fetchone()[0]
    return written


def _folder() -> Path:
    return installation.home() / "by-hand"


def same() -> None:
    """Every answer is the same as ours, name by name, type by type, unit by unit."""
    import duckdb

    from ayni.snapshots import results

    for unit in UNITS:
        sources = [f"({results.selection(installation.home() / side, unit)})" for side in ("ours", "by-hand")]
        shapes = [duckdb.sql(f"DESCRIBE FROM {source}").fetchall() for source in sources]
        names, other = ({row[0]: row[1] for row in shape} for shape in shapes)
        if names != other:
            raise measuring.BenchmarkFailed(
                f"{unit}: the columns are not the same: {set(names.items()) ^ set(other.items())}"
            )
        chosen = ", ".join(f'"{name}"' for name in names)
        both = [f"SELECT {chosen} FROM {source}" for source in sources]
        differ = f"({both[0]} EXCEPT ALL {both[1]}) UNION ALL ({both[1]} EXCEPT ALL {both[0]})"
        found = duckdb.sql(differ).fetchall()
        if found:
            raise measuring.BenchmarkFailed(f"{unit}: {len(found)} rows differ, such as {found[0]}.")


def same_rows() -> None:
    """The same units to act on, with the same words."""
    columns = "run_id, version_id, household_id, person_id, result, amount, missing, status"
    installation.equal(f"SELECT {columns} FROM enrolment_decision", f"SELECT {columns} FROM bare_decision")
