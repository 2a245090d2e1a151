"""The person file: who lives where, in what role, of which sex and age, and the persons' variables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines import dictionary as dictionaries
from ayni.engines.surveys import ages, answers, fields, kin, parts, sieve, sources
from ayni.engines.surveys import households as households_

OLDEST = 125  # nobody is known to have lived longer than 122 years
Ints = npt.NDArray[np.int64]
WHOLE_YEARS = parts.Field("age", "", "integer")


@dataclass(frozen=True)
class People:
    """Kept persons, sorted by household and number, their kinship and variables."""

    table: pa.Table
    kinship: pa.Table
    variables: tuple[dictionaries.Variable, ...]
    sieve: sieve.Sieve


def read(source: sources.Source, mapping: parts.Mapping, homes: households_.Households) -> People:
    """Read the person rows.

    Refuses a row whose household is unknown or refused, without a number or with one used twice in its
    household, and with an age below 0 or above 125 years.
    """
    part = mapping.person
    home = households_.joined(source, part.household)
    number, counted = numbers(source, part, home)
    key = pc.binary_join_element_wise(home, counted, "-", null_handling="replace", null_replacement="?")
    rows = sieve.Sieve(source, key)
    at = settle(source, part, home, homes, rows)
    refuse_numbers(source, part, number, at, rows)
    born = birth(source, mapping, rows)
    role = coded(source, part.relationship, rows)
    role = one_head(source, part, role, at, rows)
    sex = coded(source, part.sex, rows)
    told = fields.read(source, part.fields, "person", rows, mapping)
    kept = pa.array(rows.keep)
    people = kin.Members(at[rows.keep], number[rows.keep].astype(np.int64), sex.filter(kept), role.filter(kept))
    ties = kin.read(source, part, people, rows)
    note_headless(homes, people)
    columns = {"key": key, "household": home, "number": pa.array(np.nan_to_num(number).astype(np.int64))}
    columns |= {"relationship": role, "sex": sex}
    columns |= {"born_from": ages.column(born.earliest), "born_to": ages.column(born.latest)}
    columns |= names(source, part)
    table = pa.table(columns).filter(kept)
    keys = table["key"].combine_chunks() if table.num_rows else pa.array([], pa.string())
    table = with_parents(table, ties, keys)
    for name, column in told.columns.items():
        table = table.append_column(name, column.filter(kept))
    return People(ordered(table, people), kin.table(ties, keys), told.variables, rows)


def numbers(source: sources.Source, part: parts.PersonPart, home: pa.Array) -> tuple[npt.NDArray[np.float64], pa.Array]:
    """Each person's number in the household, NaN when it is no whole number, and its text.

    Without a number column they are counted in the order of the file.
    """
    if part.number:
        found, _ = answers.numbers(source.columns[part.number])
        found = np.where((found == np.floor(found)) & (found >= 0) & (found < kin.SPAN), found, np.nan)
        whole = pa.array(np.nan_to_num(found).astype(np.int64)).cast(pa.string())
        return found, pc.if_else(pa.array(np.isnan(found)), answers.texts(source.columns[part.number]), whole)
    at = np.asarray(home.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False))
    order = np.argsort(at, kind="stable")
    first = np.concatenate([[True], at[order][1:] != at[order][:-1]])[: len(at)]
    starts = np.maximum.accumulate(np.where(first, np.arange(len(at)), 0))
    count = np.empty(len(at), np.int64)
    count[order] = np.arange(len(at)) - starts + 1
    return count.astype(np.float64), pa.array(count).cast(pa.string())


def settle(
    source: sources.Source,
    part: parts.PersonPart,
    home: pa.Array,
    homes: households_.Households,
    rows: sieve.Sieve,
) -> Ints:
    """The position of each person's household among the kept ones, -1 for those refused here."""
    column = ", ".join(part.household)
    remedy = "Fill in the key of the household."
    rows.refuse(answers.nulls(home), column, None, "the person's household is not told.", remedy)
    at = pc.index_in(home, homes.table["key"].combine_chunks())
    at = np.asarray(at.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)
    listed = answers.known(pc.is_in(home, homes.sieve.keys.drop_null()))
    away = at < 0
    remedy = f"Correct the household in {homes.sieve.file}; its own line in this report says what is wrong."
    rows.refuse(away & listed, column, home, "the household “{value}” was refused.", remedy)
    remedy = f"Add the household to {homes.sieve.file}, or correct the key."
    rows.refuse(away, column, home, f"the household “{{value}}” is not in {homes.sieve.file}.", remedy)
    return at


def refuse_numbers(
    source: sources.Source,
    part: parts.PersonPart,
    number: npt.NDArray[np.float64],
    at: Ints,
    rows: sieve.Sieve,
) -> None:
    """Refuse persons without a usable number, or with one already used in the household."""
    if not part.number:
        return
    given = source.columns[part.number]
    reason = "the person's number “{value}” is not a whole number."
    rows.refuse(np.isnan(number), part.number, given, reason, "Number the members of a household 1, 2, 3, …")
    person = np.where(rows.keep, at * kin.SPAN + np.nan_to_num(number).astype(np.int64), -1)
    remedy = "Keep one of them; the first is kept."
    reason = "the household already has a person with the number {value}."
    rows.refuse(twice(person), part.number, given, reason, remedy)


def twice(values: Ints) -> answers.Bools:
    """Where a value already stood in an earlier row; negative ones are left alone."""
    rising = np.all(values[1:] > values[:-1]) if len(values) else True
    if rising:
        return np.zeros(len(values), bool)
    _, first = np.unique(values, return_index=True)
    again = np.ones(len(values), bool)
    again[first] = False
    return again & (values >= 0)


def coded(source: sources.Source, meaning: parts.Map, rows: sieve.Sieve) -> pa.Array:
    """A role or sex from its codes; another code becomes unknown."""
    values = source.columns[meaning.source]
    choices = tuple(parts.Coded(value, code) for value, code in meaning.codes.items())
    found, faults = answers.read_choice(values, choices)
    for fault in faults:
        remedy = "Add the code to `codes`, or correct the answer."
        rows.unknown(fault.cells, meaning.source, values, fault.reason, remedy)
    return found


def one_head(source: sources.Source, part: parts.PersonPart, role: pa.Array, at: Ints, rows: sieve.Sieve) -> pa.Array:
    """The roles, with the second and later heads of a household made unknown."""
    head = kin.is_(role, "head") & rows.keep
    extra = twice(np.where(head, at, -1))
    reason = "the household has a head already; this person's role is now unknown."
    rows.unknown(extra, part.relationship.source, None, reason, "Decide which one is the head.")
    return pc.if_else(pa.array(extra), pa.scalar(None, pa.string()), role)


def birth(source: sources.Source, mapping: parts.Mapping, rows: sieve.Sieve) -> ages.Interval:
    """When each person was born; a date where there is one, else from the age."""
    part, on = mapping.person, mapping.interviewed_on
    told = dated(source, part.birth, rows)
    named = part.birth.on or part.birth.latest or part.birth.year
    if named:
        check_age(ages.years_on(told.earliest, on), ages.years_on(told.latest, on), named, source, rows)
        late = told.latest > np.datetime64(on)
        told = ages.Interval(told.earliest, np.where(late, np.datetime64(on), told.latest))
    return told.otherwise(from_ages(source, part, on, rows))


def check_age(
    oldest: ages.Floats, youngest: ages.Floats, column: str, source: sources.Source, rows: sieve.Sieve
) -> None:
    """Refuse persons who are surely not born yet, or surely older than anybody."""
    values = source.columns[column]
    rows.refuse(oldest < 0, column, values, "born after the interview ({value}).", "Correct the date of birth.")
    reason = f"older than {OLDEST} years ({{value}})."
    rows.refuse(youngest > OLDEST, column, values, reason, "Correct the date of birth.")


def from_ages(source: sources.Source, part: parts.PersonPart, on: date, rows: sieve.Sieve) -> ages.Interval:
    """Birth from the age in months where it is told and agrees with the years, else from the years."""
    years = told_age(source, part.age_years, part.age_missing, 1, rows)
    months = told_age(source, part.age_months, part.age_missing, 12, rows)
    apart = ~np.isnan(years) & ~np.isnan(months) & (np.floor(months / 12) != years)
    if apart.any():
        reason = "the age in months ({value}) is not the age in years; the years are used."
        values = source.columns[part.age_months]
        rows.unknown(apart, part.age_months, values, reason, "Correct one of them.")
        months = np.where(apart, np.nan, months)
    return ages.aged(months, on, 1).otherwise(ages.aged(years * 12, on, 12))


def told_age(
    source: sources.Source, column: str, missing: tuple[str, ...], in_year: int, rows: sieve.Sieve
) -> ages.Floats:
    """An age column as numbers; one that is negative or past any life refuses its row."""
    if not column:
        return np.full(len(source.rows), np.nan)
    given = source.columns[column]
    age, faults = answers.read(answers.blank(given, missing), WHOLE_YEARS, {})
    for fault in faults:
        rows.unknown(fault.cells, column, given, fault.reason, fault.remedy)
    found = answers.floats(age)
    remedy = "Correct the age, or list the code under `age: missing`."
    rows.refuse(found < 0, column, given, "the age {value} is negative.", remedy)
    rows.refuse(found > OLDEST * in_year, column, given, "nobody reaches the age {value}.", remedy)
    return found


def dated(source: sources.Source, where: parts.Birth, rows: sieve.Sieve) -> ages.Interval:
    """Birth as the file's date columns tell it."""
    if where.year:
        columns = [numeric(source, name, rows) for name in (where.year, where.month, where.day)]
        return ages.of_parts(*columns)
    if not (where.on or where.earliest):
        return ages.unknown(len(source.rows))
    earliest, latest = (day(source, name, rows) for name in (where.earliest or where.on, where.latest or where.on))
    backwards = (earliest > latest) | (np.isnat(earliest) != np.isnat(latest))
    if backwards.any():
        reason = "the earliest and latest dates of birth do not go together; the birth is unknown."
        rows.unknown(backwards, where.earliest, source.columns[where.earliest], reason, "Correct the dates.")
    clear = np.where(backwards, ages.NEVER, earliest), np.where(backwards, ages.NEVER, latest)
    return ages.Interval(*clear)


def numeric(source: sources.Source, column: str, rows: sieve.Sieve) -> ages.Floats:
    """A column of years, months or days as numbers."""
    if not column:
        return np.full(len(source.rows), np.nan)
    found, faults = answers.read(source.columns[column], WHOLE_YEARS, {})
    for fault in faults:
        rows.unknown(fault.cells, column, source.columns[column], fault.reason, fault.remedy)
    return answers.floats(found)


def day(source: sources.Source, column: str, rows: sieve.Sieve) -> ages.Days:
    """A column of dates as days."""
    found, faults = answers.read_date(source.columns[column])
    for fault in faults:
        rows.unknown(fault.cells, column, source.columns[column], fault.reason, fault.remedy)
    return ages.from_column(found)


def names(source: sources.Source, part: parts.PersonPart) -> dict[str, pa.Array]:
    """The name columns; those the survey has not are null."""
    empty = pa.nulls(len(source.rows), pa.string())
    columns = {
        "given_name": "given",
        "family_name": "family",
        "script": "script",
        "given_name_latin": "given_latin",
        "family_name_latin": "family_latin",
    }
    return {
        name: answers.texts(source.columns[part.names[short]]) if short in part.names else empty
        for name, short in columns.items()
    }


def with_parents(table: pa.Table, ties: kin.Kin, keys: pa.Array) -> pa.Table:
    """The table with the keys of each person's mother and father."""
    for name, row in (("mother", ties.mother), ("father", ties.father)):
        table = table.append_column(name, keys.take(pa.array(np.maximum(row, 0), mask=row < 0)))
    return table


def ordered(table: pa.Table, people: kin.Members) -> pa.Table:
    """The persons in the order of households, then of their numbers."""
    person = people.household * kin.SPAN + people.number
    if np.all(person[1:] >= person[:-1]):
        return table
    return table.take(pa.array(np.argsort(person, kind="stable")))


def note_headless(homes: households_.Households, people: kin.Members) -> None:
    """Warn of households without persons, and of those without a head."""
    kept = np.flatnonzero(homes.sieve.keep)
    lived = np.bincount(people.household, minlength=len(kept)) > 0
    head = kin.is_(people.relationship, "head")
    headed = np.bincount(people.household[head], minlength=len(kept)) > 0
    for odd, reason in ((~lived, "has no persons."), (lived & ~headed, "has no head.")):
        rows = np.zeros(len(homes.sieve.keep), bool)
        rows[kept[odd]] = True
        homes.sieve.warn(rows, "", f"the household {reason}", "Check the person file.")
