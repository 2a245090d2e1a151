"""Cards in a real browser: both sides at their size, and the page of checking, which goes on without a network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from ayni.identity import actions, queries
from ayni.kernel.cards import content
from tests.browser import looking
from tests.pages import district

PAGES = {
    "cards-person": ("desk_officer", "/cards/persons/{mother}/"),
    "cards-give": ("desk_officer", "/cards/persons/{child}/give/"),
    "cards-print": ("desk_officer", "/cards/{card}/print/?language={language}&second=fr"),
    "cards-replace": ("desk_officer", "/cards/{card}/replace/"),
    "cards-sheets": ("desk_officer", "/cards/"),
    "cards-check": (None, "/cards/check/#{code}"),
}


@pytest.fixture(scope="module")
def given(place: district.District) -> dict[str, Any]:
    by, on = place.users["desk_officer"], timezone.localdate()
    child = place.near.memberships.get(number=2).person
    lost = looking.committed(lambda: actions.issue_card(place.mother, office="Ministry", on=on, by=by))
    card = looking.committed(lambda: actions.replace_card(lost, because="lost", office="وزارة الرعاية", on=on, by=by))
    return {"mother": place.mother.pk, "child": child.pk, "card": card.pk, "code": card.code, "lost": lost.code}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_page(name: str, language: str, width: int, browser: Any, server: str, place: Any, given: Any) -> None:
    role, path = PAGES[name]
    user = place.users[role] if role else None
    reader = looking.reader(browser, server, user, language=language, width=width)
    reader.open(path.format(**given, language=language))
    if name == "cards-check":
        reader.page.wait_for_selector("#card-answer[data-state=valid]")
        reader.page.wait_for_selector("[data-list=known]:not([hidden])")
    reader.picture(name)
    assert reader.axe() == []
    assert reader.overflow() <= 0
    assert reader.troubles == []
    if width > 1000:
        assert reader.unreached() == []
    reader.page.context.close()


def test_a_card_is_as_large_as_a_bank_card(browser: Any, server: str, place: Any, given: Any) -> None:
    reader = looking.reader(browser, server, place.users["desk_officer"])
    page = reader.open(f"/cards/{given['card']}/print/?language=ar&second=fr")
    page.emulate_media(media="print")
    sizes = page.evaluate("[...document.querySelectorAll('.card-side')].map(one => [one.offsetWidth, one.offsetHeight,"
                          " one.scrollWidth, one.scrollHeight])")  # fmt: skip
    for width, height, inner_width, inner_height in sizes:
        assert (round(width / 96 * 25.4, 0), round(height / 96 * 25.4, 0)) == (86, 54)
        assert inner_width <= width
        assert inner_height <= height, "nothing is cut off"
    reader.page.context.close()


def test_checking_goes_on_without_a_network_and_says_what_is_wrong(browser: Any, server: str, given: Any) -> None:
    reader = looking.reader(browser, server, None)
    page = reader.open("/cards/check/")
    page.wait_for_selector("[data-list=known]:not([hidden])")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url))
    page.context.set_offline(True)

    def state(code: str) -> str:
        page.fill("#card-code", code)
        page.click("#card-check button[type=submit]")
        return str(page.get_attribute("#card-answer", "data-state"))

    code = given["code"]
    assert state(code) == "valid"
    assert "فاطمة" in page.inner_text("#card-answer")
    assert state(f"https://anywhere.example/cards/check/#{code.lower()}") == "valid"
    assert state(given["lost"]) == "ended"
    assert state(code[:-4]) == "truncated"
    assert state(code[:60] + ("A" if code[60] != "A" else "B") + code[61:]) in {
        "tampered",
        "damaged",
        "too_long",
        "truncated",
    }
    assert state(code[:13] + ("Q" if code[13] != "Q" else "R") + code[14:]) == "tampered"
    assert state(code + "9") == "letters"
    assert state("hello") == "foreign"
    assert state(content.BEGINS + "A" * 400) == "too_long"
    assert sent == [], "nothing of a card leaves the page"
    took = page.evaluate("""code => { const keys = CardCheck.keysOf(document.getElementById('card-keys').textContent);
        const from = performance.now(); for (let n = 0; n < 20; n++) CardCheck.check(code, keys, null, '2026-01-01');
        return (performance.now() - from) / 20; }""", code)  # fmt: skip
    print(f"checking a card takes {took:.1f} ms here")
    page.context.set_offline(False)
    reader.page.context.close()


def test_without_the_list_the_page_says_what_it_cannot_know_and_takes_it_from_a_file(
    browser: Any, server: str, given: Any
) -> None:
    reader = looking.reader(browser, server, None)
    reader.page.route("**/cards/ended.txt", lambda route: route.abort())
    page = reader.open(f"/cards/check/#{given['lost']}")
    page.wait_for_selector("[data-list=none]:not([hidden])")
    page.wait_for_selector("#card-answer[data-state=valid]")
    assert "does not know yet" in page.inner_text("main")
    text = looking.committed(lambda: queries.ended_list(at=datetime.now(UTC)))
    forged = text.replace(text.split("\n")[1], "AAAAAAAA")
    file = {"name": "ended-cards.txt", "mimeType": "text/plain"}
    page.set_input_files("#card-list-file", {**file, "buffer": forged.encode()})
    page.wait_for_selector("[data-list=wrong]:not([hidden])")
    page.set_input_files("#card-list-file", {**file, "buffer": text.encode()})
    page.wait_for_selector("#card-answer[data-state=ended]")
    reader.page.context.close()
