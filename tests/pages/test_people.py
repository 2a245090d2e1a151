"""Finding people, and the record of a household and of a person."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.audit.models import Look
from tests.pages import checks, district

MAY = "registry.see_households"


def test_people_open_for_whom_they_are(role: str, signed_in: Any) -> None:
    expected = 200 if MAY in settings.AYNI_ROLES[role]["permissions"] else 403
    assert signed_in(role).get(reverse("web:people"), {"q": "Diallo"}).status_code == expected


def test_a_search_writes_nothing_and_asks_as_much_for_ten_as_for_one(signed_in: Any) -> None:
    client = signed_in("district_officer")
    counts = []
    for text in ("Amara", "Camara"):
        with checks.watched() as queries:
            answer = client.get(reverse("web:people"), {"q": text})
        assert queries.writes() == []
        counts.append(queries.count)
    assert "12 found" in answer.content.decode()
    assert counts[0] == counts[1]
    assert counts[0] <= 9


@pytest.mark.parametrize("text", ["فاطمة", "az-zahra fatima", "555 0101", "HH-1"])
def test_a_name_in_any_script_a_telephone_or_a_key_is_found(text: str, signed_in: Any) -> None:
    shown = signed_in("auditor").get(reverse("web:people"), {"q": text}).content.decode()
    assert "فاطمة الزهراء" in shown
    assert "Fatima Az-Zahra" in shown


def test_nobody_outside_the_area_is_found(signed_in: Any) -> None:
    assert "Moussa" in signed_in("auditor").get(reverse("web:people"), {"q": "Moussa"}).content.decode()
    text = signed_in("district_officer").get(reverse("web:people"), {"q": "Moussa"}).content.decode()
    assert "We could not find “Moussa”" in text


def test_a_live_search_answers_with_the_results_alone(signed_in: Any) -> None:
    client = signed_in("auditor")
    headers = {"HX-Request": "true"}
    part = client.get(reverse("web:people"), {"q": "Diallo"}, headers=headers).content.decode()
    assert part.lstrip().startswith('<div id="results">')
    assert "data-announce" in part
    whole = client.get(
        reverse("web:people"), {"q": "Diallo"}, headers={**headers, "HX-History-Restore-Request": "true"}
    )
    assert "<html" in whole.content.decode()


def test_what_is_typed_is_never_run(signed_in: Any) -> None:
    typed = '"><script>alert(1)</script>'
    text = signed_in("auditor").get(reverse("web:people"), {"q": typed}).content.decode()
    assert "<script>alert" not in text


def test_a_households_page_records_the_look_and_nothing_else(signed_in: Any, place: district.District) -> None:
    client = signed_in("district_officer")
    with checks.watched() as queries:
        answer = client.get(reverse("web:household", args=[place.near.pk]))
    assert answer.status_code == 200
    assert queries.writes(but=("audit_look",)) == []
    assert Look.objects.filter(reader=place.users["district_officer"]).count() == 1


def test_a_large_household_asks_no_more_than_a_small_one(signed_in: Any, place: district.District) -> None:
    client = signed_in("auditor")
    counts = []
    for household in (place.near, place.large):
        with checks.watched() as queries:
            client.get(reverse("web:household", args=[household.pk]))
        counts.append(queries.count)
    assert counts[1] <= counts[0] <= 26


def test_the_household_is_told_with_members_kin_answers_and_place(signed_in: Any, place: district.District) -> None:
    text = signed_in("auditor").get(reverse("web:household", args=[place.near.pk])).content.decode()
    for told in (
        "Household of فاطمة الزهراء",
        "Child of the head",
        "Mother: <bdi>فاطمة الزهراء</bdi>",
        "Family who live elsewhere",
        f'href="{reverse("web:household", args=[place.far.pk])}"',
        "Floor of the dwelling",
        "Earth",
        "Green Valley",
        "They receive nothing from any programme.",
        "The household was registered",
    ):
        assert told in text


def test_kin_in_another_area_are_named_without_the_way_to_them(signed_in: Any, place: district.District) -> None:
    text = signed_in("district_officer").get(reverse("web:household", args=[place.near.pk])).content.decode()
    assert "Moussa Diallo" in text
    assert reverse("web:household", args=[place.far.pk]) not in text


def test_who_looked_is_for_those_who_audit(signed_in: Any, place: district.District) -> None:
    address = reverse("web:household", args=[place.near.pk])
    assert "Who looked" not in signed_in("district_officer").get(address).content.decode()
    text = signed_in("auditor").get(address).content.decode()
    assert "Who looked at this record" in text
    assert "District Officer" in text


@pytest.mark.parametrize("kind", ["household", "person"])
def test_what_lies_outside_the_area_is_not_there(kind: str, signed_in: Any, place: district.District) -> None:
    record = place.far if kind == "household" else place.far.memberships.get().person
    address = reverse(f"web:{kind}", args=[record.pk])
    outside, nowhere = signed_in("district_officer").get(address), reverse(f"web:{kind}", args=[999_999])
    assert outside.status_code == signed_in("district_officer").get(nowhere).status_code == 404
    assert not Look.objects.exists()
    assert signed_in("auditor").get(address).status_code == 200


def test_sensitive_answers_are_counted_and_not_told(signed_in: Any, place: district.District) -> None:
    address, opens = (reverse(f"web:person{page}", args=[place.mother.pk]) for page in ("", "_sensitive"))
    for role in ("district_officer", "auditor"):
        text = signed_in(role).get(address).content.decode()
        assert "Disability" not in text
        assert "1 sensitive answer is kept apart." in text
        assert (opens in text) == (role == "district_officer")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_sensitive_answers_open_for_a_purpose_once(
    signed_in: Any, place: district.District, headers: dict[str, str]
) -> None:
    client, address = signed_in("district_officer"), reverse("web:person_sensitive", args=[place.mother.pk])
    for answer in (client.get(address, headers=headers), client.post(address, {"words": "visit"}, headers=headers)):
        assert "Disability" not in answer.content.decode()
    assert not Look.objects.exclude(purpose="").exists()
    opened = client.post(address, {"purpose": "complaint", "words": "no. 12"}, headers=headers)
    text = opened.content.decode()
    assert "Disability" in text
    assert ("<html" in text) == (not headers)
    assert opened.headers["Cache-Control"] == "no-store"
    look = Look.objects.exclude(purpose="").get()
    assert (look.subject, look.purpose) == (f"registry.person:{place.mother.pk}", "complaint: no. 12")


def test_sensitive_answers_stay_shut_to_others(signed_in: Any, place: district.District) -> None:
    address = reverse("web:person_sensitive", args=[place.mother.pk])
    assert signed_in("auditor").post(address, {"purpose": "audit"}).status_code == 403
    far = reverse("web:household_sensitive", args=[place.far.pk])
    assert signed_in("district_officer").post(far, {"purpose": "audit"}).status_code == 404
    assert not Look.objects.exists()


def test_a_persons_page_records_the_look_and_nothing_else(signed_in: Any, place: district.District) -> None:
    client = signed_in("auditor")
    client.get(reverse("web:home"))  # that a session has begun is recorded too, once
    with checks.watched() as queries:
        answer = client.get(reverse("web:person", args=[place.mother.pk]))
    assert "Household H" in answer.content.decode()
    assert queries.writes(but=("audit_look", "django_session", "access_user")) == []


def test_those_without_the_permission_open_no_record(role: str, signed_in: Any, place: district.District) -> None:
    expected = 200 if MAY in settings.AYNI_ROLES[role]["permissions"] else 403
    assert signed_in(role).get(reverse("web:household", args=[place.near.pk])).status_code == expected
    assert signed_in(role).get(reverse("web:person", args=[place.mother.pk])).status_code == expected
