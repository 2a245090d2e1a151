"""The search for people in a real browser, narrow and wide, in both directions, and by the keyboard."""

from typing import Any

import pytest

from tests.pages import district

PAGES = {
    "finding-empty": "/people/",
    "finding-found": "/people/?q=fatimah",
    "finding-many": "/people/?q=diallo&sex=female&age_from=1",
    "finding-none": "/people/?q=Nobody+Whosoever",
    "finding-save": "/people/lists/?q=diallo&age_to=10",
}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(name: str, language: str, width: int, reading: Any, place: district.District) -> None:
    seen = reading(place.users["district_officer"], language=language, width=width)
    page = seen.open(PAGES[name])
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1


def test_by_the_keyboard_alone(reading: Any, place: district.District) -> None:
    """/ goes to the box, j to the first row, o opens it."""
    page = reading(place.users["district_officer"], language="en", width=1280).open("/people/?q=camara")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-everywhere"
    page.keyboard.type("fatma")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/?q=fatma")
    page.keyboard.press("j")
    assert "فاطمة" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("o")
    page.wait_for_url("**/people/households/*/")


def test_typing_narrows_at_once_and_the_address_follows(reading: Any, place: district.District) -> None:
    page = reading(place.users["district_officer"], language="en", width=360).open("/people/")
    page.fill("#id_q", "amara")
    page.wait_for_url("**q=amara**")
    page.wait_for_selector("#results a[data-open]")
    assert "Amara Diallo" in page.inner_text("#results")
