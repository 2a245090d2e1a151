"""The pages on which roles are given, lent, reviewed and withdrawn, and a payment cycle is countersigned, as read."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from ayni.benefits import actions as benefits
from ayni.commons.access import granting
from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Institution
from tests.browser import looking
from tests.pages import delivery, district

PAGES = {
    "access-review": ("administrator", "/administration/access/"),
    "give-role": ("administrator", "/administration/users/{analyst}/role/"),
    "withdraw-role": ("administrator", "/administration/access/{lent}/withdraw/"),
    "keep-role": ("administrator", "/administration/access/{lent}/keep/"),
    "lending": ("district_officer", "/account/lending/"),
    "lending-nothing": ("administrator", "/account/lending/"),
    "lend": ("district_officer", "/account/lending/{own}/lend/"),
    "take-back": ("district_officer", "/account/lending/{lent}/end/"),
    "waiting-cycle": ("second", "/payments/cycles/{cycle}/"),
    "countersign": ("second", "/payments/cycles/{cycle}/countersign/"),
    "countersign-own": ("payment_approver", "/payments/cycles/{cycle}/countersign/"),
}
#: Walking by keyboard takes long, and is the same at every width and in every language of a direction.
UNWALKED = {("en", 360), ("ar", 1280)}


@pytest.fixture(scope="module")
def two_approve(home: None) -> Iterator[None]:
    """An amount from which two officers approve."""
    before, settings.AYNI_DUAL_CONTROL = settings.AYNI_DUAL_CONTROL, Decimal(50)
    yield
    settings.AYNI_DUAL_CONTROL = before


@pytest.fixture(scope="module")
def made(two_approve: None, place: district.District) -> dict[str, int]:
    """A role lent, roles worth a look, and a cycle that waits for a second approval; the numbers in addresses."""
    return looking.committed(_made, place)


def _made(place: district.District) -> dict[str, int]:
    users, today = place.users, timezone.localdate()
    users["second"] = second = User.objects.create(username="second", first_name="Second", last_name="Officer")
    health = Institution.objects.create(code="health", names={"en": "Ministry of Health", "ar": "وزارة الصحة"})
    for role, institution in (("payment_approver", None), ("payment_officer", None), ("analyst", health)):
        Grant.objects.create(user=second, role_id=role, institution=institution, starts_on=delivery.START)
    own = Grant.objects.get(user=users["district_officer"])
    until = today + timedelta(days=10)
    lent = granting.delegate(
        own, to=users["analyst"], until=until, reason="Leave of the spring", by=users["district_officer"], on=today
    )
    work = delivery.made(place)
    work.accepted(place.near)
    approver, officer = users["payment_approver"], users["payment_officer"]
    benefits.adopt_accounts(by=approver)
    benefits.fund(1000, by=approver, on=delivery.DAY, warrant="W1")
    period = {"period_from": delivery.START, "period_to": delivery.DAY.replace(month=4, day=1)}
    cycle = benefits.compute(work.version.programme, **period, by=officer)
    benefits.approve(cycle, by=approver, on=delivery.DAY, at=delivery.NOON)
    return {"analyst": users["analyst"].pk, "own": own.pk, "lent": lent.pk, "cycle": cycle.pk}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page(reading: Any, made: dict[str, int], place: district.District, language: str, width: int) -> None:
    readers = {who: reading(place.users[who], language=language, width=width) for who, _page in PAGES.values()}
    for name, (who, address) in PAGES.items():
        seen = readers[who]
        page = seen.open(address.format(**made))
        seen.picture(f"grants-{name}")
        assert seen.axe() == [], name
        assert seen.overflow() == 0, name
        assert seen.troubles == [], name
        assert (language, width) in UNWALKED or seen.unreached() == [], name
        assert page.locator("h1").count() == 1, name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_wrong_in_a_form_is_said_at_its_field(
    language: str, reading: Any, made: dict[str, int], place: district.District
) -> None:
    seen = reading(place.users["administrator"], language=language, width=360)
    page = seen.open(f"/administration/users/{made['analyst']}/role/")
    page.fill("#id_area", "nowhere")
    page.click("main button[type=submit]")
    page.wait_for_selector(".error-summary")
    seen.picture("grants-give-role-wrong")
    assert seen.axe() == []
    assert seen.overflow() == 0


def test_a_role_is_lent_and_ended_by_hand(reading: Any, made: dict[str, int], place: district.District) -> None:
    """From one's own account to the list of what is lent, and back; nothing needs a script."""
    seen = reading(place.users["payment_officer"], language="ar", java_script_enabled=False)
    page = seen.open("/account/")
    page.click('a[href="/account/lending/"]')
    page.click('main a[href$="/lend/"]')
    page.fill("#id_to", "auditor")
    page.fill("#id_until", (timezone.localdate() + timedelta(days=3)).isoformat())
    page.fill("#id_reason", "سفر")
    page.click("main button[type=submit]")
    page.click('main a[href$="/end/"]')
    page.click("main button[type=submit]")
    assert page.locator('main a[href$="/end/"]').count() == 0


def test_a_cycle_is_countersigned_and_tells_by_whom(
    reading: Any, made: dict[str, int], place: district.District
) -> None:
    seen = reading(place.users["second"])
    page = seen.open(f"/payments/cycles/{made['cycle']}/")
    assert "Countersigned" in page.inner_text('[aria-current="step"]')
    page.click('main a[href$="/countersign/"]')
    page.click("main button[type=submit]")
    page.wait_for_url(f"**/cycles/{made['cycle']}/")
    assert "Countersigned\nSecond Officer" in page.inner_text(".hand-done:nth-child(3)").replace("\n\n", "\n")
    assert "Sent to the provider" in page.inner_text('[aria-current="step"]')
    assert page.locator('main a[href$="/countersign/"]').count() == 0
    assert seen.axe() == []
