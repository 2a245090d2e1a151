"""Charts as SVG, made without a script: a curve with its band of error, and which of three things come together.

Drawings use `currentColor` and classes, so that a page gives them its colours in light and dark; `colour` fixes them
for paper. Each is decoration beside a table of the same figures: it says nothing that the table does not.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 14, 36
TEAL, GREY, INK = "#0b6570", "#c9d1d6", "#1b262c"


class Drawing(str):
    """SVG in which every label put in is escaped: a template takes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True)
class Point:
    """A point of a curve: where it is, its label, its value and interval."""

    x: float
    label: str
    y: float
    low: float | None = None
    high: float | None = None


def curve(points: Sequence[Point], ticks: Sequence[tuple[float, str]], *, font: str = "sans-serif") -> Drawing:
    """A line from zero with its band. ticks: places of the value's axis and what stands there. At least two points."""
    xs = [one.x for one in points]
    most = max([one.high if one.high is not None else one.y for one in points] + [at for at, _said in ticks]) or 1.0
    least = min(0.0, *(one.low if one.low is not None else one.y for one in points))

    def across(x: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (x - min(xs)) / ((max(xs) - min(xs)) or 1)

    def down(y: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (y - least) / ((most - least) or 1))

    parts = []
    for at, said in ticks:
        y = down(at)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GREY}"/>')
        parts.append(_text(LEFT - 8, y + 5, said, "end", font))
    banded = [one for one in points if one.low is not None and one.high is not None]
    if len(banded) > 1:
        there = " ".join(f"{across(one.x):.1f},{down(one.high or 0):.1f}" for one in banded)
        back = " ".join(f"{across(one.x):.1f},{down(one.low or 0):.1f}" for one in reversed(banded))
        parts.append(f'<polygon points="{there} {back}" fill="{TEAL}" fill-opacity="0.22"/>')
    line = " ".join(f"{across(one.x):.1f},{down(one.y):.1f}" for one in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{TEAL}" stroke-width="3"/>')
    for one in _some(points):
        anchor = "start" if one is points[0] else "end" if one is points[-1] else "middle"
        parts.append(_text(across(one.x), HEIGHT - 10, one.label, anchor, font))
    return _svg(WIDTH, HEIGHT, parts)


def ticks(most: float) -> list[float]:
    """Three to six round places from zero to what is highest."""
    if most <= 0:
        return [0.0]
    step = next(
        size * power
        for power in (10.0**exponent for exponent in range(-6, 15))
        for size in (1, 2, 2.5, 5)
        if most / (size * power) <= 5
    )
    count = int(most / step + 1e-9) + 1
    return [round(step * number, 10) for number in range(count + (0 if step * (count - 1) >= most * 0.98 else 1))]


#: The circles of three things, and where each share is written: its own, the pairs, all.
CIRCLES = ((215, 130), (345, 130), (280, 240))
PLACES = {
    (0,): (160, 110), (1,): (400, 110), (2,): (280, 310),
    (0, 1): (280, 95), (0, 2): (212, 218), (1, 2): (348, 218), (0, 1, 2): (280, 172),
}  # fmt: skip
FILLS = ("#0b6570", "#b5651d", "#5b4b8a")


def overlap(labels: Sequence[str], shares: dict[tuple[int, ...], str], *, font: str = "sans-serif") -> Drawing:
    """Three circles of the same size with the share of each part written in it. The circles are not to scale."""
    parts = [
        f'<circle cx="{x}" cy="{y}" r="125" fill="{fill}" fill-opacity="0.18" stroke="{fill}" stroke-width="2"/>'
        for (x, y), fill in zip(CIRCLES, FILLS, strict=True)
    ]
    parts += [_text(*PLACES[which], said, "middle", font) for which, said in shares.items() if which in PLACES]
    for (x, y), label in zip(((90, 18), (470, 18), (280, 386)), labels, strict=True):
        parts.append(_text(x, y, label, "middle", font, weight=600))
    return _svg(560, 400, parts)


def _some(points: Sequence[Point]) -> Sequence[Point]:
    """Up to six points, the first and the last among them, so that their labels do not touch."""
    if len(points) <= 6:
        return points
    return [points[round(number * (len(points) - 1) / 5)] for number in range(6)]


def _text(x: float, y: float, said: str, anchor: str, font: str, weight: int = 400) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{html.escape(font)}" font-size="15" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{INK}">{html.escape(said)}</text>'
    )


def _svg(width: int, height: int, parts: Sequence[str]) -> Drawing:
    inside = "".join(parts)
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" direction="ltr" '
        f'class="drawn" aria-hidden="true" focusable="false">{inside}</svg>'
    )
