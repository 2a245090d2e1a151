"""OpenFisca beside ours: its own environment, its side, and what both must agree on.

OpenFisca has no unknown. Whoever ours decides although something is unknown is decided whatever the answers may be, so
there its defaults do as well as any: on everyone ours does not ask about, both must say the same.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from benchmarks import measuring
from benchmarks.nation import country, ours, rounds

ENVIRONMENT = rounds.ROOT / "build" / "openfisca"
PROGRAM = Path(__file__).parent / "openfisca_program.py"
NEEDS = ("openfisca-core==46.0.1", "pyarrow==26.0.1")
NAME = "openfisca"


def prepare() -> Path:
    """An environment with OpenFisca, made when it is not there yet; its Python. Raises BenchmarkFailed."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / ".ready").exists():
        uv = shutil.which("uv")
        if not uv:
            raise measuring.BenchmarkFailed("OpenFisca's environment is made by uv, which is not on the PATH.")
        for command in (("venv", "--clear", ENVIRONMENT), ("pip", "install", "--python", python, *NEEDS)):
            subprocess.run([uv, *map(str, command), "--quiet"], check=True)
        (ENVIRONMENT / ".ready").touch()
    return python


def side(nation: country.Nation, folder: Path) -> rounds.Side:
    """One run of it: seconds from arrays to arrays, with reading them, and with writing too."""
    return rounds.program(NAME, [str(prepare()), str(PROGRAM), str(nation.folder), str(folder)])


def same(folder: Path, decided_by_ours: Path) -> None:
    """Raises BenchmarkFailed when somebody whom ours decides is decided otherwise."""
    import duckdb

    for definition in ours.definitions():
        files = [f"'{one}/{definition.unit}.parquet'" for one in (decided_by_ours, folder)]
        result, paid = (f'o."{definition.code}__{name}"' for name in ("result", "amount"))
        differs = f"({result} = 'eligible') <> f.\"{definition.code}__eligible\""
        if definition.benefit.amount:
            differs += f' OR coalesce({paid}, 0) <> f."{definition.code}__amount"'
        told = f"{result} <> 'needs_information' AND ({differs})"
        sql = f"SELECT count(*), min(o.id) FROM {files[0]} o JOIN {files[1]} f USING (id) WHERE {told}"
        count, first = duckdb.sql(sql).fetchall()[0]
        if count:
            raise measuring.BenchmarkFailed(f"{definition.code}: OpenFisca decides {count} otherwise, as {first}.")
