"""Households as families: who lives together, how they are related, and on what day each was born.

Everything is in matrices of households × places. A place is one possible member (head, spouse, first child,
…); `present` tells which are taken. Days count from 1970-01-01. Children are born to a woman of the household
by a fertility history, so a mother is 15 to 45 years older than her child.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

YEAR = 365.25
BIRTHS = 11  # of the first wife or the woman head
LATER_BIRTHS = 6  # of each other wife
GRANDCHILDREN, PARENTS, SIBLINGS, OTHERS = 4, 2, 3, 3
NOBODY = -1

FORMS = (
    "couple",
    "extended",
    "woman_alone_with_children",
    "polygamous",
    "skipped_generation",
    "elderly_alone",
    "adult_alone",
    "child_headed",
)
SHARES = np.array([0.53, 0.20, 0.12, 0.035, 0.02, 0.035, 0.055, 0.005])

HEAD = 0
WIVES = (1, 2, 3)
CHILDREN = tuple(range(4, 4 + BIRTHS + 2 * LATER_BIRTHS))
GRAND = tuple(range(CHILDREN[-1] + 1, CHILDREN[-1] + 1 + GRANDCHILDREN))
ELDERS = tuple(range(GRAND[-1] + 1, GRAND[-1] + 1 + PARENTS))
KIN = tuple(range(ELDERS[-1] + 1, ELDERS[-1] + 1 + SIBLINGS))
REST = tuple(range(KIN[-1] + 1, KIN[-1] + 1 + OTHERS))
PLACES = REST[-1] + 1
ROLES = ("head", "spouse", "child", "grandchild", "parent", "sibling", "other_relative", "non_relative")


@dataclass
class Families:
    """Matrices of households × places: `present`, `female`, `born` (day), `role` (position in ROLES),
    `mother` and `father` (a place, or NOBODY), `children` ever born and `living`, `last_year` births."""

    form: Ints
    present: Bools
    female: Bools
    born: Ints
    role: Ints
    mother: Ints
    father: Ints
    children: Ints
    living: Ints
    last_year: Ints


def make(rng: np.random.Generator, wealth: Floats, urban: Bools, today: int) -> Families:
    """Families for households of this latent wealth (standard normal) and residence."""
    size = len(wealth)
    matrix = (size, PLACES)
    families = Families(
        form=forms(rng, wealth, urban),
        present=np.zeros(matrix, bool),
        female=rng.random(matrix) < 0.5,
        born=np.zeros(matrix, np.int64),
        role=np.zeros(matrix, np.int64),
        mother=np.full(matrix, NOBODY),
        father=np.full(matrix, NOBODY),
        children=np.zeros(matrix, np.int64),
        living=np.zeros(matrix, np.int64),
        last_year=np.zeros(matrix, np.int64),
    )
    heads(rng, families, today)
    wives(rng, families, today)
    offspring(rng, families, wealth, urban, today)
    grandchildren(rng, families, today)
    elders(rng, families, today)
    siblings(rng, families, today)
    others(rng, families, today)
    return families


def forms(rng: np.random.Generator, wealth: Floats, urban: Bools) -> Ints:
    """The form of each household: the poor and rural live more often in extended and polygamous ones."""
    lean = np.zeros((len(wealth), len(FORMS)))
    lean[:, FORMS.index("extended")] = -0.1 * wealth - 0.15 * urban
    lean[:, FORMS.index("polygamous")] = -0.2 * wealth - 0.9 * urban
    lean[:, FORMS.index("woman_alone_with_children")] = -0.15 * wealth + 0.1 * urban
    lean[:, FORMS.index("adult_alone")] = 0.25 * wealth + 0.5 * urban
    lean[:, FORMS.index("skipped_generation")] = -0.3 * wealth
    return np.asarray(np.argmax(np.log(SHARES) + lean + rng.gumbel(size=lean.shape), axis=1))


def is_form(families: Families, *names: str) -> Bools:
    """Which households have one of these forms."""
    return np.asarray(np.isin(families.form, [FORMS.index(name) for name in names]))


def seat(families: Families, place: int, who: Bools, role: str, born: Floats | Ints) -> None:
    """Give a place to somebody where `who` is true."""
    families.present[:, place] = who
    families.role[:, place] = ROLES.index(role)
    families.born[:, place] = born


def ago(rng: np.random.Generator, years: Floats, today: int) -> Ints:
    """A day about so many years before today: the years and a random part of one more."""
    return np.asarray(today - np.floor(years * YEAR) - rng.integers(0, 365, years.shape), np.int64)


def heads(rng: np.random.Generator, families: Families, today: int) -> None:
    """Heads: mostly men of 25 to 65; children, the young or the old where the form says so."""
    size = len(families.form)
    age = 19 + rng.gamma(2.9, 7.6, size)
    elderly = is_form(families, "elderly_alone", "skipped_generation")
    age = np.where(elderly, 60 + rng.gamma(2.2, 4.2, size), age)
    age = np.where(is_form(families, "adult_alone"), 19 + rng.gamma(1.7, 7.5, size), age)
    age = np.where(is_form(families, "child_headed"), rng.uniform(13, 17.9, size), age)
    age = np.where(is_form(families, "extended"), 27 + rng.gamma(3.0, 8.0, size), age)
    woman = is_form(families, "woman_alone_with_children")
    chance = np.where(is_form(families, "elderly_alone", "skipped_generation"), 0.66, 0.33)
    chance = np.where(is_form(families, "couple", "polygamous"), 0.0, chance)
    chance = np.where(is_form(families, "extended"), 0.17, chance)
    families.female[:, HEAD] = woman | (rng.random(size) < chance)
    seat(families, HEAD, np.ones(size, bool), "head", ago(rng, np.minimum(age, 97), today))


def wives(rng: np.random.Generator, families: Families, today: int) -> None:
    """Spouses: men's wives some years younger, the later ones of a polygamous man younger still."""
    size, male = len(families.form), ~families.female[:, HEAD]
    years = (today - families.born[:, HEAD]) / YEAR
    couple = is_form(families, "couple") | (is_form(families, "extended") & male)
    couple |= is_form(families, "skipped_generation") & male & (rng.random(size) < 0.6)
    several = is_form(families, "polygamous")
    third = several & (rng.random(size) < 0.18)
    gap = rng.gamma(3.2, 1.7, size) - 1.2
    for place, who, later in zip(WIVES, (couple | several, several, third), (0.0, 6.0, 11.0), strict=True):
        young = 17 + rng.gamma(1.3, 2.0, size)
        age = np.maximum(years - gap - later * rng.uniform(0.6, 1.4, size), np.minimum(young, years + 3))
        families.female[:, place] = True
        seat(families, place, who, "spouse", ago(rng, age, today))


def offspring(rng: np.random.Generator, families: Families, wealth: Floats, urban: Bools, today: int) -> None:
    """Children of the head and of each wife, those who have left home counted but not present."""
    woman_head = families.female[:, HEAD] & ~is_form(families, "child_headed")
    mothers = np.where(woman_head, HEAD, WIVES[0])
    first = woman_head | families.present[:, WIVES[0]]
    bear(rng, families, mothers, first, CHILDREN[:BIRTHS], wealth, urban, today)
    second, third = CHILDREN[BIRTHS : BIRTHS + LATER_BIRTHS], CHILDREN[BIRTHS + LATER_BIRTHS :]
    for wife, places in ((WIVES[1], second), (WIVES[2], third)):
        mother = np.full(len(wealth), wife)
        bear(rng, families, mother, families.present[:, wife], places, wealth, urban, today)


def bear(
    rng: np.random.Generator,
    families: Families,
    mother: Ints,
    who: Bools,
    places: tuple[int, ...],
    wealth: Floats,
    urban: Bools,
    today: int,
) -> None:
    """The fertility history of one woman of each household.

    A first birth near twenty, then one every two to four years, until a wish that falls with wealth and town
    or the age of 45. One in twelve dies young, more among the poor; the grown leave home.
    """
    size, rows = len(wealth), np.arange(len(wealth))
    wish = np.clip(rng.normal(5.0 - 0.65 * wealth - 0.9 * urban, 1.9), 0, len(places))
    first = 16.0 + rng.gamma(2.4, 1.7, size) + np.clip(0.6 * wealth, -0.8, 3)
    spacing = 1.35 + rng.gamma(2.4, 0.72, (size, len(places)))
    at_birth = first[:, None] + np.cumsum(spacing, axis=1) - spacing[:, :1]
    birthday = families.born[rows, mother][:, None] + np.floor(at_birth * YEAR).astype(np.int64)
    happens = (np.arange(len(places)) < wish[:, None]) & (at_birth < 45) & (birthday <= today) & who[:, None]
    alone = is_form(families, "elderly_alone", "adult_alone", "skipped_generation")
    man = ~families.female[:, HEAD, None]
    happens &= ~man | (birthday - families.born[:, HEAD, None] > 16 * YEAR)
    dies = rng.random(birthday.shape) < np.clip(0.08 - 0.03 * wealth, 0.02, 0.2)[:, None]
    alive = happens & ~dies
    age = (today - birthday) / YEAR
    girl = families.female[:, list(places)]
    leaving = np.where(girl, 17.5, 19.5) + rng.gamma(1.6, 3.4, birthday.shape)
    home = alive & (age < leaving) & ~alone[:, None]
    families.children[rows, mother] += happens.sum(axis=1)
    families.living[rows, mother] += alive.sum(axis=1)
    families.last_year[rows, mother] += (happens & (age < 1)).sum(axis=1)
    father = np.where(families.female[:, HEAD], NOBODY, HEAD)
    for column, place in enumerate(places):
        seat(families, place, home[:, column], "child", birthday[:, column])
        families.mother[:, place] = mother
        families.father[:, place] = father


def grandchildren(rng: np.random.Generator, families: Families, today: int) -> None:
    """Children of a daughter at home, in extended households; children left with their grandparents."""
    rows, places = np.arange(len(families.form)), np.array(CHILDREN)
    old = families.present[:, CHILDREN] & families.female[:, CHILDREN]
    born = np.where(old, families.born[:, CHILDREN], today)
    daughter = places[np.argmin(born, axis=1)]
    hers = families.born[rows, daughter] + np.floor(rng.uniform(16, 20, len(rows)) * YEAR).astype(np.int64)
    with_daughter = is_form(families, "extended") & old.any(axis=1) & (hers < today)
    skipped = is_form(families, "skipped_generation")
    head_birth = families.born[:, HEAD]
    start = np.where(skipped, np.maximum(head_birth + int(36 * YEAR), today - int(17 * YEAR)), hers)
    wanted = np.where(skipped, 1 + rng.poisson(1.1, len(rows)), rng.poisson(1.1, len(rows)))
    for nth, place in enumerate(GRAND):
        start = start + np.floor(rng.uniform(0.1, 3.5, len(rows)) * YEAR).astype(np.int64) * (nth > 0)
        start = start + rng.integers(290, 700, len(rows)) * (nth > 0)
        who = (nth < wanted) & (skipped | with_daughter) & (start <= today)
        seat(families, place, who, "grandchild", start)
        own = who & with_daughter & ~skipped
        families.mother[:, place] = np.where(own, daughter, NOBODY)
        for counted in (families.children, families.living):
            counted[rows[own], daughter[own]] += 1
        families.last_year[rows[own], daughter[own]] += start[own] > today - 365


def elders(rng: np.random.Generator, families: Families, today: int) -> None:
    """A mother, sometimes a father, of the head in extended households."""
    size, extended = len(families.form), is_form(families, "extended")
    for place, woman, chance in zip(ELDERS, (True, False), (0.38, 0.16), strict=True):
        gap = np.clip(rng.normal(24 if woman else 30, 5, size), 16, 43)
        born = families.born[:, HEAD] - np.floor(gap * YEAR).astype(np.int64)
        who = extended & (rng.random(size) < chance) & ((today - born) / YEAR < 96)
        families.female[:, place] = woman
        seat(families, place, who, "parent", born)
        parent = families.mother if woman else families.father
        parent[:, HEAD] = np.where(who, place, parent[:, HEAD])


def siblings(rng: np.random.Generator, families: Families, today: int) -> None:
    """Brothers and sisters of the head: in extended households, and with a child who heads one."""
    size, extended = len(families.form), is_form(families, "extended")
    young = is_form(families, "child_headed")
    wanted = np.where(young, 1 + rng.poisson(0.9, size), rng.poisson(0.45, size))
    for nth, place in enumerate(KIN):
        gap = rng.normal(-3.5 * (nth + 1), 1.2, size)
        born = families.born[:, HEAD] - np.floor(gap * YEAR).astype(np.int64)
        who = (nth < wanted) & (extended | young) & (born < today)
        seat(families, place, who, "sibling", born)
        for elder, parent in zip(ELDERS, (families.mother, families.father), strict=True):
            fits = families.present[:, elder] & (born - families.born[:, elder] > 15 * YEAR)
            fits &= born - families.born[:, elder] < 45 * YEAR
            parent[:, place] = np.where(who & fits, elder, NOBODY)


def others(rng: np.random.Generator, families: Families, today: int) -> None:
    """Nieces, cousins and in-laws in extended households; lodgers and domestic workers in a few."""
    size, extended = len(families.form), is_form(families, "extended")
    wanted = rng.poisson(0.75, size)
    for nth, place in enumerate(REST[:-1]):
        age = np.where(rng.random(size) < 0.6, rng.uniform(0, 18, size), 18 + rng.gamma(1.6, 9, size))
        seat(families, place, extended & (nth < wanted), "other_relative", ago(rng, np.minimum(age, 90), today))
    lodger = rng.random(size) < np.where(is_form(families, "child_headed"), 0.0, 0.035)
    seat(families, REST[-1], lodger, "non_relative", ago(rng, 15 + rng.gamma(1.6, 7, size), today))
