"""A made-up country's people in one file, about one in ten of them there twice, with the errors that clerks make.

Everything by columns, so that five million take seconds: `python -m benchmarks.people_twice 1000000 FILE.parquet`.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STARTS = (
    "ba", "ke", "du", "mo", "fi", "sha", "ngo", "tra", "lu", "zi", "wa", "ho", "ka", "ma", "na", "pe", "ro", "se",
    "ta", "yu", "bi", "che", "ja", "so",
)  # fmt: skip
MIDDLES = ("la", "ri", "no", "ta", "mbe", "ka", "su", "vo", "ne", "di", "ra", "mi")
ENDS = ("mba", "ko", "le", "ndo", "ri", "tu", "sha", "ne", "wi", "far", "no", "ya", "", "s")
LETTERS = np.array(list("abcdefghijklmnoprstuvwyz"))
DOUBLES = 0.1
DISTRICTS, VILLAGES = 200, 50


def made(persons: int, seed: int = 1) -> pa.Table:
    """`id`, `given`, `family`, `born`, `sex`, `district`, `village`, `phone`, and `person`: whose record it is."""
    draw = np.random.default_rng(seed)
    originals = int(persons / (1 + DOUBLES))
    given = _skewed(draw, originals, _names(draw, 4_000), 1.7)
    family = _skewed(draw, originals, _names(draw, 30_000, ends=3), 1.6)
    year = 2025 - (85 * draw.random(originals) ** 1.3).astype(int)
    is_heaped = draw.random(originals) < 0.05
    month = np.where(is_heaped, 1, draw.integers(1, 13, originals))
    day = np.where(is_heaped, 1, draw.integers(1, 29, originals))
    district = (DISTRICTS * draw.random(originals) ** 1.5).astype(int)
    told = {
        "given": given, "family": family, "year": year, "month": month, "day": day,
        "sex": np.where(draw.random(originals) < 0.5, "f", "m"), "district": district,
        "village": district * VILLAGES + draw.integers(0, VILLAGES, originals),
        "phone": np.where(draw.random(originals) < 0.5, draw.integers(10**8, 10**9, originals), -1),
    }  # fmt: skip
    twice = draw.choice(originals, persons - originals, replace=True)
    again = _spoilt(draw, {name: values[twice] for name, values in told.items()})
    order = draw.permutation(persons)
    whole = {name: np.concatenate([told[name], again[name]])[order] for name in told}
    person = np.concatenate([np.arange(originals), twice])[order]
    return _table(whole, person)


def _names(draw: np.random.Generator, count: int, ends: int = 2) -> np.ndarray:
    parts = [
        np.array(one)[draw.integers(0, len(one), count * 3)]
        for one in ([STARTS, MIDDLES, ENDS] if ends == 3 else [STARTS, ENDS])
    ]
    whole = parts[0].astype(object)
    for part in parts[1:]:
        whole = whole + part.astype(object)
    whole = np.array(
        sorted(set((whole + np.where(draw.random(len(whole)) < 0.3, draw.choice(MIDDLES, len(whole)), "")).tolist())),
        dtype=object,
    )
    return draw.permutation(whole)[:count]


def _skewed(draw: np.random.Generator, count: int, names: np.ndarray, skew: float) -> np.ndarray:
    return names[(len(names) * draw.random(count) ** skew).astype(int)]


def _spoilt(draw: np.random.Generator, told: dict[str, Any]) -> dict[str, Any]:
    count = len(told["given"])

    def some(share: float) -> np.ndarray:
        return draw.random(count) < share

    for name in ("given", "family"):
        told[name] = told[name].copy()
        hit = np.flatnonzero(some(0.2))
        told[name][hit] = [_typo(draw, text) for text in told[name][hit]]
    swap = some(0.03)
    told["given"], told["family"] = (
        np.where(swap, told["family"], told["given"]),
        np.where(swap, told["given"], told["family"]),
    )
    turned = some(0.03)
    told["month"], told["day"] = (
        np.where(turned, told["day"], told["month"]),
        np.where(turned, told["month"], told["day"]),
    )
    told["day"] = np.where(some(0.03), draw.integers(1, 29, count), told["day"])
    told["year"] = told["year"] + np.where(some(0.03), draw.choice([-10, -1, 1, 10], count), 0)
    new_year = some(0.01)
    told["month"], told["day"] = np.where(new_year, 1, told["month"]), np.where(new_year, 1, told["day"])
    told["year"] = np.where(some(0.02), -1, told["year"])
    told["sex"] = np.where(some(0.01), "m", told["sex"])
    moved = some(0.08)
    told["district"] = np.where(moved, draw.integers(0, DISTRICTS, count), told["district"])
    told["village"] = np.where(moved, -1, np.where(some(0.1), -1, told["village"]))
    lost = some(0.3)
    told["phone"] = np.where(lost, np.where(some(0.5), -1, draw.integers(10**8, 10**9, count)), told["phone"])
    return told


def _typo(draw: np.random.Generator, text: str) -> str:
    place, kind, letter = int(draw.integers(0, max(len(text) - 1, 1))), draw.random(), str(draw.choice(LETTERS))
    if kind < 0.25:
        return text[:place] + text[place + 1 :]
    if kind < 0.5:
        return text[:place] + letter + text[place + 1 :]
    if kind < 0.75 and len(text) > 1:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + letter + text[place:]


def _table(told: dict[str, Any], person: np.ndarray) -> pa.Table:
    year, month, day = (told[name].astype("U4") for name in ("year", "month", "day"))
    born = np.char.add(
        np.char.add(np.char.add(year, "-"), np.char.add(np.char.zfill(month, 2), "-")), np.char.zfill(day, 2)
    )
    born = np.where(told["year"] < 0, "", born)
    village = np.char.add("V", told["village"].astype("U7"))
    return pa.table({
        "id": pa.array(np.char.add("r", np.arange(len(person)).astype("U8"))),
        "given": pa.array(told["given"], pa.string()), "family": pa.array(told["family"], pa.string()),
        "born": pa.array(born, mask=born == ""), "sex": pa.array(told["sex"]),
        "district": pa.array(np.char.add("D", told["district"].astype("U4"))),
        "village": pa.array(village, mask=told["village"] < 0),
        "phone": pa.array(np.char.add("0", told["phone"].astype("U10")), mask=told["phone"] < 0),
        "person": pa.array(person),
    })  # fmt: skip


if __name__ == "__main__":
    pq.write_table(made(int(sys.argv[1])), sys.argv[2])
