"""Cards checked by their code alone: needs no database, only the file of public keys and, if there is one, the list of
ended cards."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ayni.kernel.cards import checking
from ayni.kernel.cards import ended as ended_cards
from ayni.kernel.cards import keys as card_keys
from ayni.kernel.cards.checking import Checked, State
from ayni.kernel.refusals import Refused

card = typer.Typer(help="Cards: check one without a network; the keys they are signed with.", no_args_is_help=True)
KEYS, LIST = "card-keys.txt", "ended-cards.txt"
LARGEST_CODE = 10_000

SAYS = {
    State.VALID: "The card is genuine and counts until {content.expires_on}.",
    State.EXPIRED: "The card is genuine, but expired: it counted until {content.expires_on}.",
    State.ENDED: "The card was genuine, but counts no longer: it was lost, replaced or taken back.",
    State.TAMPERED: "The card is not genuine: what it says is not what was signed. Keep it and tell an office.",
    State.UNKNOWN_KEY: "The card is signed with a key that is not ours ({key}): it is of another system, or forged. "
    "If the keys were renewed, fetch the file of public keys again.",
    State.WITHDRAWN_KEY: "The card is signed with a key that was withdrawn ({key}), so nobody knows who made it. "
    "An office can give a new card.",
    State.FOREIGN: "This is no code of a card of ours: it would begin with AYNI1.",
    State.LETTERS: "The code holds “{at}”, which no code has: letters A–Z and digits 2–7 only. Scan it again.",
    State.TRUNCATED: "The code is cut off: a part of it is missing. Scan or copy the whole of it.",
    State.TOO_LONG: "There is more than one code here, or something behind it. Scan one card at a time.",
    State.DAMAGED: "The code was not read rightly. Scan it again, in better light.",
}


class NotFound(Refused):
    """A file that is needed and not there, or not what it should be."""


def add_to(app: typer.Typer) -> None:
    app.add_typer(card, name="card")


@card.command()
def check(
    code: Annotated[str, typer.Argument(help="The text of the code, or the link that holds it; - reads it.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="A text file with a code on each line.")] = None,
    keys: Annotated[Path, typer.Option(help="The file of public keys, of `ayni card key`.")] = Path(KEYS),
    ended: Annotated[Path | None, typer.Option(help="The signed list of ended cards, of /cards/ended.txt.")] = None,
    on: Annotated[str, typer.Option(help="The day, as 2026-06-30; else today.")] = "",
) -> None:
    """Whether a card is genuine and counts. Needs no network and no database. Exit status 1 when one does not.

    A scanner gives the text of the square code; from a picture, any scanning program does.
    """
    codes = _codes(code, file)
    known = _keys(keys)
    listed = _list(ended, known)
    day = _day(on)
    found = [checking.check(one, known, on=day, ended=listed) for one in codes]
    for one in found:
        _tell(one, listed)
    if any(one.state is not State.VALID for one in found):
        raise typer.Exit(1)


@card.command()
def key(
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is shown.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Make a new key; cards of the old one count on.")] = False,
) -> None:
    """The public keys with which anybody checks cards: one line for each. They are no secret."""
    from ayni.cli import ready

    ready.database()
    from ayni.identity import queries

    if new:
        typer.echo(f"Cards are signed with key {queries.renew_card_key()} from now on.", err=True)
    text = queries.public_keys()
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"Written: {out}")


def _codes(code: str, file: Path | None) -> list[str]:
    if file is not None:
        lines = [line for line in _read(file).splitlines() if line.strip()]
    else:
        lines = [sys.stdin.read(LARGEST_CODE) if code == "-" else code]
    if not any(lines):
        raise NotFound("Give the text of a code, or a file of them: ayni card check CODE, or --file FILE.")
    return lines


def _keys(file: Path) -> dict[str, card_keys.Key]:
    try:
        return dict(card_keys.read(_read(file)))
    except card_keys.NotKeys as wrong:
        raise NotFound(f"{file} is no file of public keys. {wrong} `ayni card key --out {KEYS}` writes one.") from wrong


def _list(file: Path | None, known: dict[str, card_keys.Key]) -> ended_cards.Ended | None:
    if file is None:
        return None
    try:
        return ended_cards.read(_read(file), known)
    except ended_cards.NotTheList as wrong:
        raise NotFound(f"{file}: {wrong}") from wrong


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise NotFound(
            f"{file} is not a text. Of a picture, give the text that a scanner reads from its square code."
        ) from wrong
    except FileNotFoundError as missing:
        raise NotFound(f"{file} is not there. Name it: --keys FILE, --ended FILE, --file FILE.") from missing


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as wrong:
        raise NotFound(f"“{text}” is no day. Write it as 2026-06-30.") from wrong


def _tell(found: Checked, listed: ended_cards.Ended | None) -> None:
    typer.echo(SAYS[found.state].format(content=found.content, key=found.key, at=found.at))
    if found.content is not None:
        said = found.content
        born = f", born {said.birth_year}" if said.birth_year else ""
        typer.echo(f"  {said.name}{born}, {said.person_code}; card {said.serial}, given by {said.office}")
    if found.state is State.VALID:
        typer.echo(
            f"  Not on the list of ended cards of {listed.at:%Y-%m-%d %H:%M %Z}."
            if listed
            else "  Whether it was lost or replaced is not known here: give the list of ended cards with --ended."
        )
