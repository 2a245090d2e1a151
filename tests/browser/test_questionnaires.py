"""Questionnaires, sent forms and phones in a real browser, narrow and wide, in both directions."""

from typing import Any

import pytest

from ayni.intake import actions
from tests.pages import district
from tests.unit.intake import field
from tests.unit.intake.field import MOMENT

PAGES = {
    "questionnaires": ("programme_manager", "/questionnaires/"),
    "questionnaires-upload": ("programme_manager", "/questionnaires/upload/"),
    "questionnaires-make": ("programme_manager", "/questionnaires/make/"),
    "questionnaires-version": ("programme_approver", "/questionnaires/versions/{version}/"),
    "questionnaires-retire": ("programme_approver", "/questionnaires/versions/{version}/retire/"),
    "questionnaires-sent": ("data_steward", "/questionnaires/sent/"),
    "questionnaires-form": ("data_steward", "/questionnaires/sent/{sent}/"),
    "questionnaires-mend": ("data_steward", "/questionnaires/sent/{sent}/mend/"),
    "questionnaires-apply": ("data_steward", "/questionnaires/sent/{sent}/apply/"),
    "questionnaires-refuse": ("data_steward", "/questionnaires/sent/{sent}/refuse/"),
    "questionnaires-phones": ("enumerator", "/questionnaires/phones/"),
}


@pytest.fixture(scope="module")
def numbers(place: district.District) -> dict[str, int]:
    """A published version, and a form of it that has problems."""
    users = place.users
    version = field.published("household", "1", steward=users["data_steward"], approver=users["programme_approver"])
    people = [field.member("Ada", "head", "green"), field.member("", "child", "male", family_name="")]
    xml = field.filled(version, members=people, area=place.area.code, rooms="many")
    by = users["enumerator"]
    sent = actions.process_submission(actions.receive_submission(xml, by=by, at=MOMENT), by=by, at=MOMENT)
    return {"version": int(version.pk), "sent": int(sent.pk)}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(
    name: str, language: str, width: int, reading: Any, place: district.District, numbers: dict[str, int]
) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(**numbers))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1
