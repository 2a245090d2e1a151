"""Each page in a real browser: not too wide, no script error, nothing for axe, all reached by keyboard, a picture."""

from typing import Any

import pytest

from ayni.commons.access.models import User
from ayni.commons.jobs.models import Work
from tests.browser import looking
from tests.pages import district

#: name of the picture: (who opens it, the address)
PAGES = {
    "sign-in": (None, "/sign-in/"),
    "home": ("district_officer", "/"),
    "tokens": ("analyst", "/tokens/"),
    "make-token": ("analyst", "/tokens/new/"),
    "work-list": ("administrator", "/administration/"),
    "users": ("administrator", "/administration/users/"),
    "people": ("district_officer", "/people/?q=Diallo"),
    "people-nobody": ("district_officer", "/people/?q=Nobody"),
    "household": ("auditor", "/people/households/{near}/"),
    "household-large": ("district_officer", "/people/households/{large}/"),
    "person": ("district_officer", "/people/persons/{mother}/"),
    "not-found": ("analyst", "/nowhere/"),
    "not-permitted": ("analyst", "/administration/users/"),
}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page(name: str, language: str, width: int, reading: Any, place: district.District) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who] if who else None, language=language, width=width)
    page = seen.open(address.format(near=place.near.pk, large=place.large.pk, mother=place.mother.pk))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert [one for one in seen.troubles if "404" not in one and "403" not in one] == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1


def test_searching_live_keeps_the_address_the_title_and_says_what_came(reading: Any, place: district.District) -> None:
    seen = reading(place.users["auditor"])
    page = seen.open("/people/")
    page.fill("#id_q", "Amara")
    page.wait_for_selector("#results tbody tr")
    assert page.url.endswith("/people/?q=Amara")
    assert "Amara" in page.title()
    assert page.text_content("#announcer") == "1 found"
    assert page.input_value("#id_q") == "Amara"
    assert seen.troubles == []
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/people/households/*/")
    page.go_back()
    assert page.input_value("#id_q") == "Amara"
    assert page.locator("#results tbody tr").count() == 1


def test_the_keys_of_lists_and_the_search_box(reading: Any, place: district.District) -> None:
    page = reading(place.users["auditor"]).open("/people/?q=Camara")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-rows] [data-open]").first
    assert first.evaluate("one => one === document.activeElement")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-everywhere"
    page.keyboard.type("?")
    assert page.input_value("#search-everywhere") == "?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("one => one.open")
    page.keyboard.press("Escape")
    assert not page.locator("#keys").evaluate("one => one.open")


def test_the_menus_open_and_close_by_keyboard(reading: Any, place: district.District) -> None:
    page = reading(place.users["auditor"]).open("/")
    summary = page.locator("details.menu summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert summary.evaluate("one => one === document.activeElement")


def test_choosing_a_language_stays_on_the_page(reading: Any, place: district.District) -> None:
    page = reading(place.users["auditor"]).open("/people/?q=Amara")
    page.locator("details.menu summary").first.click()
    page.click('button[name=language][value="ar"]')
    page.wait_for_selector('html[dir="rtl"]')
    assert page.url.endswith("/people/?q=Amara")


def test_signing_in_by_the_form_and_out_again(reading: Any, place: district.District) -> None:
    page = reading().open("/people/")
    page.fill("#id_username", "auditor")
    page.fill("#id_password", "wrong")
    page.click("main button[type=submit]")
    page.wait_for_function("document.activeElement?.className === 'error-summary'")
    page.fill("#id_password", "long-enough-words")
    page.click("main button[type=submit]")
    page.wait_for_url("**/people/")
    page.locator("details.menu summary").last.click()
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in/")


def test_pages_work_without_script(reading: Any, place: district.District) -> None:
    page = reading(place.users["auditor"], width=360, java_script_enabled=False).open("/")
    page.click(".navigation summary")
    page.click('.navigation a[href="/people/"]')
    page.fill("#id_q", "Amara")
    page.click(".filters button[type=submit]")
    assert page.locator("#results tbody tr").count() == 1


def test_progress_fetches_itself_until_the_work_is_over(reading: Any, place: district.District) -> None:
    work = looking.committed(_running, place.users["administrator"])
    seen = reading(place.users["administrator"])
    page = seen.open("/administration/")
    assert page.locator("progress").get_attribute("value") == "1"
    looking.committed(_finish, work)
    page.wait_for_selector(".status.tone-good", timeout=5000)
    assert page.locator("progress").count() == 0
    assert page.text_content("#announcer") == "Done"
    assert seen.troubles == []


@pytest.mark.parametrize("name", ["household", "people", "home"])
def test_a_page_in_the_dark(name: str, reading: Any, place: district.District) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[str(who)], color_scheme="dark")
    seen.open(address.format(near=place.near.pk))
    seen.picture(f"{name}-dark")
    assert seen.axe() == []


@pytest.mark.parametrize("name", ["household", "people", "home", "sign-in"])
def test_a_page_is_light(name: str, reading: Any, place: district.District) -> None:
    """What a first visit loads, compressed as it is sent; the charts' libraries are not among it."""
    who, address = PAGES[name]
    seen = reading(place.users[who] if who else None)
    loaded: list[str] = []
    seen.page.on("request", lambda asked: loaded.append(asked.url))
    page = seen.open(address.format(near=place.near.pk))
    assert not [one for one in loaded if "vega" in one]
    assert len(page.content().encode()) < 100_000
    assert len(loaded) <= 12


def _running(by: User) -> Work:
    return Work.objects.create(key="snapshot/1", kind="snapshots.take", by=by, status="running", done=1, total=4)


def _finish(work: Work) -> None:
    Work.objects.filter(pk=work.pk).update(status="done", done=4)
