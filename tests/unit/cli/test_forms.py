"""Questionnaires at the command line."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import forms as commands
from ayni.commons.access.errors import NotPermitted
from ayni.commons.actions.errors import SameOfficer
from ayni.intake import actions, errors, models, queries
from ayni.kernel.refusals import Refused
from tests.unit.intake import field
from tests.unit.intake.field import Field


def given(*words: object, by: str = "steward") -> Result:
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, ["forms", *map(str, words), "--as", by], terminal_width=200)


def well(*words: object, by: str = "steward") -> str:
    told = given(*words, by=by)
    assert told.exit_code == 0, told.output
    return told.output


def refused(*words: object, by: str = "steward") -> BaseException:
    told = given(*words, by=by)
    assert isinstance(told.exception, Refused), told.output
    assert str(told.exception).strip()
    return told.exception


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Field:
    settings.AYNI_HOME = tmp_path
    return field.made()


def test_a_version_goes_from_a_draft_to_phones_and_away(here: Field, tmp_path: Path) -> None:
    book = tmp_path / "form.xlsx"
    made = well("make", "village", "--version", "2", "--out", book)
    number = models.QuestionnaireVersion.objects.get(questionnaire__code="village").pk
    assert f"Kept as number {number}." in made
    assert openpyxl.load_workbook(book).sheetnames[:3] == ["survey", "choices", "settings"]
    assert f"{number}  village  2  draft" in well("list")
    assert isinstance(refused("publish", number, by="approver"), Refused)  # nobody has approved it
    assert isinstance(refused("approve", number), NotPermitted | SameOfficer)
    assert "Publish it with" in well("approve", number, by="approver")
    assert "phones are given it" in well("publish", number, by="approver")
    assert "village" in {one.questionnaire.code for one in queries.offered(here.enumerator)}
    assert "Retired" in well("retire", number, by="approver")
    assert "village" not in {one.questionnaire.code for one in queries.offered(here.enumerator)}


def test_a_workbook_is_prepared_with_the_files_it_names(here: Field, tmp_path: Path) -> None:
    book, list_of = tmp_path / "form.xlsx", tmp_path / "crops.csv"
    _workbook(book, ("select_one_from_file crops.csv", "crop", "Crop"))
    assert isinstance(refused("prepare", book), errors.FileMissing)
    list_of.write_text("name,label\nmaize,Maize\n")
    told = well("prepare", book, "--file", list_of)
    assert "no_area" not in told
    assert models.QuestionnaireMedia.objects.get(name="crops.csv").content


def test_what_is_no_workbook_is_told(here: Field, tmp_path: Path) -> None:
    text = tmp_path / "form.xlsx"
    text.write_text("no workbook")
    assert isinstance(refused("prepare", text), errors.NoQuestionnaire)
    assert "There is no file" in str(refused("prepare", tmp_path / "absent.xlsx"))
    assert "There is no file" in str(refused("prepare", text, "--file", tmp_path / "absent.csv"))
    assert "There is no file" in str(refused("prepare", tmp_path))
    with text.open("wb") as file:
        file.truncate(commands.LARGEST + 1)
    assert "larger than 5 MB" in str(refused("prepare", text))
    assert models.QuestionnaireVersion.objects.count() == 1


def test_a_number_or_a_user_that_is_not_there_is_told(here: Field) -> None:
    for command in ("approve", "publish", "retire"):
        assert "ayni forms list" in str(refused(command, 999_999, by="approver"))
    assert "ayni users list" in str(refused("key", "Phone", "--user", "nobody", by="enumerator"))
    assert "ayni users add" in str(refused("list", by="nobody"))


def test_a_key_is_told_once_and_opens(here: Field) -> None:
    address = well("key", "Phone 7", "--days", "3", by="enumerator").strip()
    key = models.DeviceKey.objects.get(name="Phone 7")
    assert (key.user, key.expires_at - key.made_at < timedelta(days=4)) == (here.enumerator, True)
    assert queries.device_key(address.rpartition("/")[2], at=key.made_at, opens=actions.OPENS) == key
    assert isinstance(refused("key", "Another's", "--user", "officer", by="enumerator"), errors.NotYourPhone)
    assert given("key", "Phone", "--days", "9999", by="enumerator").exit_code == 2


def test_sent_forms_are_listed_by_their_state(here: Field) -> None:
    applied, waiting = here.send(here.form()), here.send(here.form(rooms="99"))
    both = well("sent", by="officer")
    assert str(applied) in both
    assert "2 in all." in both
    one = well("sent", "--status", "waiting", by="officer")
    assert str(waiting) in one
    assert str(applied) not in one
    assert "received, checked, waiting" in str(refused("sent", "--status", "lost", by="officer"))


def _workbook(place: Path, *questions: tuple[str, str, str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label", "becomes"])
    sheet.append(["text", "household", "Household", "household"])
    for question in questions:
        sheet.append([*question, "-"])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "form_title", "version"])
    settings.append(["crops", "Crops", "1"])
    book.save(place)
