"""The land: regions, districts and sub-districts, how many live there, how urban, how well off, of what culture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

REGIONS = 10
DISTRICTS = 60
HOUSEHOLDS_PER_SUBDISTRICT = 1200
CULTURES = ("latin", "arabic", "devanagari", "ethiopic")
BEGINNINGS = (
    "Ka Be Do Si Mo Ta Lu Na Ru Te Ha Jo Ma Sa Wa Ki Fa Go Za Bu De Nu Ri Lo Am An El Or Um Ye".split()  # noqa: SIM905
)
MIDDLES = "ra ma li ne do sha ri ba lo mi ta ru na ka se wi go du ve la".split()  # noqa: SIM905
ENDINGS = "ba ra ri do na mbe le ka li ne ta shi ro ma nga su dor ver im an".split()  # noqa: SIM905


@dataclass(frozen=True)
class Territory:
    """The areas table, and one entry per sub-district (the lowest level) in the arrays.

    `share` of the country's households (sums to 1), `urban`, `comfort` (a shift of latent wealth, in standard
    deviations), `region` (position from 0), and `cultures`, the share of each culture.
    """

    areas: pa.Table
    codes: tuple[str, ...]
    share: Floats
    urban: npt.NDArray[np.bool_]
    comfort: Floats
    region: Ints
    cultures: Floats


def make(households: int, seed: int) -> Territory:
    """The land of a country of this many households. The number of sub-districts grows with it, from about
    120 to about 1,700; regions and districts stay the same for a seed."""
    rng = np.random.default_rng([seed, 1])
    region_share = rng.dirichlet(np.full(REGIONS, 6.0))
    district_region = np.sort(np.concatenate([np.arange(REGIONS), rng.choice(REGIONS, DISTRICTS - REGIONS)]))
    district_share = spread(district_region, region_share, rng.gamma(4.0, size=DISTRICTS))
    names = iter(placenames(rng, REGIONS + DISTRICTS))
    region_names = [next(names) for _ in range(REGIONS)]
    district_names = [next(names) for _ in range(DISTRICTS)]
    comfort, cultures = character(rng)
    size = np.clip(np.round(district_share * households / HOUSEHOLDS_PER_SUBDISTRICT), 2, 60).astype(int)
    sub_district = np.repeat(np.arange(DISTRICTS), size)
    later = np.random.default_rng([seed, 2])  # apart, so that regions do not change with the size
    share = spread(sub_district, district_share, later.gamma(3.0, size=len(sub_district)))
    region = district_region[sub_district]
    urban = towns(later, region, share)
    codes, areas = tree(district_region, sub_district, region_names, district_names)
    shift = comfort[region] + later.normal(0, 0.18, len(region))
    return Territory(areas, codes, share, urban, shift, region, cultures[region])


def spread(parent: Ints, share: Floats, weight: Floats) -> Floats:
    """Each parent's share among its children by weight."""
    return np.asarray(share[parent] * weight / np.bincount(parent, weight)[parent])


def character(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Each region's comfort, and the mix of cultures in it: one in the majority, others present."""
    comfort = rng.permutation(np.linspace(-0.55, 0.6, REGIONS))
    cultures = np.full((REGIONS, len(CULTURES)), 0.06)
    main = rng.permutation(np.arange(REGIONS) % len(CULTURES))
    cultures[np.arange(REGIONS), main] = 1 - 0.06 * (len(CULTURES) - 1)
    return comfort, cultures


def towns(rng: np.random.Generator, region: Ints, share: Floats) -> npt.NDArray[np.bool_]:
    """Which sub-districts are urban: about two fifths of the people, and two or more of each kind in each region,
    so that every stratum of a survey has its sampling units."""
    inclined = rng.normal(0, 1, len(region)) + 0.4 * (share > np.median(share))
    urban = np.zeros(len(region), bool)
    for one in range(REGIONS):
        at = np.flatnonzero(region == one)
        order = at[np.argsort(-inclined[at])]
        wanted = int(np.clip(round(len(at) * rng.uniform(0.25, 0.5)), 2, len(at) - 2))
        urban[order[:wanted]] = True
    return urban


def placenames(rng: np.random.Generator, count: int) -> list[str]:
    """Distinct invented names."""
    triples = rng.integers(0, (len(BEGINNINGS), len(MIDDLES) + 1, len(ENDINGS)), (count * 2, 3)).tolist()
    made = (BEGINNINGS[a] + [*MIDDLES, ""][b] + ENDINGS[c] for a, b, c in triples)
    return list(dict.fromkeys(made))[:count]


def tree(
    district_region: Ints, sub_district: Ints, region_names: list[str], district_names: list[str]
) -> tuple[tuple[str, ...], pa.Table]:
    """Codes of the sub-districts, and the areas table: AY01, AY0103, AY010307."""
    region_codes = [f"AY{number + 1:02d}" for number in range(REGIONS)]
    district_codes = numbered(district_region, region_codes)
    codes = numbered(sub_district, district_codes)
    sub_names = [f"{district_names[district]} {code[-2:]}" for district, code in zip(sub_district, codes, strict=True)]
    parents = [None] * REGIONS + [region_codes[one] for one in district_region]
    parents += [district_codes[one] for one in sub_district]
    levels = np.repeat([1, 2, 3], [REGIONS, len(district_codes), len(codes)])
    table = pa.table(
        {
            "code": pa.array([*region_codes, *district_codes, *codes]),
            "parent": pa.array(parents, pa.string()),
            "level": pa.array(levels, pa.int64()),
            "name": pa.array([*region_names, *district_names, *sub_names]),
        }
    )
    return tuple(codes), table


def numbered(parent: Ints, codes: list[str]) -> list[str]:
    """Codes of children, counted from 1 within each parent; `parent` is sorted."""
    first = np.searchsorted(parent, parent)
    return [f"{codes[one]}{at - start + 1:02d}" for at, (one, start) in enumerate(zip(parent, first, strict=True))]
