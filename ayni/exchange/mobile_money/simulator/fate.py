"""What happens to a payment, and to a request: drawn from the seed, the same each time."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

REASONS = ("The number is not registered.", "The account is closed.", "The account is at its limit.")
NOTHING, REFUSE, DROP, BREAK = "nothing", "refuse", "drop", "break"


@dataclass(frozen=True)
class Character:
    """How the provider behaves. Shares are from 0 to 1; seconds are the longest delay of an answer."""

    seed: int = 1
    delay: float = 1.0
    failing: float = 0.03
    repeating: float = 0.1
    faults: float = 0.1
    forgetful: bool = False  # pays as often as it is asked, whatever the reference


@dataclass(frozen=True)
class Fate:
    """What becomes of one payment, how many seconds later it is told, and whether it is told again."""

    outcome: Literal["paid", "failed"]
    reason: str
    after: float
    again_after: float | None


def of_payment(character: Character, account: str, amount: str, purpose: str) -> Fate:
    about = f"{account}|{amount}|{purpose}"
    fails = _share(character.seed, "fails", about) < character.failing
    after = character.delay * _share(character.seed, "after", about)
    repeats = _share(character.seed, "repeats", about) < character.repeating
    again = after + character.delay * _share(character.seed, "again", about) if repeats else None
    reason = REASONS[int(_share(character.seed, "reason", about) * len(REASONS))] if fails else ""
    return Fate("failed" if fails else "paid", reason, after, again)


def of_request(character: Character, number: int) -> str:
    """What goes wrong with the so-manieth request to pay.

    `refuse`: an error before anything is done; `drop`: everything is done and the connection ends without an answer;
    `break`: everything is done and the answer is an error.
    """
    if _share(character.seed, "faulty", str(number)) >= character.faults:
        return NOTHING
    return (REFUSE, DROP, BREAK)[int(_share(character.seed, "fault", str(number)) * 3)]


def _share(seed: int, question: str, about: str) -> float:
    """A number from 0 up to, not including, 1."""
    digest = blake2b(f"{seed}|{question}|{about}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / 2**53
