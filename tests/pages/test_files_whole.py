"""Whole files, by screen and by command: in with their reports, and taken back to the byte."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from typer.testing import CliRunner

from ayni.cli import file_loads, files
from ayni.commons import acting
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake.models import FileLoad, Load
from ayni.registry.models import Household, Person
from ayni.registry.queries import finding_words
from tests.truths import shared

COLUMNS = ("person id", "hh id", "relationship", "given name", "family name", "sex", "date of birth", "area", "mother")
PERSONS, WRONG = 3_000, 30
TABLES = (
    *("household", "person", "membership", "kinship", "householdfacts", "personfacts", "householdsealed"),
    *("personsealed", "identifier", "personname", "phone", "searchentry", "searchplace", "searchsound"),
)


def rows(area: str) -> list[tuple[str, ...]]:
    """Households of three; of one row in a hundred the date is none."""
    made: list[tuple[str, ...]] = [COLUMNS]
    for n in range(PERSONS):
        home, place = divmod(n, 3)
        born = "31/31/1990" if n % 100 == 50 else ("1985-02-03", "1984-03-04", "2015-04-05")[place]
        role, mother = ("head", "spouse", "child")[place], f"p{n - 2}" if place == 2 else ""
        made.append((f"p{n}", f"h{home}", role, name(n % 700), "Diallo", "FMF"[place], born, area, mother))
    return made


def name(number: int) -> str:
    return "".join("abedifogun"[int(digit)] for digit in f"{number:03}").capitalize()


def content(kind: str, area: str) -> bytes:
    if kind == "csv":
        return "".join(",".join(row) + "\n" for row in rows(area)).encode()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for row in rows(area):
        sheet.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def extract() -> str:
    """Every row of the registry and of what people are found by, as one digest."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM registry_{table} t ORDER BY 1")
            digest.update("\n".join([table, *(row for (row,) in cursor.fetchall())]).encode())
    return digest.hexdigest()


def command(*words: object) -> str:
    app = typer.Typer()
    file_loads.add_to(app)
    files.add_to(app)
    with acting.apart():  # as the end of a command is the end of who gave it
        result = CliRunner().invoke(app, [*map(str, words), "--as", "data_steward"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def by_screen(client: Any, kind: str, sent: bytes) -> None:
    def page(name: str) -> str:
        return reverse(f"web:{name}", args=[FileLoad.objects.get().pk])

    client.post(reverse("web:upload_file"), {"file": SimpleUploadedFile(f"people.{kind}", sent)})
    form = client.get(page("map_file")).context["form"]
    client.post(page("map_file"), {name: form[name].value() or "" for name in form.fields})
    client.post(page("check_file"))
    done()
    told = client.get(page("file")).content.decode()
    assert "2,970" in told
    assert "31/31/1990" in client.get(page("file_findings")).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(page("rejected_workbook")).content))
    assert book.active.max_row == WRONG + 1
    client.post(page("load_file"))
    done()


def done() -> None:
    for work in Work.objects.exclude(status__in=("done", "failed")):
        running.run(work.pk)


def by_command(folder: Path, kind: str, sent: bytes) -> None:
    path = folder / f"people.{kind}"
    path.write_bytes(sent)
    told = command("file", "load", path)
    assert "3,000 rows, 1,000 households; 2,970 new, 0 changed, 0 passed over, 30 to be mended" in told
    mend = folder / "mend.xlsx"
    command("file", "rejected", FileLoad.objects.get(), "--to", mend)
    assert openpyxl.load_workbook(mend).active.max_row == WRONG + 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("way", ["screen", "command"])
def test_a_file_comes_in_and_is_taken_back_to_the_byte(
    place: Any, signed_in: Any, tmp_path: Path, kind: str, way: str
) -> None:
    finding_words.read_new()  # those of who is there, as the worker does
    people, before = Person.objects.count(), extract()
    sent = content(kind, Household.objects.first().area.code)  # type: ignore[union-attr]
    if way == "screen":
        by_screen(signed_in("data_steward"), kind, sent)
    else:
        by_command(tmp_path, kind, sent)
    made = FileLoad.objects.get()
    assert (made.status, made.report["new"], made.report["refused"]) == ("loaded", PERSONS - WRONG, WRONG)
    assert Person.objects.count() == people + PERSONS - WRONG
    assert extract() != before
    if way == "screen":
        signed_in("data_steward").post(reverse("web:undo_file", args=[made.pk]), {"reason": "The wrong camp"})
        done()
    else:
        assert "is taken back" in command("file", "undo", made, "--reason", "The wrong camp")
    assert Person.objects.count() == people
    assert extract() == before


@pytest.mark.parametrize("way", ["screen", "command"])
def test_the_published_survey_comes_in_with_its_report(place: Any, signed_in: Any, way: str) -> None:
    folder = shared.path("popstan")
    people = Person.objects.count()
    if way == "screen":
        [persons], [homes] = (list(folder.glob(f"*-{part}-*.dta")) for part in ("IND", "HLD"))
        with persons.open("rb") as one, homes.open("rb") as other:
            sent = {"persons": one, "households": other}
            assert signed_in("data_steward").post(reverse("web:load_survey"), sent).status_code == 302
        done()
    else:
        assert "persons: " in command("load", "survey", folder)
    made = Load.objects.get()
    assert made.counts["persons"]["kept"] == Person.objects.count() - people > 30_000
    assert Path(made.report).read_text(encoding="utf-8").startswith("file")
