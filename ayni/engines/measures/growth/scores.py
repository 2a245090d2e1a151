"""Z-scores of children by the WHO standards.

z = ((y / M)^L - 1) / (L S). Beyond 3 either way a unit is the distance between the second and the third standard
deviation, because tails fitted to a healthy population say nothing of how far beyond them a child is (WHO, Computation
of centiles and z-scores, chapter 7 of the standards' methods).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.growth import standard
from ayni.engines.measures.growth.standard import Floats

NAMES = ("waz", "haz", "whz", "baz", "hcz", "acz")
WITH_WEIGHT = ("waz", "whz", "baz")

#: Beyond these a z-score is taken for an error of measurement and not used (WHO, 2006).
PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "waz": (-6, 5), "haz": (-6, 6), "whz": (-5, 5), "baz": (-5, 5), "hcz": (-5, 5), "acz": (-5, 5),
}  # fmt: skip

STANDING_FROM = 9  # months: below, a child said to be measured standing was not
NEAR = 1e-6  # centimetres, forgiven where 0.7 were added or taken
LYING_BELOW = 87  # centimetres: a child of unknown age and posture is taken as lying below
WEIGHT_UNTIL, HEIGHT_UNTIL = 121, 229  # months of the reference of 2007, not included


@dataclass(frozen=True, eq=False)
class Children:
    """n children: sex 1 boy, 2 girl; months of age, exact; kilograms, centimetres; NaN is unknown.

    lying: 1 measured lying, 0 standing. oedema: 1 swollen on both feet; unknown counts as none.
    days: age in days where it was asked so; else it is found from the months.
    """

    sex: Floats
    months: Floats
    weight: Floats
    height: Floats
    lying: Floats
    oedema: Floats
    head: Floats
    arm: Floats
    days: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", np.floor(self.months * standard.MONTH + 0.5))


@dataclass(frozen=True, eq=False)
class Scores:
    """z: by indicator n numbers, NaN where it cannot be known or was not assessed. implausible: n of 1 and 0, NaN where
    there is no z. height: as the standard reads it, lying below 24 months and standing from then. bmi: kg/m2."""

    z: Mapping[str, Floats]
    implausible: Mapping[str, Floats]
    height: Floats
    bmi: Floats

    def used(self, name: str) -> Floats:
        """The z-scores that figures use: NaN also where one is not plausible."""
        return np.where(self.implausible[name] == 1, np.nan, self.z[name])


def score(children: Children, digits: int | None = 2) -> Scores:
    """Every z-score that the measures allow: waz weight for age, haz length or height for age, whz weight for length or
    height, baz BMI for age, hcz head and acz arm circumference for age.

    Under 60 months by the standard (waz, haz, baz, hcz by day; acz from 91 days), from 60 months by the reference of
    2007: waz below 121, haz and baz below 229 months. A measure of zero or less, an unknown sex, an age beyond the
    table: NaN. Oedema: weight says nothing, waz, whz and baz are NaN. digits: z is rounded before it is compared with
    a cut-off, as WHO's programs do; None leaves it whole.
    """
    weight, head, arm = (_positive(one) for one in (children.weight, children.head, children.arm))
    lying = np.where((children.months < STANDING_FROM) & (children.lying == 0), np.nan, children.lying)
    height = _as_read(_positive(children.height), children.days, lying)
    with np.errstate(invalid="ignore"):
        bmi = weight / (height / 100) ** 2
    dry = np.where(children.oedema == 1, np.nan, 1.0)
    found = {
        "waz": _for_age("weight-for-age", children, weight * dry, WEIGHT_UNTIL),
        "haz": _for_age("height-for-age", children, height, HEIGHT_UNTIL),
        "whz": _for_length(children, weight * dry, height, lying),
        "baz": _for_age("bmi-for-age", children, bmi * dry, HEIGHT_UNTIL),
        "hcz": _for_age("head-circumference-for-age", children, head, 0),
        "acz": _for_age("arm-circumference-for-age", children, arm, 0),
    }
    if digits is not None:
        found = {name: np.round(z, digits) for name, z in found.items()}
    return Scores(found, {name: _beyond(name, z) for name, z in found.items()}, height, bmi)


def from_lms(y: Floats, lms: Floats) -> Floats:
    """z of n measures y by their L, M and S (n x 3); NaN where one is unknown."""
    l, m, s = lms[:, 0], lms[:, 1], lms[:, 2]  # noqa: E741
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        z = np.where(l == 0, np.log(y / m) / s, (np.power(y / m, l) - 1) / (s * np.where(l == 0, 1.0, l)))
        two, three = _at(2, l, m, s), _at(3, l, m, s)
        z = np.where(z > 3, 3 + (y - three) / (three - two), z)
        two, three = _at(-2, l, m, s), _at(-3, l, m, s)
        found: Floats = np.where(z < -3, -3 + (y - three) / (two - three), z)
    return found


def _at(z: float, l: Floats, m: Floats, s: Floats) -> Floats:  # noqa: E741
    """The measure that has a z-score."""
    whole = np.where(l == 0, 1.0, l)
    found: Floats = np.where(l == 0, m * np.exp(s * z), m * np.power(1 + whole * s * z, 1 / whole))
    return found


def _for_age(indicator: standard.Indicator, children: Children, y: Floats, until: float) -> Floats:
    z = np.full(len(y), np.nan)
    known = ~np.isnan(y) & np.isin(children.sex, (1, 2)) & (children.months >= 0)
    young = known & (children.months < standard.FIRST_MONTH)
    if young.any():
        day = np.minimum(children.days[young], standard.LAST_DAY).astype(np.int64)
        z[young] = from_lms(y[young], standard.by_day(indicator)[_sex(children, young), day])
    older = known & (children.months >= standard.FIRST_MONTH) & (children.months < until)
    if older.any():
        table, months = standard.by_month(indicator), children.months[older] - standard.FIRST_MONTH
        low = np.floor(months).astype(np.int64)
        share = (months - low)[:, None]
        high, sex = np.minimum(low + 1, table.shape[1] - 1), _sex(children, older)
        z[older] = from_lms(y[older], table[sex, low] + share * (table[sex, high] - table[sex, low]))
    return z


def _for_length(children: Children, weight: Floats, height: Floats, lying: Floats) -> Floats:
    """Weight for length below 24 months, for height from then; without an age by how, or how tall, it was measured."""
    z = np.full(len(weight), np.nan)
    aged = ~np.isnan(children.months)
    down = np.where(aged, children.days <= standard.LYING_UNTIL, np.where(np.isnan(lying), height < LYING_BELOW, lying))
    least, most = (np.where(down == 1, *pair) for pair in zip(standard.LENGTHS, standard.HEIGHTS, strict=True))
    inside = ~np.isnan(weight) & np.isin(children.sex, (1, 2))
    inside &= (height >= least - NEAR) & (height <= most + NEAR)
    inside &= ~aged | ((children.months >= 0) & (children.months < standard.FIRST_MONTH))
    if inside.any():
        long = height[inside] + np.where(down[inside] == 1, 0.0, standard.LYING_MORE)
        place = (long - standard.LENGTHS[0]) / standard.STEP
        low = np.floor(np.round(place, 6)).astype(np.int64)
        table, sex = standard.by_length(), _sex(children, inside)
        high, share = np.minimum(low + 1, table.shape[1] - 1), np.clip(place - low, 0, 1)[:, None]
        z[inside] = from_lms(weight[inside], table[sex, low] + share * (table[sex, high] - table[sex, low]))
    return z


def _as_read(height: Floats, days: Floats, lying: Floats) -> Floats:
    """0.7 cm more for who stood but is read lying, 0.7 less for who lay but is read standing."""
    more = (days <= standard.LYING_UNTIL) & (lying == 0)
    less = (days > standard.LYING_UNTIL) & (lying == 1)
    return np.asarray(height + standard.LYING_MORE * (more.astype(np.float64) - less), dtype=np.float64)


def _beyond(name: str, z: Floats) -> Floats:
    low, high = PLAUSIBLE[name]
    return np.where(np.isnan(z), np.nan, (z < low) | (z > high))


def _sex(children: Children, which: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    return np.asarray(children.sex[which] - 1, dtype=np.int64)


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
