"""Whether a card counts: by its code, the public keys, and the list of ended cards if there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ayni.kernel.cards import content
from ayni.kernel.cards.ended import Ended
from ayni.kernel.cards.keys import Key


class State(StrEnum):
    """What a check found. VALID is said by the code alone when there is no list of ended cards."""

    VALID = "valid"
    EXPIRED = "expired"
    ENDED = "ended"
    TAMPERED = "tampered"
    UNKNOWN_KEY = "unknown_key"
    WITHDRAWN_KEY = "withdrawn_key"
    FOREIGN = "foreign"
    LETTERS = "letters"
    TRUNCATED = "truncated"
    TOO_LONG = "too_long"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Checked:
    """What was found. The content is told only where the signature is ours; `ended_at` is when the list was made."""

    state: State
    content: content.Content | None = None
    key: str = ""
    at: str = ""
    ended_at: datetime | None = None


def check(text: str, keys: Mapping[str, Key], *, on: date, ended: Ended | None = None) -> Checked:
    try:
        read = content.read(text)
    except content.Unreadable as wrong:
        return Checked(State(wrong.why), at=wrong.at)
    key = keys.get(read.key)
    if key is None:
        return Checked(State.UNKNOWN_KEY, key=read.key)
    if not key.signed(read.signed, read.signature):
        return Checked(State.TAMPERED, key=read.key)
    return Checked(
        _standing(read.content, key, on, ended), read.content, read.key, ended_at=ended.at if ended else None
    )


def _standing(said: content.Content, key: Key, on: date, ended: Ended | None) -> State:
    if key.withdrawn_on is not None:
        return State.WITHDRAWN_KEY
    if ended is not None and said.serial in ended.serials:
        return State.ENDED
    return State.EXPIRED if on > said.expires_on else State.VALID
