"""One benchmark at one size, in the installation of AYNI_HOME: python -m benchmarks.alone NAME HOUSEHOLDS ROWS.json"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks import installation, measuring

BUSY = 1.0  # of the machine's cores, before measuring; above it seconds mean little and ratios less


def main(name: str, households: int, rows: Path) -> None:
    installation.make()
    module = importlib.import_module(f"benchmarks.{name}")
    found = []
    for case in module.cases(households):
        found.append(measuring.measure(case))
        print(line(found[-1]), flush=True)
    rows.write_text(json.dumps(found))


def line(row: dict[str, Any]) -> str:
    """A row as one line for people."""
    pace = "".join(
        f"   {value:,} {key.replace('_per_s', '/s')}" for key, value in row.items() if key.endswith("_per_s")
    )
    busy = f"   machine busy: load {row['load']}" if row["load"] > BUSY * (os.cpu_count() or 1) else ""
    return (
        f"{row['work']:<34} {row['size']:<20} {row['ours_s']:>8.3f} s   beside {row['beside']}: {row['beside_s']:.3f} s"
        f"   ratio {row['ratio']:.2f} (goal {row['goal']:.2f}: {'met' if row['met'] else 'NOT met'})"
        f"   {row['peak_mb']} MB{pace}{busy}"
    )


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    except measuring.BenchmarkFailed as failed:
        sys.exit(str(failed))
