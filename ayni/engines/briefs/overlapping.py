"""Three deprivations and how they come together, from a result that tells it, for a drawing and a table.

A result tells it as figures named `venn` of `deprived of`: the names that come together, joined by " + ", and "none"
for those that have none of the three. The first stage of life, and the first three, are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ayni.engines.briefs import drawing, telling
from ayni.engines.briefs.reading import Names, Plain
from ayni.engines.briefs.speaking import Speaker, pretty

FIGURE, QUALITY = "venn", "deprived of"
JOINED, NONE = " + ", "none"
PARTS = 3


def of(result: Plain, speaker: Speaker, names: Names, *, font: str = "sans-serif") -> dict[str, Any] | None:
    """The drawing with its title and finding; None when the result does not tell of three things."""
    shares = _shares(result)
    parts = list(dict.fromkeys(name for key in shares if key != NONE for name in key.split(JOINED)))
    if len(parts) != PARTS:
        return None
    told = {
        tuple(sorted(parts.index(name) for name in key.split(JOINED))): _told(figure, speaker)
        for key, figure in shares.items()
        if key != NONE
    }
    labels = [_label(name, names) for name in parts]
    drawn = drawing.overlap(labels, {which: one.value for which, one in told.items()}, font=font)
    return {"title": speaker.say("overlap"), "finding": _finding(told, speaker), "drawing": drawn}


def _shares(result: Plain) -> dict[str, Plain]:
    """The figure of each combination: those of the first stage and the first three things."""
    found: dict[str, Plain] = {}
    first: dict[str, Any] | None = None
    for one in result["figures"]:
        qualities: Mapping[str, Any] = one.get("of") or {}
        if one["figure"] != FIGURE or not isinstance(qualities.get(QUALITY), str):
            continue
        rest = {key: value for key, value in qualities.items() if key != QUALITY}
        first = rest if first is None else first
        if rest == first:
            found.setdefault(qualities[QUALITY], one)
    return found


def _told(figure: Plain, speaker: Speaker) -> telling.Told:
    return telling.told(figure, speaker, label="", kind="share")


def _finding(told: Mapping[tuple[int, ...], telling.Told], speaker: Speaker) -> str:
    alone = sum(one.at or 0.0 for which, one in told.items() if len(which) == 1)
    together = sum(one.at or 0.0 for which, one in told.items() if len(which) == PARTS)
    return speaker.say("overlap_says", only=speaker.number(100 * alone, 0), all=speaker.number(100 * together, 0))


def _label(name: str, names: Names) -> str:
    known = names.get("dimension", {}).get(name) or names.get("indicator", {}).get(name)
    return known or names.get("*", {}).get(name) or pretty(name)
