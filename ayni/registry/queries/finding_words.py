"""Words of names as the index keeps them: which of them an officer may mean by a word, and reading what came new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from ayni.engines import names

SPELLINGS = 200  # spellings of one word that are looked for
AT_A_TIME = 10_000
#: How well a word answers what was asked, the best first. One that was written alike, one that is that name in other
#: letters, a close spelling, one that goes on, a less close one, one that goes on in other letters, a distant one.
SAME, TOLD, CLOSE, BEGINS, NEAR, BEGINS_ELSEWHERE, FAR = range(7)
LIKE_CLOSE, LIKE_NEAR, LIKE_AT_ALL = 0.75, 0.55, 0.4
#: Up to here it is the name itself, in whatever letters.
EXACT = TOLD


@dataclass(frozen=True)
class Spelling:
    """A word of the index, and how well it answers."""

    id: int
    rank: int


Spellings = list[list[Spelling]]  # of each word asked, the best first


def spelled(asked: Sequence[str], *, begins: bool = True) -> Spellings:
    """What each word may stand for. With `begins` also the words that go on from it."""
    reads = [names.read(word) for word in asked]
    told = [{"folded": one.folded, "latin": one.latin, "sounds": list(one.sounds), "begins": begins} for one in reads]
    best: list[dict[int, int]] = [{} for _ in reads]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, id, word, how FROM registry_spellings(%s, %s, %s)",
            [json.dumps(told), names.VERSION, SPELLINGS],
        )
        for place, pk, word, how in cursor.fetchall():
            for at in range(len(reads)) if how == "unread" else (place,):
                rank = _rank(reads[at], names.read(word), how, begins)
                if rank is not None:
                    best[at][pk] = min(rank, best[at].get(pk, FAR))
    return [
        [Spelling(pk, rank) for pk, rank in sorted(of.items(), key=lambda one: (one[1], one[0]))[:SPELLINGS]]
        for of in best
    ]


def groups(spellings: Spellings, *, most: int = FAR) -> str:
    """As the database reads them."""
    kept = [[one for one in of if one.rank <= most] for of in spellings]
    return json.dumps([{"words": [one.id for one in of], "ranks": [one.rank for one in of]} for of in kept])


def read_new(*, at_a_time: int = AT_A_TIME) -> int:
    """Read the words that came since, so that they are found in every spelling; how many that was."""
    done = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT id, word FROM registry_words_unread(%s, %s)", [names.VERSION, at_a_time])
            rows = cursor.fetchall()
            if not rows:
                return done
            told = [{"id": pk, **_told(names.read(word))} for pk, word in rows]
            cursor.execute("SELECT registry_words_read(%s, %s)", [json.dumps(told), names.VERSION])
            done += len(rows)


def _told(read: names.Read) -> dict[str, object]:
    return {"folded": read.folded, "latin": read.latin, "sounds": list(read.sounds)}


def _rank(asked: names.Read, word: names.Read, how: str, begins: bool) -> int | None:
    """How well a word answers; None when it does not."""
    if asked.folded == word.folded:
        return SAME
    if how == "begins" or (how == "unread" and begins and word.folded.startswith(asked.folded)):
        return BEGINS
    if how == "sound begins":
        return BEGINS_ELSEWHERE
    if not set(asked.sounds) & set(word.sounds):
        return None
    like = names.likeness(asked, word)
    for rank, least in ((TOLD, 1.0), (CLOSE, LIKE_CLOSE), (NEAR, LIKE_NEAR), (FAR, LIKE_AT_ALL)):
        if like >= least:
            return rank
    return None
