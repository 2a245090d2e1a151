"""What a run found, as one page that needs nothing else: for who decides from which chance on two records are one
person."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from ayni.engines.linkage.linking import Run

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b2430; background: #fff }
table { border-collapse: collapse; inline-size: 100%; margin-block: .5rem 1.5rem }
caption { text-align: start; font-weight: 600 }
th, td { text-align: start; padding: .25rem .5rem; border-block-end: 1px solid #c3ccd6 }
td.n { text-align: end; font-variant-numeric: tabular-nums }
.for { background: #0a5c5f }
.against { background: #9b1c1c }
.bar { display: inline-block; block-size: .75rem; min-inline-size: 1px }
"""
THRESHOLDS = (0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


def page(run: Run, out: Path) -> str:
    """The page as HTML. It names no person: only counts and weights."""
    parts = [_summary(run), _thresholds(out, run), _weights(run), _keys(run)]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Linkage</title><style>{STYLE}</style></head>"
        f"<body><h1>Who is the same person</h1>{''.join(parts)}</body></html>"
    )


def _summary(run: Run) -> str:
    lost = "".join(f"<li>{html.escape(one)}</li>" for one in run.unused)
    return (
        f"<p>{run.records:,} records. {run.linked:,} of them are {run.people:,} people who are there more than once."
        f" {run.refused:,} links were not taken, because the rest of the group spoke against them.</p>"
        + (f"<h2>What could not be used</h2><ul>{lost}</ul>" if lost else "")
    )


def _thresholds(out: Path, run: Run) -> str:
    """What each threshold would link, with the errors expected by the model's own chances."""
    with duckdb.connect() as connection:
        chances = connection.execute(f"SELECT score FROM read_parquet('{out / 'pairs.parquet'}')").fetchnumpy()["score"]
    rows = []
    for at in THRESHOLDS:
        taken = chances[chances >= at]
        wrong, missed = float(np.sum(1 - taken)), max(run.expected - float(np.sum(taken)), 0.0)
        rows.append((f"{at:g}", f"{len(taken):,}", f"{wrong:,.1f}", f"{missed:,.1f}"))
    head = ("Linked from a chance of", "Pairs", "Wrong among them, expected", "True pairs left out, expected")
    return _table("What each threshold would do", head, rows)


def _weights(run: Run) -> str:
    rows: list[tuple[str, ...]] = []
    for comparison, m, u in zip(run.model.comparisons, run.model.learnt.m, run.model.learnt.u, strict=True):
        for degree, true, false in zip(comparison.degrees, m, u, strict=True):
            weight = float(np.log2(true / false))
            side = "for" if weight > 0 else "against"
            size = min(abs(weight), 20) * 0.4
            bar = f'<span class="bar {side}" style="inline-size:{size:.2f}rem"></span> {weight:+.1f}'
            rows.append((comparison.name, degree.code.replace("_", " "), f"{true:.4f}", f"{false:.2e}", bar))
    head = ("Compared", "Found", "Among pairs of one person", "Among pairs of two", "Weight in bits")
    return _table("What each likeness says", head, rows)


def _keys(run: Run) -> str:
    rows = [(html.escape(name), f"{count:,}") for name, count in run.pairs.items()]
    return _table("Which pairs were looked at: those who share a key", ("Key", "Pairs"), rows)


def _table(caption: str, head: tuple[str, ...], rows: Any) -> str:
    heads = "".join(f'<th scope="col">{one}</th>' for one in head)
    body = "".join(
        "<tr>" + "".join(f'<td class="{"n" if n else ""}">{cell}</td>' for n, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
