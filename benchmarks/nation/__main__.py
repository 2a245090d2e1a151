"""A nation's ten programmes, in the empty home of AYNI_HOME: python -m benchmarks.nation HOUSEHOLDS ROWS.json [SIDE…]

The nation's files stay in the folder AYNI_NATIONS, made once for each size. Naming sides runs only those beside ours.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import alone, installation, measuring
from benchmarks.nation import by_hand, country, one_household, openfisca_beside, orm_loop, ours, rounds, told

ROUNDS = 3
SAMPLE = 2_000  # households for the loops through the ORM
SIDES = ("hand", "read", "openfisca", "spark", "orm", "again", "desk")


def main(households: int, rows: Path, wanted: Sequence[str]) -> None:
    if unknown := set(wanted) - set(SIDES):
        sys.exit(f"There is no side “{unknown.pop()}”; there are {', '.join(SIDES)}.")
    home, chosen = installation.home(), tuple(wanted or SIDES)
    nation = country.made(households, Path(os.environ.get("AYNI_NATIONS") or home / "nations"))
    sample = min(SAMPLE, households)
    prepare(nation, chosen, sample)
    found = rounds.run(sides(nation, home, chosen), lambda: same(home, chosen), ROUNDS)
    size = f"{households:,} households"
    made = told.rows(found, size, households / sample)
    if "desk" in chosen:
        made += one_household.rows(nation, home, size)
    for row in made:
        print(alone.line(row), flush=True)
    rows.write_text(json.dumps(made))


def prepare(nation: country.Nation, chosen: Sequence[str], sample: int) -> None:
    """What the sides need before they can begin."""
    if "orm" in chosen:
        installation.make()
        measuring.apart(lambda: orm_loop.fill(nation, sample))
    elif "desk" in chosen:
        _django()
    for name in installation.IMPORTED_LATE:
        importlib.import_module(name)
    if "again" in chosen:
        measuring.apart(functools.partial(ours.keep, nation))


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    import django

    from ayni.config.postgresql import roles

    roles.be_owner(True)
    django.setup()


def sides(nation: country.Nation, home: Path, chosen: Sequence[str]) -> dict[str, rounds.Side]:
    """Ours, and everything chosen beside it; each writes in a folder of its own."""

    def forked(name: str, work: Any, *more: Any) -> rounds.Side:
        (home / name).mkdir(exist_ok=True)
        return rounds.forked(name, functools.partial(work, nation, *more))

    made = {"ours": forked("ours", ours.decide, home / "ours")}
    if "hand" in chosen:
        made["hand"] = forked("hand", by_hand.decide, home / "hand")
    if "read" in chosen:
        made["read"] = forked("read", by_hand.read)
    if "orm" in chosen:
        made["naive"] = forked("naive", orm_loop.naive, home / "naive")
        made["prefetched"] = forked("prefetched", orm_loop.prefetched, home / "prefetched")
    if "again" in chosen:
        made["again"] = forked("again", ours.again, home / "again")
    if "spark" in chosen:
        made |= spark(nation, home)
    if "openfisca" in chosen:
        made["openfisca"] = openfisca_beside.side(nation, home / "openfisca")
    return made


def spark(nation: country.Nation, home: Path) -> dict[str, rounds.Side]:
    """Spark's side, and ours on Spark; a word in their place when Spark is not installed."""
    if importlib.util.find_spec("pyspark") is None:
        print("Spark is left out: `uv pip install -e '.[spark]'`, and Java 17, would have it.", flush=True)
        return {}
    program = [sys.executable, "-m", "benchmarks.nation.spark_by_hand", str(nation.folder), str(home / "spark")]
    made = {"spark": rounds.program("spark", program)}
    work = functools.partial(ours.on_spark, nation, home / "ours-on-spark")
    made["ours-on-spark"] = rounds.forked("ours-on-spark", work)
    return made


def same(home: Path, chosen: Sequence[str]) -> None:
    """Everybody was decided alike. Raises BenchmarkFailed."""
    mine = ours.readable(home / "ours")
    for name in ("hand", "spark", "again", "ours-on-spark"):
        if (home / name / "person.parquet").exists():
            by_hand.same(mine, ours.readable(home / name))
    for name in ("naive", "prefetched"):
        if "orm" in chosen:
            orm_loop.same(home / name, mine)
    if "openfisca" in chosen:
        openfisca_beside.same(home / "openfisca", mine)


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
    except measuring.BenchmarkFailed as failed:
        sys.exit(str(failed))
