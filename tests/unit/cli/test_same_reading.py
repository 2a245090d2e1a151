"""Pairs that wait, and thresholds, at the command line."""

import pytest
import typer
from typer.testing import CliRunner

from ayni.cli import same as commands
from tests.unit.identity import town


@pytest.fixture
def waiting(db):
    made = town.built(count=6, twice=0)
    town.officer("steward")
    return town.pair(made.people[0], made.people[2], 0.97, both_paid=True)


def given(*words):
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, ["same", *words, "--as", "steward"], terminal_width=200)


def test_pairs_that_wait_are_listed(waiting):
    told = given("waiting")
    assert told.exit_code == 0, told.output
    assert "1 pairs wait." in told.output
    assert "0 pairs wait." in given("waiting", "--area", "S").output


def test_thresholds_say_what_is_not_known_yet(waiting):
    told = given("thresholds")
    assert told.exit_code == 0, told.output
    assert "The same from 100.0%" in told.output and "No sample was drawn yet" in told.output
