"""Several ways to do one work, run in turn: each once in every round, in its own process, the order turned round."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import measuring

ROOT = Path(__file__).parent.parent.parent
Side = Callable[[], dict[str, measuring.Ran]]


def run(sides: Mapping[str, Side], after: Callable[[], Any], count: int) -> dict[str, tuple[measuring.Ran, ...]]:
    """So many rounds, and a first that warms up and does not count; `after` compares what that one left behind."""
    found: dict[str, list[measuring.Ran]] = {}
    for turn in range(count + 1):
        for side in list(sides.values())[:: -1 if turn % 2 else 1]:
            for name, ran in side().items():
                found.setdefault(name, []).append(ran)
        if not turn:
            measuring.apart(after)
    return {name: tuple(runs[1:]) for name, runs in found.items()}


def forked(name: str, work: Callable[[], Any]) -> Side:
    """A side that is a function of ours."""
    return lambda: {name: measuring.apart(work)}


def program(name: str, command: Sequence[str], **variables: str) -> Side:
    """A side that is a program: its last line is {"seconds": …, "did": …, "peak_mb": …}.

    Seconds may be several by name: each is then a side of its own, called `name, word`.
    """

    def side() -> dict[str, measuring.Ran]:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise measuring.BenchmarkFailed(f"{name} failed: {done.stderr[-2000:]}")
        told = json.loads(done.stdout.strip().splitlines()[-1])
        seconds = told["seconds"] if isinstance(told["seconds"], dict) else {"": told["seconds"]}
        return {
            ", ".join(filter(None, (name, word))): measuring.Ran(taken, told["peak_mb"], told["did"])
            for word, taken in seconds.items()
        }

    return side
