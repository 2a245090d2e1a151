"""The pages of cards: given, printed, replaced, ended; sheets of many; and the public page of checking."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.commons.audit.models import Look
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.identity import actions
from ayni.identity.models import Card, CardSheet
from tests.pages import district


def give(place: district.District, **more: Any) -> Card:
    by = place.users["desk_officer"]
    return actions.issue_card(place.mother, office="Ministry", on=timezone.localdate(), by=by, **more)


def test_a_card_is_given_printed_replaced_and_ended(signed_in: Any, place: district.District) -> None:
    client, mother = signed_in("desk_officer"), place.mother
    cards = reverse("web:person_cards", args=[mother.pk])
    assert cards in client.get(reverse("web:person", args=[mother.pk])).content.decode()
    assert "No card was given yet" in client.get(cards).content.decode()
    give_it = reverse("web:give_card", args=[mother.pk])
    assert "Say which office" in client.post(give_it).content.decode()
    assert client.post(give_it, {"office": "Ministry of Welfare"}).status_code == 302
    card = Card.objects.get()
    assert card.serial_shown in client.get(cards).content.decode()
    assert "has a card already" in client.post(give_it, {"office": "Ministry"}).content.decode()
    shown = client.get(reverse("web:print_card", args=[card.pk]), {"language": "ar", "second": "fr"}).content.decode()
    assert 'class="card-pair" dir="rtl" lang="ar"' in shown
    assert "فاطمة" in shown
    assert "Fatima" in shown
    assert client.get(reverse("web:card_square", args=[card.pk])).content.startswith(b"\x89PNG")
    replace = reverse("web:replace_card", args=[card.pk])
    assert 'value="Ministry of Welfare"' in client.get(replace).content.decode(), "the office of the last card"
    assert "Say why" in client.post(replace, {"office": "Ministry"}).content.decode()
    assert client.post(replace, {"office": "Ministry", "because": "lost"}).status_code == 302
    new = Card.objects.get(ended_on=None)
    assert "Do not hand it out" in client.get(reverse("web:print_card", args=[card.pk])).content.decode()
    assert client.post(reverse("web:end_card", args=[new.pk]), {"because": "taken_back"}).status_code == 302
    assert "has ended already" in client.post(replace, {"office": "Ministry", "because": "lost"}).content.decode()
    assert "Taken back" in client.get(cards).content.decode()
    assert Look.objects.filter(subject=f"registry.person:{mother.pk}").exists()


def test_cards_of_other_areas_and_for_other_roles_are_not_there(signed_in: Any, place: district.District) -> None:
    father = place.far.memberships.get().person
    card = actions.issue_card(father, office="M", on=timezone.localdate(), by=place.users["desk_officer"])
    officer = signed_in("district_officer")
    for name, pk in (
        ("person_cards", father.pk),
        ("give_card", father.pk),
        ("print_card", card.pk),
        ("end_card", card.pk),
    ):
        assert officer.get(reverse(f"web:{name}", args=[pk])).status_code == 404, name
    assert signed_in("auditor").get(reverse("web:person_cards", args=[father.pk])).status_code == 403


def test_a_sheet_is_asked_for_made_and_saved(signed_in: Any, place: district.District) -> None:
    client, sheets = signed_in("desk_officer"), reverse("web:card_sheets")
    said = {"area": "nowhere", "youngest": "0", "office": "Ministry", "language": "fr", "second": "ar"}
    assert "No area has this code" in client.post(sheets, said).content.decode()
    answer = client.post(sheets, {**said, "area": "0101"})
    sheet = CardSheet.objects.get()
    assert answer["Location"] == reverse("web:card_sheet", args=[sheet.pk])
    assert "Making the cards" in client.get(answer["Location"]).content.decode()
    running.run(Work.objects.get(key=f"cards/{sheet.pk}").pk)
    assert "15 cards are made" in client.get(answer["Location"]).content.decode()
    file = client.get(reverse("web:card_sheet_file", args=[sheet.pk]))
    assert file.content.decode().count('class="card-pair"') == 15
    assert "attachment" in file["Content-Disposition"]
    other = signed_in("district_officer")
    assert other.get(reverse("web:card_sheet_file", args=[sheet.pk])).status_code == 404, "a sheet is its officer's own"


def test_the_public_page_and_its_files_need_no_sign_in_and_tell_nobodys_name(place: district.District) -> None:
    card = give(place)
    actions.end_card(card, because="lost", on=date(2026, 3, 3), by=place.users["desk_officer"])
    client = Client()
    page = client.get(reverse("web:check_card"))
    assert page.status_code == 200
    assert "AYNI-CARD-KEY" in page.content.decode()
    assert len(page.content) < 100_000
    assert client.get(reverse("web:card_keys")).content.decode().startswith("AYNI-CARD-KEY")
    listed = client.get(reverse("web:ended_cards")).content.decode()
    assert card.serial in listed
    for name in ("فاطمة", place.mother.code, "lost"):
        assert name not in listed


@pytest.mark.parametrize("address", ["/cards/999999/print/", "/cards/sheets/999999/", "/cards/persons/999999/"])
def test_what_does_not_exist_is_said(address: str, signed_in: Any) -> None:
    assert signed_in("desk_officer").get(address).status_code == 404
