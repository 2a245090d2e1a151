"""A group of records that a run took for one person, drawn: who is linked to whom, and which links were not taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.identity import lifecycle, permissions
from ayni.identity.models import Candidate, GroupMember
from ayni.registry.queries import finding_rows

SIZE, MIDDLE, RADIUS, ROUND = 640, 320, 230, 26
SHOWN = 40
LINKED = 0.5


@dataclass(frozen=True)
class Node:
    """A record and where it stands in the drawing."""

    row: finding_rows.Row
    x: float
    y: float
    is_member: bool
    number: int


@dataclass(frozen=True)
class Link:
    """A pair and its line; `is_taken` when both were taken for one person by it."""

    candidate: Candidate
    one: Node
    other: Node
    width: float
    is_taken: bool


@dataclass(frozen=True)
class Group:
    """`hidden` are records that the reader does not reach, or that are too many to draw."""

    run: int
    name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    hidden: int


def of_pair(candidate: Candidate) -> GroupMember | None:
    """The group that the first of a pair is in, or the second."""
    found = GroupMember.objects.filter(person__in=[candidate.one_id, candidate.other_id])
    return found.order_by("-run_id").first()


def group(run: int, name: str, *, reader: User, at: datetime) -> Group | None:
    """A group as its reader may see it; None when there is none they reach. That it was looked at is recorded."""
    scoping.paths(reader, permissions.SEE)
    members = list(GroupMember.objects.filter(run=run, group=name).values_list("person_id", flat=True))
    if not members:
        return None
    pairs = Q(one__in=members) | Q(other__in=members)
    found = list(Candidate.objects.filter(pairs, chance__gte=LINKED).order_by("-chance")[: SHOWN * SHOWN])
    beside = {pk for one in found for pk in (one.one_id, one.other_id)} - set(members)
    asked = [*members, *sorted(beside)]
    rows = finding_rows.people(asked[:SHOWN], at.date())
    nodes = _nodes(rows, set(members))
    recording.listing(
        recording.LIST, reader=reader, under=permissions.SEE, asked={"run": run, "group": name}, rows=len(rows)
    )
    by_id = {node.row.id: node for node in nodes}
    links = tuple(
        _link(one, by_id[one.one_id], by_id[one.other_id])
        for one in reversed(found)
        if one.one_id in by_id and one.other_id in by_id
    )
    return Group(run, name, nodes, links, len(asked) - len(rows))


def _nodes(rows: Sequence[finding_rows.Row], members: set[int]) -> tuple[Node, ...]:
    """On a circle, the first at the top."""
    count = max(len(rows), 1)
    return tuple(
        Node(
            row,
            round(MIDDLE + RADIUS * math.sin(2 * math.pi * place / count), 1),
            round(MIDDLE - RADIUS * math.cos(2 * math.pi * place / count), 1),
            row.id in members,
            place + 1,
        )
        for place, row in enumerate(rows)
    )


def _link(candidate: Candidate, one: Node, other: Node) -> Link:
    taken = one.is_member and other.is_member and candidate.state != lifecycle.DIFFERENT
    return Link(candidate, one, other, round(1 + 5 * (candidate.chance or 0), 1), taken)
