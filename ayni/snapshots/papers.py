"""Deciding from files alone: programmes, a dictionary and two Parquet files in, `decisions.parquet` out.

It needs no database and no server, and gives what a run of the registry would: a ministry, a university or a court can
decide again what was decided. `decisions.json` beside it says what it was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import definition as definitions
from ayni.engines.rules import prepared, reading
from ayni.snapshots import sheets

NUMBERED = re.compile(r"\[\d+\]")  # which member: members[3].born
DECISIONS, ABOUT = "decisions.parquet", "decisions.json"
REFERENCE = "reference"
FIXED = ("programme", "unit", "unit_id", "household_id", "result", "amount", "missing")


@dataclass(frozen=True)
class Papers:
    """What is decided: the programmes, the dictionary, the files of households and of persons, and the day."""

    programmes: Sequence[definitions.Definition]
    words: dictionaries.Dictionary
    households: Path
    persons: Path
    on: date

    @property
    def runs(self) -> list[prepared.Prepared]:
        return [prepared.prepare(one, self.words) for one in self.programmes]


def decide(papers: Papers, folder: Path, *, engine: str = "duckdb", memory: str = "2GB") -> dict[str, dict[str, int]]:
    """Write the decisions on every unit; how many have each result, by programme.

    Refuses, leaving nothing half-written: a rule that does not check, a file that is not Parquet, lacks a column or has
    one of another type, a unit that stands twice, an amount below zero.
    """
    _one_of_each(papers.programmes)
    runs = papers.runs
    sheets.fit(papers.households, "households", papers.words)
    sheets.fit(papers.persons, "persons", papers.words)
    folder.mkdir(parents=True, exist_ok=True)
    workshop = folder / f".deciding-{os.getpid()}"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    try:
        if engine == REFERENCE:
            counts = _one_by_one(papers, runs, workshop)
        else:
            counts = _all_at_once(papers, runs, workshop, engine, memory)
        about = json.dumps(_about(papers, engine, counts), indent=1, ensure_ascii=False)
        (workshop / ABOUT).write_text(about, encoding="utf-8")
        for name in (DECISIONS, ABOUT):
            (workshop / name).replace(folder / name)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return counts


def _all_at_once(
    papers: Papers, runs: Sequence[prepared.Prepared], workshop: Path, name: str, memory: str
) -> dict[str, dict[str, int]]:
    from ayni.engines import backends
    from ayni.engines.rules import columns
    from ayni.snapshots import results

    with backends.connect(name, memory=memory, temporary=workshop / "spilt") as engine:
        households = engine.read("households", sheets.files(papers.households))
        persons = engine.read("persons", sheets.files(papers.persons))
        decided = columns.decide(papers.programmes, papers.words, households, persons, on=papers.on)
        for unit, one in decided.items():
            results.write_outcome(one, workshop, unit, engine=engine, provenance={})
    return _written_out(runs, workshop, memory)


def _written_out(runs: Sequence[prepared.Prepared], workshop: Path, memory: str) -> dict[str, dict[str, int]]:
    """The packed outcomes as one row for each unit and programme, ordered, whatever engine packed them."""
    import duckdb

    from ayni.snapshots import results
    from ayni.snapshots.tables import quoted

    criteria = _criteria(runs)
    spilt = workshop / "spilt"
    spilt.mkdir(exist_ok=True)
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(spilt)}) as connection:
        for unit in dict.fromkeys(run.definition.unit for run in runs):
            connection.execute(f"CREATE VIEW {quoted(unit)} AS {results.selection(workshop, unit)}")
            _each_once(connection, unit)
        parts = [_rows(run, criteria) for run in sorted(runs, key=lambda run: run.code)]
        target = str(workshop / DECISIONS).replace("'", "''")
        connection.execute(f"COPY ({' UNION ALL '.join(parts)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        found = connection.execute(
            f"SELECT programme, result, count(*) FROM read_parquet('{target}') GROUP BY ALL"  # noqa: S608 a path
        ).fetchall()
    return _counts(runs, found)


def _rows(run: prepared.Prepared, criteria: Mapping[str, str]) -> str:
    """One programme's rows, ordered by unit, with a column for every criterion of any programme."""
    from ayni.snapshots.tables import quoted

    own = {name: quoted(f"{run.code}__{name}") for name in run.names}
    chosen = [
        f"'{run.code}' AS programme",
        f"'{run.definition.unit}' AS unit",
        "id AS unit_id",
        "household_id",
        f"{quoted(f'{run.code}__result')} AS result",
        f"{quoted(f'{run.code}__amount')} AS amount",
        f"{quoted(f'{run.code}__missing')} AS missing",
        *(f"{own.get(name, 'NULL::BOOLEAN')} AS {quoted(column)}" for name, column in criteria.items()),
    ]
    unit = quoted(run.definition.unit)
    return f"(SELECT {', '.join(chosen)} FROM {unit} ORDER BY unit_id)"  # noqa: S608 codes checked


def _each_once(connection: Any, unit: str) -> None:
    sql = f'SELECT id, count(*) FROM "{unit}" GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1'  # noqa: S608
    twice = connection.execute(sql).fetchone()
    if twice:
        raise sheets.SheetRefused(f"The {unit} {twice[0]} stands {twice[1]} times in the file; keep one row of each.")


def _one_by_one(papers: Papers, runs: Sequence[prepared.Prepared], workshop: Path) -> dict[str, dict[str, int]]:
    """The same by the reference reader, one unit after the other: slow, and what the others are judged by."""
    from ayni.snapshots.errors import AmountBelowZero

    households = {row["id"]: row for row in sheets.rows(papers.households)}
    members: dict[Any, list[dict[str, Any]]] = {}
    for row in sheets.rows(papers.persons):
        members.setdefault(row["household_id"], []).append(row)
    columns = _criteria(runs)
    rows: list[dict[str, Any]] = []
    for run in sorted(runs, key=lambda run: run.code):
        for unit_id, facts in sorted(_units(run.definition.unit, households, members), key=lambda pair: pair[0]):
            outcome = reading.evaluate(run, facts, on=papers.on)
            if outcome.amount is not None and outcome.amount < 0:
                raise AmountBelowZero(run.code, unit_id, outcome.amount)
            row = dict.fromkeys((*FIXED, *columns.values()))
            row |= {columns[name]: value for name, value in outcome.criteria.items()}
            missing = ",".join(sorted({NUMBERED.sub("", name) for name in outcome.missing}))
            home = unit_id if run.definition.unit == "household" else facts["person"]["household_id"]
            row |= {"programme": run.code, "unit": run.definition.unit, "unit_id": unit_id, "household_id": home}
            rows.append(row | {"result": outcome.result, "amount": outcome.amount, "missing": missing})
    schema = pa.schema(
        {
            **dict.fromkeys(("programme", "unit"), pa.string()),
            **dict.fromkeys(("unit_id", "household_id"), pa.int64()),
            **{"result": pa.string(), "amount": pa.decimal128(18, 2), "missing": pa.string()},
            **dict.fromkeys(columns.values(), pa.bool_()),
        }
    )
    pq.write_table(pa.Table.from_pylist(rows, schema), workshop / DECISIONS, compression="zstd")
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        counted[row["programme"], row["result"]] = counted.get((row["programme"], row["result"]), 0) + 1
    return _counts(runs, [(*key, number) for key, number in counted.items()])


def _units(
    unit: str, households: Mapping[Any, dict[str, Any]], members: Mapping[Any, list[dict[str, Any]]]
) -> Iterable[tuple[Any, dict[str, Any]]]:
    if unit == "household":
        yield from ((key, _facts(row, members.get(key, []))) for key, row in households.items())
        return
    for home, people in members.items():
        facts = _facts(households[home], people) if home in households else {}
        yield from ((person["id"], {**facts, "person": person}) for person in people)


def _facts(household: dict[str, Any], people: list[dict[str, Any]]) -> dict[str, Any]:
    scores = {name.removeprefix("score_"): value for name, value in household.items() if name.startswith("score_")}
    return {"household": household, "members": people, "scores": scores}


def _criteria(runs: Sequence[prepared.Prepared]) -> dict[str, str]:
    """The column of each criterion's name; one called as a column that is there already is told apart."""
    names = dict.fromkeys(name for run in sorted(runs, key=lambda run: run.code) for name in run.names)
    return {name: f"criterion-{name}" if name in FIXED else name for name in names}


def _counts(runs: Sequence[prepared.Prepared], found: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    counts = {run.code: {"eligible": 0, "ineligible": 0, "needs_information": 0} for run in runs}
    for code, result, number in found:
        counts[code][result] = number
    return counts


def _about(papers: Papers, engine: str, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    return {
        "on": papers.on.isoformat(),
        "engine": engine,
        "dictionary": papers.words.version,
        "programmes": {one.code: hashlib.sha256(_text(one).encode()).hexdigest() for one in papers.programmes},
        "households": _digest(papers.households),
        "persons": _digest(papers.persons),
        "results": counts,
    }


def _text(one: definitions.Definition) -> str:
    rules = [criterion.rule.text for criterion in one.criteria]
    return "\n".join([one.code, one.unit, *rules, one.benefit.amount.text if one.benefit.amount else ""])


def _digest(place: Path) -> dict[str, str]:
    found = {}
    for file in sheets.files(place):
        with Path(file).open("rb") as opened:
            found[Path(file).name] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found


def _one_of_each(programmes: Sequence[definitions.Definition]) -> None:
    codes = [one.code for one in programmes]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise sheets.SheetRefused(f"Two of the files are the programme {twice[0]!r}; give each programme once.")
