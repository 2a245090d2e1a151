"""From the generated country to a registry: who shares a house, what they earn and own, and what nobody told.

Every eighth family lives in the house of the one before it, which makes households of five persons. One answer in
eighty more is missing, some relationships and sexes are not recorded, and a few households have two heads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines import dictionary as dictionaries

EACH = 8  # the last of so many families lives with the one before it; the samples' blocks are whole multiples
SILENT = 0.0125  # of the answers, besides those the samples leave out
SEEN = ("urban", "household_size")  # always known
UNRECORDED, UNSCORED, TWO_HEADS, KINSFOLK = 0.004, 0.02, 0.03, 0.6
UNSCHOOLED = 250.0  # earned in a month with no schooling and middling luck, LCU

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Generator = np.random.Generator


def families(households: int) -> int:
    """How many families make so many households."""
    return households + (households - 1) // (EACH - 1)


def arrange(
    rng: Generator, homes: pa.Table, people: pa.Table, words: dictionaries.Dictionary, *, first_person: int
) -> tuple[pa.Table, pa.Table]:
    """One block of the country as households and persons of the registry; persons are numbered from the first."""
    family = position(people)
    guest = family % EACH == EACH - 1
    household = family - family // EACH - guest + 1
    homes = with_household(rng, homes.filter(pa.array(position(homes) % EACH != EACH - 1)), household)
    people = with_person(rng, people, homes, household, guest, first_person)
    homes, people = (without(rng, table, words.of(of)) for table, of in ((homes, "household"), (people, "person")))
    return homes, people


def position(table: pa.Table) -> Ints:
    """Each row's family in the country, from 0."""
    return numbers(pc.utf8_slice_codeunits(table["household"], 1).cast(pa.int64())) - 1


def with_household(rng: Generator, homes: pa.Table, household: Ints) -> pa.Table:
    """The households with what a registry has besides."""
    key, size = np.unique(household, return_counts=True)
    level = np.log(numbers(homes["consumption_per_person"])) + rng.normal(0, 0.3, len(key))
    farms = rng.random(len(key)) < np.where(numbers(homes["urban"]), 0.15, 0.7)
    return with_columns(
        homes,
        id=key,
        area=homes["sub_district"].cast(pa.string()),
        area_1=homes["region"].cast(pa.string()),
        household_size=size,
        land=np.round(np.where(farms, rng.gamma(1.1, 1.3, len(key)), 0), 2),
        livestock=np.where(farms, rng.poisson(np.exp(rng.normal(0, 1, len(key)))), 0),
        score_pmt=pa.array(np.exp(level), mask=rng.random(len(key)) < UNSCORED),
    )


def with_person(rng: Generator, people: pa.Table, homes: pa.Table, household: Ints, guest: Any, first: int) -> pa.Table:
    """The persons with what a registry has besides; guests are kin of the head, or of nobody."""
    size, home = len(household), household - household[0]
    starts = np.flatnonzero(np.diff(household, prepend=-1))
    kin = pc.if_else(pa.array(rng.random(size) < KINSFOLK), "other_relative", "non_relative")
    told = people["relationship"].cast(pa.string()).combine_chunks()
    working = numbers(pc.equal(people["activity"].cast(pa.string()), "employed").fill_null(False))
    school = numbers(people["years_schooling"].fill_null(0))
    pay = np.round(UNSCHOOLED * np.exp(0.09 * school + rng.normal(0, 0.7, size)), 2)
    return with_columns(
        people,
        id=np.arange(first, first + size),
        household_id=household,
        number=np.arange(size) - np.repeat(starts, np.diff(starts, append=size)) + 1,
        relationship=some(rng, pc.if_else(pa.array(guest & (rng.random(size) >= TWO_HEADS)), kin, told), UNRECORDED),
        sex=some(rng, people["sex"].cast(pa.string()).combine_chunks(), UNRECORDED),
        area=homes["area"].take(pa.array(home)),
        area_1=homes["area_1"].take(pa.array(home)),
        earnings=pa.array(pay, mask=~working),
        insured=rng.random(size) < 0.08 + 0.05 * np.minimum(school, 12),
    )


def without(rng: Generator, table: pa.Table, variables: Iterable[dictionaries.Variable]) -> pa.Table:
    """The table with some more answers missing."""
    asked = [one.name for one in variables if one.name not in SEEN]
    return with_columns(table, **{name: some(rng, table[name].combine_chunks(), SILENT) for name in asked})


def some(rng: Generator, column: pa.Array, missing: float) -> pa.Array:
    return pc.if_else(pa.array(rng.random(len(column), dtype=np.float32) >= missing), column, None)


def with_columns(table: pa.Table, **columns: Any) -> pa.Table:
    """The table with some columns added or put in the place of others of that name."""
    kept = {name: table[name] for name in table.column_names}
    return pa.table({**kept, **columns})


def numbers(column: pa.ChunkedArray) -> Any:
    return column.to_numpy()
