"""The workbench in a real browser: how it looks, and how rules are written with suggestions."""

from typing import Any

import pytest

from ayni.enrolment import actions
from tests.browser import looking
from tests.pages import delivery, district

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2
SCREENS = [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)]


@pytest.fixture(scope="module")
def delivered(place: district.District) -> delivery.Delivery:
    return delivery.made(place)


@pytest.fixture(scope="module")
def trial(delivered: delivery.Delivery) -> str:
    """The address of rules tried and compared with the ones in force."""
    wider = delivery.HOUSING.replace("rooms < 3", "rooms < 9")
    by, against = delivered.users["programme_manager"], delivered.version
    tried = actions.try_rules(text=wider, unit="household", against=against.text, by=by)
    return f"/programmes/workbench/?trial={tried.key}&against={against.pk}"


def whole(seen: looking.Reader, name: str) -> None:
    """A picture of the page, and everything that is asked of every page."""
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert seen.page.locator("h1").count() == 1


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_the_page_with_a_trial(language: str, width: int, reading: Any, place: district.District, trial: str) -> None:
    seen = reading(place.users["programme_manager"], language=language, width=width)
    seen.open(trial)
    whole(seen, "workbench")


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_one_household(
    language: str, width: int, reading: Any, place: district.District, delivered: delivery.Delivery
) -> None:
    seen = reading(place.users["district_officer"], language=language, width=width)
    page = seen.open("/programmes/workbench/?programme=housing")
    page.fill("#id_household", place.large.code)
    page.click("button[formaction$='/household/']")
    page.wait_for_selector("#one-title")
    whole(seen, "workbench-household")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_rules_are_written_with_suggestions(
    language: str, reading: Any, place: district.District, delivered: delivery.Delivery
) -> None:
    seen = reading(place.users["analyst"], language=language, width=360)
    page = seen.open("/programmes/workbench/")
    page.fill("#id_text", "")
    page.locator("#id_text").press_sequentially("household.fl")
    assert page.locator("#suggestions [role=option] code").all_inner_texts() == ["floor"]
    seen.picture("workbench-suggestions")
    assert seen.axe() == []
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#id_text", "aria-activedescendant") == "suggestions-0"
    page.keyboard.press("Enter")
    assert page.input_value("#id_text") == "household.floor"
    page.locator("#id_text").press_sequentially(" == ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#id_text").startswith('household.floor == "')
    page.wait_for_selector("#checked .told-good")
    page.fill("#id_text", "household.flor == 1 && members.exists(m, m.s")
    page.wait_for_selector("#checked .wrongs")
    page.fill("#id_text", "members.exists(m, m.se")
    page.locator("#id_text").press_sequentially("x")
    page.keyboard.press("Escape")
    assert page.locator("#suggestions").is_hidden()
    assert seen.troubles == []


def test_a_mistake_leads_to_its_place(reading: Any, place: district.District, delivered: delivery.Delivery) -> None:
    seen = reading(place.users["analyst"])
    page = seen.open("/programmes/workbench/")
    page.fill("#id_text", "true &&\n  household.roms < 3")
    page.click("#checked [data-line='2']")
    caret = page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]")
    assert caret == ["id_text", len("true &&\n  household.")]
