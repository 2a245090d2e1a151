"""Timing two pieces of work against each other: interleaved, each run in a process of its own, medians compared."""

from __future__ import annotations

import inspect
import json
import os
import signal
import statistics
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ROUNDS = 5
MEGABYTE = 1024  # in the kilobytes the system counts memory in


class BenchmarkFailed(Exception):
    """A run ended with an error, or the two sides did not do the same work."""


def nothing() -> None:
    """What is done before or after a round when nothing is."""


@dataclass(frozen=True)
class Case:
    """Our work and what it is put beside.

    Each side does one whole run and says what it did, in plain values: both must say the same, in every round. A side
    may be a generator: timed from its first `yield`, when it is ready, to its second or its end.
    `before` prepares a round, `same` compares what the two sides left behind and raises when it differs; neither is
    timed, both have their own process.

    `goal` is the highest ratio ours / beside that meets the goal; or `goal_s` is the longest ours may take, and the
    ratio is told from it. `beside_times` extrapolates what was done to a sample. `units` are counted by what they are:
    ("persons", 8000) adds persons_per_s.
    """

    work: str
    size: str
    ours: Callable[[], Any]
    beside_name: str
    beside: Callable[[], Any]
    goal: float = 0.0
    goal_s: float = 0.0
    beside_times: float = 1.0
    units: tuple[str, int] | None = None
    before: Callable[[], Any] = nothing
    same: Callable[[], Any] = nothing
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Ran:
    """One run: wall time, the most memory its process held (not that of the database), and what it says it did."""

    seconds: float
    peak_mb: float
    did: Any = None


def measure(case: Case) -> dict[str, Any]:
    """One row of the results: medians over the rounds. A first round warms up and does not count."""
    busy = os.getloadavg()[0]
    rounds = [_round(case, turn) for turn in range(case.rounds + 1)][1:]
    ours, beside = zip(*rounds, strict=True)
    return row(case, ours, beside, busy)


def row(case: Case, ours: tuple[Ran, ...], beside: tuple[Ran, ...], busy: float) -> dict[str, Any]:
    """The contract of benchmarks/results; `busy` is the machine's load before the measuring."""
    ours_s = statistics.median(run.seconds for run in ours)
    beside_s = statistics.median(run.seconds for run in beside) * case.beside_times
    goal = case.goal_s / beside_s if case.goal_s else case.goal
    told = {
        "work": case.work,
        "size": case.size,
        "ours_s": round(ours_s, 4),
        "beside": case.beside_name,
        "beside_s": round(beside_s, 4),
        "ratio": round(ours_s / beside_s, 3),
        "goal": round(goal, 3),
        "met": ours_s / beside_s <= goal,
        "peak_mb": round(max(run.peak_mb for run in ours)),
        "rounds": len(ours),
        "load": round(busy, 2),
    }
    if case.units:
        name, count = case.units
        told[f"{name}_per_s"] = round(count / ours_s)
    return told


def _round(case: Case, turn: int) -> tuple[Ran, Ran]:
    """Both sides once, each first in every other round; refused when they did not do the same."""
    apart(case.before)
    if turn % 2:
        beside, ours = apart(case.beside), apart(case.ours)
    else:
        ours, beside = apart(case.ours), apart(case.beside)
    if ours.did is None or ours.did != beside.did:
        raise BenchmarkFailed(f"{case.work}: ours did {ours.did}; {case.beside_name} did {beside.did}.")
    apart(case.same)
    return ours, beside


def apart(work: Callable[[], Any]) -> Ran:
    """Run in a forked process, which tells its own wall time without the fork. Raises BenchmarkFailed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _tell(work, write)
    os.close(write)
    with os.fdopen(read) as told:
        answer = told.read()
    _, status, usage = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        raise BenchmarkFailed(f"The run was ended by {signal.Signals(os.WTERMSIG(status)).name}.")
    result = json.loads(answer)
    if "error" in result:
        raise BenchmarkFailed(result["error"])
    return Ran(result["seconds"], usage.ru_maxrss / MEGABYTE, result["did"])


def _tell(work: Callable[[], Any], write: int) -> None:
    """In the child: run, tell, and end without the parent's farewells."""
    try:
        seconds, did = _timed(work)
        told = {"seconds": seconds, "did": did}
        answer = json.dumps(told)
    except BaseException:
        answer = json.dumps({"error": traceback.format_exc()})
    with os.fdopen(write, "w") as out:
        out.write(answer)
    os._exit(0)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """What a generator does between its two yields, or up to its end after the first, is timed; else all of it."""
    if not inspect.isgeneratorfunction(work):
        began = time.perf_counter()
        did = work()
        return time.perf_counter() - began, did
    steps = work()
    next(steps)
    began = time.perf_counter()
    end = _next(steps)
    seconds = time.perf_counter() - began
    if end is None and (end := _next(steps)) is None:
        raise BenchmarkFailed("A run yields when it is ready to begin and, if it likes, when it is done; no more.")
    return seconds, end.value


def _next(steps: Iterator[None]) -> StopIteration | None:
    """Go on to the next yield; the end when there is none."""
    try:
        next(steps)
    except StopIteration as end:
        return end
    return None
