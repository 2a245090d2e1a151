"""Timing two pieces of work against each other: interleaved, each run in a process of its own, medians compared."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = 5


@dataclass(frozen=True)
class Case:
    """Our work and what it is put beside. Each callable does one whole run.

    `goal` is the highest ratio ours / beside that meets the goal; `before` prepares each run, unmeasured.
    """

    work: str
    size: str
    ours: Callable[[], Any]
    beside_name: str
    beside: Callable[[], Any]
    goal: float
    before: Callable[[], None] = lambda: None
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Ran:
    seconds: float
    peak_mb: float


def measure(case: Case) -> dict[str, Any]:
    """One row of the results: medians over the rounds."""
    ours, beside = [], []
    for _ in range(case.rounds):
        case.before()
        ours.append(apart(case.ours))
        case.before()
        beside.append(apart(case.beside))
    ours_s = statistics.median(run.seconds for run in ours)
    beside_s = statistics.median(run.seconds for run in beside)
    ratio = ours_s / beside_s
    return {
        "work": case.work,
        "size": case.size,
        "ours_s": round(ours_s, 4),
        "beside": case.beside_name,
        "beside_s": round(beside_s, 4),
        "ratio": round(ratio, 3),
        "goal": case.goal,
        "met": ratio <= case.goal,
        "peak_mb": round(max(run.peak_mb for run in ours)),
    }


def apart(work: Callable[[], Any]) -> Ran:
    """Run in a forked process; its wall time (told by itself, without the fork) and peak memory."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            began = time.perf_counter()
            work()
            os.write(write, repr(time.perf_counter() - began).encode())
            status = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(status)
    os.close(write)
    _, status, usage = os.wait4(child, 0)
    with os.fdopen(read) as told:
        seconds = told.read()
    if status != 0:
        raise RuntimeError("a benchmark run failed; its error is above")
    return Ran(float(seconds), usage.ru_maxrss / 1024)
