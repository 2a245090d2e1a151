"""Institutions and places on screen: looked through, kept by who may in their area, and the nearest ones."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access.models import Grant
from ayni.commons.directory.models import Area, Institution, Offer, OutreachStop, Place, ServiceKind
from tests.pages import checks

KEEPS = {role for role, given in settings.AYNI_ROLES.items() if "directory.keep_places" in given["permissions"]}
NEW = {"code": "P9", "kind": "pay_point", "institution": "mow", "area": "0101", "name_en": "Market kiosk"}


def address(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


@pytest.fixture
def known(place: Any) -> Place:
    """An office in the district, of a ministry, that gives cash."""
    ministry = Institution.objects.create(code="mow", names={"en": "Ministry of Welfare"}, kind="ministry")
    service = ServiceKind.objects.create(code="cash", names={"en": "Cash payment", "ar": "دفع نقدي"})
    office = Place.objects.create(
        code="P1",
        kind="office",
        names={"en": "Valley office", "ar": "مكتب الوادي"},
        institution=ministry,
        area=place.area,
        latitude=10,
        longitude=10,
        hours="Monday to Friday",
    )
    Offer.objects.create(place=office, service=service, age_from=60, sex="female", conditions={"en": "With a card"})
    far = Area.objects.get(code="02")
    Place.objects.create(
        code="P2", kind="school", names={"en": "School"}, institution=ministry, area=far, latitude=10, longitude=11
    )
    return office


def test_the_list_and_one_place(known: Place, role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as statements:
        answer = client.get(address("places"))
    sees = "directory.see" in settings.AYNI_ROLES[role]["permissions"]
    assert answer.status_code == (200 if sees else 403)
    assert (statements.writes(), statements.count <= 10) == ([], True)
    with checks.watched() as statements:
        page = client.get(address("place", "P1")).content.decode()
    assert ("Cash payment" in page and "from 60 years" in page and "With a card" in page) == sees
    assert (statements.writes(), statements.count <= 14) == ([], True)
    assert ("Change this place" in page) == (role in KEEPS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "valley"}, {"P1"}),
        ({"kind": "school"}, {"P2"}),
        ({"service": "cash"}, {"P1"}),
        ({"area": "01"}, {"P1"}),
        ({"area": "0101"}, {"P1", "P2"}),
        ({"kind": "nonsense"}, {"P1", "P2"}),
        ({"which": "all"}, {"P1", "P2", "P0"}),
    ],
)
def test_the_list_is_filtered(known: Place, signed_in: Any, asked: dict[str, str], found: set[str]) -> None:
    Place.objects.get(code="P2").serves.add(known.area)
    closed = {"institution": known.institution, "area": known.area, "until": date(2020, 1, 1)}
    Place.objects.create(code="P0", kind="office", names={"en": "Old"}, **closed)
    answer = signed_in("analyst").get(address("places"), asked)
    assert {row.code for row, _kind in answer.context["rows"]} == found


def test_a_place_is_added_changed_and_closed(known: Place, signed_in: Any) -> None:
    client = signed_in("programme_manager")
    assert client.get(address("add_place")).status_code == 200
    assert client.post(address("add_place"), NEW).headers["Location"] == address("place", "P9")
    assert "There is such a place already" in client.post(address("add_place"), NEW).content.decode()
    client.post(address("change_place", "P9"), {**NEW, "name_en": "Kiosk", "accessible": "no", "serves": "0101\n02"})
    place = Place.objects.get(code="P9")
    assert (place.names["en"], place.is_accessible) == ("Kiosk", False)
    assert {area.code for area in place.serves.all()} == {"0101", "02"}
    client.post(address("close_place", "P9"), {"until": timezone.localdate().isoformat()})
    assert "P9" not in client.get(address("places")).content.decode()
    assert "Open until" in client.get(address("place", "P9")).content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"institution": "none"}, "There is no institution of this code"),
        ({"area": "9"}, "There is no area with the code"),
        ({"latitude": "95"}, "less than or equal to 90"),
        ({"latitude": "9"}, "Give latitude and longitude, or neither"),
        ({"name_en": ""}, "a name in one language"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "The last day is before the first"),
        ({"serves": "0101 77"}, "There is no area with the code “77”"),
    ],
)
def test_what_cannot_be_kept_is_told(known: Place, signed_in: Any, changes: dict[str, str], told: str) -> None:
    page = signed_in("programme_manager").post(address("add_place"), {**NEW, **changes}).content.decode()
    assert told in page and "There is a problem" in page
    assert not Place.objects.filter(code="P9").exists()


def test_who_keeps_places_in_a_district_keeps_those_of_it(known: Place, place: Any, signed_in: Any) -> None:
    client = signed_in("district_officer")
    assert Grant.objects.get(user=place.users["district_officer"]).area == place.area
    assert client.post(address("add_place"), NEW).status_code == 302
    assert client.post(address("add_place"), {**NEW, "code": "P8", "area": "02"}).status_code == 404
    assert client.post(address("close_place", "P2"), {"until": "2026-01-01"}).status_code == 404
    assert Place.objects.get(code="P2").until is None
    page = client.get(address("place", "P2")).content.decode()
    assert "Change this place" not in page


def test_offers_and_the_days_of_a_mobile_team(known: Place, signed_in: Any) -> None:
    client = signed_in("programme_manager")
    client.post(address("add_place"), {**NEW, "kind": "outreach"})
    wrong = {"service": "cash", "age_from": "60", "age_to": "5"}
    assert "The last age is before the first" in client.post(address("offer_service", "P9"), wrong).content.decode()
    client.post(address("offer_service", "P9"), {"service": "cash", "age_from": "60", "sex": "", "conditions": ""})
    offer = Offer.objects.get(place__code="P9")
    client.post(address("end_offer", offer.pk), {"until": "2026-09-01"})
    offer.refresh_from_db()
    assert offer.until == date(2026, 9, 1)
    day = timezone.localdate().isoformat()
    stop = {"area": "0101", "on": day, "opens": "09:00", "closes": "08:00", "spot": "Under the tree"}
    assert "before the first" in client.post(address("plan_stop", "P9"), stop).content.decode()
    client.post(address("plan_stop", "P9"), {**stop, "closes": "12:00"})
    page = client.get(address("place", "P9")).content.decode()
    assert "Under the tree" in page and "09:00–12:00" in page
    client.post(address("cancel_stop", OutreachStop.objects.get().pk))
    assert not OutreachStop.objects.exists()


def test_the_nearest_places(known: Place, signed_in: Any) -> None:
    client, url = signed_in("desk_officer"), address("near_places")
    assert client.get(url).status_code == 200
    near = client.get(url, {"latitude": "10", "longitude": "10.9"})
    assert [row.place.code for row, _kind in near.context["rows"]] == ["P2", "P1"]
    assert round(near.context["rows"][0][0].km, 1) == 11.0
    assert [
        row.place.code
        for row, _ in client.get(url, {"latitude": "10", "longitude": "10.9", "service": "cash"}).context["rows"]
    ] == ["P1"]
    assert "has no point on the map yet" in client.get(url, {"area": "0101"}).content.decode()
    Area.objects.filter(code="0101").update(latitude=10, longitude=10)
    assert client.get(url, {"area": "0101"}).context["rows"][0][0].km == 0
    assert "Give the code of an area, or latitude" in client.get(url, {"kind": "office"}).content.decode()


def test_a_table_of_places(known: Place, signed_in: Any) -> None:
    client = signed_in("programme_manager")
    text = (
        "code;kind;name_en;institution;area;latitude;longitude;accessible;serves;offers\n"
        "K1;pay_point;Kiosk;mow;0101;9,5;10;yes;0101;cash\n"
        "K2;paypoint;Kiosk;mow;0101;;;;;\n"
        "K3;pay_point;;mow;9;;10;perhaps;;rent\n"
    )
    url = address("import_places")
    file = lambda: SimpleUploadedFile("places.csv", text.encode())  # noqa: E731
    page = client.post(url, {"file": file()}).content.decode()
    assert "1 place can be taken, of which 1 new" in page
    for told in ("Did you mean pay_point", "Write yes, no, or nothing", "“rent” is not known", "or neither"):
        assert told in page
    assert not Place.objects.filter(code="K1").exists()
    client.post(url, {"file": file(), "keep": "yes"})
    kiosk = Place.objects.get(code="K1")
    assert (kiosk.latitude, kiosk.is_accessible, kiosk.offers.get().service.code) == (9.5, True, "cash")
    exported = b"".join(client.get(address("export_places")).streaming_content).decode()
    assert "K1,pay_point,Kiosk" in exported
    assert client.get(address("example_table", "places")).content.decode().startswith("code,kind")


def test_an_institution_with_its_licence(known: Place, signed_in: Any) -> None:
    client = signed_in("data_steward")
    given = {"code": "home", "kind": "residential", "parent": "mow", "name_en": "Home of Hope"}
    more = {"capacity": "40", "houses_en": "Children without parents", "licensed_until": "2027-01-01"}
    assert client.post(address("add_institution"), {**given, **more}).status_code == 302
    page = client.get(address("institution", "home")).content.decode()
    assert "Children without parents" in page and "Ministry of Welfare" in page
    circle = client.post(address("change_institution", "mow"), {"kind": "ministry", "name_en": "M", "parent": "home"})
    assert "which lies in it" in circle.content.decode()
    assert "There is such an institution" in client.post(address("add_institution"), given).content.decode()
    found = client.get(address("institutions"), {"kind": "residential"})
    assert [row.code for row, _kind in found.context["rows"]] == ["home"]
    assert signed_in("analyst").get(address("add_institution")).status_code == 403


def test_services_are_named(known: Place, signed_in: Any) -> None:
    client = signed_in("data_steward")
    client.post(address("service_kinds"), {"code": "advice", "name_en": "Legal advice"})
    assert "Legal advice" in client.get(address("service_kinds")).content.decode()
    assert "a name in one language" in client.post(address("service_kinds"), {"code": "x"}).content.decode()
