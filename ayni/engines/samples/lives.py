"""Lives of persons: schooling, work, marriage, health, growth, and what women tell of their children.

Arrays are by person. `wealth`, `urban` and such are those of the person's household. Masks named `…_known` or
columns of -1 mark questions that are not asked at that age: they are null in the files.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.engines.samples import living

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MARITAL = ("single", "married", "divorced", "widowed")
EDUCATION = ("none", "less_than_primary", "primary", "secondary", "university")
ACTIVITY = ("employed", "unemployed", "inactive")
RELIGION = ("none", "religion_a", "religion_b", "religion_c", "religion_d", "religion_e", "other")
OCCUPATION = (
    "managers",
    "professionals",
    "technicians",
    "clerks",
    "sales_and_services",
    "farming_and_fishing",
    "crafts",
    "machine_operators",
    "elementary",
    "armed_forces",
    "other",
)
INDUSTRY = (
    "agriculture",
    "mining",
    "manufacturing",
    "electricity_gas_water",
    "construction",
    "trade",
    "hotels_and_restaurants",
    "transport",
    "finance",
    "public_administration",
    "business_services",
    "education",
    "health",
    "other_services",
    "private_households",
    "other",
)
NOT_ASKED = -1
SCHOOL_AGE, WORK_AGE, FERTILE_AGE = 5, 10, 12

# Median height (cm) and weight (kg) of young children by month of age, read off growth charts and rounded.
MONTHS = np.array([0, 3, 6, 9, 12, 18, 24, 36, 48, 60])
HEIGHT = np.array([49.5, 60.6, 66.7, 71.1, 74.9, 81.5, 87.1, 95.6, 103.0, 109.7])
WEIGHT = np.array([3.3, 6.1, 7.6, 8.6, 9.3, 10.5, 11.8, 14.1, 16.2, 18.2])

#: Log-weight of each occupation: at no schooling, per year of schooling, in town.
OCCUPATION_LEAN = np.array(
    [
        (-4.5, 0.22, 0.4),
        (-5.0, 0.36, 0.3),
        (-3.6, 0.22, 0.3),
        (-3.9, 0.21, 0.5),
        (-0.4, 0.07, 0.9),
        (1.9, -0.09, -2.2),
        (-0.4, 0.02, 0.3),
        (-1.4, 0.04, 0.3),
        (0.6, -0.07, 0.1),
        (-5.0, 0.14, 0.0),
        (-4.0, 0.0, 0.0),
    ]
)
#: For each occupation, the industries it is found in (three equally likely).
INDUSTRIES_OF = np.array(
    [
        (9, 10, 5),
        (11, 12, 9),
        (12, 10, 2),
        (9, 8, 10),
        (5, 6, 13),
        (0, 0, 0),
        (2, 4, 2),
        (7, 2, 1),
        (0, 4, 14),
        (9, 9, 9),
        (15, 13, 3),
    ]
)


@dataclass(frozen=True)
class Person:
    """What lives are led from: age in years (float), sex, role name tests, and the household's circumstances."""

    age: Floats
    female: Bools
    is_head: Bools
    is_spouse: Bools
    is_elder: Bools
    head_has_spouse: Bools
    wealth: Floats
    urban: Bools


def schooling(rng: np.random.Generator, person: Person) -> tuple[Bools, Ints, Ints, Ints]:
    """Attends school, years of schooling, education and literacy (-1 where not asked)."""
    age, size = person.age, len(person.age)
    cohort = np.clip((age - 20) / 10, 0, 6)
    pull = 0.9 * person.wealth + 0.55 * person.urban - 0.15 * person.female + rng.normal(0, 1.0, size)
    goal = np.clip(9.6 - 1.25 * cohort - 0.35 * cohort * person.female + 2.9 * pull, 0, 17)
    start = 5.6 + rng.gamma(1.2, 0.5, size)
    possible = np.floor(np.clip(age - start, 0, None) * rng.uniform(0.82, 1.0, size))
    years = np.floor(np.minimum(goal, possible)).astype(np.int64)
    never = living.likely(rng, -2.6 + 0.55 * cohort - 1.0 * pull)
    years[never] = 0
    attends = (age >= start) & (years < np.floor(goal)) & (age < 25) & ~never
    attends |= (age >= 3.5) & (age < start) & living.likely(rng, -1.2 + 1.0 * pull)
    education = np.select([years == 0, years < 6, years < 12, years < 15], [0, 1, 2, 3], 4)
    literate = living.likely(rng, -2.2 + 0.95 * years).astype(np.int64)
    asked = age >= SCHOOL_AGE
    return attends, np.where(asked, years, NOT_ASKED), education, np.where(asked, literate, NOT_ASKED)


def work(rng: np.random.Generator, person: Person, attends: Bools, years: Ints) -> tuple[Ints, Ints, Ints]:
    """Activity, occupation and industry, -1 where not asked or not working."""
    age, size = person.age, len(person.age)
    odds = 1.7 - 1.5 * person.female + 0.05 * years - 0.0021 * (age - 40) ** 2 - 2.6 * attends
    odds -= np.where(age < 15, 3.2, 0) + np.where(age > 65, 0.6, 0)
    busy = living.likely(rng, odds)
    looking = ~busy & (age > 15) & (age < 62) & (rng.random(size) < 0.13)
    activity = np.select([busy, looking], [0, 1], 2)
    asked = age >= WORK_AGE
    working = busy & asked
    occupation, industry = np.full(size, NOT_ASKED), np.full(size, NOT_ASKED)
    at = np.flatnonzero(working)
    level, lean, town = OCCUPATION_LEAN.T
    score = level + np.maximum(years[at], 0)[:, None] * lean + person.urban[at, None] * town
    occupation[at] = np.argmax(score + rng.gumbel(size=score.shape), axis=1)
    industry[at] = INDUSTRIES_OF[occupation[at], rng.integers(0, 3, len(at))]
    return np.where(asked, activity, NOT_ASKED), occupation, industry


def marriage(rng: np.random.Generator, person: Person) -> Ints:
    """Marital status: married where the spouse is here; else by age, widowhood more among women and the old."""
    age, size = person.age, len(person.age)
    united = person.is_spouse | (person.is_head & person.head_has_spouse)
    once = living.likely(rng, (age - 24) / 2.6 + 0.5 * person.female) & (age > 16)
    alone = person.is_head | person.is_elder
    widowed = living.likely(rng, -4.2 + 0.065 * (age - 20) + 0.9 * person.female)
    divorced = rng.random(size) < np.where(alone, 0.45, 0.12)
    after = np.select([widowed, divorced], [3, 2], np.where(alone & (rng.random(size) < 0.6), 3, 1))
    return np.where(united, 1, np.where(once, after, 0))


def health(rng: np.random.Generator, person: Person) -> dict[str, Bools]:
    """Disability, rising with age, and its kinds; about one person in fifteen."""
    years = np.minimum(person.age, 90)
    base = -4.6 + 0.040 * years + 0.00022 * years**2 - 0.1 * person.wealth
    blind, deaf = living.likely(rng, base - 1.7), living.likely(rng, base - 2.2)
    mental = living.likely(rng, np.full(len(years), -4.9) - 0.1 * person.wealth)
    other = living.likely(rng, base - 0.2)
    return {"disability": blind | deaf | mental | other, "blind": blind, "deaf": deaf, "mental": mental}


def growth(rng: np.random.Generator, person: Person) -> tuple[Floats, Floats]:
    """Weight (kg) and height (cm) of children under 60 months, NaN for others: shorter and lighter where poorer."""
    months = person.age * 12
    young = months < 60
    shift = -0.9 + 0.4 * person.wealth + rng.normal(0, 1.05, len(months))
    tall = np.interp(months, MONTHS, HEIGHT) * (1 + 0.037 * shift) - 0.7 * person.female
    lean = 0.45 * shift + rng.normal(-0.1, 0.95, len(months))
    heavy = np.interp(months, MONTHS, WEIGHT) * (1 + 0.105 * lean) - 0.25 * person.female
    return (
        np.where(young, np.round(np.clip(heavy, 1.6, 30), 2), np.nan),
        np.where(young, np.round(np.clip(tall, 42, 130), 1), np.nan),
    )


def religion(rng: np.random.Generator, culture: Ints) -> Ints:
    """Each household's religion: one leads in each culture."""
    main = np.array([5, 1, 2, 3])[culture]
    return np.where(rng.random(len(culture)) < 0.86, main, rng.integers(0, len(RELIGION), len(culture)))


def children_told(
    rng: np.random.Generator, person: Person, born: Ints, living_: Ints, last_year: Ints, counted: Bools
) -> tuple[Ints, Ints, Ints]:
    """Children born and surviving and births of the last year, for women of 12 and over (-1 for others).

    `counted` women bore the children of the household and know; the others are given a history by age.
    """
    asked = person.female & (person.age >= FERTILE_AGE)
    mean = np.clip((np.minimum(person.age, 45) - 17) * 0.16 - 0.4 * person.wealth, 0, None)
    mean *= np.where(person.age > 45, 1.0, np.where(person.age < 20, 0.3, 0.55))
    guess = rng.poisson(mean)
    total = np.where(counted, born, np.maximum(guess, born))
    alive = np.where(counted, living_, np.maximum(rng.binomial(total, 0.9), living_))
    recent = np.where(person.age < 50, last_year, 0)
    return (
        np.where(asked, total, NOT_ASKED),
        np.where(asked, np.minimum(alive, total), NOT_ASKED),
        np.where(asked, np.minimum(recent, total), NOT_ASKED),
    )
