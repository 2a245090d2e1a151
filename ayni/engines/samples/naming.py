"""Given and family names in several scripts, each with its Latin transliteration.

The lists are in `names/`, one file per culture: sections [female], [male] and [family]; outside Latin each
name is followed by its transliteration. The first names of a list are the commonest.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ayni.engines.samples import territory

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

FOLDER = Path(__file__).parent / "names"
SCRIPTS = ("Latn", "Arab", "Deva", "Ethi")  # ISO 15924, in the order of territory.CULTURES


@dataclass(frozen=True)
class Stock:
    """The names of one part (female, male or family) over all cultures: where each culture's begin, how many."""

    native: pa.Array
    latin: pa.Array
    start: Ints
    size: Ints


@functools.cache
def stock(part: str) -> Stock:
    """All names of one part."""
    native: list[str] = []
    latin: list[str] = []
    starts, sizes = [], []
    for culture in territory.CULTURES:
        words = section(culture, part)
        pairs = (
            list(zip(words, words, strict=True))
            if culture == "latin"
            else list(zip(words[::2], words[1::2], strict=True))
        )
        starts.append(len(native))
        sizes.append(len(pairs))
        native += [one for one, _ in pairs]
        latin += [other for _, other in pairs]
    return Stock(pa.array(native), pa.array(latin), np.array(starts), np.array(sizes))


def section(culture: str, part: str) -> list[str]:
    """The words of one section of a culture's file."""
    text = (FOLDER / f"{culture}.txt").read_text(encoding="utf-8")
    return text.split(f"[{part}]", 1)[1].split("[", 1)[0].split()


def draw(rng: np.random.Generator, names: Stock, culture: Ints) -> Ints:
    """One name per entry of `culture`, as a position in the stock; the first are about five times commoner than
    the last."""
    common = 1 - np.sqrt(1 - 0.96 * rng.random(len(culture), dtype=np.float32))
    return np.asarray(names.start[culture] + np.floor(common / 0.81 * names.size[culture]).astype(np.int64))


def columns(rng: np.random.Generator, household: Ints, culture: Ints, female: Bools) -> dict[str, pa.Array]:
    """Name columns of persons, who share their household's family name; `household` is each person's position
    in the block and `culture` is by household."""
    families = stock("family")
    family = draw(rng, families, culture)[household]
    own = culture[household]
    women, men = stock("female"), stock("male")
    given = np.where(female, draw(rng, women, own), len(women.native) + draw(rng, men, own))
    native = pa.concat_arrays([women.native, men.native])
    latin = pa.concat_arrays([women.latin, men.latin])
    return {
        "given_name": words(given, native),
        "family_name": words(family, families.native),
        "script": words(own, pa.array(SCRIPTS)),
        "given_name_latin": words(given, latin),
        "family_name_latin": words(family, families.latin),
    }


def words(positions: Ints, values: pa.Array) -> pa.Array:
    """Positions in a list of words, kept as a dictionary array."""
    return pa.DictionaryArray.from_arrays(pa.array(positions.astype(np.int16)), values)
