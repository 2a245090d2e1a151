"""Records that are one person, from pairs: links join from the surest down, and a link that would join two groups must be
borne out by the rest of them, so that one bad link never joins two families.

Two groups are joined when the mean weight of all pairs between them, looked at or not, is above the threshold; and never
when both hold a certain identifier and the identifiers differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

MOST_BETWEEN = 400  # pairs between two groups that are looked at; of larger groups the first of each
CLIP = 12.0  # bits: no single pair outvotes the others


@dataclass
class Clusters:
    """`of` gives each record that is linked its cluster, named by its least record; `refused` are the links not taken."""

    of: dict[int, int] = field(default_factory=dict)
    refused: list[tuple[int, int, float]] = field(default_factory=list)


def clusters(
    links: Iterable[tuple[int, int, float]],
    weight: Callable[[int, int], float],
    threshold: float,
    certain: Mapping[int, tuple[str, ...]] | None = None,
) -> Clusters:
    """`links` are pairs above the threshold with their weights, `weight` gives that of any other pair, `certain` the
    certain identifiers of a record, in a fixed order, empty where it has none."""
    groups: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    found = Clusters()
    for one, other, heavy in sorted(links, key=lambda link: (-link[2], link[0], link[1])):
        first, second = home.setdefault(one, one), home.setdefault(other, other)
        if first == second:
            continue
        here, there = groups.setdefault(first, [first]), groups.setdefault(second, [second])
        if _contradict(here, there, certain or {}) or not _borne_out(
            here, there, weight, threshold, (one, other, heavy)
        ):
            found.refused.append((one, other, heavy))
            continue
        into, gone = (first, second) if len(here) >= len(there) else (second, first)
        for record in groups.pop(gone):
            home[record] = into
            groups[into].append(record)
    for members in groups.values():
        name = min(members)
        found.of.update(dict.fromkeys(members, name))
    return found


def _borne_out(
    here: list[int],
    there: list[int],
    weight: Callable[[int, int], float],
    threshold: float,
    link: tuple[int, int, float],
) -> bool:
    if len(here) == len(there) == 1:
        return link[2] >= threshold
    side = max(1, int(MOST_BETWEEN**0.5))
    pairs = [(one, other) for one in here[:side] for other in there[:side]]
    told = [max(-CLIP, min(CLIP, weight(one, other))) for one, other in pairs]
    return sum(told) / len(told) >= threshold


def _contradict(here: list[int], there: list[int], certain: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether both sides have an identifier of the same type, and no value in common."""
    ours, theirs = _held(here, certain), _held(there, certain)
    return any(ours[kind].isdisjoint(theirs[kind]) for kind in ours.keys() & theirs.keys())


def _held(group: list[int], certain: Mapping[int, tuple[str, ...]]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    for record in group:
        for kind, value in enumerate(certain.get(record, ())):
            if value:
                held.setdefault(kind, set()).add(value)
    return held
