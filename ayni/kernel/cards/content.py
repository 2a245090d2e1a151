"""What a card says, as text and back."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

BEGINS = "AYNI1"
DOMAIN = b"ayni card 1\n"
DAY_ZERO = date(2000, 1, 1)
HEAD, SIGNATURE, SERIAL = 18, 64, 5
LONGEST_NAME, LONGEST_OFFICE = 80, 40
LONGEST = 1000
APART = re.compile(r"[\s\-\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
LETTERS = re.compile(r"[A-Z2-7]*")
#: What is mistaken for another when it is typed: no code holds the digits.
MEANT = str.maketrans("018", "OIB")


@dataclass(frozen=True)
class Content:
    """What stands in a card's code. `serial` is eight letters, `person` the number in the person's code."""

    serial: str
    person: int
    name: str
    birth_year: int | None
    office: str
    expires_on: date

    @property
    def person_code(self) -> str:
        return f"P{self.person:08d}"


@dataclass(frozen=True)
class Signed:
    """A code as it was read: what it says, by which key, and the bytes that were signed."""

    content: Content
    key: str
    signed: bytes
    signature: bytes


class Unreadable(ValueError):
    """Not a whole card's code. `why`: foreign, letters, truncated, too_long, damaged; `at` is the letter in the way."""

    def __init__(self, why: str, at: str = "") -> None:
        self.why, self.at = why, at
        super().__init__(why)


def write(content: Content, *, key: str, sign: Callable[[bytes], bytes]) -> str:
    """The text of a card's code. Raises ValueError for what does not fit into one."""
    body = b"".join(
        (
            bytes.fromhex(key),
            base64.b32decode(content.serial),
            content.person.to_bytes(5),
            (content.birth_year or 0).to_bytes(2),
            (content.expires_on - DAY_ZERO).days.to_bytes(2),
            _told(fitting(content.name, LONGEST_NAME)),
            _told(fitting(content.office, LONGEST_OFFICE)),
        )
    )
    return BEGINS + base64.b32encode(body + sign(DOMAIN + body)).decode().rstrip("=")


def read(text: str) -> Signed:
    """A code as it was scanned, pasted or typed, or the link that holds it. Raises Unreadable."""
    letters = plain(text)
    if not letters.startswith(BEGINS):
        raise Unreadable("foreign")
    letters = letters[len(BEGINS) :].translate(MEANT)
    wrong = letters[LETTERS.match(letters).end() :]  # type: ignore[union-attr]
    if wrong:
        raise Unreadable("letters", wrong[0])
    data = _bytes(letters)
    body = data[: _length(data)]
    if base64.b32encode(data).decode().rstrip("=") != letters:
        raise Unreadable("damaged")
    try:
        content = _content(body)
    except (ValueError, OverflowError) as wrong_bytes:
        raise Unreadable("damaged") from wrong_bytes
    return Signed(content, body[:4].hex(), DOMAIN + body, data[len(body) :])


def plain(text: str) -> str:
    """The letters of a code, without the link before it and what only parts it."""
    _link, hash_sign, after = text.rpartition("#")
    return APART.sub("", after if hash_sign else text)[:LONGEST].upper()


def fitting(text: str, longest: int) -> str:
    """As much of a text as fits into so many bytes, whole letters only."""
    return text.strip().encode()[:longest].decode(errors="ignore")


def _told(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(1) + data


def _bytes(letters: str) -> bytes:
    """The whole bytes of the letters; a half one at the end is where something was cut off."""
    return base64.b32decode(letters + "A" * (-len(letters) % 8))[: len(letters) * 5 // 8]


def _length(data: bytes) -> int:
    """How many bytes are before the signature, by the two lengths within. Raises Unreadable."""
    place = HEAD
    for _text in ("name", "office"):
        if place >= len(data):
            raise Unreadable("truncated")
        place += 1 + data[place]
    if len(data) != place + SIGNATURE:
        raise Unreadable("truncated" if len(data) < place + SIGNATURE else "too_long")
    return place


def _content(body: bytes) -> Content:
    office_at = HEAD + 1 + body[HEAD]
    return Content(
        serial=base64.b32encode(body[4:9]).decode(),
        person=int.from_bytes(body[9:14]),
        birth_year=int.from_bytes(body[14:16]) or None,
        expires_on=DAY_ZERO + timedelta(days=int.from_bytes(body[16:18])),
        name=body[HEAD + 1 : office_at].decode(),
        office=body[office_at + 1 :].decode(),
    )
