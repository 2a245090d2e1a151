"""A word in Latin letters, letter by letter: each unit is what one letter of the script sounds like.

What we know ourselves: Arabic (with the letters of Persian, Urdu and Pashto) and the nine scripts of India that share
one plan. Every other script goes by `anyascii`.
"""

from __future__ import annotations

from anyascii import anyascii

ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤڨٹڈڑںڭێۆ"
ARABIC_UNITS = "a b t th j h kh d dh r z s sh s dh t dh ` gh f q k l m n h w y p ch zh g v g t d r n ng y w"
ARABIC = dict(zip(ARABIC_LETTERS, ARABIC_UNITS.split(), strict=True))
ARABIC |= dict.fromkeys("أإآٱ", "a") | dict.fromkeys("ىے", "y") | dict.fromkeys("کڪ", "k") | {"ی": "y"}
ARABIC |= {"ؤ": "'", "ئ": "'", "ء": "'", "ہ": "h", "ھ": "+h", "ۃ": "", "ۀ": "h", "ە": "", "ة": ""}

#: Where each script of India begins; a letter's place in its block says which letter it is.
INDIC = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00)
VOWEL_UNITS = "a aa i ii u uu ri li e e e ai o o o au"
CONSONANT_UNITS = "k kh g gh ng ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h"
SIGN_UNITS = "aa i ii u uu ri ri e e e ai o o o au"
DOTTED_UNITS = "q kh g z r rh f y"
VOWELS = dict(zip(range(0x05, 0x15), VOWEL_UNITS.split(), strict=True))
CONSONANTS = dict(zip(range(0x15, 0x3A), CONSONANT_UNITS.split(), strict=True))
SIGNS = dict(zip(range(0x3E, 0x4D), SIGN_UNITS.split(), strict=True))
DOTTED = dict(zip(range(0x58, 0x60), DOTTED_UNITS.split(), strict=True))
NASAL, BREATH, DOT, SILENT = (0x01, 0x02, 0x70), 0x03, 0x3C, 0x4D
WITH_DOT = {"k": "q", "j": "z", "d": "r", "dh": "rh", "ph": "f", "g": "gh"}
#: The Amharic vowel that anyascii leaves out everywhere is spoken where a word begins.
SILENT_BEARERS = ("እ", "ዕ")
#: Words that are not written as they sound.
OWN = {"सिंह": ["s", "i", "n", "gh"], "सिंग": ["s", "i", "n", "gh"]}


def script(word: str) -> str:
    """ "latin", "arabic", "indic", "ethiopic" or "other", by the first letter that is none of Latin."""
    for character in word:
        code = ord(character)
        if 0x0600 <= code <= 0x06FF or 0x0750 <= code <= 0x077F:
            return "arabic"
        if INDIC[0] <= code < INDIC[-1] + 0x80:
            return "indic"
        if 0x1200 <= code <= 0x139F:
            return "ethiopic"
        if code > 0x24F and character.isalpha() and not 0x1E00 <= code <= 0x1EFF:
            return "other"
    return "latin"


def units(word: str) -> list[str]:
    """What each letter of a word (folded in case, without accents) is in Latin letters; Latin stays as it is."""
    kind = script(word)
    if kind == "latin":
        return list(anyascii(word).lower())
    if kind == "indic":
        return OWN.get(word) or _indic(word)
    if kind == "arabic":
        return _arabic(word)
    found = [_plain(character) for character in word]
    return ["e", *found[1:]] if word[:1] in SILENT_BEARERS else found


def _arabic(word: str) -> list[str]:
    found: list[str] = []
    for place, character in enumerate(word):
        unit = ARABIC.get(character, _plain(character))
        if unit == "+h":  # breathes the letter before it
            if found:
                found[-1] += "h"
        elif character == "ة":
            found.append("t" if place and word[place - 1] == "ا" else "")
        else:
            found.append(unit)
    return found


def _indic(word: str) -> list[str]:
    found: list[str] = []
    waits = False  # a consonant whose own vowel is spoken, unless a sign follows
    for character in word:
        base = max((start for start in INDIC if start <= ord(character)), default=0)
        place = ord(character) - base
        unit = CONSONANTS.get(place) or DOTTED.get(place)
        if place == DOT and found:
            found[-1] = WITH_DOT.get(found[-1], found[-1])
            continue
        if waits and place not in SIGNS and place != SILENT:
            found.append("a")
        waits = unit is not None
        if unit is not None:
            found.append(unit)
        elif place in SIGNS or place in VOWELS:
            found.append((SIGNS.get(place) or VOWELS[place])[0:2])
        elif place in NASAL:
            found.append("n")
        elif place not in (SILENT, BREATH):
            found.append(_plain(character))
    return found


def _plain(character: str) -> str:
    return anyascii(character).lower().replace("'", "")
