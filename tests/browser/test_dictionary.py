"""The dictionary's pages in a real browser, narrow and wide, in both directions."""

from datetime import date
from typing import Any

import pytest

from ayni.engines.dictionary import Choice, Variable
from ayni.registry import actions
from tests.pages import district

PAGES = {
    "dictionary": ("auditor", "/dictionary/"),
    "dictionary-variable": ("data_steward", "/dictionary/variables/household/floor/"),
    "dictionary-new": ("data_steward", "/dictionary/new/"),
    "dictionary-retire": ("data_steward", "/dictionary/variables/household/floor/retire/"),
    "dictionary-import": ("data_steward", "/dictionary/import/"),
    "dictionary-changes": ("programme_approver", "/dictionary/changes/"),
    "dictionary-change": ("programme_approver", "/dictionary/changes/{change}/"),
    "dictionary-approve": ("programme_approver", "/dictionary/changes/{change}/approve/"),
    "dictionary-reject": ("programme_approver", "/dictionary/changes/{change}/reject/"),
}


@pytest.fixture(scope="module")
def change(place: district.District) -> int:
    """A proposal with a new variable and a changed one."""
    codes = (Choice("radio"), Choice("boat"))
    goods = Variable("goods", "household", "many_choice", {"en": "Goods", "ar": "ممتلكات"}, codes)
    rooms = Variable("rooms", "household", "integer", {"en": "Rooms", "ar": "غرف"}, minimum=0, maximum=30)
    by = place.users["data_steward"]
    proposed = actions.propose_change([goods, rooms], reason="The census asks it", since=date(2026, 3, 1), by=by)
    return int(proposed.pk)


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(name: str, language: str, width: int, reading: Any, place: district.District, change: int) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(change=change))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1
