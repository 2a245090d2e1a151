"""Changes of records in a real browser, narrow and wide, in both directions."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ayni.commons.access.models import Grant, User
from ayni.intake import models
from ayni.intake.actions import changes
from tests.browser import looking
from tests.pages import district

ASKS, CHECKS = "district_officer", "second"
PAGES = {
    "changes-list": (CHECKS, "/changes/"),
    "changes-none": (CHECKS, "/changes/?status=withdrawn"),
    "change-choose-person": (ASKS, "/changes/new/person/{mother}/"),
    "change-choose-household": (ASKS, "/changes/new/household/{near}/"),
    "change-birth": (ASKS, "/changes/new/household/{near}/birth/"),
    "change-split": (ASKS, "/changes/new/household/{near}/split/"),
    "change-death": (ASKS, "/changes/new/person/{mother}/death/"),
    "change-marriage": (ASKS, "/changes/new/person/{mother}/marriage/"),
    "change-facts": (ASKS, "/changes/new/household/{near}/household_facts/"),
    "change-waiting": (CHECKS, "/changes/{waiting}/"),
    "change-own": (ASKS, "/changes/{waiting}/"),
    "change-approve": (CHECKS, "/changes/{grave}/approve/"),
    "change-reject": (CHECKS, "/changes/{waiting}/reject/"),
    "change-ask-back": (CHECKS, "/changes/{waiting}/ask/"),
    "change-answer": (ASKS, "/changes/{asked_back}/submit/"),
    "change-evidence": (ASKS, "/changes/{asked_back}/evidence/"),
    "change-failed": (CHECKS, "/changes/{failed}/"),
    "change-applied": (ASKS, "/changes/{applied}/"),
    "change-take-back": (ASKS, "/changes/{applied}/counter/"),
    "change-rejected": (ASKS, "/changes/{rejected}/"),
    "change-appeal": (ASKS, "/changes/{rejected}/appeal/"),
    "changes-bulk": (CHECKS, "/changes/bulk/"),
    "changes-moves": (ASKS, "/changes/moves/"),
    "changes-arrival": (ASKS, "/changes/moves/ask/"),
    "changes-rules": ("data_steward", "/changes/rules/"),
    "changes-rule-new": ("data_steward", "/changes/rules/new/"),
    "changes-rule-approve": ("data_protection_officer", "/changes/rules/{rule}/approve/"),
}


@pytest.fixture(scope="module")
def asked(place: district.District) -> dict[str, Any]:
    """A change in each state: waiting, asked back, failed, on record, rejected."""
    return looking.committed(_made, place)


def _made(place: district.District) -> dict[str, Any]:
    second = User.objects.create(username="second", first_name="Omar", last_name="Haddad")
    Grant.objects.create(user=second, role_id=ASKS, area=place.area, starts_on=date(2026, 3, 1))
    place.users[CHECKS] = second
    child = place.near.memberships.get(number=2).person
    him = place.large.memberships.get(number=1).person
    found = {
        "waiting": _ask(place, "correction", {"family_name": "Diallo-الزهراء", "phone": "+999 70 000 001"}),
        "grave": _ask(place, "death", {}, person=child),
        "asked_back": _ask(place, "correction", {"given_name": "Amara Fatou"}, person=child),
        "failed": _ask(place, "correction", {"born": "2024"}),
        "applied": _ask(place, "household_facts", {"values": {"rooms": 3}}, household=place.near),
        "rejected": _ask(place, "correction", {"given_name": "Person-one"}, person=him),
        "moved": _ask(place, "household_move", {"area": "02"}, household=place.large),
    }
    now = timezone.now()
    question = changes.Answer("Which of the two cards was it? Please add a picture of both sides.")
    changes.ask_about_change(found["asked_back"], answer=question, by=second)
    no = changes.Answer("La carte ne peut pas être lue.", "unreadable", "fr")
    changes.reject_change(found["rejected"], answer=no, at=now, by=second)
    for name in ("failed", "applied", "moved"):
        changes.approve_change(found[name], at=now, by=second)
    found["failed"].refresh_from_db()
    assert found["failed"].failure
    models.ChangeRequest.objects.filter(pk=found["grave"].pk).update(due_on=now.date() - timedelta(days=3))
    new = changes.NewRule("births", {"en": "Births from the civil register"}, 'request.kind == "birth"', 5)
    rule = changes.prepare_rule(new, reason="The ministry and the register agreed", by=place.users["data_steward"])
    numbers = {name: one.pk for name, one in found.items()}
    return {**numbers, "rule": rule.pk, "mother": place.mother.pk, "near": place.near.pk}


def _ask(place: district.District, kind: str, proposed: Any, **whom: Any) -> models.ChangeRequest:
    whom = whom or {"person": place.mother}
    new = changes.NewChange(kind, date(2026, 3, 2), proposed, evidence="visit", reason="They came to tell us.", **whom)
    return changes.make_change(new, at=timezone.now(), by=place.users[ASKS])


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(
    name: str, language: str, width: int, reading: Any, place: district.District, asked: dict[str, Any]
) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(**asked))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 1280)])
def test_the_effect_is_shown_before_it_is_asked_for(
    language: str, width: int, reading: Any, place: district.District, asked: dict[str, Any]
) -> None:
    seen = reading(place.users[ASKS], language=language, width=width)
    page = seen.open("/changes/new/household/{near}/split/".format(**asked))
    leaving = place.near.memberships.get(number=2).person_id
    page.locator("[name=of_members]").select_option([str(leaving)])
    page.locator("[name=of_head]").select_option(str(leaving))
    page.locator("[name=happened_on]").fill("2026-03-02")
    page.locator("[name=evidence]").select_option("visit")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector("#effect-title")
    seen.picture("change-effect")
    assert seen.axe() == []
    assert seen.overflow() == 0
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/changes/\d+/$"))
    seen.picture("change-made")


def test_an_error_is_told_on_top_and_beside_the_field(
    reading: Any, place: district.District, asked: dict[str, Any]
) -> None:
    seen = reading(place.users[ASKS], language="en", width=360)
    page = seen.open("/changes/new/household/{near}/birth/".format(**asked))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".error-summary, [role=alert]")
    seen.picture("change-error")
    assert seen.axe() == []
    assert seen.overflow() == 0
