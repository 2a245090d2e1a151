"""Reading and formatting programmes' files at the command line, with no database."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ayni.cli import rules_reading

PROGRAMME = """\
programme: child-grant
title: {en: Child grant, fr: Allocation}
unit: household
criteria:
  - name: young   # who is young
    rule: members.exists(m,age(m,on)<5)
  - {name: poor, rule: household.rooms < 3, says: {en: There are few rooms}}
benefit: {every: month, amount: 10*size(members), currency: LCU}
"""
DICTIONARY = "variables: [{name: rooms, entity: household, type: integer, labels: {en: Rooms, fr: Pièces}}]"


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(rules_reading.read)
    made.command()(rules_reading.format)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "words.yaml").write_text(DICTIONARY, "utf-8")
    (tmp_path / "child-grant.yaml").write_text(PROGRAMME, "utf-8")
    return tmp_path / "child-grant.yaml"


def test_a_file_is_read_in_a_language(app: typer.Typer, file: Path) -> None:
    words = str(file.with_name("words.yaml"))
    said = CliRunner().invoke(app, ["read", str(file), "--language", "fr", "--dictionary", words])
    assert said.exit_code == 0
    assert said.output.splitlines() == [
        "Allocation",
        "- Une personne de moins de 5 ans habite dans le ménage",
        "- Pièces\u00a0: moins de 3",
        "= 10 fois le nombre de membres du ménage",
    ]
    assert "- There are few rooms" in CliRunner().invoke(app, ["read", str(file), "--dictionary", words]).output


def test_a_language_without_readings_is_refused(app: typer.Typer, file: Path) -> None:
    said = CliRunner().invoke(app, ["read", str(file), "--language", "xx"])
    assert said.exit_code == 1
    assert "name one of en, fr, ar" in said.output


def test_formatting_writes_only_what_differs(app: typer.Typer, file: Path) -> None:
    checked = CliRunner().invoke(app, ["format", "--check", str(file)])
    assert checked.exit_code == 1
    assert file.read_text("utf-8") == PROGRAMME
    assert CliRunner().invoke(app, ["format", str(file)]).exit_code == 0
    assert "members.exists(m, age(m, on) < 5)   # who" not in file.read_text("utf-8")
    assert "amount: 10 * size(members), currency" in file.read_text("utf-8")
    assert CliRunner().invoke(app, ["format", "--check", str(file)]).exit_code == 0


def test_one_bad_file_leaves_all_as_they_are(app: typer.Typer, file: Path) -> None:
    bad = file.with_name("bad.yaml")
    bad.write_text("programme: x", "utf-8")
    said = CliRunner().invoke(app, ["format", str(file), str(bad)])
    assert said.exit_code == 1
    assert "bad.yaml:1:1" in said.output
    assert file.read_text("utf-8") == PROGRAMME
