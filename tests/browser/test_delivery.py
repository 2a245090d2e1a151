"""The pages from the rules of a programme to the payment, in a real browser."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection

from ayni.benefits import actions as benefits
from ayni.enrolment import models as enrolment
from tests.pages import delivery, district

#: name of the picture: (who opens it, the address)
PAGES = {
    "programmes": ("analyst", "/programmes/"),
    "programme": ("programme_manager", "/programmes/rules/housing/"),
    "prepare": ("programme_manager", "/programmes/rules/housing/prepare/"),
    "version": ("programme_approver", "/programmes/versions/{version}/"),
    "retire": ("programme_approver", "/programmes/versions/{version}/retire/"),
    "runs": ("programme_manager", "/programmes/runs/"),
    "start-run": ("programme_manager", "/programmes/runs/new/"),
    "run": ("district_officer", "/programmes/runs/{run}/"),
    "decisions": ("auditor", "/programmes/runs/{run}/{version}/"),
    "decision": ("district_officer", "/programmes/decisions/{decision}/?status=proposed&area=&at=0"),
    "decline": ("district_officer", "/programmes/decisions/{decision}/decline/"),
    "accept-all": ("district_officer", "/programmes/runs/{run}/{version}/accept-all/"),
    "enrolment": ("auditor", "/programmes/enrolments/{enrolment}/"),
    "cycles": ("payment_officer", "/payments/"),
    "compute": ("payment_officer", "/payments/new/housing/"),
    "cycle": ("payment_officer", "/payments/cycles/{cycle}/"),
    "approve": ("payment_approver", "/payments/cycles/{cycle}/approve/"),
    "line": ("payment_officer", "/payments/lines/{line}/"),
    "ledger": ("payment_approver", "/payments/ledger/"),
    "fund": ("payment_approver", "/payments/ledger/fund/"),
    "puzzles": ("auditor", "/payments/puzzles/"),
    "dashboard": ("auditor", "/insight/"),
    "indicators": ("analyst", "/insight/indicators/"),
    "map": ("analyst", "/insight/map/"),
    "assessments": ("analyst", "/insight/assessments/"),
    "snapshots": ("programme_manager", "/insight/snapshots/"),
}


#: Walking by keyboard takes long, and is the same at every width and in every language of a direction.
UNWALKED = {("en", 360), ("ar", 1280)}


@pytest.fixture(scope="module")
def delivered(place: district.District) -> delivery.Delivery:
    return delivery.made(place)


@pytest.fixture(scope="module")
def paid(delivered: delivery.Delivery) -> dict[str, int]:
    """The far household enrolled and in a computed cycle; the near one still waits for review."""
    everywhere = delivery.User.objects.create(username="everywhere")
    delivery.Grant.objects.create(user=everywhere, role_id="district_officer", starts_on=delivery.START)
    far = delivered.decision(delivered.place.far)
    enrolled = delivery.enrolment.accept(far, by=everywhere, at=delivery.NOON, starts_on=delivery.START)
    benefits.adopt_accounts(by=delivered.users["payment_approver"])
    cycle = benefits.compute(
        delivered.version.programme,
        period_from=delivery.START,
        period_to=delivery.DAY.replace(month=4, day=1),
        by=delivered.users["payment_officer"],
    )
    return {
        "version": delivered.version.pk,
        "run": delivered.run.pk,
        "decision": delivered.decision(delivered.place.near).pk,
        "enrolment": enrolled.pk,
        "cycle": cycle.pk,
        "line": cycle.lines.get().pk,
    }


@pytest.fixture(scope="module")
def waiting(delivered: delivery.Delivery) -> int:
    """A later run that is not decided yet."""
    on = delivery.DAY.replace(month=4, day=30)
    return delivery.enrolment.start_run(delivered.snapshot, by=delivered.users["programme_manager"], on=on).pk


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page(
    reading: Any, delivered: delivery.Delivery, paid: dict[str, int], language: str, width: int
) -> None:
    readers = {role: reading(delivered.users[role], language=language, width=width) for role, _page in PAGES.values()}
    for name, (role, address) in PAGES.items():
        seen = readers[role]
        page = seen.open(address.format(**paid))
        seen.picture(name)
        assert seen.axe() == [], name
        assert seen.overflow() == 0, name
        assert seen.troubles == [], name
        assert (language, width) in UNWALKED or seen.unreached() == [], name
        assert page.locator("h1").count() == 1, name


def test_reviewing_goes_on_without_returning_to_the_list(reading: Any, delivered: delivery.Delivery) -> None:
    seen = reading(delivered.users["district_officer"])
    page = seen.open(f"/programmes/runs/{delivered.run.pk}/{delivered.version.pk}/?status=proposed")
    page.get_by_role("link", name="Review one by one").click()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/programmes/runs/**")
    assert "Accepted: " in (page.text_content("main") or "")
    assert enrolment.Enrolment.objects.filter(household=delivered.place.near).exists()
    assert seen.troubles == []


def test_filtering_keeps_the_address_and_says_what_came(reading: Any, delivered: delivery.Delivery) -> None:
    seen = reading(delivered.users["auditor"])
    page = seen.open(f"/programmes/runs/{delivered.run.pk}/{delivered.version.pk}/")
    page.select_option("#id_status", "asked")
    page.locator("#announcer", has_text="1 decision").wait_for(state="attached")
    assert "status=asked" in page.url
    assert page.locator("#results tbody tr").count() == 1
    assert seen.troubles == []


def test_a_waiting_run_shows_what_it_found_by_itself(reading: Any, delivered: delivery.Delivery, waiting: int) -> None:
    seen = reading(delivered.users["analyst"])
    page = seen.open(f"/programmes/runs/{waiting}/")
    assert "Deciding everybody" in (page.text_content("main") or "")
    worker = Thread(target=_decide, args=[waiting])
    worker.start()
    worker.join()
    page.get_by_role("heading", name="Housing support").wait_for(timeout=10_000)
    assert page.get_attribute("#found", "hx-get") is None
    assert seen.troubles == []


def _decide(run: int) -> None:
    """What a worker does, in a database session of its own."""
    delivery.tasks.decide(delivery.Quiet(), run=run)
    connection.close()
