"""The table of commands says what the modules say."""

import inspect
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ayni.cli import main

AREAS = {
    path.stem for path in Path(main.__file__).parent.glob("*.py") if "\ndef add_to(" in path.read_text(encoding="utf-8")
}


def of_module(module):
    """Every command of a module by its name, with the first paragraph of its help."""
    app = typer.Typer()
    app.command("one-more")(lambda: None)  # a program of one command has no names
    main.whole(next(one for one in main.COMMANDS.values() if one.module == module)).add_to(app)
    found = typer.main.get_command(app).commands
    return {name: first(command.help) for name, command in found.items() if name != "one-more"}


def first(help):
    return " ".join(inspect.cleandoc(help).split("\n\n")[0].split())


def test_every_area_is_in_the_table():
    assert {command.module for command in main.COMMANDS.values()} == AREAS


@pytest.mark.parametrize("module", sorted(AREAS))
def test_names_and_first_lines_agree(module):
    assert of_module(module) == {name: one.says for name, one in main.COMMANDS.items() if one.module == module}


@pytest.mark.parametrize("name", main.COMMANDS)
def test_a_command_tells_all_of_its_help(name):
    told = CliRunner().invoke(main.commands(name), [name, "--help"])
    assert told.exit_code == 0
    assert main.COMMANDS[name].says in " ".join(told.output.split())


def test_the_help_of_all_names_each():
    told = " ".join(CliRunner().invoke(main.commands(""), ["--help"]).output.split())
    for name, command in main.COMMANDS.items():
        assert f"{name} {command.says}" in told


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one():
    told = CliRunner().invoke(main.commands("rulse"), ["rulse"])
    assert told.exit_code == 2
    assert "rules" in told.output
