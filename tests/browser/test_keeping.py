"""What a person is known by, in a real browser: narrow and wide, in both directions; and a picture made smaller."""

from __future__ import annotations

import os
import struct
import zlib
from datetime import date
from typing import Any

import pytest

from ayni.commons.directory.models import Institution
from ayni.registry.models import HouseholdFacts, Identifier, Person, PersonName, Phone, Photo, Residence
from tests.browser import looking
from tests.pages import district

PAGES = {
    "person-known-by": ("district_officer", "/people/persons/{mother}/"),
    "person-picture": ("desk_officer", "/people/persons/{mother}/picture/keep/"),
    "person-picture-remove": ("desk_officer", "/people/persons/{mother}/picture/remove/"),
    "person-number": ("desk_officer", "/people/persons/{mother}/numbers/add/"),
    "person-number-verify": ("district_officer", "/people/persons/{mother}/numbers/{number}/verify/"),
    "person-number-end": ("desk_officer", "/people/persons/{mother}/numbers/{number}/end/"),
    "person-telephone": ("desk_officer", "/people/persons/{mother}/telephones/add/"),
    "person-name": ("desk_officer", "/people/persons/{mother}/names/add/"),
    "person-institution": ("desk_officer", "/people/persons/{mother}/institution/"),
    "person-institution-leave": ("desk_officer", "/people/persons/{child}/institution/{stay}/leave/"),
    "household-resolve": ("desk_officer", "/people/household/{home}/answers/rooms/"),
}


def png(width: int, height: int) -> bytes:
    """A picture that packs badly, as one from a camera does."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + os.urandom(width * 3) for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows, 1)) + part(b"IEND", b"")


@pytest.fixture(scope="module")
def known(place: district.District) -> dict[str, int]:
    """One of everything that somebody may be known by."""
    mother, child = place.mother, Person.objects.get(given_name="Amara")
    number = Identifier.objects.create(person=mother, type="passport", number="X1234567", issuer="Ministry")
    Phone.objects.create(person=mother, number="+254712345678")
    PersonName.objects.create(person=mother, kind="known_as", given_name="Zoumana", script="Latn")
    Photo.objects.create(person=mother, content=png(96, 120), media_type="image/png", taken_on=date(2026, 3, 1))
    home = Institution.objects.create(code="hope", kind="residential", names={"en": "House of Hope", "ar": "دار الأمل"})
    stay = Residence.objects.create(person=child, institution=home, reason="school", period=(date(2026, 3, 2), None))
    HouseholdFacts.objects.create(
        household=place.near, source="clinic", observed_on=date(2026, 2, 1), values={"rooms": 5}
    )
    return {"mother": mother.pk, "child": child.pk, "number": number.pk, "stay": stay.pk, "home": place.near.pk}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(
    name: str, language: str, width: int, reading: Any, place: district.District, known: dict[str, int]
) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(**known))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert [one for one in seen.unreached() if not one.startswith('<input type="radio"')] == []
    assert page.locator("h1").count() == 1


def test_a_picture_from_a_camera_is_made_smaller_before_it_is_sent(
    reading: Any, place: district.District, known: dict[str, int]
) -> None:
    seen = reading(place.users["desk_officer"], width=360)
    page = seen.open(f"/people/persons/{known['child']}/picture/keep/")
    large = png(1200, 900)
    assert len(large) > 3_000_000
    page.set_input_files("#id_file", {"name": "camera.png", "mimeType": "image/png", "buffer": large})
    page.wait_for_selector("#smaller:has-text('small enough')")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/persons/{known['child']}/")
    kept = looking.committed(lambda: bytes(Photo.objects.get(person=known["child"]).content))
    assert kept.startswith(b"\xff\xd8")
    assert len(kept) < 400 * 1024
    assert seen.troubles == []
