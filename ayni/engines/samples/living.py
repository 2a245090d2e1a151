"""How households live: dwelling, water, sanitation, energy, possessions and consumption, all led by one latent
wealth, by town or country, and by who must be fed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: For each choice: how common it is (log), how it leans with wealth, and with town.
CHOICES: Mapping[str, Mapping[str, tuple[float, float, float]]] = {
    "tenure": {"owned": (1.9, 0.1, -1.0), "rented": (0.0, 0.1, 1.0), "free": (0.0, -0.4, 0.0)},
    "floor": {
        "earth": (0.6, -1.9, -0.9),
        "cement": (1.5, 0.0, 0.0),
        "tile": (-1.2, 1.3, 0.6),
        "stone": (-4.0, 0.0, -0.3),
        "wood": (-3.2, 0.3, -0.5),
        "other": (-4.0, -0.2, 0.0),
    },
    "walls": {
        "scrap": (-2.6, -1.4, 0.5),
        "wood_or_straw": (-0.3, -1.2, -0.8),
        "bricks": (1.0, 0.4, 0.2),
        "cement": (0.0, 0.9, 0.8),
        "mud": (0.7, -1.3, -1.1),
        "stone": (-1.8, 0.0, -0.5),
        "metal": (-2.0, -0.3, 0.2),
        "other": (-3.5, 0.0, 0.0),
    },
    "roof": {
        "cement": (0.0, 1.1, 0.8),
        "tile": (-1.2, 0.5, 0.0),
        "asphalt": (-3.5, 0.3, 0.3),
        "slate": (-2.2, 0.0, 0.0),
        "metal": (1.8, 0.0, 0.0),
        "wood": (-2.5, -0.6, -0.5),
        "thatch": (0.2, -1.6, -1.6),
        "scrap": (-2.6, -1.3, 0.4),
        "other": (-3.5, 0.0, 0.0),
    },
    "water": {
        "piped_into_dwelling": (-0.8, 1.5, 1.6),
        "piped_to_yard": (0.0, 0.6, 1.0),
        "piped_to_neighbour": (-1.0, 0.0, 0.6),
        "public_tap": (0.3, -0.2, 0.2),
        "borehole": (1.0, -0.2, -1.0),
        "protected_well": (0.3, -0.3, -0.9),
        "unprotected_well": (-0.1, -0.9, -1.4),
        "protected_spring": (-0.8, -0.4, -1.2),
        "unprotected_spring": (-0.7, -1.0, -1.8),
        "surface_water": (-0.2, -1.2, -2.2),
        "rainwater": (-2.2, -0.3, -0.6),
        "tanker_truck": (-2.4, 0.1, 0.8),
        "cart": (-2.6, -0.4, 0.7),
        "bottled_water": (-2.6, 1.2, 1.0),
        "other": (-3.8, 0.0, 0.0),
    },
    "toilet": {
        "flush_to_sewer": (-1.9, 1.3, 2.2),
        "flush_to_septic_tank": (-0.5, 1.2, 0.9),
        "flush_to_pit": (-0.8, 0.5, 0.4),
        "flush_elsewhere": (-3.0, 0.2, 0.5),
        "ventilated_pit": (0.0, 0.2, 0.0),
        "pit_with_slab": (0.8, -0.2, 0.0),
        "pit_without_slab": (0.5, -0.9, -0.6),
        "none": (0.1, -1.5, -1.5),
        "other": (-3.6, 0.0, 0.0),
    },
    "cooking_fuel": {
        "electricity": (-2.0, 1.2, 0.7),
        "gas": (-0.6, 1.4, 1.5),
        "petroleum": (-1.6, 0.2, 0.9),
        "wood": (1.6, -1.0, -1.6),
        "charcoal": (0.4, -0.3, 0.6),
        "other": (-2.8, -0.6, -0.5),
    },
}

#: For each possession: its log-odds at the middle of the country, its lean with wealth, and with town.
POSSESSIONS: Mapping[str, tuple[float, float, float]] = {
    "electricity": (0.3, 1.5, 1.8),
    "phone": (-3.2, 1.2, 0.8),
    "cellphone": (1.6, 1.1, 0.7),
    "car": (-3.2, 1.7, 0.3),
    "bicycle": (-0.7, 0.3, -0.5),
    "motorcycle": (-1.4, 0.8, -0.2),
    "refrigerator": (-1.4, 1.7, 1.2),
    "television": (-0.5, 1.6, 1.2),
    "radio": (0.3, 0.5, -0.1),
    "bank_account": (-0.8, 1.4, 0.7),
}
POWERED = ("refrigerator", "television")


def choose(
    rng: np.random.Generator, table: Mapping[str, tuple[float, float, float]], wealth: Floats, urban: Bools
) -> Ints:
    """The position of one choice per household (a logit with wealth and town as leanings)."""
    common, lean, town = np.array(list(table.values())).T
    score = common + wealth[:, None] * lean + urban[:, None] * town
    return np.asarray(np.argmax(score + rng.gumbel(size=score.shape), axis=1))


def coded(positions: Ints, words: tuple[str, ...], missing: Bools | None = None) -> pa.Array:
    """Positions as words, kept as a dictionary array."""
    at = pa.array(positions.astype(np.int16), mask=missing)
    return pa.DictionaryArray.from_arrays(at, pa.array(words, pa.string()))


def likely(rng: np.random.Generator, odds: Floats) -> Bools:
    """True with these log-odds."""
    return np.asarray(rng.random(odds.shape) < 1 / (1 + np.exp(-odds)))


def dwelling(rng: np.random.Generator, wealth: Floats, urban: Bools, size: Ints) -> dict[str, Ints]:
    """Choices by name, as positions in their tables, and the numbers of rooms and bedrooms."""
    seen = wealth + rng.normal(0, 0.35, len(wealth))
    found = {name: choose(rng, table, seen, urban) for name, table in CHOICES.items()}
    rooms = 1 + rng.poisson(np.exp(0.25 + 0.3 * wealth + 0.09 * np.minimum(size, 10) - 0.1 * urban))
    rooms = np.clip(rooms, 1, 14)
    found["rooms"] = rooms
    found["bedrooms"] = np.clip(np.round(rooms * rng.uniform(0.4, 0.85, len(rooms))), 1, None).astype(np.int64)
    return found


def possessions(rng: np.random.Generator, wealth: Floats, urban: Bools) -> dict[str, Bools]:
    """What the household owns or has; what needs power is rare without it."""
    seen = wealth + rng.normal(0, 0.35, len(wealth))
    found = {
        name: likely(rng, common + lean * seen + town * urban) for name, (common, lean, town) in POSSESSIONS.items()
    }
    for name in POWERED:
        found[name] &= found["electricity"] | (rng.random(len(wealth)) < 0.04)
    return found


def consumption(
    rng: np.random.Generator, wealth: Floats, urban: Bools, years: Floats, size: Ints, dependants: Floats
) -> Floats:
    """Consumption per person and year in local currency: log-normal about wealth, town, the head's schooling, the
    number to feed and the share of them (0 to 1) who are under 15 or over 64."""
    level = 7.75 + 0.42 * wealth + 0.20 * urban + 0.022 * years
    level -= 0.42 * np.log(size / 4.5) + 0.32 * (dependants - 0.45)
    return np.asarray(np.round(np.exp(level + rng.normal(0, 0.27, len(wealth))), 2))
