"""`ayni demo`: the whole chain on an empty registry, then the application in the browser."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from rich.table import Table

from ayni.cli import demo_chain, demo_summary, officers, processes, ready, serving
from ayni.cli.waiting import console

DAY = "2026-06-30"  # the generated country's day, the same on every machine


def add_to(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    survey: Annotated[Path | None, typer.Option(help="A survey's folder; without it a country is made up.")] = None,
    households: Annotated[int, typer.Option(min=1, help="Households of the made-up country.")] = 2000,
    seed: Annotated[int, typer.Option(help="Another seed, another country.")] = 1,
    port: serving.Port = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the application at the end.")] = True,
    summary: Annotated[Path | None, typer.Option("--json", help="Write the summary to this file.")] = None,
) -> None:
    """Take a country from a household survey to paid families, then open the application."""
    if serve:
        processes.free_port(port)
    wish = demo_chain.Wish(str(survey.resolve()) if survey else None, households, seed, DAY)
    ready.database()
    with processes.Processes(Path(settings.AYNI_HOME) / "logs", {"DATABASE_URL": ready.address()}) as ours:
        if serve:
            serving.start_web(ours, port)  # it gets ready while the chain runs
        chain = demo_chain.Chain(wish, Path(settings.AYNI_HOME), ours)
        chain.run()
        found = demo_summary.summary(chain)
        _show(found)
        if summary:
            summary.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        if serve:
            processes.wait_for_port(port, ours.children["web"])
            _invite(port)
            serving.keep(ours)


def _invite(port: int) -> None:
    table = Table("Sign in as", "who is", title=f"Ayni is open at http://127.0.0.1:{port}/")
    for username, (name, role) in officers.OFFICERS.items():
        table.add_row(username, f"{name}, {settings.AYNI_ROLES[role]['label']}")
    console.print(table)
    console.print(f"The password of all is [bold]{officers.sign_in_password(Path(settings.AYNI_HOME))}[/bold]")
    console.print("Begin with “district”, who sees people and decisions. Ctrl-C stops.")


def _show(found: dict[str, Any]) -> None:
    mpi, payments = found["measures"]["mpi"], found["payments"]
    table = Table("Programme", "Unit", "Eligible", "Not eligible", "Needs information", "Enrolled")
    for programme in found["programmes"]:
        counts = [f"{programme[name]:,}" for name in ("eligible", "ineligible", "needs_information", "enrolled")]
        table.add_row(programme["code"], programme["unit"], *counts)
    console.print(f"{found['households']:,} households, {found['persons']:,} persons")
    console.print(f"Poor in several dimensions: H {mpi['H']:.3f} (± {1.96 * mpi['se']['H']:.3f}), M0 {mpi['M0']:.3f}")
    console.print(table)
    console.print(
        f"{payments['lines']:,} payments of {payments['amount']}: {payments['paid']:,} paid, "
        f"{payments['returned']:,} returned, {payments['pending']:,} pending; "
        f"the ledger {'balances' if found['ledger']['balanced'] else 'does NOT balance'}"
    )
    console.print(f"In {sum(found['seconds'].values()):.0f} seconds")
