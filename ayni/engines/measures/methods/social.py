"""Social vulnerability by an instrument: scores, bands, how well its items go together, and change between rounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ayni.engines.measures import specs
from ayni.engines.measures.design import Floats, Integers, label_codes
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.frames import FrameError
from ayni.engines.measures.grouped import Grouped
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.social import instrument as instruments
from ayni.engines.measures.social import reliability, scoring, shipped
from ayni.engines.measures.social.instrument import Instrument

KEYS = ("instrument", "columns", "rounds")


def run(asked: Asked) -> Result:
    """Answer `social`. Refuses: SpecError, FrameError (a question that is not in the data), what the rules refuse."""
    spec = asked.read(*KEYS)
    chosen = _instrument(spec)
    _same_unit(chosen, asked)
    columns = {str(name): str(column) for name, column in spec.inside("columns").values.items()}
    scored = scoring.score(chosen, asked.frame, columns)
    bands = scoring.band(scored.total, chosen)
    grouped = Grouped(asked.design, asked.by, asked.ci, asked.level)
    found = reliability.reliability(np.array(list(scored.items.values())), asked.design.weight)
    units: dict[str, Any] = {**{f"item_{name}": points for name, points in scored.items.items()}, "score": scored.total}
    if chosen.bands:
        units["band"] = bands
    figures = list(_figures(chosen, scored, bands, grouped))
    notes = list(_notes(chosen, scored, found))
    if spec.has("rounds"):
        change = _change(asked, spec.inside("rounds", "person", "round", "from", "to"), scored.total, found)
        figures += change.pop("figures")
        notes += change.pop("notes")
        units |= change
    return Result(
        "social",
        tuple(figures),
        asked.sample,
        _left_out(scored),
        tuple(notes),
        {"instrument": _told(chosen), "reliability": _reliability(chosen, found)},
        units,
    )


def _instrument(spec: specs.Spec) -> Instrument:
    said = spec.values.get("instrument")
    if isinstance(said, dict):
        return instruments.read(specs.Spec(said, f"{spec.where}: instrument"))
    if said is None:
        raise specs.SpecError(
            f"{spec.where}: `instrument` is missing. Write one of {', '.join(shipped.names())}, or a whole one there."
        )
    return shipped.named(spec.text("instrument"))


def _same_unit(chosen: Instrument, asked: Asked) -> None:
    rows = getattr(asked.frame, "unit", chosen.of)
    if rows != chosen.of:
        raise FrameError(
            f"{chosen.code} is about each {chosen.of}, but a row of the data is a {rows}. Give the file of "
            f"{chosen.of}s, and write `unit: {chosen.of}` in {asked.where}."
        )


def _figures(chosen: Instrument, scored: scoring.Scored, bands: Any, grouped: Grouped) -> Iterator[Figure]:
    if chosen.total == "any":
        yield from grouped.share("concerned", scored.total)
        yield grouped.total("people_concerned", scored.total)
    else:
        yield from grouped.mean("score", scored.total)
    known = ~np.isnan(scored.total)
    for one in chosen.bands:
        inside = np.where(known, bands == one.name, np.nan)
        yield from grouped.share("band", inside, {"band": one.name})
        if one.concern:
            yield grouped.total("people", inside, {"band": one.name})
    concern = [one.name for one in chosen.bands if one.concern]
    if concern and chosen.total != "any":
        yield from grouped.share("concerned", np.where(known, np.isin(bands.astype(str), concern), np.nan))
    for name, points in scored.items.items():
        yield from grouped.share("item", np.where(np.isnan(points), np.nan, points > 0), {"item": name})


def _change(asked: Asked, spec: specs.Spec, total: Floats, found: reliability.Reliability) -> dict[str, Any]:
    """Each person's change between two rounds, on the row of the later one."""
    person, rounds = asked.frame.labels(spec.text("person")), asked.frame.labels(spec.text("round"))
    there = sorted({one for one in rounds if one is not None}, key=_in_order)
    before, after = spec.text("from", there[0] if there else "-"), spec.text("to", there[-1] if there else "-")
    absent = [one for one in (before, after) if one not in there]
    if absent or before == after:
        raise specs.SpecError(
            f"{spec.where}: rounds go from '{before}' to '{after}', but the data have {', '.join(there) or 'none'}. "
            "Name two that are there, as `from: 1` and `to: 2`."
        )
    at_first = rounds == before
    codes, people = label_codes(person, "person")
    first = _scores(codes, people, at_first, before, total)
    _scores(codes, people, rounds == after, after, total)
    later = np.where((rounds == after) & (codes >= 0), total - first[codes], np.nan)
    known = ~np.isnan(total) & at_first & (asked.design.weight > 0)
    deviation = float(np.sqrt(np.cov(total[known], aweights=asked.design.weight[known]))) if known.sum() > 1 else np.nan
    index = _index(total, later, deviation, found.alpha)
    grouped = Grouped(asked.design, asked.by, asked.ci, asked.level)
    figures = [*grouped.mean("change", later)]
    for name, share in (
        ("rose", index > reliability.CERTAIN),
        ("fell", index < -reliability.CERTAIN),
        ("no_certain_change", np.abs(index) <= reliability.CERTAIN),
    ):
        figures += grouped.share("change_of_person", np.where(np.isnan(index), np.nan, share), {"change": name})
    met = int((~np.isnan(later)).sum())
    notes = [f"{met} rows were scored in round '{before}' and in round '{after}'; the others have no change."]
    if found.alpha is None:
        notes.append("Whether a person's change is more than chance is not known: the items have no reliability.")
    return {"figures": figures, "notes": notes, "change": later, "reliable_change": index}


def _index(total: Floats, change: Floats, deviation: float, alpha: float | None) -> Floats:
    if alpha is None or not np.isfinite(deviation):
        return np.full(len(total), np.nan)
    return reliability.reliable_change(total - change, total, deviation, alpha)


def _scores(codes: Integers, people: list[Any], inside: Any, which: str, total: Floats) -> Floats:
    """Each person's score in a round, NaN for who is not in it. Refuses: FrameError for somebody who is there twice."""
    rows = np.flatnonzero(inside & (codes >= 0))
    twice = np.flatnonzero(np.bincount(codes[rows], minlength=len(people)) > 1)
    if len(twice):
        again = rows[codes[rows] == twice[0]][1]
        raise FrameError(
            f"'{people[twice[0]]}' is in round '{which}' twice (again in row {again + 1}). Each person is there once a "
            "round."
        )
    found = np.full(len(people) + 1, np.nan)  # the last place is of rows without a person
    found[codes[rows]] = total[rows]
    return found


def _in_order(label: str) -> tuple[float, str]:
    try:
        return float(label), label
    except ValueError:
        return float("inf"), label


def _notes(chosen: Instrument, scored: scoring.Scored, found: reliability.Reliability) -> Iterator[str]:
    if chosen.prorate:
        yield (
            f"Up to {chosen.prorate:.0%} of the items may be unknown; the known ones then stand for them "
            f"({scored.prorated} rows)."
        )
    else:
        yield "A row with an unknown item has no score, unless the others are enough to know it."
    if not scored.applies.any():
        yield f"The instrument is for nobody in the data: no row meets `{chosen.applies}`."
    elif np.isnan(scored.total).all():
        yield "Nobody answered enough of the instrument to be scored: nothing is known of anybody."
    if found.alpha is not None and found.alpha < 0.7 and chosen.total in ("sum", "mean"):
        yield (
            f"The items hang together weakly (alpha {found.alpha:.2f}, below 0.70): read them one by one rather than "
            "as one score, unless they are a list of different risks."
        )
    if text := chosen.validity.get("en"):
        yield text


def _left_out(scored: scoring.Scored) -> dict[str, int]:
    reasons = {
        "the instrument is not for them": int((~scored.applies).sum()),
        "too many items unknown": int((scored.applies & np.isnan(scored.total)).sum()),
    }
    return {reason: count for reason, count in reasons.items() if count}


def _reliability(chosen: Instrument, found: reliability.Reliability) -> dict[str, Any]:
    items = [
        {"item": one.name, "with_the_rest": rest, "alpha_without": without}
        for one, rest, without in zip(chosen.items, found.rest, found.without, strict=True)
    ]
    return {"alpha": found.alpha, "n": found.n, "items": items}


def _told(chosen: Instrument) -> dict[str, Any]:
    """What a page or a report says of the instrument."""
    return {
        "code": chosen.code,
        "labels": dict(chosen.labels),
        "asked_of": dict(chosen.asked_of),
        "source": chosen.source,
        "validity": dict(chosen.validity),
        "safeguarding": dict(chosen.safeguarding),
        "bands": [{"name": one.name, "from": one.start, "labels": dict(one.labels)} for one in chosen.bands],
        "items": {one.name: dict(one.labels) for one in chosen.items},
    }
