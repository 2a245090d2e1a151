"""The ten programmes for OpenFisca: run by `openfisca_program` in an environment of its own.

OpenFisca knows no unknown: an answer that is not there is its default (no, nought, born in 1970), and the criteria,
as there, are variables of the household or the person with a formula each.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum

ON = date(2026, 6, 30)
ROLES = [{"key": "member", "plural": "members"}]
Household = build_entity(key="household", plural="households", label="Household", roles=ROLES)
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)

INPUTS: dict[str, tuple[Any, Any]] = {
    "born_to": (Person, date),
    "school_attend": (Person, bool),
    "years_schooling": (Person, int),
    "disability": (Person, bool),
    "blind": (Person, bool),
    "mental": (Person, bool),
    "earnings": (Person, float),
    "insured": (Person, bool),
    "activity": (Person, ("", "employed", "inactive", "unemployed")),
    "relationship": (
        Person,
        ("", "head", "spouse", "child", "parent", "grandchild", "sibling", "other_relative", "non_relative"),
    ),
    "sex": (Person, ("", "female", "male")),
    "urban": (Household, bool),
    "bedrooms": (Household, int),
    "electricity": (Household, bool),
    "car": (Household, bool),
    "motorcycle": (Household, bool),
    "refrigerator": (Household, bool),
    "television": (Household, bool),
    "land": (Household, float),
    "livestock": (Household, int),
    "score_pmt": (Household, float),
    "floor": (Household, ("", "earth", "cement", "tile", "stone", "wood", "other")),
    "walls": (
        Household,
        ("", "scrap", "wood_or_straw", "bricks", "cement", "mud", "stone", "metal", "other"),
    ),
}

ENUMS = {
    name: Enum(name, {f"is_{code}": code for code in kind}) for name, (_, kind) in INPUTS.items() if type(kind) is tuple
}


def age(person: Any, period: Any) -> Any:
    born = person("born_to", period).astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    months = ON.year * 12 + ON.month - 1 - (month.astype(int) + 1970 * 12)
    return (months - (ON.day < (born - month.astype("datetime64[D]")).astype(int) + 1)) // 12


def is_(who: Any, name: str, *codes: str, period: Any) -> Any:
    """Is the choice one of these codes?"""
    found = who(name, period)
    return np.logical_or.reduce([found == ENUMS[name][f"is_{code}"] for code in codes])


def poor(limit: float) -> Any:
    return lambda household, period: household("score_pmt", period) < limit


def assets(household: Any, period: Any) -> Any:
    points = {"refrigerator": 2, "television": 1, "motorcycle": 2, "car": 4}
    return sum(household(name, period) * count for name, count in points.items()) <= 3


def total(name: str) -> Any:
    """The number of members for whom it holds, or the sum of what they have."""
    return lambda household, period: household.sum(household.members(name, period))


def each(household: Any) -> Any:
    return household.nb_persons()


def crowded(household: Any, period: Any) -> Any:
    bedrooms = household("bedrooms", period)
    return each(household) / np.where(bedrooms == 0, np.inf, bedrooms) >= 2.5


def led(name: str) -> Any:
    """True where exactly one member is the head, and it holds for them."""

    def formula(household: Any, period: Any) -> Any:
        head = household.members("is_head", period)
        return (household.sum(head) == 1) & household.any(head & household.members(name, period))

    return formula


#: By name: the entity, the type, and the formula of what the criteria share.
SHARED: dict[str, tuple[Any, type, Any]] = {
    "age": (Person, int, age),
    "child": (Person, bool, lambda p, at: p("age", at) < 18),
    "adult": (Person, bool, lambda p, at: p("age", at) >= 18),
    "employed": (Person, bool, lambda p, at: is_(p, "activity", "employed", period=at)),
    "to_feed": (Person, bool, lambda p, at: (p("age", at) < 15) | (p("age", at) >= 65)),
    "able": (Person, bool, lambda p, at: p("adult", at) & (p("age", at) < 60) & ~p("disability", at)),
    "seeks": (Person, bool, lambda p, at: p("adult", at) & is_(p, "activity", "unemployed", period=at)),
    "earned": (Person, float, lambda p, at: np.where(p("adult", at) & p("employed", at), p("earnings", at), 0)),
    "uninsured": (Person, bool, lambda p, at: ~p("insured", at)),
    "cared_for": (Person, bool, lambda p, at: p("disability", at) & (p("child", at) | (p("age", at) >= 65))),
    "carer": (
        Person,
        bool,
        lambda p, at: p("adult", at) & (p("age", at) < 65) & ~p("disability", at) & ~p("employed", at),
    ),
    "schooling": (Person, int, lambda p, at: np.where(p("adult", at), p("years_schooling", at), 0)),
    "is_head": (Person, bool, lambda p, at: is_(p, "relationship", "head", period=at)),
    "female": (Person, bool, lambda p, at: is_(p, "sex", "female", period=at)),
    "over_60": (Person, bool, lambda p, at: p("age", at) >= 60),
    "children": (Household, int, total("child")),
    "adults": (Household, int, total("adult")),
    "mouths": (Household, int, total("to_feed")),
    "hands": (Household, int, total("able")),
    "income": (Household, float, total("earned")),
    "without_insurance": (Household, int, total("uninsured")),
    "in_care": (Household, int, total("cared_for")),
    "led_by_woman": (Household, bool, led("female")),
    "led_by_old": (Household, bool, led("over_60")),
    "under_line": (Household, bool, poor(2050)),
}

#: By programme: its entity, its criteria by name, and its amount.
PROGRAMMES: dict[str, tuple[Any, dict[str, Any], Any]] = {
    "child-grant": (
        Person,
        {
            "young-child": lambda p, at: p("age", at) < 5,
            "not-rich": lambda p, at: p.household("score_pmt", at) < 5000,
            "no-car": lambda p, at: ~p.household("car", at),
        },
        lambda p, at: np.where(p("age", at) < 1, 400, 300),
    ),
    "disability-allowance": (
        Person,
        {
            "disability": lambda p, at: p("disability", at),
            "below-pension-age": lambda p, at: p("age", at) < 65,
            "not-employed": lambda p, at: (p("age", at) < 15) | ~p("employed", at),
        },
        lambda p, at: np.where(p("blind", at) | p("mental", at), 900, 700),
    ),
    "old-age-pension": (
        Person,
        {
            "old-age": lambda p, at: p("age", at) >= 65,
            "earns-little": lambda p, at: ~p("employed", at) | (p("earnings", at) < 500),
        },
        lambda p, at: np.where(p("age", at) >= 80, 1100, 900),
    ),
    "school-fee-waiver": (
        Person,
        {
            "school-age": lambda p, at: (p("age", at) >= 6) & (p("age", at) <= 14),
            "attends": lambda p, at: p("school_attend", at),
            "poor": lambda p, at: p.household("under_line", at),
        },
        None,
    ),
    "poverty-transfer": (
        Household,
        {
            "poor": lambda h, at: h("under_line", at),
            "little-land": lambda h, at: h("land", at) < 2.5,
            "no-car": lambda h, at: ~h("car", at),
        },
        lambda h, at: np.minimum(2000, 1200 + 150 * h("children", at)),
    ),
    "food-ration": (
        Household,
        {
            "many-to-feed": lambda h, at: h("mouths", at) > each(h) - h("mouths", at),
            "poor-dwelling": lambda h, at: (
                is_(h, "floor", "earth", "wood", period=at) | is_(h, "walls", "scrap", "wood_or_straw", period=at)
            ),
            "little-livestock": lambda h, at: h("livestock", at) < 5,
        },
        lambda h, at: 42.5 * each(h),
    ),
    "public-works": (
        Household,
        {
            "able-adult": lambda h, at: h("hands", at) > 0,
            "seeks-work": lambda h, at: h.any(h.members("seeks", at)),
            "rural": lambda h, at: ~h("urban", at),
            "earns-little": lambda h, at: h("income", at) < 150 * each(h),
        },
        lambda h, at: 500 * np.minimum(2, h("hands", at)),
    ),
    "health-insurance-subsidy": (
        Household,
        {
            "somebody-uninsured": lambda h, at: h("without_insurance", at) > 0,
            "nearly-poor": poor(3000),
            "earns-little": lambda h, at: h("income", at) / each(h) < 250,
        },
        lambda h, at: 12.75 * h("without_insurance", at),
    ),
    "caregivers-allowance": (
        Household,
        {
            "somebody-to-care-for": lambda h, at: h("in_care", at) > 0,
            "somebody-who-cares": lambda h, at: h.any(h.members("carer", at)),
            "little-schooling": lambda h, at: (
                h.sum(h.members("schooling", at)) / np.where(h("adults", at) == 0, np.nan, h("adults", at)) < 8
            ),
        },
        lambda h, at: 250 + 100 * h("in_care", at),
    ),
    "utility-subsidy": (
        Household,
        {
            "connected": lambda h, at: h("electricity", at),
            "few-assets": assets,
            "crowded": crowded,
            "head-alone-or-old": lambda h, at: h("led_by_woman", at) | h("led_by_old", at),
        },
        lambda h, at: np.where(h("led_by_woman", at), 90.25, 75.5),
    ),
}
