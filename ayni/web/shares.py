"""Parts of a whole, drawn as one bar without a script, such as: met, not met, not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ayni.web import figures

WIDTH = 1000  # the drawing's own units, whatever its size on the page


@dataclass(frozen=True)
class Part:
    """One part: what it is, how many, its tone, and where it begins and how wide it is in the drawing."""

    label: str
    count: int
    tone: str
    start: float
    width: float

    @property
    def share(self) -> float:
        return self.width / WIDTH


@dataclass(frozen=True)
class Share:
    """A whole and its parts. `told` says it in a sentence, for whoever does not see the bar."""

    parts: tuple[Part, ...]
    total: int

    @property
    def told(self) -> str:
        return ", ".join(f"{part.label}: {figures.number(part.count)}" for part in self.parts)


def of(parts: Sequence[tuple[str, int, str]]) -> Share:
    """From (label, count, tone) in order."""
    total = sum(count for _label, count, _tone in parts)
    found, start = [], 0.0
    for label, count, tone in parts:
        width = WIDTH * count / total if total else 0.0
        found.append(Part(label, count, tone, round(start, 2), round(width, 2)))
        start += width
    return Share(tuple(found), total)


def of_criterion(counts: Any) -> Share:
    """How many units meet a criterion, do not, and cannot be told."""
    return of(
        [
            (_("Met"), counts.met, "good"),
            (_("Not met"), counts.not_met, "harm"),
            (_("Not known"), counts.unknown, "warn"),
        ]
    )


def of_results(counts: Any) -> Share:
    """How many units a programme found eligible, not eligible, and to be asked."""
    return of(
        [
            (_("Eligible"), counts.eligible, "good"),
            (_("Not eligible"), counts.ineligible, "plain"),
            (_("Needs information"), counts.needs_information, "warn"),
        ]
    )
