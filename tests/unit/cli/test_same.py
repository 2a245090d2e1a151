"""Merging and parting at the command line."""

from datetime import date

import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import same as commands
from ayni.commons.access.models import Grant, User
from ayni.identity import errors
from ayni.identity.models import Merge
from tests.unit.identity import saying
from tests.unit.identity.merging.twice import Twice
from tests.unit.registry import valley


def given(*words: str) -> Result:
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, ["same", *words, "--as", "sam"])


@pytest.fixture
def twice(db: None) -> Twice:
    Grant.objects.create(user=User.objects.create_user("sam"), role_id="data_steward", starts_on=date(2020, 1, 1))
    twice = Twice(valley.Valley())
    saying.said_same(twice.kept, twice.absorbed)
    return twice


def test_two_records_are_merged_shown_and_parted(twice: Twice) -> None:
    words = ["merge", twice.kept.code, twice.absorbed.code, "--because", "The same card", "--pick", "born"]
    made = given(*words, "--lives-in", twice.upper.code)
    assert made.exit_code == 0, made.output
    merge = Merge.objects.get()
    assert f"{merge.code}: {twice.absorbed.code} leads to {twice.kept.code} now." in made.output
    twice.kept.phones.create(number="+99970000010")
    shown = given("show", merge.code).output
    assert "came since: registry.Phone.person:" in shown
    assert merge.code in given("merges").output
    parted = given("part", merge.code, "--because", "They are sisters")
    assert "stand apart again" in parted.output
    merge.refresh_from_db()
    assert merge.status == "parted"


def test_a_refusal_is_told_and_nothing_is_done(twice: Twice) -> None:
    refused = given("merge", twice.kept.code, twice.absorbed.code, "--because", "The same card")
    assert isinstance(refused.exception, errors.HomeUnknown)
    assert given("merge", "Amina", twice.absorbed.code, "--because", "x").exit_code == 2
    assert not Merge.objects.exists()


def test_a_household_registered_twice_is_merged_in_one_step(twice: Twice) -> None:
    pair = f"{twice.kept.code}:{twice.absorbed.code}"
    made = given("merge-household", twice.upper.code, pair, "--because", "One family")
    assert made.exit_code == 0, made.output
    assert Merge.objects.get().household_id == twice.upper.pk
