"""Computing a trial: everybody decided by the rules being tried, and counted; or two trials set beside each other.

The engines are imported when there is something to compute: the screens import this module.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ayni.engines.rules import earlier, prepared
from ayni.enrolment.queries import trials
from ayni.programmes import queries as programmes
from ayni.snapshots import opening, results

if TYPE_CHECKING:
    from ayni.engines.rules.outcomes import Layout
    from ayni.snapshots.opening import Opened

AT_ONCE = 50_000  # persons of a snapshot small enough to be decided while somebody waits
STEPS = 2
Tell = Callable[[int, int], None]


def is_small(trial: trials.Trial) -> bool:
    """Is it computed while the reader waits?"""
    persons = trial.snapshot.manifest.get("tables", {}).get("persons", {}).get("rows", 0)
    return bool(persons <= AT_ONCE and getattr(settings, "AYNI_ENGINE", "duckdb") == "duckdb")


def compute(key: str, against: str = "", *, tell: Tell = lambda done, total: None) -> None:
    """Compute a trial and, when another is named, what changes from that one to it. What is there stays."""
    trial = trials.read(key)
    before = trials.read(against) if against else None
    steps = STEPS * (2 if before else 1) + bool(before)
    _ensure(trial, lambda done: tell(done, steps))
    if before is not None:
        _ensure(before, lambda done: tell(STEPS + done, steps))
        if trial.figures(against) is None:
            trials.written(trial.folder / f"{against}.json", _moves(trial, before))
        tell(steps, steps)


def _ensure(trial: trials.Trial, tell: Callable[[int], None]) -> None:
    if trial.figures() is None:
        unfinished = trial.folder.with_name(f".{trial.key}-{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        tell(0)
        try:
            _decide(trial, unfinished, tell)
            if not trial.folder.exists():
                unfinished.rename(trial.folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    tell(STEPS)


def _decide(trial: trials.Trial, folder: Path, tell: Callable[[int], None]) -> None:
    from ayni.engines.rules import columns

    said, snapshot = trial.definition, trial.snapshot
    words = opening.dictionary(snapshot)
    asked = earlier.wanted(prepared.prepare(said, words).checked)
    cited = {"snapshot": snapshot.version, "dictionary": words.version, "trial": programmes.digest(trial.text)}
    scores = {code: Path(path) for code, path in trial.scores.items()}
    with opening.open(snapshot, scores, earlier=asked) as opened:
        decided = columns.decide([said], words, opened.households, opened.persons, on=snapshot.on)[said.unit]
        results.write_outcome(decided, folder, said.unit, engine=opened.engine, provenance=cited)
        tell(1)
        trials.written(folder / f"{trials.FIGURES}.json", _figures(opened, folder, trial))


def _figures(opened: Opened, folder: Path, trial: trials.Trial) -> dict[str, Any]:
    from ayni.engines.rules import tallies

    said = trial.definition
    packed, layout = _outcome(opened, folder, trial, "tried")
    (programme,) = layout.programmes
    known = tallies.sexes(said.unit, opened.table("persons"))
    rows = tallies.counted(packed, programme, known).to_pyarrow().to_pylist()
    return {"criteria": list(programme.criteria), "asks": list(programme.asks), "rows": [_plain(row) for row in rows]}


def _moves(trial: trials.Trial, before: trials.Trial) -> dict[str, Any]:
    from ayni.engines.rules import outcomes, tallies

    codes = before.definition.code, trial.definition.code
    with opening.open(trial.snapshot) as opened:
        old = outcomes.unpacked(*_outcome(opened, before.folder, before, "tried_before"))
        new = outcomes.unpacked(*_outcome(opened, trial.folder, trial, "tried"))
        known = tallies.sexes(trial.definition.unit, opened.table("persons"))
        rows = tallies.moved(old, new, codes, known).to_pyarrow().to_pylist()
    return {"rows": [_plain(row) for row in rows]}


def _outcome(opened: Opened, folder: Path, trial: trials.Trial, name: str) -> tuple[Any, Layout]:
    """The outcome as it is kept, and how it is read."""
    from ayni.engines.rules import outcomes

    unit = trial.definition.unit
    legend = json.loads((folder / f"{unit}.json").read_text(encoding="utf-8"))
    layout = outcomes.Layout.from_json(legend["programmes"])
    return opened.engine.read(name, results.files(folder, unit)), layout


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON keeps it: money as a text."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}
