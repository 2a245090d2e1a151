"""Filling in on a phone, in the real Chromium: in one hand, by keyboard and by touch, and without a link."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from ayni.intake import models
from ayni.intake.actions import drafts
from ayni.intake.queries import drafts as drafts_known
from tests.browser import looking
from tests.pages import district, filling

SCREENS = [("en", 360), ("ar", 360), ("en", 1280)]
PHONES = [("en", 360), ("ar", 360)]
#: What a page may weigh before it is compressed; and all scripts and styles of forms together, compressed.
HEAVIEST, LARGEST_SCRIPTS = 100_000, 30_000
EVERYTHING = """async () => {
  const base = await new Promise(good => {
    const asked = indexedDB.open('ayni-filling'); asked.onsuccess = () => good(asked.result); });
  const found = [];
  for (const name of base.objectStoreNames) {
    const rows = await new Promise(good => {
      const asked = base.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => good(asked.result); });
    for (const row of rows) {
      const bytes = row.data
        ? new TextDecoder('latin1').decode(row.data) + new TextDecoder('utf-16le').decode(row.data) : '';
      found.push({name, text: JSON.stringify(row) + bytes, size: row.data?.byteLength ?? 0});
    }
  }
  base.close();
  const pages = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) pages.push(one.url + await (await cache.match(one)).text());
  }
  return {found, pages};
}"""

NO_KEY = """() => new Promise(good => {
  const asked = indexedDB.open('ayni-filling');
  asked.onsuccess = () => {
    const count = asked.result.transaction('keys').objectStore('keys').count();
    count.onsuccess = () => { asked.result.close(); good(count.result === 0); };
  };
})"""


@pytest.fixture(scope="module")
def version(place: district.District) -> models.QuestionnaireVersion:
    return looking.committed(filling.published, place)


def begun(place: district.District, version: models.QuestionnaireVersion, *, members: int = 0) -> models.FormDraft:
    def begin() -> models.FormDraft:
        by, at = place.users["enumerator"], timezone.now()
        row = drafts.begin_form(version, by=by, at=at)
        if members:
            told = filling.answers(place, members=members)
            row = drafts.save_form(row, answers=told, revision=0, by=by, at=at)
        return row

    return looking.committed(begin)


def sent_as(instance: str) -> int:
    return looking.committed(lambda: models.Submission.objects.filter(instance_id=instance).count())


def whole(seen: looking.Reader, name: str) -> None:
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    # Of several radios Tab comes to one, and the arrows go on from it; what Enter presses is not for the eye.
    passed = ('type="radio"', 'tabindex="-1"')
    assert [one for one in seen.unreached() if not any(word in one for word in passed)] == []
    assert seen.page.locator("h1:visible").count() == 1


@pytest.mark.parametrize(("language", "width"), SCREENS)
@pytest.mark.parametrize("which", ["home", "begin", "dwelling", "household", "list", "member", "check", "discard"])
def test_each_page(
    which: str, language: str, width: int, reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], language=language, width=width)
    row = begun(place, version, members=9)
    form = f"/filling/forms/{row.pk}"
    paths = {"home": "/filling/", "begin": f"/filling/begin/{version.pk}/", "check": f"{form}/check/"}
    paths |= {"discard": f"{form}/discard/", "dwelling": f"{form}/pages/2/", "household": f"{form}/pages/3/"}
    paths |= {"list": f"{form}/pages/4/", "member": f"{form}/pages/4/2/1/"}
    page = seen.open(paths[which])
    page.wait_for_load_state("networkidle")
    whole(seen, f"filling-{which}")


@pytest.mark.parametrize(("language", "width"), PHONES)
def test_what_is_wrong_is_told_on_top_and_beside(
    language: str, width: int, reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], language=language, width=width)
    row = begun(place, version)
    page = seen.open(f"/filling/forms/{row.pk}/pages/3/")
    page.fill("[name='/data/household_group/rooms']", "two")
    page.click(".bottom [name=go]")
    page.wait_for_selector(".error-summary")
    assert page.input_value("[name='/data/household_group/rooms']") == "two"
    page.wait_for_load_state("networkidle")
    whole(seen, "filling-errors")
    page.click(".error-summary a[href='#q-data-household_group-rooms']")
    assert page.evaluate("document.activeElement.id") == "q-data-household_group-rooms"


def test_no_page_is_heavy(reading: Any, place: district.District, version: models.QuestionnaireVersion) -> None:
    row = begun(place, version, members=9)
    seen = reading(place.users["enumerator"], width=360)
    form = f"/filling/forms/{row.pk}"
    for path in (f"{form}/pages/4/", f"{form}/pages/4/2/1/", f"{form}/check/", f"/filling/offline/{version.pk}/"):
        page = seen.open(path)
        size = len(page.content().encode())
        print(f"{path}: {size:,} bytes, {len(gzip.compress(page.content().encode())):,} compressed")
        assert size < HEAVIEST
    own = [one.read_bytes() for one in (settings.PACKAGE / "web/static/ayni").glob("filling*")]
    assert sum(len(gzip.compress(one)) for one in own) < LARGEST_SCRIPTS


def member(page: Any, name: str, relationship: str, *, tap: bool) -> None:
    """One person on the page that is open, by touch or by keyboard alone."""
    box = "section:not([hidden]) " if page.locator("[data-offline-form]").count() else ""

    def of(word: str, more: str = "") -> str:
        return f"{box}[name='/data/members/{word}']{more}"

    page.fill(of("given_name"), name)
    page.fill(of("family_name"), "Benali")
    for word, code in (("relationship", relationship), ("sex", "female"), ("birth_known", "age"), ("disability", "no")):
        choice = page.locator(of(word, f"[value='{code}']"))
        if tap:
            choice.locator("xpath=..").tap()
        else:
            choice.focus()
            page.keyboard.press("Space")
        assert choice.is_checked()
    page.fill(of("age"), "44" if relationship == "head" else "9")


@pytest.mark.parametrize("tap", [True, False])
def test_a_household_of_nine_in_one_hand(
    tap: bool, reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], width=360, has_touch=tap, is_mobile=tap)
    page = seen.open(f"/filling/begin/{version.pk}/")

    def press(selector: str) -> None:
        with page.expect_navigation():
            if tap:
                page.locator(selector).tap()
            else:
                page.locator(selector).focus()
                page.keyboard.press("Enter")

    press("main .btn-primary")
    page.fill("[name='/data/area.find']", "Green")
    page.locator("[name='/data/area.find']").press("Tab")
    press("[name=find]")
    page.locator(".choices input").first.press("Space")
    press(".bottom [name=go]")
    press(".bottom [name=go]")
    page.locator("[value=earth]").check()
    page.fill("[name='/data/household_group/rooms']", "3")
    press(".bottom [name=go]")
    for number, name in enumerate(filling.NAMES):
        press("[name=add]")
        member(page, name, "child" if number else "head", tap=tap)
        press(".bottom [name=go]")
        assert page.locator(".entries li").count() == number + 1
    seen.picture(f"filling-nine-{'touch' if tap else 'keys'}")
    press(".bottom [name=go]")
    assert page.locator(".error-summary").count() == 0
    instance = page.get_attribute("form[data-sending]", "data-instance")
    press("form[data-sending] .btn-primary")
    assert page.locator("[data-sent]").count() == 1
    assert sent_as(instance) == 1
    assert seen.troubles == []
    assert not json.dumps(page.evaluate(EVERYTHING)).count("Benali")


def ready(seen: looking.Reader) -> Any:
    """The officer's page, until everything is at hand that a lost link would need."""
    page = seen.open("/filling/")
    page.wait_for_selector("[data-ready]:not([hidden])")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_a_form_is_filled_in_without_a_link_and_sent_once(
    reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], width=360, has_touch=True)
    page = ready(seen)
    context = page.context
    context.set_offline(True)
    page.goto(f"{seen.address}/filling/offline/{version.pk}/")
    here = "section:not([hidden]) "
    page.wait_for_selector(f"{here}[name='/data/area.find']")
    page.fill(f"{here}[name='/data/area.find']", "green")
    page.locator(f"{here}label.choice").first.tap()
    page.click(f"{here}.bottom .btn-primary")
    seen.picture("filling-offline")
    assert seen.axe() == []
    assert seen.overflow() == 0
    page.click(f"{here}.bottom .btn-primary")
    page.locator(f"{here}[value=earth]").check()
    page.fill(f"{here}[name='/data/household_group/rooms']", "two")
    page.click(f"{here}.bottom .btn-primary")
    assert "whole number" in page.inner_text("[data-errors]")
    page.fill(f"{here}[name='/data/household_group/rooms']", "2")
    page.click(f"{here}.bottom .btn-primary")
    for number, name in enumerate(filling.NAMES[:5]):
        one_more(page, name, number)
    instance = page.evaluate("location.hash.slice(1)")
    page.close()  # the phone is put away, and taken out again
    page = context.new_page()
    page.on("pageerror", lambda error: seen.troubles.append(str(error)))
    page.goto(f"{seen.address}/filling/")
    page.wait_for_selector(f"[data-kept] a[href$='{instance}']")
    unreadable(page)
    page.click(f"[data-kept] a[href$='{instance}']")
    page.wait_for_selector(f"{here}[data-add]")
    assert page.locator(f"{here}.entries li").count() == 5
    for number, name in enumerate(filling.NAMES[5:], start=5):
        one_more(page, name, number)
    page.click(f"{here}[data-next]")
    page.wait_for_selector(f"{here}[data-complete]")
    assert seen.page.is_closed()
    page.click(f"{here}[data-complete]")
    page.wait_for_selector(f"{here}[data-done-told]")
    unreadable(page)
    assert sent_as(instance) == 0
    context.set_offline(False)
    page.wait_for_selector("[data-told].tone-good")
    assert sent_as(instance) == 1
    page.goto(f"{seen.address}/filling/")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-kept]").is_hidden()
    assert sent_as(instance) == 1
    assert [one for one in seen.troubles if "ERR_INTERNET_DISCONNECTED" not in one] == []


def one_more(page: Any, name: str, number: int) -> None:
    here = "section:not([hidden]) "
    page.click(f"{here}[data-add]")
    page.wait_for_selector(f"{here}[name='/data/members/given_name']")
    member(page, name, "child" if number else "head", tap=False)
    page.click(f"{here}.bottom .btn-primary")
    page.wait_for_selector(f"{here}.entries li:nth-child({number + 1})")


def unreadable(page: Any) -> None:
    """Nothing on the device tells a name, an answer, or the key."""
    kept = page.evaluate(EVERYTHING)
    forms = [one for one in kept["found"] if one["name"] == "forms"]
    assert forms
    assert all(one["size"] >= 1024 for one in forms)
    told = json.dumps(kept)
    for word in (*filling.NAMES, "Benali", 'earth\\"', 'given_name\\":'):
        assert word not in json.dumps(forms), word
    for word in (*filling.NAMES, "Benali"):
        assert word not in told, word
    key = page.evaluate(
        """async () => { const row = await window.ayniStore.key();
        try { await crypto.subtle.exportKey('raw', row.key); return 'told'; } catch { return row.key.extractable; } }"""
    )
    assert key is False


def test_a_link_lost_in_the_midst_loses_nothing(
    reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], width=360)
    page = ready(seen)
    row = begun(place, version, members=9)
    seen.open(f"/filling/forms/{row.pk}/pages/3/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.fill("[name='/data/household_group/rooms']", "7")
    page.click(".bottom [name=go]")
    page.wait_for_selector("[data-offline-form] section:not([hidden])")
    assert row.instance_id in page.url
    page.wait_for_selector("[name='/data/household_group/rooms']:visible")
    assert page.input_value("[name='/data/household_group/rooms']") == "7"
    page.click("section:not([hidden]) .bottom .btn-primary")
    page.wait_for_selector("section:not([hidden]) .entries li:nth-child(9)")
    page.click("section:not([hidden]) [data-next]")
    page.click("section:not([hidden]) [data-complete]")
    page.context.set_offline(False)
    page.wait_for_selector("[data-told].tone-good")
    assert sent_as(row.instance_id) == 1


def test_signed_out_the_key_is_gone_and_comes_back_for_its_officer_alone(
    reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], width=360)
    page = ready(seen)
    made = "uuid:00000000-0000-4000-8000-000000000001"
    page.evaluate(
        "form => window.ayniStore.keep(form)",
        {"instance": made, "version": version.pk, "revision": 0, "answers": {"area": "0101"}, "state": "conflict"},
    )
    page.click("details.menu:has([action$='sign-out/']) summary")
    page.click("[action$='sign-out/'] button")
    page.wait_for_load_state("networkidle")
    page.wait_for_function(NO_KEY)
    session(seen, place.users["desk_officer"])
    page = ready(seen)
    assert page.evaluate(f"window.ayniStore.open('{made}')") is None
    assert "another officer" in page.inner_text("[data-kept-told]")
    session(seen, place.users["enumerator"])
    page = ready(seen)
    assert page.evaluate(f"window.ayniStore.open('{made}')")["answers"] == {"area": "0101"}


def session(seen: looking.Reader, user: Any) -> None:
    """Somebody else takes the device."""
    value = looking.committed(looking._session, user)
    seen.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": seen.address}])


@pytest.mark.parametrize(
    ("choice", "floors"), [("Keep what is on this device", "7"), ("Keep what is on the server", "2")]
)
def test_two_states_of_one_form_are_told_and_the_officer_chooses(
    choice: str, floors: str, reading: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    seen = reading(place.users["enumerator"], width=360)
    page = ready(seen)
    row = begun(place, version, members=2)
    told = {**filling.answers(place, members=2), "household_group": {"floor": "earth", "rooms": "7"}}
    kept = {"instance": row.instance_id, "version": version.pk, "revision": 0, "answers": told, "household": ""}
    page.evaluate("form => window.ayniStore.keep(form)", kept)
    page.reload()
    page.wait_for_selector("[data-kept] .tone-harm")
    assert "another window or on another device" in page.inner_text("[data-kept-list]")
    seen.picture("filling-conflict")
    assert seen.axe() == []
    page.click(f"[data-kept] button:has-text('{choice}')")
    page.wait_for_selector("[data-kept]", state="hidden")

    def rooms() -> str:
        opened = drafts_known.opened(models.FormDraft.objects.get(pk=row.pk), at=timezone.now())
        return str(opened.answers["household_group"]["rooms"])

    assert looking.committed(rooms) == floors
