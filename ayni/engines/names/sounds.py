"""Keys that spellings of one name share: its consonants, in classes of letters that writers change for each other.

Vowels are left out except where a word begins, since Arabic does not write them and Latin writes them in many ways. A
letter that may be heard in two ways gives a key for each, and two words sound alike when they share any.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

MOST = 16  # keys of one word
PIECE = re.compile(r"shch|dzh|tch|tsh|sch|sh|ch|kh|gh|ph|th|dh|zh|dj|bh|jh|rh|ck|[a-z0-9]|.")
VOWELS = frozenset("aeiou`")
#: What is heard; the last of three is two letters that merely stand side by side, as in Fat-hi.
HEARD: dict[str, tuple[str, ...]] = {
    **{letter: (letter.upper(),) for letter in "bdfjklmnprstvz0123456789"},
    **{"shch": ("S",), "sch": ("S",), "dzh": ("J",), "tch": ("C",), "tsh": ("C",), "ck": ("K",), "q": ("K",)},
    **{
        "sh": ("S", "SH"),
        "ch": ("C", "S", "H"),
        "kh": ("K", "H"),
        "gh": ("G",),
        "ph": ("F",),
        "x": ("KS",),
        "h": ("H",),
    },
    **{"th": ("T", "S", "TH"), "dh": ("D", "Z", "DH"), "zh": ("J", "Z"), "dj": ("J",), "bh": ("B",), "jh": ("J",)},
    **{"rh": ("R", "RH"), "w": ("", "V"), "y": ("",), "g": ("G",), "c": ("K",)},
}
FIRST = {"w": ("V",), "y": ("Y",), "j": ("J", "Y")}
#: Scripts in which two letters side by side may have a vowel between them that is not written.
SPARSE = ("arabic", "ethiopic")
ABD = re.compile(r"abd[aeiou]*")


def sounds(units: Sequence[str], script: str) -> tuple[str, ...]:
    """The keys of a word given by its units (`letters.units`)."""
    found: dict[str, None] = {}
    for pieces in _readings(units, script):
        for key in _keys(pieces, script):
            found.setdefault(key)
    return tuple(found)[:MOST]


def _readings(units: Sequence[str], script: str) -> Iterator[list[str]]:
    """The word as it is, and without the article or "servant of" that it may be written together with."""
    text = "".join(units)
    if script == "arabic":
        if units[:2] == ["a", "l"] and len(units) >= 5:
            yield list(units[2:])
        elif units[:5] == ["`", "b", "d", "a", "l"] and len(units) >= 7:
            yield ["a", "b", "d", *units[5:]]
            yield list(units[5:])
        else:
            yield list(units)
        return
    yield PIECE.findall(_begun(text)) if script == "latin" else list(units)
    if text.startswith("abd") and len(text) >= 7:
        rest = text[ABD.match(text).end() :]  # type: ignore[union-attr]
        for one in {rest, rest[1:] if rest.startswith("l") and len(rest) > 3 else rest}:
            if len(_bones(one)) >= 2:
                yield PIECE.findall("abd" + one)
                yield PIECE.findall(one)
    elif re.match(r"[ae]l[^aeiouylmh]|a(sh|[snrzdt])\1", text) and len(_bones(text[2:])) >= 3:
        yield PIECE.findall(text[2:])


def _begun(text: str) -> str:
    """The first letters as others would write them: Oualid as Walid, Iosif as Yosif."""
    return re.sub(r"^i(?=[ou])", "y", re.sub(r"^ou(?=[aei])", "w", text))


def _bones(text: str) -> str:
    return re.sub(r"[aeiouyh]|(.)(?=\1)", "", text)


def _keys(units: Sequence[str], script: str) -> Iterator[str]:
    pieces = [piece for unit in units for piece in PIECE.findall(unit)]
    heard: list[tuple[str, ...]] = []
    ways, before = 1, ""
    for place, piece in enumerate(pieces):
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        if piece in VOWELS:
            if place == 0:
                heard.append(("A",))
        elif not (
            (piece == before and (script not in SPARSE or piece == "l"))
            or (piece, after) == ("d", "zh")
            or (after == f"{piece}h" and script not in SPARSE)  # Siddharth as Sidharth, Matthew as Mathew
        ):
            told = _told(piece, after, place, script)
            ways *= max(len(told), 1)
            heard.append(told if ways <= MOST else told[:1])
        before = piece
    for key in itertools.product(*heard):
        yield "".join(key)


def _told(piece: str, after: str, place: int, script: str) -> tuple[str, ...]:
    """What one piece may be heard as, by where it stands. A letter of another script is never two."""
    if place == 0 and piece in FIRST:
        return FIRST[piece]
    if piece == "h" and not after and place:
        return ("", "H")
    if piece == "n" and after in ("b", "p") and script not in SPARSE:
        return ("M",)
    if piece == "c" and after in ("e", "i", "y"):
        return ("S",)
    if piece == "g" and after in ("a", "e", "i") and script == "latin":
        return ("G", "J")
    told = HEARD.get(piece, ("",) if piece.isascii() else (piece,))
    return tuple(one for one in told if len(one) < 2 or one == "KS") if script != "latin" else told
