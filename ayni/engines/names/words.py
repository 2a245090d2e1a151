"""The words of a name, and which of them carry it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: What stands between words. The database parts names at the same characters (`registry_words`), so it is a list.
SEPARATORS = (
    " \t\n\r\x0b\x0c\u00a0\u1680\u2002\u2003\u2009\u200b\u200c\u200e\u200f\u2028\u202f\u3000\ufeff"
    '-\u2010\u2011\u2012\u2013\u2014_.,;:/\\|()[]{}<>"«»“”„!?&+*=#@%$^~·•…،؛؟۔।॥\u1361\u1362\u1363\u1364\u1365\u1366、。，・'
)
APART = str.maketrans(SEPARATORS, " " * len(SEPARATORS))
LONGEST = 60  # letters of one word that are looked at
#: Words that a name may be written with or without: the article, "son of", "of".
OPTIONAL = (
    "al el ul ar as ash at an ad az bin ben ibn bint ould wuld wald weld de da do dos das du des del della di la le"
    " van von der den y e i abd abdul abdel abdoul abdal abdu ال بن ابن بنت ولد عبد"
)
PARTICLES = frozenset(OPTIONAL.split())


def words(text: str) -> list[str]:
    """The words of a text in its order, each as it is written, and no longer than what is looked at."""
    return [word[:LONGEST] for word in text.translate(APART).split(" ") if word]


def meant(given: Sequence[str]) -> list[str]:
    """Without the particles, unless there is nothing else; and without words that hold no letter or digit."""
    spelled = [word for word in given if any(character.isalnum() for character in word)]
    return [word for word in spelled if word.casefold() not in PARTICLES] or spelled


def digits(text: str) -> str:
    """The same text with every decimal digit, of whatever script, as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in unicodedata.normalize("NFKC", text)
    )
