"""One block of the country: its households and persons as Arrow tables.

A block is always made whole from its own random stream (the seed and its number), so that a country does not
depend on how many blocks are made or written at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines.samples import families, gaps, lives, living, naming, territory

BLOCK = 20_000
STREAM = 1_000  # where the blocks' random streams begin, past those of the land
PSU_OF_SAMPLE, PSU_OF_REGISTRY = 10, 100  # households in an enumeration area, by the size of the country
LARGE = 50_000
PHONES = 10**8
STEP = 61_803_399  # odd and no multiple of five: multiplying by it modulo 10**8 repeats nothing

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Homes:
    """Households of a block: position in the country, sub-district, residence, wealth and leaning to silence."""

    index: Ints
    place: Ints
    urban: Bools
    wealth: Floats
    silence: Floats
    culture: Ints


@dataclass(frozen=True)
class Seats:
    """Persons of a block, household by household: row and place in the matrices, number in the household."""

    row: Ints
    place: Ints
    number: Ints
    number_at: Ints


def make(land: territory.Territory, households: int, seed: int, on: date, block: int) -> tuple[pa.Table, pa.Table]:
    """The households and persons of one block (BLOCK households, fewer in the last)."""
    rng = np.random.default_rng([seed, STREAM + block])
    index = np.arange(block * BLOCK, min((block + 1) * BLOCK, households))
    homes = settle(rng, land, index, households)
    today = int(np.datetime64(on).astype(np.int64))
    kin = families.make(rng, homes.wealth, homes.urban, today)
    seats = seat(kin)
    person = circumstances(kin, seats, homes, today)
    school = lives.schooling(rng, person)
    size = kin.present.sum(axis=1)
    home_table = household_table(
        rng, land, homes, households, size, spending(rng, homes, person, seats, school[1], size)
    )
    return home_table, person_table(rng, kin, seats, homes, person, school, seed, on)


def settle(rng: np.random.Generator, land: territory.Territory, index: Ints, households: int) -> Homes:
    """Where households live and how well off they are; neighbours are alike."""
    bounds = np.cumsum(land.share) * households
    place = np.minimum(np.searchsorted(bounds, index + 0.5), len(land.codes) - 1)
    urban = land.urban[place]
    wealth = 0.8 * rng.normal(size=len(index)) + land.comfort[place] + np.where(urban, 0.45, -0.3)
    draw = rng.random(len(index))
    culture = (draw[:, None] > np.cumsum(land.cultures[place], axis=1)).sum(axis=1)
    return Homes(index, place, urban, wealth, gaps.leaning(wealth), np.minimum(culture, len(naming.SCRIPTS) - 1))


def seat(kin: families.Families) -> Seats:
    """Members in the order of their places, numbered from 1 in each household."""
    numbers = np.cumsum(kin.present, axis=1, dtype=np.int64)
    row, place = np.nonzero(kin.present)
    return Seats(row, place, numbers[row, place], numbers)


def circumstances(kin: families.Families, seats: Seats, homes: Homes, today: int) -> lives.Person:
    """What each person's life is led from."""
    row, place = seats.row, seats.place
    role = kin.role[row, place]
    return lives.Person(
        age=(today - kin.born[row, place]) / families.YEAR,
        female=kin.female[row, place],
        is_head=role == families.ROLES.index("head"),
        is_spouse=role == families.ROLES.index("spouse"),
        is_elder=role == families.ROLES.index("parent"),
        head_has_spouse=kin.present[row, families.WIVES[0]],
        wealth=homes.wealth[row],
        urban=homes.urban[row],
    )


def spending(
    rng: np.random.Generator, homes: Homes, person: lives.Person, seats: Seats, years: Ints, size: Ints
) -> Floats:
    """Consumption per person and year of each household."""
    dependent = (person.age < 15) | (person.age >= 65)
    dependants = np.bincount(seats.row, dependent, len(size)) / size
    head_years = np.maximum(years[person.is_head], 0).astype(np.float64)
    return living.consumption(rng, homes.wealth, homes.urban, head_years, size, dependants)


def household_table(
    rng: np.random.Generator, land: territory.Territory, homes: Homes, households: int, size: Ints, each: Floats
) -> pa.Table:
    """The households' columns, in the order of the mapping."""
    columns: dict[str, pa.Array] = {"household": keys(homes.index), **places(land, homes, households)}
    columns["urban"] = pa.array(homes.urban)
    columns["household_size"] = pa.array(size)
    for name, at in living.dwelling(rng, homes.wealth, homes.urban, size).items():
        gone = gaps.missing(rng, name, homes.silence)
        table = living.CHOICES.get(name)
        columns[name] = living.coded(at, tuple(table), gone) if table else pa.array(at, mask=gone)
    for name, has in living.possessions(rng, homes.wealth, homes.urban).items():
        columns[name] = pa.array(has, mask=gaps.missing(rng, name, homes.silence))
    deaths = rng.poisson(0.006 * size * homes.silence)
    columns["deaths_12m"] = pa.array(deaths, mask=gaps.missing(rng, "deaths_12m", homes.silence))
    columns["consumption_total"] = pa.array(np.round(each * size, 2))
    columns["consumption_per_person"] = pa.array(each)
    return pa.table(columns)


def keys(index: Ints) -> pa.Array:
    """Household keys: H000000001 for the first."""
    return pc.binary_join_element_wise("H", pc.utf8_lpad(pa.array(index + 1).cast(pa.string()), 9, "0"), "")


def places(land: territory.Territory, homes: Homes, households: int) -> dict[str, pa.Array]:
    """Area codes and names of each level, and the survey design: weight one, strata of region and residence,
    enumeration areas of neighbouring households."""
    names = dict(zip(land.areas["code"].to_pylist(), land.areas["name"].to_pylist(), strict=True))
    columns: dict[str, pa.Array] = {}
    for level, length in (("region", 4), ("district", 6), ("sub_district", 8)):
        codes = [code[:length] for code in land.codes]
        columns[level] = naming.words(homes.place, pa.array(codes))
        columns[f"{level}_name"] = naming.words(homes.place, pa.array([names[code] for code in codes]))
    first = np.concatenate([[0.0], np.cumsum(land.share)[:-1]]) * households
    psu = PSU_OF_REGISTRY if households >= LARGE else PSU_OF_SAMPLE
    area = np.maximum(homes.index - np.ceil(first[homes.place] - 0.5), 0).astype(np.int64) // psu
    sub = columns["sub_district"].dictionary_decode()
    number = pc.utf8_lpad(pa.array(area + 1).cast(pa.string()), 4, "0")
    residence = pc.if_else(pa.array(homes.urban), "urban", "rural")
    columns["weight"] = pa.array(np.ones(len(homes.index)))
    columns["stratum"] = pc.binary_join_element_wise(columns["region"].dictionary_decode(), residence, "-")
    columns["enumeration_area"] = pc.binary_join_element_wise(sub, number, "-")
    return columns


def person_table(
    rng: np.random.Generator,
    kin: families.Families,
    seats: Seats,
    homes: Homes,
    person: lives.Person,
    school: tuple[Bools, Ints, Ints, Ints],
    seed: int,
    on: date,
) -> pa.Table:
    """The persons' columns, in the order of the mapping."""
    row, place = seats.row, seats.place
    silence = homes.silence[row]
    columns: dict[str, pa.Array] = {
        "household": keys(homes.index).take(pa.array(row)),
        "number": pa.array(seats.number),
        "relationship": living.coded(kin.role[row, place], families.ROLES),
        "sex": living.coded(person.female.astype(np.int64), ("male", "female")),
    }
    born = kin.born[row, place].astype("datetime64[D]")
    earliest, latest = gaps.births(rng, born, person.age, silence)
    latest = np.where(latest > np.datetime64(on), np.datetime64(on), latest)
    columns["born_from"] = pa.array(earliest, pa.date32(), from_pandas=True)
    columns["born_to"] = pa.array(latest, pa.date32(), from_pandas=True)
    columns |= naming.columns(rng, row, homes.culture, person.female)
    columns["mother"] = parent(kin.mother, seats)
    columns["father"] = parent(kin.father, seats)
    columns |= answers(rng, kin, seats, homes, person, school, silence)
    columns["phone_number"] = phones(rng, homes.index[row], person, seed)
    return pa.table(columns)


def parent(places_: Ints, seats: Seats) -> pa.Array:
    """The number in the household of each person's mother or father, null when not in it."""
    at = places_[seats.row, seats.place]
    return pa.array(seats.number_at[seats.row, np.maximum(at, 0)], mask=at < 0)


def answers(
    rng: np.random.Generator,
    kin: families.Families,
    seats: Seats,
    homes: Homes,
    person: lives.Person,
    school: tuple[Bools, Ints, Ints, Ints],
    silence: Floats,
) -> dict[str, pa.Array]:
    """The person variables, missing answers taken out."""
    row, place = seats.row, seats.place
    attends, years, education, literate = school
    activity, occupation, industry = lives.work(rng, person, attends, years)
    weight, height = lives.growth(rng, person)
    mothers = (place <= families.WIVES[-1]) & person.female
    told = [matrix[row, place] for matrix in (kin.children, kin.living, kin.last_year)]
    born, alive, recent = lives.children_told(rng, person, told[0], told[1], told[2], mothers)
    health = lives.health(rng, person)
    worded: dict[str, tuple[Ints, tuple[str, ...]]] = {
        "marital_status": (lives.marriage(rng, person), lives.MARITAL),
        "religion": (lives.religion(rng, homes.culture)[row], lives.RELIGION),
        "education": (education, lives.EDUCATION),
        "activity": (activity, lives.ACTIVITY),
        "occupation": (occupation, lives.OCCUPATION),
        "industry": (industry, lives.INDUSTRY),
    }
    plain: dict[str, npt.NDArray[np.generic]] = {"school_attend": attends, **health}
    counted = {
        "years_schooling": years,
        "children_born": born,
        "children_surviving": alive,
        "births_12m": recent,
    }
    found: dict[str, pa.Array] = {}
    for name, (at, words) in worded.items():
        found[name] = living.coded(at, words, gaps.missing(rng, name, silence) | (at < 0))
    for name, values in plain.items():
        found[name] = pa.array(values, mask=gaps.missing(rng, name, silence))
    for name, numbers in counted.items():
        found[name] = pa.array(numbers, mask=gaps.missing(rng, name, silence) | (numbers < 0))
    found["literacy"] = pa.array(literate > 0, mask=gaps.missing(rng, "literacy", silence) | (literate < 0))
    for name, measure in (("child_weight", weight), ("child_height", height)):
        found[name] = pa.array(measure, mask=gaps.missing(rng, name, silence) | np.isnan(measure))
    return found


def phones(rng: np.random.Generator, household: Ints, person: lives.Person, seed: int) -> pa.Array:
    """A telephone number for most heads, no two alike; nobody's, as the country code +999 is not assigned."""
    has = person.is_head & (rng.random(len(household)) < 0.75 + 0.1 * person.urban)
    local = (household * STEP + seed * 7_919) % PHONES
    text = pc.utf8_lpad(pa.array(local).cast(pa.string()), 8, "0")
    whole = pc.binary_join_element_wise("+9997", text, "")
    return pc.if_else(pa.array(has), whole, pa.scalar(None, pa.string()))
