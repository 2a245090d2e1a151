"""The pages of signing in, in a real browser; passkeys with Chromium's own authenticator."""

from typing import Any

import pytest

from tests.browser import looking
from tests.pages import district

PASSWORD = "long-enough-words"
PAGES = {
    "forgotten": (None, "/sign-in/forgotten/"),
    "link-spent": (None, "/sign-in/link/nothing/"),
    "own-account": ("administrator", "/account/"),
    "change-password": ("analyst", "/account/password/"),
    "factors": ("analyst", "/account/factors/"),
    "passkeys-none": ("analyst", "/account/factors/passkeys/"),
    "confirm": ("analyst", "/account/confirm/"),
    "add-user": ("administrator", "/administration/users/add/"),
    "user-account": ("administrator", "/administration/users/{analyst}/"),
    "close-account": ("administrator", "/administration/users/{analyst}/close/"),
    "service-accounts": ("administrator", "/administration/service-accounts/"),
    "add-service-account": ("administrator", "/administration/service-accounts/add/"),
}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page(name: str, language: str, width: int, reading: Any, place: district.District) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who] if who else None, language=language, width=width)
    page = seen.open(address.format(analyst=place.users["analyst"].pk))
    seen.picture(f"signing-{name}")
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert [one for one in seen.troubles if "404" not in one] == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1


def confirmed(seen: looking.Reader, address: str) -> Any:
    page = seen.open(address)
    if "/confirm/" in page.url:
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"**{address}")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_adding_an_app_is_shown_well(language: str, width: int, reading: Any, place: district.District) -> None:
    seen = reading(place.users["auditor"], language=language, width=width)
    confirmed(seen, "/account/factors/app/")
    seen.picture("signing-add-app")
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []


def test_a_passkey_is_made_and_signs_in_by_itself(reading: Any, place: district.District) -> None:
    seen = reading(place.users["data_steward"])
    page = seen.page
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    seen.address = seen.address.replace("127.0.0.1", "localhost")
    page.goto(f"{seen.address}/sign-in/?next=/account/factors/passkeys/")
    page.fill("#id_username", "data_steward")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/factors/passkeys/")
    confirmed(seen, "/account/factors/passkeys/add/")
    page.fill("#id_name", "My telephone")
    assert seen.axe() == []
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/factors/codes/")
    assert page.locator("main .secret li").count() == 10
    seen.picture("signing-codes")
    seen.open("/account/factors/passkeys/")
    seen.picture("signing-passkeys")
    assert page.get_by_text("My telephone").count() >= 1
    page.click("header details.menu >> nth=1")
    page.click('form[action="/sign-out/"] button')
    page.wait_for_url("**/sign-in/")
    seen.picture("signing-sign-in")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{seen.address}/")
    assert seen.troubles == []
