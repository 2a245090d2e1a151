"""A person's picture, numbers, telephones, other names, stays in institutions; answers that contradict each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ayni.commons.audit.models import Look
from ayni.commons.directory.models import Institution
from ayni.registry.models import HouseholdFacts, Identifier, Membership, Person, Phone, Resolution
from tests.pages import checks, district
from tests.unit.uploads import made

JPEG = made.jpeg()


@pytest.fixture
def mother(place: district.District) -> Person:
    return place.mother


def page(client: Any, person: Person) -> str:
    return client.get(reverse("web:person", args=[person.pk])).content.decode()


def send(client: Any, name: str, *args: Any, **said: Any) -> Any:
    return client.post(reverse(f"web:{name}", args=args), said)


def test_a_picture_is_kept_shown_replaced_and_taken_away(signed_in: Any, mother: Person) -> None:
    client, others = signed_in("desk_officer"), signed_in("auditor")
    picture = reverse("web:person_photo", args=[mother.pk])
    assert client.get(picture).status_code == 404
    assert "Add a picture" in page(client, mother)
    for data in (JPEG, made.jpeg(comment=b"By the well")):
        sent = SimpleUploadedFile("face.jpg", data, "image/jpeg")
        assert send(client, "keep_photo", mother.pk, file=sent).status_code == 302
    shown = others.get(picture)
    assert shown.content.startswith(b"\xff\xd8")
    assert b"By the well" not in shown.content, "what a camera writes beside it is cut out"
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert f'src="{picture}"' in page(others, mother)
    assert "Replace the picture" not in page(others, mother), "an auditor changes nothing"
    assert Look.objects.filter(subject=f"registry.person:{mother.pk}").exists()
    assert send(client, "remove_photo", mother.pk).status_code == 302
    assert client.get(picture).status_code == 404


@pytest.mark.parametrize(("data", "told"), [(b"no picture", "Send"), (b"", "empty"), (JPEG + b"x" * 500_000, "larger")])
def test_a_file_that_is_no_small_picture_is_refused_in_words(
    data: bytes, told: str, signed_in: Any, mother: Person
) -> None:
    answer = send(signed_in("desk_officer"), "keep_photo", mother.pk, file=SimpleUploadedFile("a.jpg", data))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "There is a problem" in text
    assert told in text


def test_a_picture_of_another_area_is_not_there(signed_in: Any, place: district.District) -> None:
    father = place.far.memberships.get().person
    for name in ("person_photo", "keep_photo", "add_identifier", "add_phone", "add_name", "start_residence"):
        assert signed_in("district_officer").get(reverse(f"web:{name}", args=[father.pk])).status_code == 404


def test_a_number_is_added_confirmed_and_ended(signed_in: Any, mother: Person) -> None:
    desk, checker = signed_in("desk_officer"), signed_in("district_officer")
    said = {"type": "passport", "number": "x 123-4567", "issuer": "Ministry", "valid_to": "2031-01-01", "seen": "on"}
    assert send(desk, "add_identifier", mother.pk, **said).status_code == 302
    held = Identifier.objects.get(person=mother)
    assert (held.number, held.verification) == ("X1234567", "seen")
    assert held.recorded_by.username == "desk_officer"
    verify = reverse("web:verify_identifier", args=[mother.pk, held.pk])
    assert desk.get(verify).status_code == 403, "who writes numbers down does not confirm them"
    assert verify not in page(desk, mother)
    assert verify in page(checker, mother)
    assert "Say what the issuer answered" in checker.post(verify).content.decode()
    assert checker.post(verify, {"is_theirs": "yes"}).status_code == 302
    assert "Confirmed by its issuer" in page(checker, mother)
    end = reverse("web:end_identifier", args=[mother.pk, held.pk])
    assert "Say why" in desk.post(end).content.decode()
    assert desk.post(end, {"because": "Lost on the way"}).status_code == 302
    assert "No longer valid: Lost on the way" in page(desk, mother)
    assert end not in page(desk, mother)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"type": "passport", "number": ""}, "Write the number"),
        ({"type": "passport", "number": "😀"}, "Passport"),
        ({"type": "passport", "number": "X" * 10_000}, "too long"),
        ({"type": "passport", "number": "X1234567", "valid_from": "2031-02-30"}, "no such day"),
        ({"type": "passport", "number": "X1234567", "valid_from": "2030-01-01", "valid_to": "2020-01-01"}, "not come"),
        ({"type": "passport", "number": "X1234567", "valid_from": "2021-01-01", "valid_to": "2020-01-01"}, "before it"),
        ({"type": "nonsense", "number": "X1234567"}, "valid choice"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_at_its_field(
    said: dict[str, str], told: str, signed_in: Any, mother: Person
) -> None:
    text = send(signed_in("desk_officer"), "add_identifier", mother.pk, **said).content.decode()
    assert "There is a problem" in text
    assert told in text
    assert "is-wrong" in text
    assert f'value="{said["number"][:40]}' in text or not said["number"], "what was typed stays"
    assert not Identifier.objects.exists()


def test_a_telephone_is_added_and_ended_and_the_main_one_follows(signed_in: Any, mother: Person) -> None:
    client = signed_in("desk_officer")
    assert "phone" in send(client, "add_phone", mother.pk, number="abc", use="own").content.decode()
    assert not Phone.objects.exists()
    assert send(client, "add_phone", mother.pk, number="+254712345678", use="own", is_main="on").status_code == 302
    mother.refresh_from_db()
    assert mother.phone == "+254712345678"
    held = Phone.objects.get(person=mother)
    assert send(client, "end_phone", mother.pk, held.pk).status_code == 302
    mother.refresh_from_db()
    assert mother.phone == ""
    assert f"/telephones/{held.pk}/end/" not in page(client, mother)


def test_another_name_is_added_found_and_taken_off(signed_in: Any, mother: Person) -> None:
    client = signed_in("desk_officer")
    given = {"kind": "known_as", "given_name": "Zoumana", "family_name": "", "script": "Latn"}
    for odd, told in (("‮ab", "turns the writing round"), ("😀", "no letter"), ("", "No name is written")):
        text = send(client, "add_name", mother.pk, **{**given, "given_name": odd}).content.decode()
        assert told in text
        assert "is-wrong" in text
    assert send(client, "add_name", mother.pk, **given).status_code == 302
    assert "Zoumana" in page(client, mother)
    found = client.get(reverse("web:people"), {"q": "Zoumana"}).content.decode()
    assert mother.given_name in found
    name = mother.other_names.get()
    assert send(client, "remove_name", mother.pk, name.pk).status_code == 302
    assert "Zoumana" not in page(client, mother)


def test_a_child_goes_to_live_in_an_institution_and_leaves_it(signed_in: Any, place: district.District) -> None:
    client = signed_in("desk_officer")
    child = Person.objects.get(given_name="Amara")
    start = reverse("web:start_residence", args=[child.pk])
    assert "No institution that houses people is known" in client.get(start).content.decode()
    home = Institution.objects.create(code="orphans", kind="residential", names={"en": "House of Hope"})
    today = timezone.localdate()
    said = {"institution": home.pk, "reason": "no_parental_care", "on": today.isoformat(), "evidence": "Court, 12/26"}
    assert "Choose why" in client.post(start, {**said, "reason": ""}).content.decode()
    late = client.post(start, {**said, "on": (today + timedelta(days=2)).isoformat()}).content.decode()
    assert "not come yet" in late
    assert client.post(start, said).status_code == 302
    assert not Membership.objects.active(on=today).filter(person=child).exists()
    shown = page(signed_in("social_worker"), child)
    assert "House of Hope" in shown
    assert "No parent can care for them" in shown
    assert "No parent can care for them" not in page(client, child), "why they live there is sensitive"
    held = child.residences.get()
    leave = reverse("web:end_residence", args=[child.pk, held.pk])
    early = client.post(leave, {"on": "2020-01-01", "because": "Home again"}).content.decode()
    assert "There is a problem" in early
    assert client.post(leave, {"on": today.isoformat(), "because": "Home again"}).status_code == 302
    held.refresh_from_db()
    assert held.left_because == "Home again"


def test_who_led_the_household_names_who_leads_it_now(signed_in: Any, mother: Person) -> None:
    home = Institution.objects.create(code="care", kind="residential", names={"en": "Care"})
    said = {"institution": home.pk, "reason": "health", "on": timezone.localdate().isoformat()}
    client = signed_in("desk_officer")
    text = send(client, "start_residence", mother.pk, **said).content.decode()
    assert "There is a problem" in text
    assert "Who leads the household now" in text
    child = Person.objects.get(given_name="Amara")
    assert send(client, "start_residence", mother.pk, **said, new_head=child.pk).status_code == 302
    assert Membership.objects.active(on=timezone.localdate()).get(person=child).relationship == "head"


def test_of_two_answers_side_by_side_one_is_held_for_true(signed_in: Any, place: district.District) -> None:
    client = signed_in("desk_officer")
    other = {"source": "clinic", "observed_on": date(2026, 2, 1), "values": {"rooms": 5}}
    HouseholdFacts.objects.create(household=place.near, **other)
    household = reverse("web:household", args=[place.near.pk])
    resolve = reverse("web:resolve_answer", args=["household", place.near.pk, "rooms"])
    assert resolve in client.get(household).content.decode()
    assert resolve not in signed_in("auditor").get(household).content.decode()
    shown = client.get(resolve).content.decode()
    assert "clinic" in shown
    assert "census" in shown
    wrong = client.post(resolve, {"told": "nobody|2026-01-01", "reason": ""}).content.decode()
    assert "Say how you know" in wrong
    assert client.post(resolve, {"told": "clinic|2026-02-01", "reason": "I counted them"}).status_code == 302
    assert Resolution.objects.get().source == "clinic"
    assert resolve not in client.get(household).content.decode()
    assert client.get(resolve).status_code == 404, "nothing contradicts any more"


def test_nothing_is_offered_to_be_kept_of_the_dead(signed_in: Any, mother: Person) -> None:
    Membership.objects.filter(person=mother).delete()
    Person.objects.filter(pk=mother.pk).update(
        died_on=date(2026, 5, 1), registered_in=district.Area.objects.get(code="0101")
    )
    client = signed_in("desk_officer")
    assert reverse("web:add_phone", args=[mother.pk]) not in page(client, mother)
    text = send(client, "add_phone", mother.pk, number="+254712345678", use="own").content.decode()
    assert "died" in text


def test_a_form_reads_little_and_writes_nothing_but_the_look(signed_in: Any, mother: Person) -> None:
    client = signed_in("district_officer")
    held = Identifier.objects.create(person=mother, type="passport", number="X1234567")
    counts = {}
    for name, args in (
        ("keep_photo", []),
        ("add_identifier", []),
        ("verify_identifier", [held.pk]),
        ("end_identifier", [held.pk]),
        ("add_phone", []),
        ("add_name", []),
        ("start_residence", []),
    ):
        with checks.watched() as queries:
            assert client.get(reverse(f"web:{name}", args=[mother.pk, *args])).status_code == 200
        assert queries.writes(but=("audit_look",)) == []
        counts[name] = queries.count
    assert max(counts.values()) <= 14, counts


def test_who_wrote_a_number_down_does_not_confirm_it(signed_in: Any, mother: Person) -> None:
    client = signed_in("district_officer")
    send(client, "add_identifier", mother.pk, type="passport", number="X1234567")
    held = Identifier.objects.get(person=mother)
    answer = send(client, "verify_identifier", mother.pk, held.pk, is_theirs="yes")
    assert answer.status_code in (200, 403)
    held.refresh_from_db()
    assert held.verification == "told"
