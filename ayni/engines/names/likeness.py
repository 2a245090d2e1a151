"""How alike two spellings of a name are, by their letters: orders what sounds bring together."""

from __future__ import annotations

import re

from ayni.engines.names.reading import Read

SAME_LETTERS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("ck", "k"), ("dj", "j"), ("q", "k"), ("y", "i"))
BREATHED = re.compile(r"(?<=[kgdtbj])h")
DOUBLED = re.compile(r"(.)\1+")
VOWELS = frozenset("aeiou")
LIGHT = 0.4  # what a vowel counts beside a consonant
UNVOWELLED = 0.85  # the most that two words are alike when one is written without vowels


def likeness(one: Read, other: Read) -> float:
    """From 0, nothing alike, to 1, the same."""
    if one.folded == other.folded:
        return 1.0
    first, second = _plain(one.latin), _plain(other.latin)
    if "arabic" in (one.script, other.script) and one.script != other.script:
        return UNVOWELLED * _alike(_bones(first), _bones(second))
    return _alike(first, second)


def _plain(latin: str) -> str:
    text = BREATHED.sub("", latin)
    for written, meant in SAME_LETTERS:
        text = text.replace(written, meant)
    text = DOUBLED.sub(r"\1", text)
    return text[:-1] if len(text) > 3 and text[-1] in "he" else text


def _bones(text: str) -> str:
    return text[:1] + "".join(letter for letter in text[1:] if letter not in VOWELS and letter != "w")


def _weight(letter: str) -> float:
    return LIGHT if letter in VOWELS else 1.0


def _alike(one: str, other: str) -> float:
    """One less the cost of turning one into the other, as a share of the longer."""
    most = max(sum(map(_weight, one)), sum(map(_weight, other)))
    return max(0.0, 1.0 - _cost(one, other) / most) if most else 1.0


def _cost(one: str, other: str) -> float:
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _weight(letter))
    for letter in one:
        above, row = row, [row[0] + _weight(letter)]
        for place, against in enumerate(other):
            row.append(
                min(
                    above[place + 1] + _weight(letter),
                    row[-1] + _weight(against),
                    above[place] + (0.0 if letter == against else max(_weight(letter), _weight(against))),
                )
            )
    return row[-1]
