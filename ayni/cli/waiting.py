"""Waiting for background work, with a bar that moves."""

import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ayni.cli.errors import WorkOverdue
from ayni.commons.jobs import queries
from ayni.commons.jobs.errors import WorkFailed

LOOK_EVERY_SECONDS = 0.1
NOBODY_CAME_AFTER_SECONDS = 90

console = Console(stderr=True)


def bar() -> Progress:
    """A progress bar on a terminal; elsewhere it stays quiet."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


class Telling:
    """Shows on a bar what an action tells of its progress."""

    def __init__(self, shown: Progress, title: str) -> None:
        self._shown, self._line = shown, shown.add_task(title, total=None)

    def tell(self, done: int, total: int) -> None:
        self._shown.update(self._line, completed=done, total=total or None)


def until_done(key: str, title: str, *, meanwhile: Callable[[], None] = lambda: None) -> queries.Work:
    """Wait for a piece of work. Refuses: WorkFailed with its reason; WorkOverdue when no worker takes it."""
    asked = time.monotonic()
    with bar() as shown:
        line = shown.add_task(title, total=None)
        while True:
            work = queries.work(key)
            if work is not None and work.status == "done":
                return work
            if work is not None and work.status == "failed":
                raise WorkFailed(key, work.message)
            if work is None or work.status == "waiting":
                if time.monotonic() - asked > NOBODY_CAME_AFTER_SECONDS:
                    raise WorkOverdue(key, NOBODY_CAME_AFTER_SECONDS)
            else:
                shown.update(line, completed=work.done, total=work.total or None)
            meanwhile()
            time.sleep(LOOK_EVERY_SECONDS)
