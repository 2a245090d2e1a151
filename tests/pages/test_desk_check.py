"""While somebody is written down: who looks like them on record, and what the officer says of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ayni.commons import acting
from ayni.commons.audit.models import Entry, Look
from ayni.identity import actions as identity
from ayni.identity.models import Candidate, Reading
from ayni.registry.models import Household, RegistrationDraft
from tests.pages import district
from tests.pages.test_registering import begin, write

FATIMA = {"given_name": "Fatima", "family_name": "Az-Zahra", "sex": "female"}
BORN = {"born_year": "1990", "born_month": "5", "born_day": "1"}
MOUSSA = {"given_name": "Musa", "family_name": "Diallo", "sex": "male"}
BORN_TOO = {"born_year": "1988", "born_month": "1", "born_day": "1"}


@pytest.fixture
def prepared(place: district.District) -> district.District:
    by = place.users["data_steward"]
    with acting.as_user(by):
        identity.refresh(lambda done, total: None, by=by)
    return place


def ask(client: Any, draft: RegistrationDraft, **typed: str) -> str:
    answer = client.post(reverse("web:draft_likely", args=[draft.pk, 1]), typed)
    assert answer.status_code == 200
    return str(answer.content.decode())


def say(client: Any, draft: RegistrationDraft, **said: str) -> Any:
    return client.post(reverse("web:draft_answer", args=[draft.pk, 1]), said)


def test_a_warning_answers_what_is_typed(signed_in: Any, prepared: district.District) -> None:
    client = signed_in("district_officer")
    draft = begin(client)
    assert ask(client, draft, given_name="Fatima").strip() == "", "a name alone is no one's"
    told = ask(client, draft, **FATIMA, **BORN)
    assert reverse("web:person", args=[prepared.mother.pk]) in told
    assert "Same day of birth" in told
    assert "outside your areas" not in told
    assert Look.objects.filter(subject=f"registry.person:{prepared.mother.pk}").exists()


def test_who_lives_elsewhere_is_told_of_without_their_record(signed_in: Any, prepared: district.District) -> None:
    client = signed_in("district_officer")
    draft = begin(client)
    told = ask(client, draft, **MOUSSA, **BORN_TOO)
    assert "<bdi>Moussa D.</bdi>" in told
    assert "Region of the South" in told
    assert "registered outside your areas" in told
    assert "Diallo</bdi></a>" not in told
    assert prepared.far.code not in told


def test_the_same_person_leads_to_the_record_and_what_was_typed_is_kept(
    signed_in: Any, prepared: district.District
) -> None:
    client = signed_in("district_officer")
    draft = begin(client)
    answer = say(client, draft, **FATIMA, **BORN, same=str(prepared.mother.pk))
    assert answer.url == reverse("web:person", args=[prepared.mother.pk])
    draft.refresh_from_db()
    assert draft.told["begun"]["1"]["given_name"] == "Fatima"


def test_somebody_else_needs_a_reason_and_is_asked_no_more(signed_in: Any, prepared: district.District) -> None:
    client = signed_in("district_officer")
    draft = begin(client)
    pk = str(prepared.mother.pk)
    assert "how you know" in client.get(say(client, draft, **FATIMA, **BORN, apart=pk).url).content.decode()
    say(client, draft, **FATIMA, **BORN, apart=pk, **{f"because_{pk}": "A cousin of the same name"})
    assert Entry.objects.filter(facts__because="A cousin of the same name").exists()
    assert ask(client, draft, **FATIMA, **BORN).strip() == ""


def test_nobody_very_likely_on_record_is_registered_without_an_answer(
    signed_in: Any, prepared: district.District, settings: Any
) -> None:
    settings.AYNI_DESK_CHECK = {"shown_from": 0.5, "very_likely_from": 0.6}
    client = signed_in("district_officer")
    draft = begin(client)
    assert write(client, draft, 1, **MOUSSA, **BORN_TOO).status_code == 302
    page = client.get(reverse("web:draft", args=[draft.pk])).content.decode()
    assert "Musa Diallo is very likely registered already" in page
    refused = client.post(reverse("web:draft", args=[draft.pk])).content.decode()
    assert "Say whether it is the same person" in refused
    assert Household.objects.filter(source="desk").count() == 0
    father = prepared.far.memberships.get(number=1).person_id
    say(client, draft, same=str(father))
    assert "You said that this is the same person" in client.get(reverse("web:draft", args=[draft.pk])).content.decode()
    assert client.post(reverse("web:draft", args=[draft.pk])).status_code == 302
    home = Household.objects.get(source="desk")
    pair = Candidate.objects.get()
    assert {pair.one_id, pair.other_id} == {home.memberships.get().person_id, father}
    assert Reading.objects.get().answer == "same"


def test_who_opens_no_records_is_shown_none(signed_in: Any, prepared: district.District) -> None:
    client = signed_in("enumerator")
    told = ask(client, begin(client), **FATIMA, **BORN)
    assert reverse("web:person", args=[prepared.mother.pk]) not in told


def test_asking_too_often_is_told_in_words(signed_in: Any, prepared: district.District, settings: Any) -> None:
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "check": (1, 600)}
    client = signed_in("district_officer")
    draft = begin(client)
    ask(client, draft, **FATIMA, **BORN)
    assert "too often" in ask(client, draft, **FATIMA, **BORN)


def test_before_anybody_is_prepared_nothing_is_warned_of(signed_in: Any, place: district.District) -> None:
    client = signed_in("district_officer")
    assert ask(client, begin(client), **FATIMA, **BORN).strip() == ""


def test_the_last_look_warns_of_whoever_is_written_down(signed_in: Any, prepared: district.District) -> None:
    client = signed_in("district_officer")
    draft = begin(client)
    write(client, draft, 1, **FATIMA, **BORN)
    page = client.get(reverse("web:draft", args=[draft.pk])).content.decode()
    assert "registered already" in page
    assert "Same day of birth" in page
