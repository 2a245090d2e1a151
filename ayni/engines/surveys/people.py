"""The person file: who lives where, in what role, of which sex and age, and the persons' variables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines import dictionary as dictionaries
from ayni.engines.surveys import ages, answers, births, fields, kin, parts, sieve, sources
from ayni.engines.surveys import households as households_

Ints = npt.NDArray[np.int64]


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
    at = settle(part, home, homes, rows)
    refuse_numbers(source, part, number, at, rows)
    born = births.read(source, mapping, rows)
    role = coded(source, part.relationship, rows)
    role = one_head(part, role, at, rows)
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


def one_head(part: parts.PersonPart, role: pa.Array, at: Ints, rows: sieve.Sieve) -> pa.Array:
    """The roles, with the second and later heads of a household made unknown."""
    head = kin.is_(role, "head") & rows.keep
    extra = twice(np.where(head, at, -1))
    reason = "the household has a head already; this person's role is now unknown."
    rows.unknown(extra, part.relationship.source, None, reason, "Decide which one is the head.")
    return pc.if_else(pa.array(extra), pa.scalar(None, pa.string()), role)


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
