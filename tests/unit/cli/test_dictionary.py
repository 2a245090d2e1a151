"""The dictionary at the command line."""

from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import dictionary as commands
from ayni.commons.access.models import Grant, User
from ayni.engines.dictionary import Choice, Dictionary, DictionaryError, Variable, xlsform
from ayni.kernel.refusals import Refused
from ayni.registry import queries
from ayni.registry.actions import declaring
from ayni.registry.models import DictionaryChange

FLOOR = Variable("floor", "household", "choice", {"en": "Floor"}, (Choice("earth"),))
WELL = Variable("well", "household", "boolean", {"en": "Has a well"})
BOTH = Dictionary([FLOOR, WELL])


def given(*words: object) -> Result:
    app = typer.Typer()
    app.command("one-more")(lambda: None)  # a program of one command has no names
    commands.add_to(app)
    return CliRunner().invoke(app, ["dictionary", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dictionary.yaml"
    path.write_text(BOTH.to_yaml(), encoding="utf-8")
    return path


@pytest.fixture
def known(db: None) -> None:
    declaring.declare(Dictionary([FLOOR]), since=date(2026, 1, 1))
    steward = User.objects.create_user("steward")
    Grant.objects.create(user=steward, role_id="data_steward", starts_on=date(2020, 1, 1))


def test_a_file_is_checked_without_a_registry(file: Path, tmp_path: Path) -> None:
    told = given("check", file)
    assert (told.exit_code, told.output) == (0, "2 variables: nothing is wrong.\n")
    xlsform.write(BOTH, tmp_path / "form.xlsx")
    assert "2 variables" in given("check", tmp_path / "form.xlsx").output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"variables: [{name: a, entity: person}]", "lacks type"),
        (b"PK\x03\x04 cut", "not a readable .xlsx"),
        (b"\xff\xfe\x00", "neither a YAML text"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x").write_bytes(content)
    told = given("check", tmp_path / "x")
    assert told.exit_code == 1
    assert words in told.output


def test_the_registrys_is_written_out(known: None, tmp_path: Path) -> None:
    assert Dictionary.from_yaml(given("export").output) == queries.dictionary()
    assert "1 variables are in" in given("export", "--format", "xlsform", "--out", tmp_path / "d.xlsx").output
    assert Dictionary(xlsform.read(tmp_path / "d.xlsx")) == queries.dictionary()
    refused = given("export", "--format", "xlsform")
    assert isinstance(refused.exception, Refused) and "--out" in str(refused.exception)


def test_a_file_is_proposed_by_an_officer(known: None, file: Path) -> None:
    shown = given("import", file, "--as", "steward", "--dry-run")
    assert (shown.exit_code, "household.well added" in shown.output) == (0, True)
    assert not DictionaryChange.objects.exists()
    told = given("import", file, "--as", "steward", "--reason", "Wells matter", "--since", "2026-02-01")
    change = DictionaryChange.objects.get()
    assert f"Proposed as {change}" in told.output
    assert (change.reason, change.since, [entry["name"] for entry in change.put]) == (
        "Wells matter",
        date(2026, 2, 1),
        ["well"],
    )
    assert queries.dictionary().get("household", "well") is None


def test_what_cannot_be_is_refused(known: None, tmp_path: Path, file: Path) -> None:
    (tmp_path / "same.yaml").write_text(Dictionary([FLOOR]).to_yaml())
    shown = given("import", tmp_path / "same.yaml", "--as", "steward", "--dry-run")
    assert (shown.exit_code, "nothing to change" in shown.output) == (1, True)
    for words, told in ((("--as", "steward"), "A reason is needed"), (("--reason", "x"), "Name one with --as")):
        refused = given("import", file, *words)
        assert isinstance(refused.exception, Refused) and told in str(refused.exception)
    with pytest.raises(DictionaryError):
        (tmp_path / "bad.yaml").write_text("variables: [")
        commands._read(tmp_path / "bad.yaml")
