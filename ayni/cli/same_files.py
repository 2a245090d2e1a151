"""A file of people linked with the registry: who of it is on record."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import typer
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.identity import actions, queries
from ayni.identity.actions import linking_files
from ayni.identity.queries import linking_files as found
from ayni.kernel import spreadsheets
from ayni.kernel.refusals import Refused


class Misused(Refused):
    """Words that do not go together."""


def link(file: Path, purpose: str, out: Path, columns: Sequence[str], told_on: str, by: User) -> None:
    """Send the file, link it here and now, write what was found, and delete it again."""
    on, at = timezone.localdate(), timezone.now()
    with file.open("rb") as content:
        sent = {"files": [(file.name, content)], "with_registry": True, "on": on, "at": at, "by": by}
        made = actions.send_files_to_link(purpose, **sent)
    try:
        chosen = _chosen(columns) or made.described[0]["guess"]
        typer.echo("Columns: " + ", ".join(f"{meaning}={column}" for meaning, column in chosen.items()))
        actions.start_linking(made, columns=[chosen], told_on=[_day(told_on)], by=by, in_background=False)
        made.refresh_from_db()
        quiet: Any = SimpleNamespace(tell=lambda done, total: typer.echo(f"Step {done} of {total} …", err=True))
        report = linking_files.run(made, progress=quiet, at=timezone.now())
        _write(made, out, by)
    finally:
        actions.forget_linking(made, at=timezone.now(), by=by)
    typer.echo(f"{report['counts'][0]:,} records of {file.name}, {report['counts'][1]:,} in the registry.")
    typer.echo(
        f"{report['people']:,} people are there more than once. Written: {out}/pairs.csv, groups.csv, report.html"
    )


def _write(made: Any, out: Path, by: User) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for part, name in ((found.SHOWN, "pairs.csv"), (found.CLUSTERS, "groups.csv")):
        with (out / name).open("w", encoding="utf-8-sig", newline="") as text:
            writer = csv.writer(text)
            for row in found.lines(queries.linking(made.pk, reader=by) or made, part, reader=by):
                writer.writerow([spreadsheets.guarded(cell) for cell in row])
    (out / "report.html").write_bytes(found.report(made))


def _chosen(columns: Sequence[str]) -> dict[str, str]:
    wrong = [one for one in columns if "=" not in one]
    if wrong:
        raise Misused(f"“{wrong[0]}” says no meaning. Write it as full=Name, birth_date=Born, phone=Mobile.")
    return dict(one.split("=", 1) for one in columns)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise Misused(f"“{text}” is no day. Write it as 2026-06-30.") from wrong
