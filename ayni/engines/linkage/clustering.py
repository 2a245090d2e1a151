"""Records that are one person, from pairs: links join from the surest down, and a link that would join two groups
must be borne out by the rest of them, so that one bad link never joins two families.

Two groups are joined when the mean weight of all pairs between them is above the threshold; and never when both hold a
certain identifier and the identifiers differ. So all pairs within what hangs together are weighed first (`together`),
also those that no key has brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Link = tuple[int, int, float]
Pair = tuple[int, int]
CLIP = 12.0  # bits: no single pair outvotes the others
MOST = 300  # records that may hang together; a link that would add to so many is not taken


@dataclass
class Clusters:
    """`of` gives each record that is linked its cluster, named by its least record; `refused` are the links not
    taken."""

    of: dict[int, int] = field(default_factory=dict)
    refused: list[Link] = field(default_factory=list)


def together(links: Iterable[Link]) -> Iterator[Pair]:
    """The pairs of records that hang together by links, and are not linked themselves; the lesser record first."""
    groups = _Groups()
    linked = set()
    for one, other, _ in links:
        linked.add((min(one, other), max(one, other)))
        groups.join(one, other)
    for members in groups.members.values():
        if len(members) > 2:
            yield from (pair for pair in combinations(sorted(members), 2) if pair not in linked)


def clusters(
    links: Iterable[Link],
    weights: Mapping[Pair, float],
    threshold: float,
    certain: Mapping[int, Sequence[str | None]] | None = None,
) -> Clusters:
    """`links` are pairs above the threshold with their weights, the surest first; `weights` those of other pairs, the
    lesser record first, where a pair that is not among them speaks against as much as one may; `certain` the certain
    identifiers of a record, in a fixed order, None where it lacks one."""
    links = list(links)
    known = {**weights, **{(min(one, other), max(one, other)): weight for one, other, weight in links}}
    groups, found = _Groups(), Clusters()
    for one, other, weight in links:
        here, there = groups.of(one), groups.of(other)
        if here is there:
            continue
        is_one = not _contradict(here, there, certain or {}) and _borne_out(here, there, known, threshold)
        if not is_one or not groups.join(one, other):
            found.refused.append((one, other, weight))
    for members in groups.members.values():
        found.of.update(dict.fromkeys(members, min(members)))
    return found


class _Groups:
    """Records in groups that are joined one with another, until one would grow beyond `MOST`."""

    def __init__(self) -> None:
        self.members: dict[int, list[int]] = {}
        self.home: dict[int, int] = {}

    def of(self, record: int) -> list[int]:
        home = self.home.setdefault(record, record)
        return self.members.setdefault(home, [record])

    def join(self, one: int, other: int) -> bool:
        here, there = self.of(one), self.of(other)
        if here is there:
            return True
        if len(here) + len(there) > MOST:
            return False
        into, gone = (here, there) if len(here) >= len(there) else (there, here)
        home = self.home[into[0]]
        del self.members[self.home[gone[0]]]
        into.extend(gone)
        self.home.update(dict.fromkeys(gone, home))
        return True


def _borne_out(here: list[int], there: list[int], known: Mapping[Pair, float], threshold: float) -> bool:
    pairs = [(min(one, other), max(one, other)) for one in here for other in there]
    told = [max(-CLIP, min(CLIP, known.get(pair, -CLIP))) for pair in pairs]
    return sum(told) / len(told) >= min(threshold, CLIP)


def _contradict(here: list[int], there: list[int], certain: Mapping[int, Sequence[str | None]]) -> bool:
    """Whether both sides have an identifier of the same type, and no value in common."""
    ours, theirs = _held(here, certain), _held(there, certain)
    return any(ours[kind].isdisjoint(theirs[kind]) for kind in ours.keys() & theirs.keys())


def _held(group: list[int], certain: Mapping[int, Sequence[str | None]]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    for record in group:
        for kind, value in enumerate(certain.get(record, ())):
            if value:
                held.setdefault(kind, set()).add(value)
    return held
