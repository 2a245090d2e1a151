"""A card's code, the keys and the list of ended cards: written, read, and whatever may be wrong with them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ayni.kernel.cards import checking, content, ended, keys
from ayni.kernel.cards.checking import State

OURS, OTHERS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
KEY = keys.Key(OURS.public_key().public_bytes_raw())
KNOWN = {KEY.id: KEY}
SAID = content.Content("ABCDEFG2", 4711, "Aïcha الطاهر", 1988, "Ministry of Welfare", date(2031, 3, 1))
DAY, AT = date(2026, 3, 1), datetime(2026, 3, 1, 9, tzinfo=UTC)


def code(said: content.Content = SAID, private: Ed25519PrivateKey = OURS) -> str:
    key = keys.id_of(private.public_key().public_bytes_raw())
    return content.write(said, key=key, sign=private.sign)


def state(text: str, **more: object) -> State:
    return checking.check(text, KNOWN, **{"on": DAY, **more}).state  # type: ignore[arg-type]


def test_what_a_card_says_comes_back_and_is_little() -> None:
    text = code()
    found = checking.check(text, KNOWN, on=DAY)
    assert (found.state, found.content, found.ended_at) == (State.VALID, SAID, None)
    assert found.content is not None
    assert found.content.person_code == "P00004711"
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") | {"1"}
    assert len(text) < 230


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.lower(),
        lambda text: " ".join(text[place : place + 5] for place in range(0, len(text), 5)),
        lambda text: f"https://registry.example/cards/check/#{text}",
        lambda text: f"\u200e{text[:20]}\r\n{text[20:]}\n",
        lambda text: text[:5] + text[5:].replace("O", "0").replace("I", "1").replace("B", "8"),
    ],
)
def test_a_code_is_read_however_it_was_scanned_or_typed(written: object) -> None:
    assert state(written(code())) is State.VALID  # type: ignore[operator]


def test_every_changed_letter_is_found() -> None:
    text = code()
    for place in range(len(content.BEGINS), len(text)):
        other = "A" if text[place] != "A" else "Q"
        changed = text[:place] + other + text[place + 1 :]
        assert state(changed) in {State.TAMPERED, State.UNKNOWN_KEY, State.TRUNCATED, State.TOO_LONG, State.DAMAGED}


def test_every_shorter_code_is_said_to_be_cut_off() -> None:
    text = code()
    for length in range(len(content.BEGINS), len(text)):
        assert state(text[:length]) is State.TRUNCATED, length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", State.FOREIGN),
        ("https://example.org/", State.FOREIGN),
        ("#" * 5000, State.FOREIGN),
        ("AYNI2ABC", State.FOREIGN),
        ("AYNI1ABC9", State.LETTERS),
        ("AYNI1عائشة", State.LETTERS),
        ("AYNI1" + "A" * 5000, State.TOO_LONG),
        (code() + "AAAAAAAA", State.TOO_LONG),
        (code(private=OTHERS), State.UNKNOWN_KEY),
    ],
)
def test_what_is_no_card_of_ours_is_said_plainly(text: str, expected: State) -> None:
    found = checking.check(text, KNOWN, on=DAY)
    assert found.state is expected
    assert found.content is None, "nothing is told of what we have not signed"


def test_the_days_of_a_card_and_its_end() -> None:
    assert state(code(), on=SAID.expires_on) is State.VALID
    assert state(code(), on=date(2031, 3, 2)) is State.EXPIRED
    gone = ended.Ended(AT, frozenset({SAID.serial}))
    found = checking.check(code(), KNOWN, on=DAY, ended=gone)
    assert (found.state, found.ended_at) == (State.ENDED, AT)
    assert state(code(), ended=ended.Ended(AT, frozenset())) is State.VALID
    withdrawn = {KEY.id: keys.Key(KEY.public, DAY)}
    assert checking.check(code(), withdrawn, on=DAY).state is State.WITHDRAWN_KEY


def test_long_names_are_cut_at_a_letter_and_an_unknown_year_is_none() -> None:
    long = content.Content("ABCDEFG2", 2**40 - 1, "ሀ" * 100, None, "é" * 100, date(2179, 1, 1))
    found = content.read(code(long)).content
    assert found.name == "ሀ" * 26
    assert found.office == "é" * 20
    assert found.birth_year is None
    assert found.person == 2**40 - 1


def test_the_file_of_keys_comes_back_and_a_changed_one_does_not() -> None:
    gone = keys.Key(OTHERS.public_key().public_bytes_raw(), DAY)
    text = keys.write([KEY, gone])
    assert keys.read(f"# our keys\n\n{text}") == {KEY.id: KEY, gone.id: gone}
    for wrong in (
        "",
        "nonsense",
        text.replace(KEY.id, "00000000"),
        text[:40],
        text.replace("withdrawn ", "withdrawn x"),
    ):
        with pytest.raises(keys.NotKeys):
            keys.read(wrong)


def test_the_list_of_ended_cards_is_believed_only_as_it_was_signed() -> None:
    serials = ["ZZZZZZZZ", "ABCDEFG2"]
    text = ended.write(serials, at=AT, key=KEY.id, sign=OURS.sign)
    assert ended.read(text, KNOWN) == ended.Ended(AT, frozenset(serials))
    assert ended.read(text.replace("\n", "\r\n"), KNOWN).at == AT
    assert ended.read(ended.write([], at=AT, key=KEY.id, sign=OURS.sign), KNOWN).serials == frozenset()
    forged = ended.write(serials, at=AT, key=KEY.id, sign=OTHERS.sign)
    less = text.replace("ABCDEFG2\n", "")
    later = text.replace("2026-03-01", "2026-04-01")
    for wrong in ("", "nonsense", text[:50], forged, less, later, text.replace(KEY.id, "00000000"), text[:-10]):
        with pytest.raises(ended.NotTheList):
            ended.read(wrong, KNOWN)
    with pytest.raises(ended.NotTheList):
        ended.read(text, {KEY.id: keys.Key(KEY.public, DAY)})
