"""Finding people within the scope of whoever asks, beside the same search by somebody who sees everywhere."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from benchmarks import installation, measuring, people_named

GOAL = 1.2
KINDS = {
    "a common name and surname": ("Muhammad Mansur", "Ali Al-Hasan", "Maria Quispe", "Ram Sharma", "Fatima Al-Ali"),
    "a common name": ("Muhammad", "Fatima", "Maria", "Sita", "Abebe"),
    "a common and a rare name": ("Muhammad Laba", "Fatima Lando", "Maria Rinbako", "Sita Norimu", "Abebe Takewi"),
    "the beginning of a surname": ("Qui", "Al-Ha", "Shar", "Mam", "Beke"),
}
AGAIN = 4


def cases(households: int) -> list[measuring.Case]:
    people_named.fill(households)
    return [
        measuring.Case(
            work=f"search by {kind}, {who}",
            size=f"{5 * households:,} persons",
            ours=functools.partial(_searches, texts, area),
            beside_name="the same, everywhere",
            beside=functools.partial(_searches, texts, ""),
            goal=GOAL,
            units=("searches", AGAIN * len(texts)),
        )
        for kind, texts in KINDS.items()
        for who, area in (("one region", "01"), ("one district", "0101"), ("one ward", "010101"))
    ]


def _searches(texts: Sequence[str], area: str) -> Iterator[None]:
    """As the search page asks: the reader's own scope, under every policy."""
    from ayni.registry import queries

    reader = people_named.reader(area)
    for text in texts:
        queries.search(text, reader=reader, on=installation.DAY)
    yield
    done = [queries.search(text, reader=reader, on=installation.DAY) for text in texts * AGAIN]
    yield
    return len(done)
