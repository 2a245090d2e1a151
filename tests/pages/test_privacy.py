"""The rights of people: their pages, requests and decisions; purposes, retention, sharing and the record."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Institution
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.privacy import models
from ayni.registry.models import Household, Person, Variable
from tests.pages import checks, district

PURPOSE = {
    "code": "study",
    "name_en": "Research",
    "name_ar": "بحث",
    "text_en": "May we use your answers for research?",
    "basis": "consent",
    "variables": "household.floor\nperson.disability",
    "tables": "",
    "keep_months": "24",
    "since": "2026-01-01",
    "asks_again": "yes",
    "reason": "The ministry decided",
}
CONSENT = {"answer": "given", "on": "2026-03-02", "how": "signature", "language": "en", "for_household": "no"}
WRONG = {"what": "name", "asked": "Her name is Diallo-Sow", "family_name": "Diallo-Sow", "reason": "Misspelt"}


@pytest.fixture
def second(place: district.District) -> User:
    """A second data-protection officer and a second officer of the district, in one."""
    user = User.objects.create(username="second", first_name="Second")
    for role, area in (("data_protection_officer", None), ("district_officer", place.area)):
        Grant.objects.create(user=user, role_id=role, area=area, starts_on=date(2026, 3, 1))
    return user


@pytest.fixture
def other(signed_in: Any, place: district.District, second: User, client: Any) -> Any:
    client.force_login(second)
    return client


@pytest.fixture
def dpo(signed_in: Any) -> Any:
    return signed_in("data_protection_officer")


@pytest.fixture
def desk(signed_in: Any) -> Any:
    return signed_in("district_officer")


@pytest.fixture
def purpose(dpo: Any, other: Any) -> models.Purpose:
    dpo.post(reverse("web:new_purpose"), PURPOSE)
    made = models.Purpose.objects.get()
    other.post(reverse("web:decide_paper", args=["purpose", made.pk, "approve"]))
    made.refresh_from_db()
    return made


def _to(answer: Any) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_pages_open_for_whom_they_are(role: str, signed_in: Any) -> None:
    held = settings.AYNI_ROLES[role]["permissions"]
    for name in ("processing", "purposes", "retention", "sharing"):
        expected = 200 if "privacy.see" in held else 403
        assert signed_in(role).get(reverse(f"web:{name}")).status_code == expected, name
    expected = 200 if held & {"privacy.lodge_correction", "privacy.decide_correction"} else 403
    assert signed_in(role).get(reverse("web:corrections")).status_code == expected


def test_a_purpose_is_prepared_by_one_and_approved_by_another(dpo: Any, other: Any) -> None:
    address = _to(dpo.post(reverse("web:new_purpose"), PURPOSE))
    page = dpo.get(address).content.decode()
    assert "This waits for a second officer" in page
    assert "Approve it" not in page
    made = models.Purpose.objects.get()
    approve = reverse("web:decide_paper", args=["purpose", made.pk, "approve"])
    assert "Another officer must do this step" in dpo.post(approve).content.decode() or made.is_draft
    made.refresh_from_db()
    assert made.is_draft
    assert "Decide about privacy" in other.get(reverse("web:home")).content.decode()
    _to(other.post(approve))
    made.refresh_from_db()
    assert made.status == "approved"


def test_a_purpose_with_an_unknown_answer_is_told(dpo: Any) -> None:
    page = dpo.post(reverse("web:new_purpose"), {**PURPOSE, "variables": "household.roof"}).content.decode()
    assert "household.roof" in page
    assert "The ministry decided" in page, "what was typed is kept"
    assert not models.Purpose.objects.exists()


def test_a_person_agrees_and_no_longer_does(desk: Any, purpose: models.Purpose, place: district.District) -> None:
    rights = reverse("web:rights", args=[place.mother.pk])
    assert "Not asked yet: silence is no" in desk.get(rights).content.decode()
    record = reverse("web:record_consent", args=[place.mother.pk, "study"])
    assert "May we use your answers for research?" in desk.get(record).content.decode()
    assert "needs a witness" in desk.post(record, {**CONSENT, "how": "oral"}).content.decode()
    assert _to(desk.post(record, CONSENT)) == rights
    assert "May be used" in desk.get(rights).content.decode()
    _to(desk.post(record, {**CONSENT, "answer": "withdrawn"}))
    page = desk.get(rights).content.decode()
    assert "May not be used" in page
    assert page.count("Research: Agrees") == 2, "both words are told"


def test_a_copy_is_asked_for_handed_over_printed_and_saved(desk: Any, place: district.District) -> None:
    ask = reverse("web:request_copy", args=[place.mother.pk])
    page = _to(desk.post(ask, {"language": "ar", "asked_by": ""}))
    copy = models.DataCopy.objects.get()
    printed, archive = (reverse(f"web:copy_{name}", args=[copy.pk]) for name in ("print", "archive"))
    assert "Only the officer who handed this copy over" in desk.get(printed).content.decode()
    hand = reverse("web:hand_over_copy", args=[copy.pk])
    assert "is-wrong" in desk.post(hand, {"identity": ""}).content.decode()
    _to(desk.post(hand, {"identity": "Card 12"}))
    assert "Open it to print" in desk.get(page).content.decode()
    paper = desk.get(printed).content.decode()
    assert 'dir="rtl"' in paper
    assert "فاطمة الزهراء" in paper
    assert "أرضية المسكن" in paper
    assert "Amara" in paper, "her child by name"
    saved = desk.get(archive)
    assert saved["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(saved.content)) as zipped:
        assert json.loads(zipped.read("copy.json"))["person"] == place.mother.code


def test_a_copy_is_for_the_officer_who_handed_it_over(desk: Any, other: Any, place: district.District) -> None:
    desk.post(reverse("web:request_copy", args=[place.mother.pk]), {"language": "en"})
    copy = models.DataCopy.objects.get()
    desk.post(reverse("web:hand_over_copy", args=[copy.pk]), {"identity": "Card 12"})
    assert "Only the officer" in other.get(reverse("web:copy_archive", args=[copy.pk])).content.decode()


def test_a_correction_goes_through_two_hands(desk: Any, other: Any, place: district.District) -> None:
    page = _to(desk.post(reverse("web:lodge_correction", args=[place.mother.pk]), WRONG))
    assert "Another officer decides" in desk.get(page).content.decode()
    request = models.CorrectionRequest.objects.get()
    accept = reverse("web:decide_correction", args=[request.pk, "accept"])
    assert "Another officer must do this step" in desk.post(accept, {"answer": "Seen"}).content.decode()
    assert "Decide about a correction" in other.get(reverse("web:home")).content.decode()
    assert "Decide about a correction" not in desk.get(reverse("web:home")).content.decode()
    _to(other.post(accept, {"answer": "Put right by the card"}))
    assert Person.objects.get(pk=place.mother.pk).family_name == "Diallo-Sow"
    assert "Put right by the card" in desk.get(page).content.decode()


def test_a_refused_correction_says_how_to_appeal(desk: Any, other: Any, place: district.District) -> None:
    desk.post(reverse("web:lodge_correction", args=[place.mother.pk]), {**WRONG, "what": "other"})
    request = models.CorrectionRequest.objects.get()
    refuse = reverse("web:decide_correction", args=[request.pk, "refuse"])
    assert "is-wrong" in other.post(refuse, {"answer": "No"}).content.decode()
    _to(other.post(refuse, {"answer": "The card says so", "appeal": "At the court"}))
    assert "At the court" in desk.get(reverse("web:correction", args=[request.pk])).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"), [("yes", True), ("no", False), ("نعم", True)], ids=["yes", "no", "arabic yes"]
)
def test_an_answer_is_corrected(typed: str, kept: bool, desk: Any, place: district.District) -> None:
    asked = {**district.EMPTY, "type": "boolean", "labels": {"en": "Attends school"}}
    Variable.objects.create(entity="person", name="attends", definition=asked, since=date(2026, 3, 1))
    form = {**WRONG, "what": "answer", "variable": "attends", "value": typed}
    _to(desk.post(reverse("web:lodge_correction", args=[place.mother.pk]), form))
    assert models.CorrectionRequest.objects.get().change == {"variable": "attends", "value": kept}


def test_a_sensitive_answer_is_not_offered_for_correction(desk: Any, place: district.District) -> None:
    form = {**WRONG, "what": "answer", "variable": "disability", "value": "no"}
    assert "is-wrong" in desk.post(reverse("web:lodge_correction", args=[place.mother.pk]), form).content.decode()
    assert not models.CorrectionRequest.objects.exists()


def test_another_area_is_not_there(desk: Any, place: district.District) -> None:
    stranger = Person.objects.get(given_name="Moussa")
    for name in ("rights", "request_copy", "lodge_correction"):
        assert desk.get(reverse(f"web:{name}", args=[stranger.pk])).status_code == 404, name
        assert desk.get(reverse(f"web:{name}", args=[999_999])).status_code == 404, name


def test_opening_pages_writes_nothing(dpo: Any, desk: Any, purpose: models.Purpose, place: district.District) -> None:
    desk.post(reverse("web:request_copy", args=[place.mother.pk]), {"language": "en"})
    desk.post(reverse("web:lodge_correction", args=[place.mother.pk]), WRONG)
    copy, request = models.DataCopy.objects.get(), models.CorrectionRequest.objects.get()
    pages = [
        (desk, reverse("web:rights", args=[place.mother.pk])),
        (desk, reverse("web:copy", args=[copy.pk])),
        (desk, reverse("web:correction", args=[request.pk])),
        (desk, reverse("web:corrections")),
        (dpo, reverse("web:paper", args=["purpose", purpose.pk])),
        (dpo, reverse("web:processing")),
        (dpo, reverse("web:export_processing", args=["csv"])),
        (dpo, reverse("web:decide_paper", args=["purpose", purpose.pk, "retire"])),
    ]
    for client, address in pages:
        client.get(address)
        with checks.watched() as queries:
            assert client.get(address).status_code == 200, address
        assert queries.writes() == [], address
        assert queries.count <= 40, address


def test_the_record_is_exported(dpo: Any, purpose: models.Purpose) -> None:
    page = dpo.get(reverse("web:processing")).content.decode()
    assert "registry.personfacts" in page
    assert "Research" in page
    found = json.loads(dpo.get(reverse("web:export_processing", args=["json"])).content)
    assert found["uses"][0]["code"] == "study"
    assert dpo.get(reverse("web:export_processing", args=["xml"])).status_code == 404


def test_a_household_that_was_closed_becomes_anonymous(
    dpo: Any, other: Any, purpose: models.Purpose, place: district.District
) -> None:
    Household.objects.filter(pk=place.near.pk).update(closed_on=date(2020, 1, 1))
    form = {"purpose": purpose.pk, "occasion": "household_closed", "months": 24, "tables": "", "reason": "The law"}
    _to(dpo.post(reverse("web:new_schedule"), form))
    schedule = models.RetentionSchedule.objects.get()
    prepare = reverse("web:prepare_anonymisation", args=[schedule.pk])
    assert "not in force" in dpo.post(prepare, {"reason": "Due"}).content.decode()
    _to(other.post(reverse("web:decide_paper", args=["schedule", schedule.pk, "approve"])))
    page = _to(dpo.post(prepare, {"reason": "Due"}))
    found = models.Anonymisation.objects.get()
    assert "People found" in dpo.get(page).content.decode()
    approve = reverse("web:decide_paper", args=["anonymisation", found.pk, "approve"])
    asked = other.get(approve).content.decode()
    assert "3 people and 1 households become anonymous." in asked
    assert "This cannot be undone." in asked
    _to(other.post(approve))
    running.run(Work.objects.get(key=found.work_key).pk)
    assert "People made anonymous" in other.get(page).content.decode()
    assert "This person is anonymous" in dpo.get(reverse("web:rights", args=[place.mother.pk])).content.decode()


def test_an_agreement_is_suspended_at_once_and_resumed_by_another(
    dpo: Any, other: Any, purpose: models.Purpose
) -> None:
    partner = Institution.objects.create(code="health", names={"en": "Health"})
    form = {
        "code": "health-2026",
        "partner": partner.pk,
        "purpose": purpose.pk,
        "law": "Health Act",
        "starts_on": "2026-01-01",
        "ends_on": "2030-01-01",
        "shared": "registry.person.sex",
        "areas": "0101",
        "programmes": "",
        "reason": "They vaccinate",
    }
    page = _to(dpo.post(reverse("web:new_agreement"), form))
    made = models.SharingAgreement.objects.get()
    steps = {
        verb: reverse("web:decide_paper", args=["agreement", made.pk, verb])
        for verb in ("approve", "suspend", "resume")
    }
    _to(other.post(steps["approve"]))
    _to(dpo.post(steps["suspend"], {"reason": "A leak"}))
    assert "Let it hold again" not in dpo.get(page).content.decode()
    _to(other.post(steps["resume"]))
    made.refresh_from_db()
    assert made.status == "approved"


def test_a_hold_is_placed_and_lifted(dpo: Any, place: district.District) -> None:
    rights = reverse("web:rights", args=[place.mother.pk])
    _to(dpo.post(reverse("web:place_hold", args=[place.mother.pk]), {"kind": "court", "reason": "Order 7"}))
    assert "Order 7" in dpo.get(rights).content.decode()
    hold = models.LegalHold.objects.get()
    _to(dpo.post(reverse("web:lift_hold", args=[hold.pk])))
    assert "Lifted" in dpo.get(rights).content.decode()


def test_the_persons_page_leads_to_their_rights(desk: Any, signed_in: Any, place: district.District) -> None:
    person, rights = (reverse(f"web:{name}", args=[place.mother.pk]) for name in ("person", "rights"))
    assert rights in desk.get(person).content.decode()
    assert rights not in signed_in("auditor").get(person).content.decode()


def test_what_is_typed_is_never_run(desk: Any, place: district.District) -> None:
    form = {**WRONG, "what": "other", "asked": '"><script>alert(1)</script>'}
    page = _to(desk.post(reverse("web:lodge_correction", args=[place.mother.pk]), form))
    assert "<script>alert" not in desk.get(page).content.decode()
