"""The square code of a card holds its text, letter for letter."""

from __future__ import annotations

import random
from xml.etree import ElementTree  # nosec B405

import pytest

from ayni.engines.cards import printing, squares
from tests.unit.engines.cards import reading

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
WORDS = {name: name.title() for name in printing.LABELS}


@pytest.mark.parametrize("length", [130, 199, 205, 260, 330])
@pytest.mark.parametrize("link", ["", "https://registry.example.org/cards/check/"])
def test_the_code_that_is_drawn_reads_back_as_the_text(length: int, link: str) -> None:
    text = "AYNI1" + "".join(random.Random(length).choices(ALPHABET, k=length))
    drawn = squares._made(text, link)
    assert reading.text_of(drawn) == (f"{link}#{text}" if link else text)


def test_a_common_card_is_a_small_code() -> None:
    assert squares._made("AYNI1" + "A" * 205, "").designator == "8-M"


def test_the_picture_is_sharp_and_carries_nothing_else() -> None:
    drawn = squares.svg("AYNI1ABCDEFG", label="A <code> & more")
    root = ElementTree.fromstring(drawn)
    assert root.find("title") is not None
    assert root.find("title").text == "A <code> & more"  # type: ignore[union-attr]
    assert "style" not in drawn
    assert squares.png("AYNI1ABCDEFG").startswith(b"\x89PNG")


def test_nothing_that_stands_on_a_card_is_taken_for_markup() -> None:
    bad = '<script>alert("x")</script>'
    one = printing.Printed("AYNI1ABC", bad, bad, bad, bad, bad, bad, bad, ('image/png" onload="x', b"\x89"))
    words = printing.Words("ar", "rtl", dict.fromkeys(printing.LABELS, bad))
    other = printing.Words("fr", "ltr", WORDS)
    page = printing.page([printing.card(one, words, other)], words, title=bad, style="")
    assert "<script" not in page
    assert ' onload="x' not in page
    assert 'dir="rtl"' in page
