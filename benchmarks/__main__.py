"""`make bench`: run the benchmarks and write benchmarks/results/NAME.json. ONLY=rules SIZE=small|full."""

import argparse
import importlib
import json
import os
from pathlib import Path

from benchmarks import measuring

NAMES = ("load", "snapshot", "decide", "pay")
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--size", default="small", choices=("small", "full"))
    wanted = parser.parse_args()
    if wanted.only and wanted.only not in NAMES:
        parser.error(f"there is no benchmark “{wanted.only}”; there are {', '.join(NAMES)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    RESULTS.mkdir(exist_ok=True)
    for name in [wanted.only] if wanted.only else NAMES:
        module = importlib.import_module(f"benchmarks.{name}")
        rows = [show(measuring.measure(case)) for case in module.cases(wanted.size)]
        (RESULTS / f"{name}.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def show(row: dict) -> dict:
    verdict = "met" if row["met"] else "NOT met"
    print(
        f"{row['work']:<28} {row['size']:<22} {row['ours_s']:>9.3f} s   beside {row['beside']}: {row['beside_s']:.3f} s"
        f"   ratio {row['ratio']:.2f} (goal {row['goal']}: {verdict})   {row['peak_mb']} MB",
        flush=True,
    )
    return row


if __name__ == "__main__":
    main()
