"""Money: the cycles, the ledger and its proof; a provider to try payments on."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection
from rich.table import Table

from ayni.benefits import queries
from ayni.cli import acting, ready, waiting


def add_to(app: typer.Typer) -> None:
    for command in (payments, ledger, provider):
        app.command()(command)


def payments(by: acting.As = "") -> None:
    """Every payment cycle and how its payments stand."""
    table = Table("Programme", "Period", "Status", "Payments", "Amount", "Paid", "Returned")
    for standing in queries.cycles(acting.officer(by)):
        cycle = standing.cycle
        counts = [
            str(standing.tallies[name].lines) if name in standing.tallies else "0" for name in ("paid", "returned")
        ]
        period = f"{cycle.period_from} – {cycle.period_to}"
        table.add_row(
            str(cycle.programme), period, cycle.status, f"{cycle.lines_count:,}", f"{cycle.amount:,}", *counts
        )
    waiting.console.print(table)


def ledger() -> None:
    """The trial balance, and each total held against the payments. Exit status 1 when one does not hold."""
    ready.database()
    table = Table("Account", "Debits", "Credits", "Balance")
    with connection.as_owner():  # type: ignore[attr-defined]  # all payments, whoever gives the command: it names nobody
        for account in queries.trial_balance():
            amounts = (account.debits, account.credits, account.balance)
            table.add_row(account.code, *(f"{amount:,}" for amount in amounts))
        proofs = queries.proof()
    waiting.console.print(table)
    if not proofs:
        typer.echo(
            "Not every payment can be seen from here, so nothing is proved. Give the command with AYNI_OWNER_URL."
        )
        raise typer.Exit(1)
    for proof in proofs:
        typer.echo(
            f"{'✓' if proof.holds else '✗'} {proof.statement}: expected {proof.expected:,}, found {proof.found:,}"
        )
    if not all(proof.holds for proof in proofs):
        raise typer.Exit(1)


def provider(
    port: Annotated[int, typer.Option(help="Its port on this machine.")] = 8900,
    state: Annotated[Path | None, typer.Option(help="Where it keeps what it was asked to pay.")] = None,
    seed: int = 1,
    delay: Annotated[float, typer.Option(help="Seconds after which it answers, at most.")] = 1.0,
) -> None:
    """A mobile money provider to try payments on. It moves no money; name it to Ayni in AYNI_PROVIDER_URL."""
    kept = state or Path(settings.AYNI_HOME) / "provider.sqlite"
    program = [sys.executable, "-m", "ayni.exchange.mobile_money.simulator", "--port", str(port), "--state", str(kept)]
    os.execv(program[0], [*program, "--seed", str(seed), "--delay", str(delay)])  # noqa: S606 our own program
