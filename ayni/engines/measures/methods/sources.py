"""Sources of vulnerability shared across a population: what travels together, and whom labels leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ayni.engines.measures import estimate, specs
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import FEWEST, Figure, Result
from ayni.engines.measures.grouped import Grouped
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.sources import labels, picture, together
from ayni.engines.measures.sources.together import Combination, Pair, SourcesError

KEYS = ("things", "groups", "at_least", "fewest", "combinations", "language")
ENTRY = ("name", "rule", "labels")
MISSING = ("listwise", "not_there")


def run(asked: Asked) -> Result:
    """Answer `sources`. Refuses: SpecError, FrameError, SourcesError, what the rules refuse."""
    spec = asked.read(*KEYS)
    missing = asked.missing or "listwise"
    if missing not in MISSING:
        raise specs.SpecError(f"{asked.where}: missing is '{missing}'. Give one of {', '.join(MISSING)}.")
    things, called = _columns(asked, spec, "things")
    borne, named = _columns(asked, spec, "groups") if spec.has("groups") else ({}, {})
    if len(things) < 2:
        raise SourcesError(f"{asked.where}: one thing travels with nothing. Name two or more under `things`.")
    names, table = list(things), np.array(list(things.values()))
    if missing == "not_there":
        table = np.nan_to_num(table)
    count = together.how_many(table)
    at_least = spec.number("at_least", 1)
    grouped = Grouped(asked.design, asked.by, asked.ci, asked.level)
    who = labels.concerned(count, at_least)
    found = list(together.pairs(names, table, asked.design, level=asked.level))
    met = together.combinations(names, table, asked.design.weight)
    shown, rest = _shown(met, int(spec.number("fewest", FEWEST)), int(spec.number("combinations", 40)))
    order, tree = together.order(names, found)
    figures = [
        *_alone(things if missing == "listwise" else dict(zip(names, table, strict=True)), grouped),
        *_pairs(found),
        *_number(count, len(names), grouped),
        *_combinations(shown, names, table, asked),
        *grouped.share("concerned", who),
        grouped.total("people_concerned", who),
        *labels.figures(borne, who, grouped),
    ]
    units: dict[str, Any] = {"things": count, "concerned": who}
    if borne:
        units["outside_every_label"] = labels.outside(borne)
    prevalence = {
        one.of["thing"]: one.estimate.value or 0.0 for one in figures if one.name == "thing" and len(one.of) == 1
    }
    language = spec.text("language", "en")
    return Result(
        "sources",
        tuple(figures),
        asked.sample,
        _left_out(names, table),
        tuple(_notes(names, table, found, met, rest, at_least, missing)),
        {
            "things": {name: called[name] for name in names},
            "groups": named,
            "order": order,
            "tree": tree,
            "pairs": [_plain(one) for one in found],
            "combinations": [vars(one) | {"things": list(one.things)} for one in shown],
            "other_combinations": {
                "count": len(rest), "share": sum(one.share for one in rest), "n": sum(one.n for one in rest),
            },
            "picture": picture.draw(
                {str(name): share for name, share in prevalence.items()},
                shown,
                order=order,
                names={name: called[name].get(language, called[name].get("en", name)) for name in names},
                language=language,
            ),
        },
        units,
    )  # fmt: skip


def _columns(asked: Asked, spec: specs.Spec, key: str) -> tuple[dict[str, Floats], dict[str, dict[str, str]]]:
    """Yes-or-no columns by name, and their labels: a name alone is a column of the data."""
    found: dict[str, Floats] = {}
    called: dict[str, dict[str, str]] = {}
    for place, entry in enumerate(spec.listed(key), start=1):
        one = entry if isinstance(entry, dict) else {"name": str(entry)}
        said = specs.Spec(one, f"{spec.where}: {key}, entry {place}").only(*ENTRY)
        name = said.text("name")
        if name in found:
            raise specs.SpecError(f"{said.where}: '{name}' is there twice. Give each its own name.")
        found[name], called[name] = asked.frame.flags(said.text("rule", name)), said.labels()
    return found, called


def _alone(things: dict[str, Floats], grouped: Grouped) -> Iterator[Figure]:
    for name, has in things.items():
        yield from grouped.share("thing", has, {"thing": name})


def _pairs(found: list[Pair]) -> Iterator[Figure]:
    for pair in found:
        of = {"thing": pair.one, "with": pair.other}
        yield Figure("both", pair.joint, of)
        yield Figure("lift", pair.lift, of)
        yield Figure("also", pair.given[0], of)
        yield Figure("also", pair.given[1], {"thing": pair.other, "with": pair.one})


def _number(count: Floats, most: int, grouped: Grouped) -> Iterator[Figure]:
    yield from grouped.mean("things", count)
    for number in range(most + 1):
        yield from grouped.share(
            "number", np.where(np.isnan(count), np.nan, count == number), {"things": float(number)}
        )


def _combinations(shown: list[Combination], names: list[str], table: Floats, asked: Asked) -> Iterator[Figure]:
    known = ~np.isnan(table).any(axis=0)
    for one in shown:
        wanted = np.array([name in one.things for name in names])[:, None]
        has = (table == wanted).all(axis=0)
        share = estimate.share(np.where(known, has, np.nan), asked.design, level=asked.level)
        yield Figure("combination", share, {"combination": " + ".join(one.things) or "none"})


def _shown(met: list[Combination], fewest: int, most: int) -> tuple[list[Combination], list[Combination]]:
    """The combinations of enough rows, at most so many; the others together."""
    enough = [one for one in met if one.n >= fewest][:most]
    kept = {one.things for one in enough}
    return enough, [one for one in met if one.things not in kept]


def _left_out(names: list[str], table: Floats) -> dict[str, int]:
    unknown = np.isnan(table)
    found = {f"{name}: unknown": int(row.sum()) for name, row in zip(names, unknown, strict=True) if row.any()}
    if unknown.any():
        found["something unknown: in no combination"] = int(unknown.any(axis=0).sum())
    return found


def _notes(
    names: list[str],
    table: Floats,
    found: list[Pair],
    met: list[Combination],
    rest: list[Combination],
    at_least: float,
    missing: str,
) -> Iterator[str]:
    if missing == "not_there":
        yield "Who did not answer is taken not to have the thing, as was asked: what travels together is understated."
    else:
        yield "Pairs are of those who answered both; numbers and combinations of those who answered all."
    yield f"Concerned is who has {at_least:g} or more of the {len(names)} things."
    if not met:
        yield "Nobody answered everything: nothing is known of numbers and combinations."
    if rest:
        yield (
            f"{len(rest)} combinations are met in too few rows, or come after those shown; together they are "
            f"{picture.percent(sum(one.share for one in rest))}."
        )
    for name, row in zip(names, table, strict=True):
        if np.isnan(row).all():
            yield f"Nobody answered '{name}'."
        elif not np.nansum(row):
            yield f"Nobody has '{name}': it has no lift and no correlation."
    if any(pair.phi is not None and pair.tetrachoric is None for pair in found):
        yield "Where a pair is never, or always, met together there is no tetrachoric correlation: it would be -1 or 1."


def _plain(pair: Pair) -> dict[str, Any]:
    return {
        "things": [pair.one, pair.other],
        "both": pair.joint.value,
        "lift": pair.lift.value,
        "phi": pair.phi,
        "tetrachoric": pair.tetrachoric,
    }
