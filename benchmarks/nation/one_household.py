"""One household at a desk, and one rule as it is written: milliseconds, beside the goal."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import measuring
from benchmarks.nation import country, orm_loop, ours

HOUSEHOLDS = 200
DESK, CHECK = 0.005, 0.020  # seconds, the goals
DICTIONARIES = 20


def rows(nation: country.Nation, home: Path, size: str) -> list[dict[str, Any]]:
    """A row for each thing measured; the goal stands where another side would."""
    works: tuple[tuple[str, Callable[[], float], float], ...] = (
        ("one household, explained", lambda: explained(nation, home), DESK),
        ("one household, looked up, explained", lambda: looked_up(nation, home), DESK),
        ("checking a rule", lambda: checked(warm=True), CHECK),
        ("checking a rule, dictionary new", lambda: checked(warm=False), CHECK),
    )
    return [row(work, size, measuring.apart(side), goal) for work, side, goal in works]


def row(work: str, size: str, ran: measuring.Ran, goal: float) -> dict[str, Any]:
    """As `measuring.row` tells it, of the median that the side found itself."""
    nothing = measuring.nothing
    case = measuring.Case(work=work, size=size, ours=nothing, beside_name="the goal", beside=nothing, goal=1.0)
    found = measuring.Ran(ran.did, ran.peak_mb)
    return measuring.row(case, (found,), (measuring.Ran(goal, 0.0),), os.getloadavg()[0])


def explained(nation: country.Nation, home: Path) -> float:
    """Ten programmes for a household whose facts are in memory, those about persons for each of its members."""
    programmes, snapshot = ours.programmes(), as_snapshot(nation, home)
    facts = [facts_of(snapshot, household) for household in _chosen(nation)]
    return median(lambda one: orm_loop.decided(programmes, one, on=country.DAY), facts)


def looked_up(nation: country.Nation, home: Path) -> float:
    """The same, with finding the household in the snapshot's files."""
    programmes, snapshot = ours.programmes(), as_snapshot(nation, home)
    return median(
        lambda household: orm_loop.decided(programmes, facts_of(snapshot, household), on=country.DAY),
        _chosen(nation),
    )


def checked(*, warm: bool) -> float:
    """A rule never seen before (a space more makes it another text), with a dictionary seen before or not."""
    from ayni.engines.rules import check

    texts = [(rule.text, said.unit, wants) for said in ours.definitions() for rule, wants in check.rules(said)]
    if warm:
        words = country.dictionary()
        for text, unit, wants in texts:
            check.expression(text, unit, words, wants)
        return median(lambda one: check.expression(f"{one[0]} ", one[1], words, one[2]), texts)
    fresh = [(text, unit, wants, _another(place)) for place, (text, unit, wants) in enumerate(texts[:DICTIONARIES])]
    return median(lambda one: check.expression(f"{one[0]} ", one[1], one[3], one[2]), fresh)


def _another(place: int) -> Any:
    """The nation's dictionary with one more variable."""
    from ayni.engines import dictionary

    extra = dictionary.Variable(f"extra_{place}", "household", "boolean")
    return dictionary.Dictionary([*country.dictionary(), extra])


def median(work: Callable[[Any], Any], items: Iterable[Any]) -> float:
    """Seconds; the first is not counted, as it makes what all others use."""
    found = []
    for item in items:
        began = time.perf_counter()
        work(item)
        found.append(time.perf_counter() - began)
    return statistics.median(found[1:])


def _chosen(nation: country.Nation) -> list[int]:
    """Households from all over the nation."""
    every = f"SELECT id FROM '{nation.files('households')}' ORDER BY hash(id) LIMIT {HOUSEHOLDS}"
    import duckdb

    return [household for (household,) in duckdb.sql(every).fetchall()]


def facts_of(snapshot: Any, household: int) -> dict[str, Any]:
    """One household as rules read it; its score stands in its own row here."""
    from ayni.snapshots import opening

    facts = opening.facts(snapshot, household)
    return {**facts, "scores": {"pmt": facts["household"].get("score_pmt")}}


def as_snapshot(nation: country.Nation, home: Path) -> Any:
    """The nation's files as a snapshot that no database knows."""
    from ayni.snapshots import models

    folder = home / "snapshot"
    folder.mkdir(exist_ok=True)
    (folder / "dictionary.yaml").write_text(country.dictionary().to_yaml(), encoding="utf-8")
    for name in ("households", "persons"):
        if not (folder / name).exists():
            (folder / name).symlink_to(nation.folder.resolve() / name)
    tables = {name: {"files": _files(folder, name)} for name in ("households", "persons")}
    manifest = {"tables": tables, "dictionary": {"bytes": (folder / "dictionary.yaml").stat().st_size}}
    return models.Snapshot(version="nation", on=country.DAY, folder=str(folder), manifest=manifest)


def _files(folder: Path, name: str) -> list[dict[str, Any]]:
    return [
        {
            "path": str(file.relative_to(folder)),
            "partition": file.parent.name.partition("=")[2],
            "bytes": file.stat().st_size,
        }
        for file in sorted((folder / name).glob("*/*.parquet"))
    ]
