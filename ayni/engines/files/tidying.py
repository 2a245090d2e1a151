"""A chunk of text as typed columns, and what in it could not be used. One pass over columns, never over rows: what the
quick expressions do not read is looked at once for each different cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from ayni.engines.dictionary import Dictionary, Variable
from ayni.engines.files import calendars, findings, limits, reading, words
from ayni.engines.files.mapping import Field
from ayni.engines.files.mapping import Mapping as Given
from ayni.kernel import partial_dates

ROW = reading.ROW
TEXTS = (
    "key",
    "household",
    "given_name",
    "family_name",
    "given_name_latin",
    "family_name_latin",
    "mother",
    "father",
    "spouse",
    "identifier",
)
NAMES = ("given_name", "family_name", "given_name_latin", "family_name_latin")
LONGEST = {"key": 60, "household": 60, **dict.fromkeys(NAMES, 120)}
MOST_YEARS = 125
NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
FAILED = r"^(=|#(REF|N/A|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC)[!?/A-Z0]*$)"
Found = list[pl.DataFrame]


@dataclass(frozen=True)
class Known:
    """What the registry knows that a file is read against: areas by code and by name (none where several have it)."""

    dictionary: Dictionary
    areas: Mapping[str, str | None] = field(default_factory=dict)


def tidy(chunk: reading.Chunk, given: Given, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The chunk's rows in the registry's columns (answers as `person.NAME` and `household.NAME`), and the findings."""
    rows, found = chunk.rows, [chunk.findings]
    done: list[pl.Series] = [rows[ROW]]
    clean = _cleaned(rows, given, found)
    for name, one in given.person.items():
        cells = _answered(clean[one.column], one)
        reader = READERS.get(name, _text)
        done += reader(Cells(name, one, cells, rows[ROW], given, known, found))
    for entity, fields in given.answers.items():
        for name, one in fields.items():
            variable = known.dictionary.get(entity, name)
            if variable is not None:
                cells = _answered(clean[one.column], one)
                done += _answer(Cells(f"{entity}.{name}", one, cells, rows[ROW], given, known, found), variable)
    tidied = _whole(pl.DataFrame(done), given)
    found += _rows_alone(tidied, given)
    return tidied, pl.concat(found)


@dataclass(frozen=True)
class Cells:
    """The cells of one column, and what is needed to read them."""

    name: str
    field: Field
    values: pl.Series
    rows: pl.Series
    given: Given
    known: Known
    found: Found

    def fault(self, where: pl.Series, code: str, detail: str = "") -> None:
        """Tell the rows where it is true."""
        if where.any():
            self.found.append(
                findings.of(self.rows.filter(where), self.field.column, self.values.filter(where), code, detail)
            )


def _cleaned(rows: pl.DataFrame, given: Given, found: Found) -> dict[str, pl.Series]:
    """Cells without spaces around them, damaged ones told and emptied; by column. Few columns need more than a look."""
    names = given.columns
    plain = rows.select(pl.col(name).str.strip_chars() for name in names)
    looks = plain.select(one for name in names for one in _looks(name)).row(0, named=True)
    return {
        name: _clean(plain[name], rows[ROW], name, {part: looks[f"{name}\0{part}"] for part in PARTS}, found)
        for name in names
    }


PARTS = ("blank", "spaced", "foreign", "formula", "longest")


def _looks(name: str) -> list[pl.Expr]:
    cells = pl.col(name).str
    looks = (
        (pl.col(name) == "").any(),
        cells.contains("  ", literal=True).any(),
        (cells.len_bytes() != cells.len_chars()).any(),
        (cells.starts_with("=") | cells.starts_with("#")).any(),
        cells.len_bytes().max(),
    )
    return [one.alias(f"{name}\0{part}") for one, part in zip(looks, PARTS, strict=True)]


def _clean(values: pl.Series, where: pl.Series, column: str, looks: dict[str, Any], found: Found) -> pl.Series:
    if looks["foreign"]:
        bad = values.str.contains("\ufffd", literal=True).fill_null(value=False)
        values = _told(values, bad, "unreadable", where, column, found)
        values = values.str.normalize("NFC").str.strip_chars("\u200e\u200f\u200b\ufeff\u00a0 ")
    if looks["spaced"]:
        values = values.str.replace_all(r"\s{2,}", " ")
    if looks["blank"] or looks["foreign"]:
        values = values.set((values == "").fill_null(value=False), None)
    if looks["formula"]:
        bad = values.str.contains(FAILED).fill_null(value=False)
        values = _told(values, bad, "formula", where, column, found)
    if (looks["longest"] or 0) > limits.LARGEST_CELL:
        long = (values.str.len_bytes() > limits.LARGEST_CELL).fill_null(value=False)
        values = _told(values, long, "too_long", where, column, found, str(limits.LARGEST_CELL))
    return values


def _answered(values: pl.Series, one: Field) -> pl.Series:
    """None for what the mapping lists as no answer."""
    return values.set(values.is_in(one.missing).fill_null(value=False), None) if one.missing else values


def _told(
    values: pl.Series, bad: pl.Series, code: str, rows: pl.Series, column: str, found: Found, detail: str = ""
) -> pl.Series:
    if not bad.any():
        return values
    found.append(findings.of(rows.filter(bad), column, values.filter(bad), code, detail))
    return values.set(bad, None)


def _text(cells: Cells) -> list[pl.Series]:
    values, longest = cells.values, LONGEST.get(cells.name, 60)
    if cells.name in ("key",):
        cells.fault(values.is_null(), "missing")
    long = (values.str.len_chars() > longest).fill_null(value=False)
    cells.fault(long, "too_long", str(longest))
    if cells.name in NAMES:
        cells.fault(_no_name(values), "not_a_name")
    return [values.alias(cells.name)]


def _no_name(values: pl.Series) -> pl.Series:
    """Digits alone, signs, or something with an @: what slips into a column of names."""
    return values.str.contains(r"^[^\pL]+$|[@<>{}\\|]|\d{3}").fill_null(value=False)


def _full_name(cells: Cells) -> list[pl.Series]:
    """The first word and the others."""
    cells.fault(_no_name(cells.values), "not_a_name")
    parts = cells.values.str.splitn(" ", 2).struct
    return [parts.field("field_0").alias("given_name"), parts.field("field_1").alias("family_name")]


def _choice(cells: Cells, choices: Mapping[str, str], codes: Sequence[str], name: str) -> list[pl.Series]:
    """Cells as codes; whatever their case."""
    values = cells.values
    wanted = {**{code: code for code in codes}, **choices}
    read = values.replace_strict(wanted, default=None, return_dtype=pl.String)
    left = read.is_null() & values.is_not_null()
    if left.any():
        folded = {cell.casefold(): code for cell, code in wanted.items()}
        folded |= {cell.removesuffix(".0"): code for cell, code in folded.items()}
        again = values.filter(left).unique()
        others = {cell: code for cell in again for code in [folded.get(cell.casefold().removesuffix(".0"))] if code}
        if others:
            read = read.fill_null(values.replace_strict(others, default=None, return_dtype=pl.String))
            left = read.is_null() & values.is_not_null()
        cells.fault(left, "not_a_choice", ", ".join(list(wanted)[:12]))
    return [read.alias(name)]


def _sex(cells: Cells) -> list[pl.Series]:
    return _choice(cells, cells.field.choices or words.cells(words.SEX), tuple(words.SEX), "sex")


def _relationship(cells: Cells) -> list[pl.Series]:
    choices = cells.field.choices or words.cells(words.RELATIONSHIP)
    return _choice(cells, choices, tuple(words.RELATIONSHIP), "relationship")


def _area(cells: Cells) -> list[pl.Series]:
    """Areas by code, else by name."""
    values, areas = cells.values, cells.known.areas
    known = {cell: code for cell, code in areas.items() if code}
    read = values.replace_strict(known, default=None, return_dtype=pl.String)
    left = read.is_null() & values.is_not_null()
    if left.any():
        once = {cell: areas.get(cell.casefold(), "") for cell in values.filter(left).unique()}
        good = {cell: code for cell, code in once.items() if code}
        if good:
            read = read.fill_null(values.replace_strict(good, default=None, return_dtype=pl.String))
        several = values.is_in([cell for cell, code in once.items() if code is None])
        cells.fault(several.fill_null(value=False), "areas_of_that_name")
        cells.fault(values.is_in([cell for cell, code in once.items() if code == ""]).fill_null(value=False), "no_area")
    if cells.given.area:
        read = read.fill_null(cells.given.area)
    else:
        cells.fault(values.is_null(), "missing")
    return [read.alias("area")]


def _phone(cells: Cells) -> list[pl.Series]:
    values = cells.values
    if (values.str.len_bytes() != values.str.len_chars()).any():
        values = _digits(values)
    numbers = values.str.replace_all(r"[\s().\-/]", "")
    cells.fault(~numbers.str.contains(r"^\+?\d{6,15}$").fill_null(value=True), "not_a_phone")
    return [numbers.str.slice(0, 20).alias("phone")]


def _digits(values: pl.Series) -> pl.Series:
    return values.str.replace_many({chr(code): digit for code, digit in calendars.DIGITS.items()})


def numbers(values: pl.Series, decimal_comma: bool) -> pl.Series:
    """Numbers, also those written as text with spaces between thousands; NaN never."""
    read = values.cast(pl.Float64, strict=False)
    left = read.is_null() & values.is_not_null()
    if left.any() or (read.is_nan() | read.is_infinite()).any() or decimal_comma:
        plain = _digits(values).str.replace_all(r"[\s\u00a0\u202f'’_]", "")
        if decimal_comma:
            plain = plain.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True)
        else:
            plain = plain.str.replace_all(r",(\d{3})", "$1")
        good = plain.str.contains(NUMBER).fill_null(value=False)
        read = plain.set(~good, None).cast(pl.Float64, strict=False)
        return read.set(read.is_infinite().fill_null(value=False), None)
    return read


def _count(cells: Cells) -> list[pl.Series]:
    read = numbers(cells.values, decimal_comma=False)
    _number_faults(cells, read, whole=True, low=0, high=32_000)
    return [read.cast(pl.Int32, strict=False).alias(cells.name)]


def _number_faults(cells: Cells, read: pl.Series, *, whole: bool, low: float | None, high: float | None) -> None:
    cells.fault(read.is_null() & cells.values.is_not_null(), "not_a_number")
    if whole:
        cells.fault((read != read.floor()).fill_null(value=False), "not_whole")
    if low is not None:
        cells.fault((read < low).fill_null(value=False), "below", f"{low:g}")
    if high is not None:
        cells.fault((read > high).fill_null(value=False), "above", f"{high:g}")


def _born(cells: Cells) -> list[pl.Series]:
    first, last = _days(cells)
    on = cells.given.on
    cells.fault((first > on).fill_null(value=False), "in_the_future", on.isoformat())
    cells.fault((first.dt.year() < on.year - MOST_YEARS).fill_null(value=False), "too_old")
    return [first.alias("born_from"), last.set((last > on).fill_null(value=False) & (first <= on), on).alias("born_to")]


def _died(cells: Cells) -> list[pl.Series]:
    first, last = _days(cells)
    cells.fault(first.is_not_null(), "dead")
    return [last.alias("died_on")]


def _days(cells: Cells) -> tuple[pl.Series, pl.Series]:
    """The first and the last day each cell may mean."""
    values, one = cells.values, cells.field
    none = pl.Series([None], dtype=pl.Date).new_from_index(0, len(values))
    first = none
    if one.calendar[0] == "gregorian":
        for form in FORMS[one.order]:
            left = values if first is none else values.set(first.is_not_null(), None)
            first = first.zip_with(first.is_not_null(), left.str.to_date(form, strict=False))
            if first.null_count() == values.null_count():
                break
        # a year of another calendar, or a year without its century, is not what it seems
        first = first.set((first.dt.year() < calendars.OLDEST).fill_null(value=False), None)
    last = first
    left = first.is_null() & values.is_not_null()
    if left.any():
        first, last = _one_by_one(cells, left, first)
    return first, last


FORMS = {
    "": ("%Y-%m-%d",),
    "year": ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"),
    "day": ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"),
    "month": ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y"),
}


def _one_by_one(cells: Cells, left: pl.Series, first: pl.Series) -> tuple[pl.Series, pl.Series]:
    """What no form reads: each different cell once."""
    read: dict[str, tuple[date, date] | None] = {}
    twice = []
    for cell in cells.values.filter(left).unique():
        try:
            read[cell] = calendars.read(cell, cells.field.order, cells.field.calendar)
        except calendars.TwoReadings:
            twice.append(cell)
        except (ValueError, IndexError, OverflowError):
            read[cell] = None
    good = {cell: days for cell, days in read.items() if days}
    pair = [
        cells.values.replace_strict(
            list(good), [days[place] for days in good.values()], default=None, return_dtype=pl.Date
        )
        if good
        else pl.Series([None], dtype=pl.Date).new_from_index(0, len(left))
        for place in (0, 1)
    ]
    cells.fault((cells.values.is_in(twice) & left).fill_null(value=False), "two_readings")
    bad = cells.values.is_in([cell for cell, days in read.items() if days is None]) & left
    cells.fault(bad.fill_null(value=False), "not_a_date")
    return first.fill_null(pair[0]), first.fill_null(pair[1])


def _age(cells: Cells) -> list[pl.Series]:
    """From complete years of age on the file's day to the days of birth they leave open."""
    read = numbers(cells.values, cells.field.decimal_comma)
    _number_faults(cells, read, whole=False, low=0, high=MOST_YEARS)
    years = read.floor().cast(pl.Int32, strict=False)
    days = _of_ages(cells.given.on)
    return [
        years.replace_strict(
            list(days), [pair[place] for pair in days.values()], default=None, return_dtype=pl.Date
        ).alias(name)
        for place, name in enumerate(("aged_from", "aged_to"))
    ]


@lru_cache(maxsize=8)
def _of_ages(on: date) -> dict[int, tuple[date, date]]:
    found = {years: partial_dates.of_age(years, on) for years in range(MOST_YEARS + 1)}
    return {years: (one.earliest, one.latest) for years, one in found.items()}


def _answer(cells: Cells, variable: Variable) -> list[pl.Series]:
    """The answers to a question, typed as the dictionary has it; one that cannot be used is told."""
    name, values = cells.name, cells.values
    if variable.type == "choice":
        labels = {label: choice.code for choice in variable.choices for label in choice.labels.values()}
        return _choice(cells, {**labels, **cells.field.choices}, variable.codes, name)
    if variable.type == "boolean":
        read = _choice(cells, {**words.cells(words.YES_NO), **cells.field.choices}, (), name)[0]
        return [(read == "true").alias(name)]
    if variable.type in ("integer", "decimal"):
        read = numbers(values, cells.field.decimal_comma)
        whole = variable.type == "integer"
        _number_faults(cells, read, whole=whole, low=variable.minimum, high=variable.maximum)
        return [(read.cast(pl.Int64, strict=False) if whole else read).alias(name)]
    if variable.type in ("date", "partial_date"):
        first, _last = _days(cells)
        return [first.dt.to_string("%Y-%m-%d").alias(name)]
    if variable.type == "many_choice":
        return [_many(cells, variable).alias(name)]
    return [values.alias(name)]


def _many(cells: Cells, variable: Variable) -> pl.Series:
    """Several codes in one cell, parted by spaces, as forms write them."""
    allowed = {**{code: code for code in variable.codes}, **cells.field.choices}
    once = {cell: [allowed.get(part) for part in cell.split()] for cell in cells.values.drop_nulls().unique()}
    bad = [cell for cell, codes in once.items() if None in codes]
    cells.fault(cells.values.is_in(bad).fill_null(value=False), "not_a_choice", ", ".join(list(allowed)[:12]))
    joined = {cell: " ".join(filter(None, codes)) for cell, codes in once.items() if cell not in bad}
    return cells.values.replace_strict(joined, default=None, return_dtype=pl.String) if joined else cells.values


READERS: dict[str, Callable[[Cells], list[pl.Series]]] = {
    "name": _full_name,
    "sex": _sex,
    "relationship": _relationship,
    "area": _area,
    "phone": _phone,
    "number": _count,
    "born": _born,
    "age": _age,
    "died": _died,
}
COLUMNS: dict[str, Any] = {
    "number": pl.Int32,
    **dict.fromkeys(("born_from", "born_to", "died_on"), pl.Date),
    **dict.fromkeys(("relationship", "sex", "phone", "area", *TEXTS), pl.String),
}


def _whole(tidied: pl.DataFrame, given: Given) -> pl.DataFrame:
    """With every column, those that the file does not tell empty; an age where the birth is not told."""
    lacking = [pl.lit(None, kind).alias(name) for name, kind in COLUMNS.items() if name not in tidied.columns]
    tidied = tidied.with_columns(lacking)
    if "aged_from" in tidied.columns:
        tidied = tidied.with_columns(
            pl.coalesce("born_from", "aged_from").alias("born_from"), pl.coalesce("born_to", "aged_to").alias("born_to")
        ).drop("aged_from", "aged_to")
    if "area" not in given.person:
        tidied = tidied.with_columns(pl.lit(given.area).alias("area"))
    if "household" not in given.person:  # each person alone
        tidied = tidied.with_columns(pl.col("key").alias("household"))
    return tidied


def _rows_alone(tidied: pl.DataFrame, given: Given) -> Found:
    """What is seen only across the columns of a row."""
    column = next(
        (given.person[name].column for name in ("name", "given_name", "family_name") if name in given.person), ""
    )
    nameless = tidied.filter(pl.col("given_name").is_null() & pl.col("family_name").is_null())[ROW]
    found = [findings.of(nameless, column, None, "no_name")]
    if "household" in given.person:
        homeless = tidied.filter(pl.col("household").is_null())[ROW]
        found.append(findings.of(homeless, given.person["household"].column, None, "missing"))
    if "died" in given.person:
        early = tidied.filter(pl.col("died_on") < pl.col("born_from"))[ROW]
        found.append(findings.of(early, given.person["died"].column, None, "died_before_birth"))
    if "part_of" in given.person:
        inside = tidied.filter(pl.col("part_of") == pl.col("household"))
        found.append(findings.of(inside[ROW], given.person["part_of"].column, inside["part_of"], "in_itself"))
    for kin in ("mother", "father", "spouse"):
        if kin in given.person:
            own = tidied.filter(pl.col(kin) == pl.col("key"))
            found.append(findings.of(own[ROW], given.person[kin].column, own[kin], "own_kin"))
    return found
