"""The audit's pages in a real browser: not too wide, no script error, nothing for axe, all reached by keyboard."""

from typing import Any

import pytest

from ayni.commons.audit import models, recording
from tests.browser import looking
from tests.pages import district

PAGES = {
    "audit": ("auditor", "/administration/audit/"),
    "audit-nothing": ("auditor", "/administration/audit/?since=2999-01-01"),
    "audit-looks": ("auditor", "/administration/audit/looks/"),
    "audit-entry": ("auditor", "/administration/audit/entries/{entry}/"),
    "audit-record": ("auditor", "/administration/audit/records/registry.household:{near}/"),
    "household-seen": ("district_officer", "/people/households/{near}/seen/"),
    "person-seen": ("district_officer", "/people/persons/{mother}/seen/"),
}


@pytest.fixture(scope="module")
def entry(place: district.District) -> int:
    """Somebody looked at a household, corrected it and took out a file; an entry's number."""
    return looking.committed(_write, place)


def _write(place: district.District) -> int:
    officer = place.users["district_officer"]
    for purpose in ("", "a complaint of the household"):
        recording.look(place.near, reader=officer, under="registry.see_households", purpose=purpose)
    asked = {"file": "audit-looks", "since": "2026-01-01"}
    recording.listing(recording.EXPORT, reader=place.users["auditor"], under="audit.see", asked=asked, rows=1203)
    recording.entry(
        actor=officer,
        permission="registry.correct",
        subject=f"registry.household:{place.near.pk}",
        facts={"says": "corrected a household", "reason": "The family came to the desk with its papers."},
        changes={"phone": ["5550101", "5550102"], "facts": "changed"},
    )
    return models.Entry.objects.latest("id").pk


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page(name: str, language: str, width: int, reading: Any, place: district.District, entry: int) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(near=place.near.pk, mother=place.mother.pk, entry=entry))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1
