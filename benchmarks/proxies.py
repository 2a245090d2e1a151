"""A proxy means test: fitted and judged on a survey, and its scores of a nation's households beside reading them."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.config import home
from ayni.engines.measures import design, targeting
from ayni.engines.measures.proxy import fitting, proxies, scorecards, scoring
from benchmarks import measuring

PROXIES, FOLDS, SEED = 60, 5, 2024
GOAL_S, GOAL = 10.0, 3.0
NATION = 25  # households to score for each one of the survey: 2.5 million, 10 million persons, beside 100,000
WORDS = ("earth", "cement", "tile", "wood", "stone", "other")


def cases(households: int) -> list[measuring.Case]:
    file = home.folder() / "nation.parquet"
    measuring.apart(functools.partial(_written, file, households * NATION))
    return [
        measuring.Case(
            work=f"PMT: fit and {FOLDS} parts by cluster",
            size=f"{households:,} × {PROXIES}",
            ours=functools.partial(_fitted, households),
            beside_name="numpy lstsq, six times",
            beside=functools.partial(_by_hand, households),
            goal_s=GOAL_S,
            units=("households", households),
        ),
        measuring.Case(
            work="PMT: scores of a nation",
            size=f"{households * NATION:,} × {PROXIES}",
            ours=functools.partial(_scored, file),
            beside_name="reading the columns",
            beside=functools.partial(_read, file),
            goal=GOAL,
            units=("households", households * NATION),
        ),
    ]


def _survey(households: int) -> fitting.Survey:
    rng = np.random.default_rng(SEED)
    x = np.column_stack([rng.normal(size=(households, 10)), rng.random((households, PROXIES - 10)) < 0.3]).astype(float)
    slopes = np.where(np.arange(PROXIES) < 40, rng.normal(0, 0.1, PROXIES), 0)
    welfare = np.exp(8 + x @ slopes + rng.normal(0, 0.5, households))
    names = tuple(f"p{place}" for place in range(PROXIES))
    drawn = design.Design(np.arange(households) % 20, np.arange(households) // 20, rng.uniform(1, 8, households))
    columns = {name: (place,) for place, name in enumerate(names)}
    whole = np.full(households, scorecards.WHOLE, dtype=object)
    return fitting.Survey(welfare, x, names, columns, whole, drawn)


def _fitted(households: int) -> Iterator[None]:
    """Design-based errors of every coefficient, and each household's score by a formula that did not see it."""
    survey = _survey(households)
    yield
    formula = fitting.fit(survey, fitting.Way(folds=FOLDS, seed=SEED), "pmt").models[scorecards.WHOLE]
    score, _ = fitting.out_of_sample(survey, fitting.Way(folds=FOLDS, seed=SEED))
    yield
    return _said(formula.coefficients["p0"], score)


def _by_hand(households: int) -> Iterator[None]:
    """What a careful analyst writes: no errors of coefficients."""
    survey = _survey(households)
    part = targeting.deal(survey.design, FOLDS, SEED)[survey.design.cluster]
    log, x, weight = np.log(survey.welfare), survey.x, survey.design.weight
    yield
    full = np.column_stack([np.ones(households), x])
    root = np.sqrt(weight)
    slopes = np.linalg.lstsq(full * root[:, None], log * root, rcond=None)[0]
    score = np.empty(households)
    for number in range(FOLDS):
        others = part != number
        b = np.linalg.lstsq(full[others] * root[others, None], log[others] * root[others], rcond=None)[0]
        smearing = weight[others] @ np.exp(log[others] - full[others] @ b) / weight[others].sum()
        score[~others] = np.exp(full[~others] @ b) * smearing
    yield
    return _said(slopes[1], score)


def _said(slope: float, score: np.ndarray) -> list[float]:
    return [round(float(slope), 8), round(float(score.mean()), 3)]


def _written(file: Path, households: int) -> int:
    """Thirty things owned or not, fifteen counts, ten amounts and five categories."""
    rng = np.random.default_rng(SEED)
    schema = None
    with_rows = 500_000
    for start in range(0, households, with_rows):
        n = min(with_rows, households - start)
        columns = {f"b{place}": rng.random(n) < 0.3 for place in range(30)}
        columns |= {f"i{place}": rng.integers(0, 12, n).astype(np.int8) for place in range(15)}
        columns |= {f"f{place}": rng.normal(100, 20, n).round(1) for place in range(10)}
        columns |= {f"c{place}": np.array(WORDS)[rng.integers(0, len(WORDS), n)] for place in range(5)}
        table = pa.table(columns)
        if schema is None:
            schema = table.schema
            writer = pq.ParquetWriter(file, schema)
        writer.write_table(table)
    writer.close()
    return 1


def _card() -> scorecards.Scorecard:
    """A formula over those columns, fitted on some made-up households."""
    wanted = [proxies.Proxy(f"b{place}", f"b{place}") for place in range(30)]
    wanted += [proxies.Proxy(f"i{place}", f"i{place}", "number") for place in range(15)]
    wanted += [proxies.Proxy(f"f{place}", f"f{place}", "number") for place in range(10)]
    wanted += [proxies.Proxy(f"c{place}", f"c{place}", "category", words=WORDS) for place in range(5)]
    names = proxies.names(wanted)
    rng = np.random.default_rng(SEED)
    x = rng.normal(size=(2_000, len(names)))
    welfare = np.exp(8 + 0.01 * x.sum(axis=1) + rng.normal(0, 0.5, 2_000))
    whole, drawn = np.full(2_000, scorecards.WHOLE, dtype=object), design.Design(weight=np.ones(2_000))
    survey = fitting.Survey(welfare, x, names, {}, whole, drawn)
    return scorecards.Scorecard("pmt", tuple(wanted), fitting.fit(survey, fitting.Way(), "pmt").models)


def _scored(file: Path) -> Iterator[None]:
    card = _card()
    yield
    scores = np.concatenate(list(scoring.parquet(file, card)))
    yield
    assert not np.isnan(scores).any()
    return len(scores)


def _read(file: Path) -> Iterator[None]:
    yield
    with pq.ParquetFile(file) as opened:
        rows = sum(piece.num_rows for piece in opened.iter_batches(batch_size=scoring.ROWS))
    yield
    return rows
