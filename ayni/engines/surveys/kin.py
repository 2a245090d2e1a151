"""Who is whose mother, father and spouse: as the file says, else only what the head makes sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines.surveys import answers, parts, sieve, sources

Ints = npt.NDArray[np.int64]
NOBODY = -1
SPAN = 1 << 20  # person numbers are below it: household x SPAN + number is one person


@dataclass(frozen=True)
class Members:
    """The kept persons, row by row: position of the household, number in it, sex and relationship."""

    household: Ints
    number: Ints
    sex: pa.Array
    relationship: pa.Array


@dataclass(frozen=True)
class Kin:
    """For each person the row of the mother, father and spouse, or NOBODY when unknown or elsewhere."""

    mother: Ints
    father: Ints
    spouse: Ints


def read(source: sources.Source, part: parts.PersonPart, people: Members, rows: sieve.Sieve) -> Kin:
    """Kinship of the kept persons."""
    head = heads(people)
    head_sex = pc.take(people.sex, pa.array(np.maximum(head, 0), mask=head < 0))
    child = is_(people.relationship, "child")
    mother = np.where(child & is_(head_sex, "female"), head, NOBODY)
    father = np.where(child & is_(head_sex, "male"), head, NOBODY)
    if part.mother:
        mother = stated(source, part.mother, "female", people, rows)
    if part.father:
        father = stated(source, part.father, "male", people, rows)
    spouse = np.where(is_(people.relationship, "spouse"), head, NOBODY)
    if part.spouse:
        spouse = stated(source, part.spouse, "", people, rows)
    return Kin(mother, father, spouse)


def is_(values: pa.Array, word: str) -> answers.Bools:
    """Where a text is the word; unknown is not."""
    return answers.known(pc.equal(values, word).fill_null(False))


def heads(people: Members) -> Ints:
    """For each person the row of the household's head, or NOBODY."""
    at = np.flatnonzero(is_(people.relationship, "head"))
    size = int(people.household.max(initial=-1)) + 1
    by_household = np.full(size, NOBODY, np.int64)
    by_household[people.household[at]] = at
    return np.asarray(by_household[people.household])


def stated(source: sources.Source, column: str, sex: str, people: Members, rows: sieve.Sieve) -> Ints:
    """The row of the member whose number a column gives; 0 and blank mean nobody here.

    A number of nobody in the household, of oneself, or of somebody of the other sex becomes unknown.
    """
    kept = np.flatnonzero(rows.keep)
    given = source.columns[column]
    numbers, strange = answers.numbers(given)
    numbers, strange = numbers[kept], strange[kept]
    told = ~np.isnan(numbers) & (numbers != 0)
    person = people.household * SPAN + people.number
    wanted = people.household * SPAN + np.where(told, numbers, 0).astype(np.int64)
    order = np.argsort(person, kind="stable")
    at = np.clip(np.searchsorted(person[order], wanted), 0, max(len(order) - 1, 0))
    row = order[at] if len(order) else at
    found = told & (person[row] == wanted) & (row != np.arange(len(row)))
    right = found if not sex else found & ~is_(people.sex.take(pa.array(row)), other(sex))
    missing = np.zeros(len(rows.keep), bool)
    missing[kept[strange | (told & ~found)]] = True
    remedy = "Correct the number; the tie is left out."
    rows.unknown(missing, column, given, "“{value}” is the number of nobody else in the household.", remedy)
    wrong = np.zeros(len(rows.keep), bool)
    wrong[kept[found & ~right]] = True
    rows.unknown(wrong, column, given, f"number {{value}} is recorded as {other(sex)}.", remedy)
    return np.where(right, row, NOBODY)


def other(sex: str) -> str:
    """The other sex."""
    return {"female": "male", "male": "female"}.get(sex, "")


def table(kin: Kin, key: pa.Array) -> pa.Table:
    """The kinship table: person, relative, kind; a marriage once from each side."""
    pieces = [pairs(kin.mother, "mother"), pairs(kin.father, "father"), marriages(kin.spouse)]
    person = np.concatenate([piece[0] for piece in pieces])
    relative = np.concatenate([piece[1] for piece in pieces])
    kinds = pa.array(["mother", "father", "spouse"]).take(
        pa.array(np.repeat(np.arange(3), [len(piece[0]) for piece in pieces]))
    )
    return pa.table({"person": key.take(pa.array(person)), "relative": key.take(pa.array(relative)), "kind": kinds})


def pairs(relative: Ints, kind: str) -> tuple[Ints, Ints, str]:
    """Each person who has this relative, and the relative."""
    at = np.flatnonzero(relative >= 0)
    return at, relative[at], kind


def marriages(spouse: Ints) -> tuple[Ints, Ints, str]:
    """Both sides of each marriage, once each, however many sides the file told."""
    one = np.flatnonzero(spouse >= 0)
    size = len(spouse) + 1
    pair = np.concatenate([one * size + spouse[one], spouse[one] * size + one])
    return (*np.divmod(np.unique(pair), size), "spouse")
