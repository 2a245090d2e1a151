"""Merging and parting in a real browser: narrow and wide, in both directions, by keyboard."""

from typing import Any

import pytest

from tests.browser import looking
from tests.pages import district, twins

PAGES = {
    "merges": ("data_steward", "/people/merges/"),
    "merge-choose": ("data_steward", "/people/merges/with/{kept}/"),
    "merge-plan": ("data_steward", "/people/merges/{kept}/{other}/"),
    "merge": ("data_steward", "/people/merges/{merge}/"),
    "merge-part": ("data_steward", "/people/merges/{merge}/part/"),
    "merge-kept": ("data_steward", "/people/persons/{kept}/"),
    "overpayments": ("payment_officer", "/payments/overpayments/"),
    "overpayment": ("payment_officer", "/payments/overpayments/{case}/"),
    "overpayment-decide": ("payment_officer", "/payments/overpayments/{case}/decide/"),
}


@pytest.fixture(scope="module")
def found(place: district.District) -> dict[str, Any]:
    return looking.committed(twins.made, place)


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
    # Of a group of choices one is reached by Tab, the others by the arrows.
    assert [one for one in seen.unreached() if 'type="radio"' not in one] == []
    assert page.locator("h1").count() == 1
