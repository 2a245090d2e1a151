"""The warning that somebody is registered already: it comes while one types, is answered by keyboard, and is seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ayni.commons import acting
from ayni.commons.audit.models import Entry
from ayni.identity import actions as identity
from tests.browser import looking
from tests.pages import district


@pytest.fixture(scope="module")
def prepared(place: district.District) -> district.District:
    by = place.users["data_steward"]

    def prepare() -> None:
        with acting.as_user(by):
            identity.refresh(lambda done, total: None, by=by)

    looking.committed(prepare)
    return place


def begin(seen: looking.Reader) -> Page:
    page = seen.open("/people/register/")
    page.select_option("#id_area", "0101")
    page.click(".thumb button[type=submit]")
    page.wait_for_url("**/people/1/")
    return page


def write(page: Page) -> None:
    """By keyboard: a name, then the birth beneath it."""
    page.focus("#id_given_name")
    page.keyboard.type("Fatimah")
    page.keyboard.press("Tab")
    page.keyboard.type("Az-Zahra")
    page.locator("details.more summary").first.focus()
    page.keyboard.press("Enter")
    for name, figures in (("born_day", "1"), ("born_month", "5"), ("born_year", "1990")):
        page.focus(f"#id_{name}")
        page.keyboard.type(figures)
    page.wait_for_selector("#likely .notice")


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_the_warning_comes_while_one_types(language: str, width: int, reading: Any, prepared: Any) -> None:
    seen = reading(prepared.users["district_officer"], language=language, width=width)
    page = begin(seen)
    assert page.locator("#likely .notice").count() == 0
    write(page)
    assert page.locator(f"#likely a[href$='/persons/{prepared.mother.pk}/']").count() == 1
    page.locator("#likely summary").focus()
    page.keyboard.press("Enter")
    seen.page.locator("#likely").scroll_into_view_if_needed()
    seen.picture(f"desk-check-{language}-{width}")
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []


def test_it_is_answered_by_keyboard_alone(reading: Any, prepared: Any) -> None:
    seen = reading(prepared.users["district_officer"], width=360)
    page = begin(seen)
    write(page)
    page.locator("#likely summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("A niece of the same name")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#id_given_name")).to_have_value("Fatimah")
    page.wait_for_timeout(1_000)
    assert page.locator("#likely .notice").count() == 0
    assert looking.committed(lambda: Entry.objects.filter(facts__because="A niece of the same name").exists())
    assert re.search(r"/people/1/$", page.url)
    assert seen.troubles == []
