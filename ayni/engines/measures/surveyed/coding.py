"""Labels as whole numbers, and sums by them: what every estimate is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ayni.kernel import refusals

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Column = Any  # a sequence, a numpy array or a pyarrow array of identifiers


class DesignError(refusals.Refused):
    """The description of a sample cannot be used; the text says which row or stratum and what to do."""


def compact(key: Integers, possible: int, dense: int) -> tuple[Integers, Integers]:
    """The distinct keys in rising order, and the place of each key among them; -1 stays -1.

    key: n numbers from -1 to possible - 1. Up to `dense` possible keys a table of all of them is quicker.
    """
    if possible <= dense:
        found = np.zeros(possible + 1, dtype=bool)
        found[key] = True  # key -1 marks the spare last slot
        distinct = np.flatnonzero(found[:-1])
        place = np.full(possible + 1, -1, dtype=np.int64)
        place[distinct] = np.arange(len(distinct))
        return distinct, place[key]
    distinct, place = np.unique(key, return_inverse=True)
    if len(distinct) and distinct[0] < 0:
        return distinct[1:], place - 1
    return distinct, place


def summed(place: Integers, values: Floats | Booleans | None, size: int) -> Floats:
    """Total of m values (None: 1 each) in each of `size` places."""
    return np.bincount(place, values, minlength=size).astype(np.float64, copy=False)


def label_codes(values: Column, what: str) -> tuple[Integers, list[Any]]:
    """Codes from 0 for n labels, -1 where the label is missing, and the labels in sorted order."""
    column = _arrow(values, what).dictionary_encode()
    labels = column.dictionary.to_pylist()
    order = sorted(range(len(labels)), key=lambda code: labels[code])
    rank = np.empty(len(labels) + 1, dtype=np.int64)
    rank[order] = np.arange(len(labels))
    rank[-1] = -1
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return rank[codes], [labels[code] for code in order]


def encoded(values: Column | None, size: int, what: str) -> tuple[Integers, list[Any]]:
    """The same for a column of the design, where nothing may be missing; None is one label for all."""
    if values is None:
        return np.zeros(size, dtype=np.int64), ["all"]
    codes, labels = label_codes(values, what)
    if (codes < 0).any():
        row = int(np.argmax(codes < 0))
        raise DesignError(
            f"Row {row + 1} has no {what}, so its place in the sample is unknown. "
            "Fill it in the file, or leave the row out before estimating."
        )
    return codes, labels


def nested(units: Integers, within: Integers, dense: int) -> tuple[Integers, Integers]:
    """Each row's unit, told apart by what it lies within, and for each unit that it lies within."""
    if not len(units):
        return units, within
    width = int(within.max()) + 1
    pairs, unit = compact(units * width + within, (int(units.max()) + 1) * width, dense)
    return unit, pairs % width


def _arrow(values: Column, what: str) -> Any:
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks()
    if isinstance(values, pa.Array):
        return values
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DesignError(
            f"The {what} column mixes kinds of values ({error}). Make them all text or all whole numbers."
        ) from error
