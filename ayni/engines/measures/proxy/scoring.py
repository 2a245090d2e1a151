"""Scores of a file of any length, a piece at a time: each column is read once and added to the scores.

Categories are looked up by their word, so that no indicator is ever made. Only plain columns can be read so; rules need
a frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ayni.engines.measures import specs
from ayni.engines.measures.design import Floats, Integers
from ayni.engines.measures.proxy.proxies import Proxy
from ayni.engines.measures.proxy.scorecards import WHOLE, Scorecard
from ayni.engines.measures.proxy_means import Formula, FormulaError

ROWS = 1 << 16  # of a piece: its columns stay in the processor's cache


def parquet(path: Path, card: Scorecard) -> Iterator[Floats]:
    """The scores of a Parquet file's rows, in order, in pieces; NaN where something is unknown or was never seen.

    Yes and no may be booleans or 1 and 0. Errors: FormulaError for a column that the file lacks or that is no number.
    """
    with pq.ParquetFile(path) as file:
        wanted = [one.said for one in card.proxies if _used(card, one)] + ([card.by] if card.by else [])
        for name in wanted:
            if name not in file.schema_arrow.names:
                near = specs.nearest(name, file.schema_arrow.names)
                raise FormulaError(f"{path.name} has no column '{name}', which {card.code} reads.{near}")
        for piece in file.iter_batches(batch_size=ROWS, columns=list(dict.fromkeys(wanted))):
            yield _scored(piece, card)


def _scored(piece: pa.RecordBatch, card: Scorecard) -> Floats:
    if not card.by:
        return _by(piece, card, card.models[WHOLE])
    found = np.full(piece.num_rows, np.nan)
    stratum = piece.column(card.by).cast(pa.string()).dictionary_encode()
    labels, codes = stratum.dictionary.to_pylist(), _codes(stratum)
    for label, formula in card.models.items():
        if label not in labels:
            continue
        here = codes == labels.index(label)
        if here.all():
            return _by(piece, card, formula)
        found[here] = _by(piece.filter(pa.array(here)), card, formula)
    return found


def _by(piece: pa.RecordBatch, card: Scorecard, formula: Formula) -> Floats:
    score = np.full(piece.num_rows, formula.intercept)
    for proxy in card.proxies:
        slopes = [formula.coefficients.get(name, 0.0) for name in proxy.columns]
        if not _used(card, proxy):
            continue
        column = piece.column(proxy.said)
        if proxy.wants == "category":
            score += _looked_up(column, proxy, slopes)
        else:
            score += slopes[0] * _numbers(column, proxy)
    np.exp(score, out=score)
    score *= formula.smearing
    return score


def _used(card: Scorecard, proxy: Proxy) -> bool:
    """Does any formula read this proxy? (A proxy that selection left out need not be asked.)"""
    return any(name in formula.coefficients for formula in card.models.values() for name in proxy.columns)


def _looked_up(column: pa.Array, proxy: Proxy, slopes: list[float]) -> Floats:
    effect = dict(zip(proxy.words, [0.0, *slopes], strict=True))
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    table = np.array([*(effect.get(_word(word), np.nan) for word in coded.dictionary.to_pylist()), np.nan])
    return np.asarray(table[_codes(coded)], dtype=np.float64)


def _word(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _codes(coded: pa.DictionaryArray) -> Integers:
    """The place of each word, -1 where there is none."""
    return np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def _numbers(column: pa.Array, proxy: Proxy) -> npt.NDArray[Any]:
    kind = column.type
    if pa.types.is_boolean(kind):
        column = column.cast(pa.uint8())
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise FormulaError(f"The column '{proxy.said}' holds {kind}, no numbers. '{proxy.name}' wants numbers.")
    if column.null_count:
        column = pc.fill_null(column.cast(pa.float64()), float("nan"))
    found: npt.NDArray[Any] = column.to_numpy(zero_copy_only=False)
    return found
