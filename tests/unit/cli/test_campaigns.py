"""Campaigns at the command line."""

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import campaigns as commands
from ayni.intake import errors, models
from tests.unit.intake import campaign
from tests.unit.intake.field import member


def given(*words: object) -> Result:
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, ["campaigns", *map(str, words), "--as", "supervisor"], terminal_width=200)


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> campaign.Made:
    settings.AYNI_HOME = tmp_path
    return campaign.made()


def test_progress_is_told_by_area_and_enumerator(here: campaign.Made) -> None:
    campaign.listed(here)
    here.send()
    told = given("progress", "north-2026", "--look")
    assert told.exit_code == 0, told.output
    assert "0 visits closed by their forms" in told.output
    for words in ("N1", "Nobody", "All", "complete a day"):
        assert words in told.output
    assert "north-2026" in given("list").output


def test_a_sample_is_drawn_and_proved(here: campaign.Made) -> None:
    assert isinstance(given("sample", "north-2026").exception, errors.NothingToDraw)
    here.send(members=[member("Lone", "head", "female")])
    told = given("sample", "north-2026")
    assert f"1 of 1 interviews are drawn. The seed is {models.BackCheckDraw.objects.get().seed}." in told.output
    assert "the same again" in given("sample", "north-2026", "--proof").output
    models.BackCheckDraw.objects.update(digest="0")
    assert "differs" in given("sample", "north-2026", "--proof").output
