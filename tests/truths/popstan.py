"""The survey of Popstan worked by hand: raw files, pandas and samplics, nothing of ours.

World Bank, Popstan Synthetic Household Survey 2023, doi 10.48529/MC1F-QH23. `measured` and `counted` are what the
whole chain must give when it runs on these files.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from tests.truths import shared

with warnings.catch_warnings():
    # samplics says on import that its successor is svy; it is here as a second opinion only.
    warnings.filterwarnings("ignore", message="samplics is archived", category=FutureWarning)
    from samplics.estimation import TaylorEstimator
    from samplics.utils.types import PopParam

HOUSEHOLDS = "WLD_2023_SYNTH-SVY-HLD-EN_v01_M.dta"
PERSONS = "WLD_2023_SYNTH-SVY-IND-EN_v01_M.dta"
NUMBERS = ("yrs_school", "children_born", "children_surv")

WEIGHTS = {
    "years_of_schooling": 1 / 6,
    "school_attendance": 1 / 6,
    "child_mortality": 1 / 3,
    "cooking_fuel": 1 / 21,
    "sanitation": 1 / 21,
    "drinking_water": 1 / 21,
    "electricity": 1 / 21,
    "housing": 1 / 21,
    "assets": 1 / 21,
    "overcrowding": 1 / 21,
}


@cache
def files() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Households (indexed by hid) and persons, as the survey has them."""
    folder = shared.path("popstan")
    households, _ = pyreadstat.read_dta(folder / HOUSEHOLDS)
    persons, _ = pyreadstat.read_dta(folder / PERSONS)
    for name in NUMBERS:
        persons[name] = pd.to_numeric(persons[name])
    return households.set_index("hid"), persons


def deprivations() -> pd.DataFrame:
    """1, 0 or NaN for each household and indicator of the national measure."""
    households, persons = files()
    adult, child = persons.age >= 12, persons.age.between(6, 14)
    mother = (persons.sex == 2) & persons.age.between(15, 49)
    schooled = _any(adult & (persons.yrs_school >= 6), adult & persons.yrs_school.isna())
    lost = mother & (persons.children_born > 0) & (persons.children_surv < persons.children_born)
    some_adult = _any(adult)
    small = households[["radio", "tv", "bicycle", "motorcycle", "refrigerator"]].sum(axis=1)
    small += (households.phone == 1) | (households.cell == 1)
    materials = households.floor.eq(1) | households.walls.isin([1, 2, 5]) | households.roof.isin([7, 8])
    return pd.DataFrame(
        {
            "years_of_schooling": (1 - schooled).where(some_adult == 1, 0.0),
            "school_attendance": _any(child & (persons.school_attend != 1)),
            "child_mortality": _any(lost, mother & persons.children_born.isna()),
            "cooking_fuel": households.cook_fuel.isin([4, 5]).astype(float),
            "sanitation": households.toilet.isin([14, 23, 31, 96]).astype(float),
            "drinking_water": households.water.isin([32, 42, 43, 61, 62, 96]).astype(float),
            "electricity": (households.electricity == 0).astype(float),
            "housing": materials.astype(float),
            "assets": ((small <= 1) & (households.car == 0)).astype(float),
            "overcrowding": (households.hhsize > 3 * households.rooms).astype(float),
        }
    )


def measured() -> dict[str, Any]:
    """H, A and M0 with their standard errors, for the country and by region, as samplics estimates them."""
    households, _ = files()
    answers = deprivations()
    complete = answers.notna().all(axis=1)
    score = sum(answers[name] * weight for name, weight in WEIGHTS.items())
    poor = (score >= 1 / 3 - 1e-9).astype(float)
    part = households[complete].assign(poor=poor, censored=score * poor)
    national = {
        "H": _taylor(PopParam.mean, part, "poor"),
        "A": _taylor(PopParam.ratio, part, "censored", "poor"),
        "M0": _taylor(PopParam.mean, part, "censored"),
    }
    return {
        **{name: value for name, (value, _) in national.items()},
        "se": {name: se for name, (_, se) in national.items()},
        "n": int(complete.sum()),
        "retained": float(households.popweight[complete].sum() / households.popweight.sum()),
        "by_area": [
            {
                "area": f"geo_{region:02d}",
                "H": float(np.average(rows.poor, weights=rows.popweight)),
                "A": float(np.average(rows.censored, weights=rows.popweight * rows.poor)),
                "M0": float(np.average(rows.censored, weights=rows.popweight)),
            }
            for region, rows in part.groupby("geo1")
        ],
    }


def counted() -> dict[str, int]:
    """Persons (and households with one of them) whom the categorical programmes are about."""
    _, persons = files()
    groups = {
        "child_grant": persons.age < 5,
        "pension": persons.age >= 65,
        "disability": persons.disability == 1,
        "disability_under_65": (persons.disability == 1) & (persons.age < 65),
        "school_age": persons.age.between(6, 14),
    }
    found = {name: int(group.sum()) for name, group in groups.items()}
    households = {f"{name}_households": int(persons.hid[group].nunique()) for name, group in groups.items()}
    return {"households": persons.hid.nunique(), "persons": len(persons), **found, **households}


def stratum() -> pd.Series:
    """Region by residence, the survey's strata."""
    households, _ = files()
    return households.geo1.astype(str) + "-" + households.urbrur.astype(str)


def _any(yes: pd.Series, unknown: pd.Series | None = None) -> pd.Series:
    """For each household 1 when it is so of anybody, else NaN when it is unknown of somebody, else 0."""
    households, persons = files()
    found = yes.groupby(persons.hid).any().reindex(households.index).astype(float)
    if unknown is None:
        return found
    doubtful = unknown.groupby(persons.hid).any().reindex(households.index)
    return found.where((found == 1) | ~doubtful, np.nan)


def _taylor(what: PopParam, part: pd.DataFrame, y: str, x: str | None = None) -> tuple[float, float]:
    estimator = TaylorEstimator(what)
    estimator.estimate(
        y=part[y].to_numpy(),
        x=None if x is None else part[x].to_numpy(),
        samp_weight=part.popweight.to_numpy(),
        stratum=stratum().reindex(part.index).to_numpy(),
        psu=part.ea.to_numpy(),
    )
    return float(estimator.point_est), float(estimator.stderror)
