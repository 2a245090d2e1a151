"""One figure told: its value, its interval in words, and what stands instead when it rests on too few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.engines.briefs.speaking import Kind, Speaker


@dataclass(frozen=True)
class Told:
    """A figure as text, and as numbers for a chart (None where it is hidden or not known).

    between: its interval in words. star: it is to be read with care, and `note` says why.
    """

    name: str
    label: str
    value: str
    between: str
    note: str
    n: int
    kind: Kind
    is_hidden: bool = False
    star: bool = False
    at: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_known(self) -> bool:
        return self.at is not None


def told(figure: Mapping[str, Any], speaker: Speaker, *, label: str, kind: Kind) -> Told:
    """A figure of a result (`Figure.as_dict()`), told. Too few units behind it: hidden, and it says so."""
    n, value, thin = int(figure.get("n") or 0), figure.get("value"), figure.get("thin") or ""
    counted = speaker.number(n)
    shared: dict[str, Any] = {"name": str(figure["figure"]), "label": label, "n": n, "kind": kind}
    if thin == "very few" and (n > 0 or figure.get("is_hidden")):
        text = speaker.say("hidden", n=counted) if n else speaker.say("hidden_few")
        return Told(**shared, value=speaker.say("hidden_word"), between="", note=text, is_hidden=True)
    if value is None:
        return Told(**shared, value=speaker.say("not_known"), between="", note=speaker.say("n_is", n=counted))
    low, high = figure.get("low"), figure.get("high")
    note = ""
    if thin:
        note = speaker.say("few", n=counted) if n < 50 else speaker.say("unsure")
    return Told(
        **shared,
        value=speaker.value(value, kind),
        between=between(value, low, high, speaker, kind, is_counted=figure.get("se") in (0, 0.0)),
        note=note,
        star=bool(thin),
        at=float(value),
        low=low,
        high=high,
    )


def between(
    value: float, low: float | None, high: float | None, speaker: Speaker, kind: Kind, *, is_counted: bool = False
) -> str:
    """An interval in words: “between 31 and 36 of 100”."""
    if low is None or high is None:
        return speaker.say("counted" if is_counted else "no_margin")
    if kind == "share" and low >= 0 and high <= 1:
        return _of_100(value, low, high, speaker)
    first, last = speaker.value(low, kind), speaker.value(high, kind)
    if first == last:
        return speaker.say("about", value=first)
    return speaker.say("between", low=first, high=last)


def _of_100(value: float, low: float, high: float, speaker: Speaker) -> str:
    """Whole people of a hundred, with a place more where these would not tell the two ends apart."""
    for places in (0, 1):
        first, last = speaker.number(100 * low, places), speaker.number(100 * high, places)
        if first != last:
            return speaker.say("between_of_100", low=first, high=last)
    return speaker.say("about_of_100", value=speaker.number(100 * value, 1))


def interval(one: Told, speaker: Speaker) -> str:
    """The interval for a table's cell: “31.0% to 36.2%”; a dash without one."""
    if one.low is None or one.high is None:
        return "–"
    return speaker.say("range", low=speaker.value(one.low, one.kind), high=speaker.value(one.high, one.kind))


def change(value: float | None, low: float | None, high: float | None, kind: Kind, speaker: Speaker) -> str:
    """A change from one round to the next in words. An interval that holds zero is no clear change."""
    if value is None:
        return speaker.say("not_known")
    if low is None or high is None:
        return speaker.say("no_margin")
    if low <= 0 <= high:
        return speaker.say("no_clear_change")
    size = abs(value)
    by = speaker.say("points", value=speaker.number(100 * size, 1)) if kind == "share" else speaker.value(size, kind)
    return speaker.say("up" if value > 0 else "down", by=by)
