"""A file of people: read and checked beside a bare scan with the same rules; loaded beside a bare COPY."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks import installation, measuring

ON = date(2026, 6, 30)
PERSONS_A_HOUSEHOLD = 5
AREAS = ("N1", "N2", "S1")
NAMES = ["Amina", "Fatou", "Issa", "Chidi", "Maria", "Ahmed", "Layla", "Omar", "Aïcha", "José"]
FAMILIES = ["Diallo", "Okafor", "García", "Haddad", "Khan", "Ngozi", "Traoré"]
MAPPING = """
source: bench
on: 2026-06-30
person:
  key: person_id
  household: household_id
  number: line
  relationship: relationship
  given_name: given name
  family_name: family name
  sex: sex
  born: {column: date of birth, order: day}
  phone: phone
  area: area
  mother: mother
answers:
  household: {floor: floor}
  person: {attends: attends}
"""


PERSONS_PER_SECOND = 50_000
TABLES = ("household", "person", "membership", "kinship", "householdfacts", "personfacts")
CHUNK = 1 << 20


def cases(households: int) -> list[measuring.Case]:
    """Nothing here reads or writes a frame in this process: what it started could not go on in those that it forks."""
    persons = households * PERSONS_A_HOUSEHOLD
    path = Path(measuring.apart(lambda: str(made(persons))).did)
    measuring.apart(_ready)
    loaded = measuring.apart(functools.partial(_prepare, path)).did
    return [
        measuring.Case(
            work="check a file",
            size=f"{persons:,} persons",
            ours=functools.partial(_ours, path),
            beside_name="a bare Polars scan with the same rules",
            beside=functools.partial(_bare, path),
            goal=4,
            units=("persons", persons),
        ),
        measuring.Case(
            work="load a file",
            size=f"{loaded:,} persons",
            ours=functools.partial(_load, path),
            beside_name="bare COPY of the persons into one table as wide",
            beside=_copied,
            goal_s=loaded / PERSONS_PER_SECOND,
            units=("persons", loaded),
            before=_empty,
            rounds=3,
        ),
    ]


def _ready() -> None:
    """Areas, and the two questions."""
    from ayni.commons.directory import admitting
    from ayni.registry.actions import declaring

    admitting.admit([admitting.Given(code=code, parent="", level=0, names={"en": code}) for code in AREAS])
    declaring.declare(_asked(), since=date(2026, 1, 1))


def _load(path: Path) -> Iterator[None]:
    """A checked file held against the registry once more, read, staged, inserted, guards and search put in place."""
    from django.conf import settings
    from django.utils import timezone

    from ayni.cli import officers
    from ayni.intake.actions import files, files_loading

    settings.AYNI_FILE_TWO_OFFICERS = 10**9  # one officer does both here
    by = officers.officer("steward")
    with path.open("rb") as content:
        file = files.upload(path.name, content=content, by=by, on=ON)
    file = files.map_columns(file, text=MAPPING, by=by)
    file = files.check(file, by=by, at=timezone.now())
    yield
    files_loading.load(file, by=by, at=timezone.now())
    yield
    return installation.run("SELECT count(*) FROM registry_person")[0][0]


def _copied() -> Iterator[None]:
    from django.db import connection, transaction

    connection.ensure_connection()
    yield
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY bare_registry_person FROM STDIN") as copy,
        _text().open("rb") as file,
    ):
        while chunk := file.read(CHUNK):
            copy.write(chunk)
    yield
    return installation.run("SELECT count(*) FROM bare_registry_person")[0][0]


def _prepare(path: Path) -> int:
    """The persons as the text COPY takes, from a load made for it; how many."""
    from django.db import connection

    steps = _load(path)
    next(steps)
    next(steps)
    with connection.as_owner(), connection.cursor() as cursor:
        with cursor.copy("COPY registry_person TO STDOUT") as copy, _text().open("wb") as file:
            file.writelines(copy)
        cursor.execute("SELECT count(*) FROM registry_person")
        return int(cursor.fetchone()[0])


def _text() -> Path:
    return installation.home() / "persons.text"


def _empty() -> None:
    tables = ", ".join(f"registry_{name}" for name in TABLES)
    installation.run(f"TRUNCATE {tables}, intake_fileload RESTART IDENTITY CASCADE")
    installation.bare(["registry_person"])
    installation.rest()


def made(persons: int) -> Path:
    """A file with one cell in a hundred wrong."""
    draw = np.random.default_rng(1)
    home = np.sort(draw.integers(0, persons // PERSONS_A_HOUSEHOLD, persons))
    is_first = np.r_[True, home[1:] != home[:-1]]
    place = np.arange(persons)
    number = place - np.maximum.accumulate(np.where(is_first, place, 0)) + 1
    born = (np.datetime64("1940-01-01") + draw.integers(0, 31_000, persons).astype("timedelta64[D]")).astype(str)
    phones = np.char.add("+9997", draw.integers(10**7, 10**8, persons).astype(str))
    frame = pl.DataFrame(
        {
            "person_id": np.char.add("P", place.astype(str)),
            "household_id": np.char.add("H", home.astype(str)),
            "line": number,
            "relationship": np.where(is_first, "head", np.where(number == 2, "spouse", "child")),
            "given name": np.array(NAMES)[draw.integers(0, len(NAMES), persons)],
            "family name": np.array(FAMILIES)[draw.integers(0, len(FAMILIES), persons)],
            "sex": np.where(draw.random(persons) < 0.5, "F", "M"),
            "date of birth": np.where(draw.random(persons) < 0.01, "31/31/1990", born),
            "phone": np.where(draw.random(persons) < 0.4, phones, ""),
            "area": np.array(AREAS)[home % len(AREAS)],
            "floor": np.array(["earth", "cement"])[home % 2],
            "attends": np.where(draw.random(persons) < 0.5, "yes", "no"),
            "mother": np.full(persons, ""),
        }
    )
    path = installation.home() / f"people-{persons}.csv"
    frame.write_csv(path)
    return path


def _asked() -> Any:
    from ayni.engines.dictionary import Choice, Dictionary, Variable

    floors = (Choice("earth", {"en": "Earth"}), Choice("cement", {"en": "Cement"}))
    return Dictionary(
        [
            Variable("floor", "household", "choice", {"en": "Floor"}, floors),
            Variable("attends", "person", "boolean", {"en": "Attends"}),
        ]
    )


def _ours(path: Path) -> dict[str, int]:
    """Recognising, reading, every rule, structure of households, the report: rows by what was found."""
    from ayni.engines.files import checking, mapping, tidying

    known = tidying.Known(_asked(), {code: code for code in AREAS})
    found = checking.check(path, mapping.read(MAPPING), known)
    return {"rows": found.rows, **{code: rows for _, code, rows in found.by_code()}}


def _bare(path: Path) -> dict[str, int]:
    """The same rules in one lazy query: a flag for each, and counted; no report of rows, no words."""
    born = pl.coalesce(
        pl.col("date of birth").str.to_date("%Y-%m-%d", strict=False),
        pl.col("date of birth").str.to_date("%d/%m/%Y", strict=False),
        pl.col("date of birth").str.to_date("%d-%m-%Y", strict=False),
    )
    head = pl.col("relationship") == "head"
    phone = pl.col("phone").str.replace_all(r"[\s().\-/]", "")
    name = pl.concat_str("given name", "family name", separator=" ")
    named = r"^[^\pL]+$|[@<>{}\\|]|\d{3}"
    rules: dict[str, Any] = {
        "not_a_date": born.is_null() & pl.col("date of birth").is_not_null(),
        "in_the_future": born > ON,
        "too_old": born.dt.year() < ON.year - 125,
        "missing": pl.col("person_id").is_null() | pl.col("household_id").is_null() | pl.col("area").is_null(),
        "not_a_name": pl.col("given name").str.contains(named) | pl.col("family name").str.contains(named),
        "not_a_choice": ~pl.col("sex").is_in(["F", "M"])
        | ~pl.col("relationship").is_in(["head", "spouse", "child"])
        | ~pl.col("floor").is_in(["earth", "cement"])
        | ~pl.col("attends").is_in(["yes", "no"]),
        "no_area": ~pl.col("area").is_in(list(AREAS)),
        "not_a_phone": ~phone.str.contains(r"^\+?\d{6,15}$"),
        "not_a_number": pl.col("line").cast(pl.Int64, strict=False).is_null(),
        "key_twice": pl.col("person_id").is_duplicated(),
        "own_kin": pl.col("mother") == pl.col("person_id"),
    }
    rows = pl.scan_csv(path, infer_schema=False, null_values=[""]).with_columns(
        born.alias("born"),
        head.alias("is_head"),
        name.alias("name"),
        *(rule.alias(code) for code, rule in rules.items()),
    )
    kept = rows.select("household_id", "is_head", "name", "sex", "born", "area", "floor", *rules).collect(
        engine="streaming"
    )
    good = kept.filter(~pl.any_horizontal(pl.col(code).fill_null(value=False) for code in rules))
    homes = good.group_by("household_id").agg(
        pl.col("is_head").sum(), pl.col("area").n_unique().alias("areas"), pl.col("floor").n_unique().alias("floors")
    )
    alike = good.filter(pl.col("born").is_not_null()).select("name", "sex", "born", "area")
    told = {code: int(kept[code].sum()) for code in rules}
    told |= {
        "two_heads": int((homes["is_head"].cast(pl.Int64) - 1).clip(0).sum()),
        "no_head": int((homes["is_head"] == 0).sum()),
        "says_otherwise": int(((homes["areas"] > 1) | (homes["floors"] > 1)).sum()),
        "same_person_twice": alike.height - alike.n_unique(),
    }
    return {"rows": kept.height, **{code: count for code, count in told.items() if count}}
