"""What a specification of functioning asks: domains, their items, the levels that are a difficulty, aids, ages.

    kind: short_set
    domains: {seeing: VIS_SS, hearing: HEAR_SS, walking: MOB_SS, remembering: COG_SS, self_care: UB_SS, speech: COM_SS}

or, for children, domains with `items`, `difficult`, `mental` and `aid: {used: …, with: […], without: […]}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import functioning, specs
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.frames import Frame

DOMAIN = ("name", "labels", "items", "difficult", "mental", "aid")
KINDS = ("short_set", "children")
UNANSWERED = ("all_unknown", "not_difficult", "listwise")
SIX = 6


@dataclass(frozen=True)
class Domain:
    """A domain: its items are columns or rules. difficult: the levels that count. used: whether an aid is used."""

    name: str
    labels: Mapping[str, str]
    items: tuple[str, ...]
    difficult: tuple[float, ...]
    mental: bool = False
    used: str = ""
    aided: tuple[str, ...] = ()
    where: str = ""


def domains(spec: specs.Spec) -> list[Domain]:
    """The domains, long or as `{seeing: VIS_SS}`. Refuses a name that appears twice, and a domain without items."""
    said = spec.values.get("domains")
    if isinstance(said, Mapping):
        listed = [
            {"name": name, **one} if isinstance(one, Mapping) else {"name": name, "items": one}
            for name, one in said.items()
        ]
        spec = specs.Spec({"domains": listed}, spec.where)
    found = [_domain(one) for one in spec.entries("domains", *DOMAIN)]
    for place, one in enumerate(found):
        if one.name in [before.name for before in found[:place]]:
            raise specs.SpecError(f"{spec.where}: domain '{one.name}' appears twice. Give each its own name.")
    return found


def _domain(one: specs.Spec) -> Domain:
    aid = one.inside("aid", "used", "with", "without")
    items = one.listed("items", aid.listed("without", []) if one.has("aid") else None)
    return Domain(
        one.text("name"),
        one.labels(),
        tuple(str(item) for item in items),
        tuple(float(level) for level in one.listed("difficult", [3, 4])),
        one.flag("mental"),
        aid.text("used", ""),
        tuple(str(item) for item in aid.listed("with", [])),
        one.where,
    )


class Answers:
    """Answers as levels: texts by `codes`, and what is in `unknown` (8 and 9 by default) as NaN."""

    def __init__(self, frame: Frame, spec: specs.Spec, counted: Booleans) -> None:
        self.frame, self.where, self.counted = frame, spec.where, counted
        self.codes = {str(key): float(value) for key, value in spec.inside("codes").values.items()}
        self.unknown = {float(value) for value in spec.listed("unknown", [8, 9])}

    def of(self, said: str, allowed: tuple[float, ...]) -> Floats:
        """One item's n levels. Refuses one that is not allowed, and an item that nobody counted answered."""
        found = self._coded(said) if self.codes else self.frame.numbers(said).astype(np.float64)
        found = np.where(np.isin(found, list(self.unknown)) & ~np.isin(found, list(allowed)), np.nan, found)
        odd = self.counted & ~np.isnan(found) & ~np.isin(found, list(allowed))
        if odd.any():
            row = int(np.argmax(odd))
            raise specs.SpecError(
                f"{self.where}: '{said}' is {found[row]:g} in row {row + 1}. An answer is "
                f"{', '.join(f'{level:g}' for level in allowed)}; write `unknown: [{found[row]:g}]` when it means that "
                "nothing was told, or `codes` for other words."
            )
        if np.isnan(found[self.counted]).all():
            raise specs.SpecError(
                f"{self.where}: nobody of these ages answered '{said}'. Check the column, or take the item out."
            )
        return found

    def _coded(self, said: str) -> Floats:
        labels = self.frame.labels(said)
        known = {str(int(value)) if value.is_integer() else str(value) for value in self.unknown} | {"", "None"}
        strange = {str(one) for one in set(labels.tolist()) if str(one) not in self.codes and str(one) not in known}
        if strange:
            one = sorted(strange)[0]
            raise specs.SpecError(
                f"{self.where}: '{said}' has the answer '{one}', which `codes` lacks.{specs.nearest(one, self.codes)}"
            )
        return np.array([self.codes.get(str(one), np.nan) for one in labels.tolist()], dtype=np.float64)


#: What an item of the module may be answered: four levels of difficulty, or five of how often or how much.
ALLOWED = (1.0, 2.0, 3.0, 4.0, 5.0)


def held(domain: Domain, answers: Answers) -> Floats:
    """Whether each person has a difficulty in the domain: 1, 0, NaN."""
    items = [answers.of(item, ALLOWED) for item in domain.items]
    if domain.used:
        aided = [answers.of(item, ALLOWED) for item in domain.aided]
        items = functioning.with_aid(answers.frame.flags(domain.used), aided, items)
    return functioning.difficulty(items, domain.difficult)
