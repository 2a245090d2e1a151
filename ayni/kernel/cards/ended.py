"""The list of cards that count no longer: lines of text, signed as a whole, so that it may travel on any road.

    AYNI-ENDED-CARDS 2026-11-22T16:00:00+00:00 3f29c1d0
    ABCDEFGH
    …
    SIGNATURE base64 of the signature of the text "ayni ended cards 1", a line break and the SHA-512 of all lines before

Serials alone stand in it, in the order of the alphabet: nobody's name, and not why.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha512

from ayni.kernel.cards.keys import Key

WORD, SIGNATURE = "AYNI-ENDED-CARDS", "SIGNATURE"
DOMAIN = b"ayni ended cards 1\n"
SERIALS = re.compile(r"(?:[A-Z2-7]{8}\n)*")


@dataclass(frozen=True)
class Ended:
    """The list as it was when it was made."""

    at: datetime
    serials: frozenset[str]


class NotTheList(ValueError):
    """Not a list of ended cards, or not one that our key has signed; its text says which."""


def write(serials: Iterable[str], *, at: datetime, key: str, sign: Callable[[bytes], bytes]) -> str:
    text = f"{WORD} {at.isoformat(timespec='seconds')} {key}\n" + "".join(f"{one}\n" for one in sorted(serials))
    return f"{text}{SIGNATURE} {base64.b64encode(sign(_signed(text))).decode()}\n"


def read(text: str, keys: Mapping[str, Key]) -> Ended:
    """The list, once its signature is found to be by one of the keys. Raises NotTheList."""
    text = text.replace("\r\n", "\n")
    signed, found, signature = text.rpartition(f"{SIGNATURE} ")
    head, _, serials = signed.partition("\n")
    try:
        word, at, key_id = head.split()
        made_at = datetime.fromisoformat(at)
        given = base64.b64decode(signature.strip(), validate=True)
    except ValueError as error:
        raise NotTheList("This is no list of ended cards, or it ends too early.") from error
    key = keys.get(key_id)
    if word != WORD or not found or key is None or key.withdrawn_on is not None:
        raise NotTheList(
            "This is no list of ended cards, or it is signed with a key that is not among the public keys."
        )
    if not key.signed(_signed(signed), given) or not SERIALS.fullmatch(serials):
        raise NotTheList("The list of ended cards was changed after it was signed. Fetch it again.")
    return Ended(made_at, frozenset(serials.split()))


def _signed(text: str) -> bytes:
    """What is signed: a digest, which a browser makes of a long list in a moment."""
    return DOMAIN + sha512(text.encode()).digest()
