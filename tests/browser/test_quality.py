"""Quality of the data, and who is asked again, in a real browser, narrow and wide, in both directions."""

import re
from typing import Any

import pytest

from tests.browser import looking
from tests.pages import checked, district

PAGES = {
    "quality": ("data_steward", "/quality/"),
    "quality-group": ("data_steward", "/quality/?group=complete"),
    "quality-mine": ("district_officer", "/quality/"),
    "quality-check": ("data_steward", "/quality/check/"),
    "quality-tasks": ("data_steward", "/quality/tasks/"),
    "quality-rule": ("data_steward", "/quality/rules/birth-told/"),
    "quality-by-source": ("data_steward", "/quality/rules/birth-told/?by=source"),
    "quality-by-enumerator": ("data_steward", "/quality/rules/birth-told/?by=enumerator"),
    "quality-people": ("data_steward", "/quality/rules/birth-told/people/"),
    "quality-nobody": ("data_steward", "/quality/rules/head-missing/people/"),
    "ask-again": ("district_officer", "/quality/asked-again/"),
    "ask-again-late": ("district_officer", "/quality/asked-again/?status=late"),
    "ask-again-confirm": ("district_officer", "/quality/asked-again/{due}/"),
    "ask-again-open": ("data_steward", "/quality/asked-again/open/"),
    "schedules": ("data_protection_officer", "/quality/asked-again/schedules/"),
    "schedule-new": ("data_steward", "/quality/asked-again/schedules/new/"),
    "schedule-approve": ("data_protection_officer", "/quality/asked-again/schedules/{draft}/approve/"),
}


@pytest.fixture(scope="module")
def found(place: district.District) -> dict[str, Any]:
    return looking.committed(checked.made, place)


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


def test_a_household_is_confirmed_by_keyboard(reading: Any, place: district.District, found: dict[str, Any]) -> None:
    seen = reading(place.users["district_officer"], language="en", width=360)
    page = seen.open("/quality/asked-again/")
    link = page.get_by_role("link", name="Confirm").last
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/asked-again/\d+/$"))
    page.locator("[name=has_changed]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quality/asked-again/")
    assert "It is confirmed" in page.locator("main").inner_text()
