"""When each person was born, from the date, age or age in months that a file tells."""

from __future__ import annotations

from datetime import date

import numpy as np

from ayni.engines.surveys import ages, answers, parts, sieve, sources

OLDEST = 125  # nobody is known to have lived longer than 122 years
WHOLE = parts.Field("age", "", "integer")


def read(source: sources.Source, mapping: parts.Mapping, rows: sieve.Sieve) -> ages.Interval:
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
    age, faults = answers.read(answers.blank(given, missing), WHOLE, {})
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
    if where == parts.Birth():
        return ages.unknown(len(source.rows))
    if where.on:
        exact = day(source, where.on, rows)
        return ages.Interval(exact, exact)
    earliest, latest = day(source, where.earliest, rows), day(source, where.latest, rows)
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
    found, faults = answers.read(source.columns[column], WHOLE, {})
    for fault in faults:
        rows.unknown(fault.cells, column, source.columns[column], fault.reason, fault.remedy)
    return answers.floats(found)


def day(source: sources.Source, column: str, rows: sieve.Sieve) -> ages.Days:
    """A column of dates as days."""
    found, faults = answers.read_date(source.columns[column])
    for fault in faults:
        rows.unknown(fault.cells, column, source.columns[column], fault.reason, fault.remedy)
    return ages.from_column(found)
