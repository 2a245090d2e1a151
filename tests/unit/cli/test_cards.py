"""Cards checked at the command line, without a network; and the keys that they are checked with."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import cards as commands
from ayni.kernel.cards import ended, keys
from ayni.kernel.refusals import Refused
from tests.unit.kernel.cards.test_cards import AT, KEY, OTHERS, OURS, code


def given(*words: object) -> Result:
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, ["card", *map(str, words)], terminal_width=200)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    file = tmp_path / "keys.txt"
    file.write_text(keys.write([KEY]), encoding="utf-8")
    return file


def test_a_card_is_checked_without_a_network(known: Path) -> None:
    told = given("check", code(), "--keys", known, "--on", "2026-03-01")
    assert told.exit_code == 0, told.output
    assert "genuine and counts until 2031-03-01" in told.output
    assert "P00004711" in told.output
    assert "Whether it was lost or replaced is not known here" in told.output


def test_the_list_of_ended_cards_is_asked_when_it_is_given(known: Path, tmp_path: Path) -> None:
    gone = tmp_path / "ended.txt"
    gone.write_text(ended.write(["ABCDEFG2"], at=AT, key=KEY.id, sign=OURS.sign), encoding="utf-8")
    told = given("check", code(), "--keys", known, "--ended", gone, "--on", "2026-03-01")
    assert (told.exit_code, "counts no longer" in told.output) == (1, True)
    gone.write_text(ended.write([], at=AT, key=KEY.id, sign=OURS.sign), encoding="utf-8")
    told = given("check", code(), "--keys", known, "--ended", gone, "--on", "2026-03-01")
    assert (told.exit_code, "Not on the list of ended cards" in told.output) == (0, True)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda text: text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:], "not genuine|not read rightly"),
        (lambda text: text[:80], "cut off"),
        (lambda text: "hello", "no code of a card of ours"),
        (lambda text: code(private=OTHERS), "key that is not ours"),
    ],
    ids=["changed", "cut off", "no card", "forged"],
)
def test_a_card_that_does_not_count_says_why(known: Path, spoilt, said: str) -> None:
    told = given("check", spoilt(code()), "--keys", known, "--on", "2026-03-01")
    assert told.exit_code == 1
    assert any(part in told.output for part in said.split("|")), told.output


def test_a_file_of_codes_is_checked_line_by_line(known: Path, tmp_path: Path) -> None:
    file = tmp_path / "codes.txt"
    file.write_text(f"{code()}\n\nhello\n", encoding="utf-8")
    told = given("check", "--file", file, "--keys", known, "--on", "2026-03-01")
    assert told.exit_code == 1
    assert "counts until" in told.output and "no code of a card" in told.output


def test_what_is_needed_and_not_there_is_named(tmp_path: Path, known: Path) -> None:
    assert isinstance(given("check", code(), "--keys", tmp_path / "none.txt").exception, Refused)
    assert isinstance(given("check", "--keys", known).exception, Refused)
    picture = tmp_path / "card.png"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    assert "not a text" in str(given("check", "--file", picture, "--keys", known).exception)


def test_the_public_keys_are_written_and_renewed(db: None, tmp_path: Path) -> None:
    out, told = tmp_path / "card-keys.txt", []
    for _ in range(2):
        assert given("key", "--new", "--out", out).exit_code == 0
        told.append(keys.read(out.read_text("utf-8")))
    assert len(told[0]) == len(told[1]) == 1  # no card was signed with the first, so nobody needs it
    assert told[0] != told[1]
