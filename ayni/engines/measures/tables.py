"""Small cells in a table of counts that is shown with its totals.

A count of at least one and fewer than `disclosure.LEAST_COUNTED` is hidden. Where one cell alone of a row or a column
is hidden, the total would give it away: the smallest other count is then hidden too, or the total itself where there is
no other, until nothing can be found by subtraction (secondary suppression: see `disclosure`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ayni.engines.measures import disclosure

Place = tuple[int, int]


def is_small(count: int) -> bool:
    """May this count not be shown, because it would tell of somebody?"""
    return 0 < count < disclosure.LEAST_COUNTED


def shown(rows: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The table with its totals: a last column of the rows', a last row of the columns'; None is hidden."""
    summed = [[*row, sum(row)] for row in rows]
    whole = [*summed, [sum(column) for column in zip(*summed, strict=True)]]
    hidden = {(r, c) for r, row in enumerate(whole) for c, count in enumerate(row) if is_small(count)}
    while more := next(_given_away(whole, hidden), None):
        hidden.add(more)
    return [[None if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(whole)]


def _given_away(whole: list[list[int]], hidden: set[Place]) -> Iterator[Place]:
    """For each line with one hidden place: the place to hide beside it."""
    height, width = len(whole), len(whole[0]) if whole else 0
    rows = [[(r, c) for c in range(width)] for r in range(height)]
    columns = [[(r, c) for r in range(height)] for c in range(width)]
    for line in (*rows, *columns):
        if sum(place in hidden for place in line) != 1:
            continue
        others = [place for place in line[:-1] if place not in hidden and whole[place[0]][place[1]]]
        if others:
            yield min(others, key=lambda place: whole[place[0]][place[1]])
        elif line[-1] not in hidden:
            yield line[-1]
