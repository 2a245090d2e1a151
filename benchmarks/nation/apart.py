"""Sides that are programs of their own: each tells its seconds, and the most memory it and its own had."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measuring

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def run(command: Sequence[str]) -> measuring.Ran:
    """Run a program whose last line is {"seconds": …, "did": …}. Raises BenchmarkFailed with what it said."""
    began = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said, complained = began.communicate()
    if began.returncode:
        raise measuring.BenchmarkFailed(f"{' '.join(command[:3])} failed: {complained[-2000:]}")
    told = json.loads(said.strip().splitlines()[-1])
    return measuring.Ran(told["seconds"], told.get("peak_mb", 0.0), told["did"])


def interleaved(case: measuring.Case, command: Sequence[str]) -> list[tuple[measuring.Ran, measuring.Ran]]:
    """Rounds of ours and of a program, who is first changing; the first round warms up and is left out."""
    rounds = []
    for turn in range(case.rounds + 1):
        measuring.apart(case.before)
        if turn % 2:
            beside, ours = run(command), measuring.apart(case.ours)
        else:
            ours, beside = measuring.apart(case.ours), run(command)
        measuring.apart(case.same)
        rounds.append((ours, beside))
    return rounds[1:]


def measure(case: measuring.Case, command: Sequence[str]) -> dict[str, object]:
    """One row of the results, as `measuring.measure` gives it."""
    busy = os.getloadavg()[0]
    ours, beside = zip(*interleaved(case, command), strict=True)
    return measuring.row(case, ours, beside, busy)
