"""Quality on screen: rules, figures, whom they found, who is asked again, schedules; each language, nothing written."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.jobs.models import Work
from ayni.intake import models
from tests.pages import checked, checks, district

PAGES = {
    "web:quality": ("data_steward", ()),
    "web:quality_tasks": ("data_steward", ()),
    "web:check_quality": ("data_steward", ()),
    "web:quality_rule": ("data_steward", ("birth-told",)),
    "web:quality_people": ("data_steward", ("birth-told",)),
    "web:recertifications": ("district_officer", ()),
    "web:confirm_recertification": ("district_officer", ("due",)),
    "web:open_recertifications": ("data_steward", ()),
    "web:recertification_schedules": ("data_steward", ()),
    "web:prepare_recertification": ("data_steward", ()),
    "web:decide_recertification": ("data_protection_officer", ("draft", "approve")),
}
#: Nothing is there yet.
EMPTY = {
    "web:quality": ("data_steward", "Nothing was checked yet"),
    "web:quality_tasks": ("data_steward", "Nothing is to be mended"),
    "web:check_quality": ("data_steward", "There is no snapshot yet"),
    "web:recertifications": ("district_officer", "Nobody is due"),
    "web:recertification_schedules": ("data_steward", "There is no schedule"),
}
NEW = {"code": "yearly", "name": "Every year", "rule": "", "every_months": 12, "remind_days": 30, "grace_days": 60}


@pytest.fixture
def found(place: district.District) -> dict[str, Any]:
    return checked.made(place)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_in_each_language(name: str, found: dict[str, Any], signed_in: Any) -> None:
    who, given = PAGES[name]
    client, address = signed_in(who), reverse(name, args=[found.get(one, one) for one in given])
    for language in ("en", "fr", "ar"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        with checks.watched() as seen:
            answer = client.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
        assert seen.writes(but=("audit_look",)) == []
        assert seen.count <= 25, seen.statements


def test_lists_are_as_many_queries_however_long(
    found: dict[str, Any], place: district.District, signed_in: Any
) -> None:
    client = signed_in("data_steward")

    def queries(name: str, *given: str) -> int:
        with checks.watched() as seen:
            assert client.get(reverse(name, args=given)).status_code == 200
        return seen.count

    before = queries("web:quality_people", "birth-told"), queries("web:quality_tasks")
    models.QualityFinding.objects.exclude(person=None).filter(rule="birth-told").delete()
    assert (queries("web:quality_people", "birth-told"), queries("web:quality_tasks")) <= before


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_not_there_yet_says_what_comes(name: str, signed_in: Any) -> None:
    who, words = EMPTY[name]
    assert words in signed_in(who).get(reverse(name)).content.decode()


def test_pages_open_for_whom_they_are(role: str, signed_in: Any) -> None:
    held, client = settings.AYNI_ROLES[role]["permissions"], signed_in(role)
    for name, needed in (
        ("web:quality", {"intake.see_quality"}),
        ("web:recertifications", {"intake.request_changes", "intake.check_changes"}),
        ("web:check_quality", {"intake.check_quality"}),
        ("web:prepare_recertification", {"intake.prepare_acceptance"}),
    ):
        assert client.get(reverse(name)).status_code == (200 if held & needed else 403), name


def test_an_officer_of_a_district_sees_its_figures_and_no_source(found: dict[str, Any], signed_in: Any) -> None:
    desk = signed_in("district_officer")
    page = desk.get(reverse("web:quality_rule", args=["birth-told"])).content.decode()
    assert "Green Valley" in page
    assert "Region of the South" not in page
    assert "?by=source" not in page
    steward = signed_in("data_steward").get(reverse("web:quality_rule", args=["birth-told"]) + "?by=source")
    assert "census" in steward.content.decode()


def test_what_there_is_not_is_not_found(found: dict[str, Any], signed_in: Any) -> None:
    client = signed_in("data_steward")
    assert client.get(reverse("web:quality_rule", args=["no-such-rule"])).status_code in (404, 409)
    assert client.get(reverse("web:quality_rule", args=["birth-told"]) + "?by=moon").status_code == 404
    approver = signed_in("data_protection_officer")
    assert approver.get(reverse("web:decide_recertification", args=[found["draft"], "sing"])).status_code == 404
    assert client.get(reverse("web:quality"), {"group": "no-such-group"}).status_code == 200


def test_the_newest_snapshot_is_checked_behind(found: dict[str, Any], signed_in: Any) -> None:
    answer = signed_in("data_steward").post(reverse("web:check_quality"), follow=True)
    assert "You may leave the page" in answer.content.decode()
    assert Work.objects.filter(kind="intake.check_quality").count() == 1


def test_a_household_is_confirmed_or_leads_to_a_change(
    found: dict[str, Any], place: district.District, signed_in: Any
) -> None:
    desk = signed_in("district_officer")
    page = reverse("web:confirm_recertification", args=[found["due"]])
    wrong = desk.post(page, {"has_changed": "perhaps"}).content.decode()
    assert "error-summary" in wrong or "Error:" in wrong
    answer = desk.post(page, {"has_changed": "yes"})
    assert answer["Location"] == reverse("web:choose_change", args=["household", place.near.pk])
    assert "confirmed already" in desk.get(page).content.decode()
    again = desk.post(page, {"has_changed": "no"})
    assert again.status_code == 200, "told on the form"


def test_a_schedule_is_prepared_with_its_mistakes_told(place: district.District, signed_in: Any) -> None:
    steward, page = signed_in("data_steward"), reverse("web:prepare_recertification")
    for wrong, told in (
        ({"rule": "household.flor == 1", "reason": "Law"}, "floor"),
        ({"reason": ""}, "Write one or two sentences"),
        ({"code": "Not A Code", "reason": "Law"}, "small letters"),
    ):
        answer = steward.post(page, {**NEW, **wrong})
        assert answer.status_code == 200
        assert told in answer.content.decode()
    assert steward.post(page, {**NEW, "reason": "Law"}).status_code == 302
    made = models.RecertificationSchedule.objects.get()
    decide = reverse("web:decide_recertification", args=[made.pk, "approve"])
    assert signed_in("data_protection_officer").post(decide).status_code == 302
    made.refresh_from_db()
    assert made.status == "approved"
    assert signed_in("data_steward").post(reverse("web:open_recertifications")).status_code == 302
    assert Work.objects.filter(kind="intake.recertify").count() == 1
