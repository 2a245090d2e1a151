"""`make bench`: run the benchmarks and write benchmarks/results/NAME.json. ONLY=decide SIZE=small|full|NUMBER."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ayni.config import home as installed

NAMES = (
    *("load", "files", "snapshot", "decide", "pay", "scope", "finding", "desk", "pairs", "linkage", "nation"),
    "proxies",
    "multidimensional",
)
HOUSEHOLDS = {"small": (8_000,), "full": (8_000, 100_000)}
NATIONS = {"small": (20_000,), "full": (2_000_000,)}
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--size", default="small", help="small, full, or a number of households, as --households")
    parser.add_argument("--households", type=int, help="another number of households; its results are not kept")
    wanted = parser.parse_args()
    if wanted.size.isdecimal():
        wanted.households = int(wanted.size)
    elif wanted.size not in HOUSEHOLDS:
        parser.error(f"there is no size “{wanted.size}”; there are {', '.join(HOUSEHOLDS)}, or a number of households")
    if wanted.only and wanted.only not in NAMES:
        parser.error(f"there is no benchmark “{wanted.only}”; there are {', '.join(NAMES)}")
    for name in [wanted.only] if wanted.only else NAMES:
        usual = NATIONS if name == "nation" else HOUSEHOLDS
        sizes = (wanted.households,) if wanted.households else usual[wanted.size]
        rows = [row for households in sizes for row in in_its_own_home(name, households)]
        if not wanted.households:
            keep(name, rows)


def in_its_own_home(name: str, households: int) -> list[dict[str, Any]]:
    """One benchmark at one size, in an installation made for it and removed after it."""
    home = Path(tempfile.mkdtemp(prefix="ayni-bench-"))
    try:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment = {"AYNI_NATIONS": str(installed.folder() / "nations"), **environment, "AYNI_HOME": str(home)}
        found = home / "rows.json"
        program = ["benchmarks.nation"] if name == "nation" else ["benchmarks.alone", name]
        command = [sys.executable, "-m", *program, str(households), str(found)]
        done = subprocess.run(command, env=environment, check=False)
        if done.returncode:
            sys.exit(f"The benchmark “{name}” of {households:,} households failed; nothing of it was kept.")
        return json.loads(found.read_text())
    finally:
        shutil.rmtree(home, ignore_errors=True)


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
