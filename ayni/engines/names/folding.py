"""One form for what is written with other case, accents or forms of a letter."""

from __future__ import annotations

import re
import unicodedata

#: Accents of Latin, Greek and Cyrillic, the vowel signs of Arabic and Hebrew, the long stroke, joiners, apostrophes.
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200d\u2060\u00ad"
    "'`\u00b4\u02b9-\u02c1\u2018\u2019\u201b\u2032\uff07]"
)
#: Forms of a letter that writers change for each other.
ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیےۍې", "ي"),
        **dict.fromkeys("ةۃہھەۀ", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        "ؤ": "و",
        "ئ": "ي",
        "ء": None,
        "ё": "е",
        # Letters of Amharic that sound the same since long: h, s, ts, and the vowel's bearer, in each of seven orders.
        **{chr(0x1210 + order): chr(0x1200 + order) for order in range(7)},
        **{chr(0x1280 + order): chr(0x1200 + order) for order in range(7)},
        **{chr(0x1220 + order): chr(0x1230 + order) for order in range(7)},
        **{chr(0x1340 + order): chr(0x1338 + order) for order in range(7)},
        **{chr(0x12D0 + order): chr(0x12A0 + order) for order in range(7)},
    }
)


def fold(word: str) -> str:
    """The word in one form of each letter. Letters that a script tells apart in earnest stay apart."""
    plain = MARKS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold()))
    return unicodedata.normalize("NFC", plain).translate(ALIKE)


def unmarked(word: str) -> str:
    """Lower case and without accents, and every letter its own: what transliteration begins with."""
    plain = MARKS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold()))
    return unicodedata.normalize("NFC", plain)
