"""Finding people on screen: filters in the address, places, saved lists, and the file that is taken out."""

import csv
import io
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from ayni.commons.audit.models import Look
from ayni.registry.models import SavedList
from tests.pages import checks, district

EXPORT = "registry.export_people"


def page(client: Any, **asked: Any) -> str:
    return str(client.get(reverse("web:people"), asked).content.decode())


@pytest.mark.parametrize("text", ["Fatimah", "فاطمه", "Fatma Zahra", "Фатима", "zahra  FATIMA"])
def test_spellings_and_scripts_find_the_same_person(text: str, signed_in: Any) -> None:
    assert "فاطمة الزهراء" in page(signed_in("district_officer"), q=text)


def test_filters_are_in_the_address_and_narrow(signed_in: Any, place: district.District) -> None:
    client = signed_in("district_officer")
    assert "Amara Diallo" in page(client, q="diallo", age_to="10")
    assert "We could not find" in page(client, q="diallo", age_from="60")
    listed = page(client, area=place.near.area.code, sex="female")
    assert "فاطمة الزهراء" in listed
    assert "Type a name, or choose an area" in page(client, sex="female")
    assert "Nobody fits these filters" in page(client, area=place.near.area.code, age_from="120")


def test_what_cannot_be_read_in_the_address_is_no_filter(signed_in: Any) -> None:
    client = signed_in("district_officer")
    for given in (
        {"age_from": "-1"},
        {"age_to": "many"},
        {"sex": "x"},
        {"lives": "x"},
        {"q": "a\x00b"},
        {"area": "\x00"},
    ):
        assert client.get(reverse("web:people"), {"q": "Amara", **given}).status_code == 200


def test_a_place_is_offered_beside_the_people(signed_in: Any, place: district.District) -> None:
    shown = page(signed_in("auditor"), q=place.near.area.name)
    assert f"?area={place.near.area.code}" in shown
    assert "Or everybody who lives in an area called so" in shown


def test_who_was_not_found_can_be_registered_by_who_may(signed_in: Any) -> None:
    assert "Register them" in page(signed_in("district_officer"), q="Nobody Whosoever")
    assert "Register them" not in page(signed_in("auditor"), q="Nobody Whosoever")


def test_a_list_is_saved_opened_by_its_address_and_dropped(signed_in: Any) -> None:
    client, other = signed_in("district_officer"), signed_in("auditor")
    asked = "q=diallo&age_to=10"
    shown = client.get(f"{reverse('web:save_list')}?{asked}").content.decode()
    assert "diallo" in shown
    assert SavedList.objects.count() == 0
    answer = client.post(reverse("web:save_list"), {"name": "Small children", "asked": asked})
    assert (answer.status_code, answer.url) == (302, f"{reverse('web:people')}?{asked}")
    assert "Small children" in page(client)
    assert "Small children" not in page(other)
    again = client.post(reverse("web:save_list"), {"name": " ", "asked": asked})
    assert "Give the list a name" in again.content.decode()
    other.post(reverse("web:drop_list"), {"name": "Small children"})
    assert "Small children" in page(client)
    assert client.get(reverse("web:drop_list")).status_code == 405
    client.post(reverse("web:drop_list"), {"name": "Small children"})
    assert "Small children" not in page(client).replace("The list is dropped", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_what_the_page_shows_and_is_recorded(kind: str, signed_in: Any) -> None:
    client = signed_in("district_officer")
    with checks.watched() as queries:
        answer = client.get(reverse("web:people_file"), {"q": "fatima", "as": kind})
    assert queries.writes(but=("audit_look",)) == []
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(answer.content), read_only=True).active
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:2] == ["Number", "Name"]
    assert [row[1] for row in rows[1:]] == ["فاطمة الزهراء"]
    look = Look.objects.get(kind="export")
    assert (look.rows, look.asked["q"], look.asked["file"]) == (1, "fatima", f"people.{kind}")


def test_a_cell_is_never_a_formula(signed_in: Any, place: district.District) -> None:
    type(place.mother).objects.filter(pk=place.mother.pk).update(given_name="=cmd|'/c calc'!A1", family_name="Zed")
    text = signed_in("district_officer").get(reverse("web:people_file"), {"q": "zed"}).content.decode("utf-8-sig")
    assert "'=cmd" in text


def test_only_who_may_takes_people_out(role: str, signed_in: Any) -> None:
    may = EXPORT in settings.AYNI_ROLES[role]["permissions"]
    client = signed_in(role)
    answer = client.get(reverse("web:people_file"), {"q": "fatima"})
    assert answer.status_code == (200 if may else 403)
    if "registry.see_households" in settings.AYNI_ROLES[role]["permissions"]:
        assert ("as=csv" in page(client, q="fatima")) is may
