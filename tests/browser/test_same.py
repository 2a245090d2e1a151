"""Reading pairs that may be one person in a real browser: narrow and wide, in both directions, by keyboard alone."""

import re
from collections import Counter
from typing import Any

import pytest

from ayni.identity import models
from tests.browser import looking
from tests.pages import district, doubles

PAGES = {
    "same": ("data_steward", "/same/"),
    "same-settled": ("data_steward", "/same/?state=different"),
    "same-pair": ("data_steward", "/same/pairs/{pair}/"),
    "same-across": ("data_steward", "/same/pairs/{across}/"),
    "same-group": ("data_steward", "/same/groups/{run}/c1/"),
    "same-searches": ("data_steward", "/same/searches/"),
    "same-search": ("data_steward", "/same/searches/{run}/"),
    "same-start": ("data_steward", "/same/searches/new/"),
    "same-thresholds": ("data_steward", "/same/thresholds/"),
    "same-propose": ("data_steward", "/same/thresholds/new/"),
    "same-approve": ("programme_approver", "/same/thresholds/{thresholds}/approve/"),
    "same-sample": ("data_steward", "/same/sample/"),
    "same-report": ("district_officer", "/same/report/{person}/"),
}


@pytest.fixture(scope="module")
def found(place: district.District) -> dict[str, Any]:
    return looking.committed(doubles.made, place)


@pytest.fixture(scope="module")
def hundred(place: district.District, found: dict[str, Any]) -> dict[str, Any]:
    del found
    return looking.committed(doubles.hundred, place)


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(
    name: str, language: str, width: int, reading: Any, place: district.District, found: dict[str, Any]
) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(**found))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1


def test_a_new_officer_reads_a_hundred_pairs_by_keyboard_alone(
    reading: Any, place: district.District, hundred: dict[str, Any]
) -> None:
    seen = reading(place.users["district_officer"], language="en", width=1280)
    page = seen.open("/same/")
    page.get_by_role("button", name="Read the next pair").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/same/pairs/\d+/$"))
    page.keyboard.press("?")
    assert "Different people" in page.locator("#keys").inner_text()
    page.keyboard.press("Escape")
    answers = {"s": 0, "d": 0, "u": 0}
    for turn in range(100):
        here = page.locator(".same-pair").get_attribute("data-pair")
        assert int(here) == hundred["pairs"][turn]
        key = "u" if turn % 25 == 24 else "d" if turn % 4 == 0 else "s"
        answers[key] += 1
        page.keyboard.press(key)
        if key == "u":
            page.keyboard.type("One of them has no papers")
            page.keyboard.press("Control+Enter")
        page.locator(f".same-pair:not([data-pair='{here}'])").wait_for()
    said = looking.committed(_said, hundred["pairs"])
    assert said == {"same": answers["s"], "different": answers["d"], "unsure": answers["u"]}
    page.keyboard.press("z")
    page.wait_for_url(re.compile(rf"/same/pairs/{hundred['pairs'][-1]}/"))
    assert "taken back" in page.locator("main").inner_text()
    assert seen.troubles == []


def _said(pairs: list[int]) -> dict[str, int]:
    return dict(Counter(models.Reading.objects.filter(candidate__in=pairs).values_list("answer", flat=True)))
