"""Two texts letter by letter: what both have, and what only one has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True)
class Piece:
    """A run of letters; `differs` when the other text has others in their place, or none."""

    text: str
    differs: bool


def letters(text: str) -> list[str]:
    """The letters of a text, each with the marks it carries."""
    found: list[str] = []
    for sign in text:
        if found and (unicodedata.combining(sign) or sign in "\u200c\u200d"):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def pieces(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; capitals do not count. Where one is empty nothing differs: it is not known."""
    if not one or not other:
        return _whole(one), _whole(other)
    here, there = letters(one), letters(other)
    marked_here, marked_there = [False] * len(here), [False] * len(there)
    for step in Levenshtein.opcodes([sign.casefold() for sign in here], [sign.casefold() for sign in there]):
        if step.tag != "equal":
            marked_here[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
            marked_there[step.dest_start : step.dest_end] = [True] * (step.dest_end - step.dest_start)
    return _joined(here, marked_here), _joined(there, marked_there)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, differs=False),) if text else ()


def _joined(signs: list[str], marks: list[bool]) -> tuple[Piece, ...]:
    runs = groupby(zip(signs, marks, strict=True), key=lambda one: one[1])
    return tuple(Piece("".join(sign for sign, _mark in run), mark) for mark, run in runs)
