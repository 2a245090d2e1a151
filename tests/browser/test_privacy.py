"""The pages of people's rights in a real browser, narrow and wide, in both directions."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Institution
from ayni.privacy import actions
from ayni.registry.models import Household
from tests.browser import looking
from tests.pages import district

DAY = date(2026, 3, 1)
PAGES = {
    "privacy-record": ("data_protection_officer", "/privacy/record/"),
    "privacy-purposes": ("data_protection_officer", "/privacy/purposes/"),
    "privacy-purpose": ("data_protection_officer", "/privacy/papers/purpose/{purpose}/"),
    "privacy-new-purpose": ("data_protection_officer", "/privacy/purposes/new/"),
    "privacy-retention": ("data_protection_officer", "/privacy/retention/"),
    "privacy-approve-anonymising": ("second", "/privacy/papers/anonymisation/{anonymisation}/approve/"),
    "privacy-agreement": ("data_protection_officer", "/privacy/papers/agreement/{agreement}/"),
    "privacy-rights": ("district_officer", "/privacy/persons/{person}/"),
    "privacy-consent": ("district_officer", "/privacy/persons/{person}/consents/research/"),
    "privacy-lodge": ("district_officer", "/privacy/persons/{person}/correction/"),
    "privacy-corrections": ("district_officer", "/privacy/corrections/"),
    "privacy-refuse": ("second", "/privacy/corrections/{correction}/refuse/"),
    "privacy-copy": ("district_officer", "/privacy/copies/{copy}/"),
    "privacy-copy-print": ("district_officer", "/privacy/copies/{copy}/print/"),
}


@pytest.fixture(scope="module")
def asked(place: district.District) -> dict[str, Any]:
    """One of everything, as its officers made it."""
    return looking.committed(_made, place)


def _made(place: district.District) -> dict[str, Any]:
    dpo, desk = place.users["data_protection_officer"], place.users["district_officer"]
    second = User.objects.create(username="second", first_name="Second", last_name="Officer")
    for role in ("data_protection_officer", "district_officer"):
        Grant.objects.create(user=second, role_id=role, starts_on=DAY)
    place.users["second"] = second
    new = actions.NewPurpose(
        code="research",
        names={"en": "Research", "ar": "البحث"},
        texts={"en": "May we use your answers for research?", "ar": "هل تسمحون باستعمال إجاباتكم في البحث؟"},
        basis="consent",
        since=DAY,
        variables=("household.floor",),
        tables=("registry.person",),
        keep_months=24,
    )
    at = timezone.now()
    purpose = actions.approve_paper(actions.prepare_purpose(new, reason="Decree 7", by=dpo), by=second, at=at)
    schedule = actions.prepare_schedule(
        purpose, occasion="household_closed", months=24, tables=(), reason="Decree 7", by=dpo
    )
    actions.approve_paper(schedule, by=second, at=at)
    Household.objects.filter(pk=place.large.pk).update(closed_on=date(2020, 1, 1))
    due = actions.prepare_anonymisation(schedule, on=timezone.localdate(), reason="The months are over", by=dpo)
    partner = Institution.objects.create(code="health", names={"en": "Ministry of Health", "ar": "وزارة الصحة"})
    agreement = actions.NewAgreement(
        "health-1", partner, purpose, "Health Act", DAY, date(2040, 1, 1), ("registry.person.sex", "household.floor")
    )
    shared = actions.prepare_agreement(agreement, reason="They vaccinate", by=dpo)
    actions.approve_paper(shared, by=second, at=at)
    actions.record_transfer(shared, fields=["household.floor"], rows=12, digest="ab" * 32, by=dpo, at=at)
    said = actions.Said("given", DAY, "thumb", language="ar")
    actions.record_consent(place.mother, purpose="research", said=said, today=timezone.localdate(), by=desk)
    wrong = actions.NewCorrection("name", "My name is Fatima", "Misspelt", "Card 12", {"given_name": "فاطمه"})
    correction = actions.lodge_correction(place.mother, correction=wrong, on=timezone.localdate(), by=desk)
    copy = actions.request_copy(
        place.mother, language="ar", asked_by=actions.Words(""), on=timezone.localdate(), by=desk
    )
    actions.hand_over_copy(copy, identity=actions.Words("Card 12"), by=desk, at=timezone.now())
    return {
        "purpose": purpose.pk,
        "anonymisation": due.pk,
        "agreement": shared.pk,
        "person": place.mother.pk,
        "correction": correction.pk,
        "copy": copy.pk,
    }


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
