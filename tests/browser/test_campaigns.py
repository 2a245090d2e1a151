"""The pages of campaigns and visits in a real browser, narrow and wide, in both directions."""

from typing import Any

import pytest

from ayni.intake import models
from ayni.intake.actions import backchecks
from tests.browser import looking
from tests.unit.intake import campaign
from tests.unit.intake.field import MOMENT, member

PAGES = {
    "campaigns-today": ("enumerator", "/visits/"),
    "campaigns-visit": ("enumerator", "/visits/{visit}/"),
    "campaigns-correct": ("enumerator", "/visits/{said}/correct/"),
    "campaigns-ask-again": ("enumerator", "/visits/checks/{check}/"),
    "campaigns-print": ("enumerator", "/visits/print/"),
    "campaigns": ("planner", "/campaigns/"),
    "campaigns-new": ("planner", "/campaigns/new/"),
    "campaigns-progress": ("supervisor", "/campaigns/north-2026/"),
    "campaigns-visits": ("supervisor", "/campaigns/north-2026/visits/"),
    "campaigns-one-visit": ("supervisor", "/campaigns/visits/{visit}/"),
    "campaigns-lists": ("supervisor", "/campaigns/north-2026/lists/"),
    "campaigns-listing": ("supervisor", "/campaigns/listings/{listing}/"),
    "campaigns-people": ("supervisor", "/campaigns/north-2026/people/"),
    "campaigns-share-out": ("supervisor", "/campaigns/north-2026/share-out/"),
    "campaigns-checks": ("supervisor", "/campaigns/north-2026/checks/"),
    "campaigns-decide": ("supervisor", "/campaigns/checks/{compared}/"),
}

#: Of a group of these the keyboard reaches one by Tab, and the others by the arrows.
RADIO = 'type="radio"'


@pytest.fixture(scope="module")
def asked(home: None, server: str) -> dict[str, Any]:
    """A campaign with something of everything."""
    return looking.committed(_made)


def _made() -> dict[str, Any]:
    here = campaign.made()
    listing = campaign.listed(here, campaign.LISTING + "Z,C-1,,,x,,\n")
    models.Visit.objects.filter(area__code="N1").update(enumerator=here.enumerator)
    first, second, _third = here.visits(of=here.enumerator)
    here.done(second, "again", next_on=campaign.next_day(), note="At market until noon")
    for number in range(4):
        here.send(by=here.second, members=[member(f"Lone{number}", "head", "female")])
    backchecks.draw_back_checks(here.campaign, at=MOMENT, by=here.supervisor)
    compared, check = models.BackCheck.objects.order_by("pk")[:2]
    answers = {campaign.path("rooms"): "9", campaign.path("floor"): "earth"}
    backchecks.record_back_check(compared, answers=answers, at=MOMENT, by=here.enumerator)
    return {
        "made": here,
        "visit": first.pk,
        "said": second.pk,
        "listing": listing.pk,
        "check": check.pk,
        "compared": compared.pk,
    }


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(name: str, language: str, width: int, reading: Any, asked: dict[str, Any]) -> None:
    who, address = PAGES[name]
    seen = reading(getattr(asked["made"], who), language=language, width=width)
    page = seen.open(address.format(**asked))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert [one for one in seen.unreached() if RADIO not in one] == []
    assert page.locator("h1").count() == 1


def test_a_day_on_the_telephone_without_script(reading: Any, asked: dict[str, Any]) -> None:
    """Large targets, and nothing fetched but the page, its styles and its icon."""
    seen = reading(asked["made"].enumerator, language="en", width=360)
    fetched: list[str] = []
    seen.page.on("response", lambda answer: fetched.append(answer.url))
    page = seen.open("/visits/")
    assert not [url for url in fetched if url.endswith(".js")]
    low = "[...document.querySelectorAll('main a, button')].filter(e => e.getBoundingClientRect().height < 44).length"
    assert page.evaluate(low) == 0
    page.get_by_text("By the well").click()
    page.get_by_label("They do not want to take part").check()
    page.get_by_role("button", name="Keep it").click()
    assert "is kept" in page.get_by_role("status").inner_text()
