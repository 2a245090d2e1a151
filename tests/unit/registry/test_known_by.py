"""Other names, numbers and documents, telephones and a picture."""

import io
import zlib
from datetime import date

import pytest

from ayni.commons.uploads.errors import NotTaken
from ayni.registry import actions, errors, models
from ayni.registry.actions import known_by
from tests.unit.registry.valley import CHILD, HEAD, TODAY, officer, people


@pytest.fixture
def amina(land):
    return people(land.household(HEAD, CHILD))["Amina"]


def test_another_name_is_kept_once(land, amina):
    said = {"kind": "before_marriage", "given_name": "Amina", "family_name": "Ba", "on": TODAY, "by": land.uphill}
    assert actions.add_name(amina, **said) == actions.add_name(amina, **said)
    assert str(amina.other_names.get()) == "Amina Ba"
    actions.remove_name(amina.other_names.get(), on=TODAY, by=land.uphill)
    assert not amina.other_names.exists()


def test_a_number_is_kept_without_what_parts_it(land, amina):
    held = actions.add_identifier(amina, type="national_id", number=" ab-12 345 ", on=TODAY, by=land.uphill, seen=True)
    assert (held.number, held.verification) == ("AB12345", "seen")


def test_a_number_of_another_form_or_with_a_wrong_check_digit_is_refused(land, amina, settings):
    settings.AYNI_IDENTIFIERS = {"card": {"label": "Card", "form": r"\d{4}", "check": "verhoeff"}}
    said = {"type": "card", "on": TODAY, "by": land.uphill}
    assert actions.add_identifier(amina, number="2363", **said).number == "2363"
    with pytest.raises(errors.WrongNumber, match="check digit"):
        actions.add_identifier(amina, number="2364", **said)
    with pytest.raises(errors.WrongNumber, match="another form"):
        actions.add_identifier(amina, number="23", **said)
    with pytest.raises(errors.UnknownIdentifier, match="card"):
        actions.add_identifier(amina, number="2363", **{**said, "type": "badge"})


def test_two_living_people_do_not_hold_one_verified_number(land, amina):
    second = officer("second", land.hill)
    other = models.Person.objects.get(given_name="Cira")
    one, two = (
        actions.add_identifier(who, type="passport", number="X1234567", on=TODAY, by=land.uphill)
        for who in (amina, other)
    )
    actions.verify_identifier(one, is_theirs=True, on=TODAY, by=second)
    with pytest.raises(errors.IdentifierHeld):
        actions.verify_identifier(two, is_theirs=True, on=TODAY, by=second)
    two.refresh_from_db()
    assert two.verification == "told"
    actions.end_identifier(one, because="Lost", on=TODAY, by=land.uphill)
    assert actions.verify_identifier(two, is_theirs=True, on=TODAY, by=second).verified_by == second


def test_a_document_ends_with_a_reason(land, amina):
    held = actions.add_identifier(amina, type="passport", number="X1234567", on=TODAY, by=land.uphill)
    with pytest.raises(errors.ReasonMissing):
        actions.end_identifier(held, because=" ", on=TODAY, by=land.uphill)
    actions.end_identifier(held, because="Lost", on=TODAY, by=land.uphill)
    with pytest.raises(errors.AlreadyEnded):
        actions.end_identifier(held, because="Lost", on=TODAY, by=land.uphill)


def test_a_telephone_number_is_international_and_the_main_one_is_on_record(land, amina, settings):
    settings.AYNI_REGION = "KE"
    first = actions.add_phone(amina, number="0712 345 678", on=TODAY, by=land.uphill)
    second = actions.add_phone(
        amina, number="+254 733 000 111", use="neighbour", on=TODAY, by=land.uphill, is_main=True
    )
    assert (first.number, second.number, amina.phone) == ("+254712345678", "+254733000111", "+254733000111")
    actions.end_phone(second, on=TODAY, by=land.uphill)
    amina.refresh_from_db()
    assert amina.phone == "+254712345678"
    with pytest.raises(errors.WrongPhone):
        actions.add_phone(amina, number="12", on=TODAY, by=land.uphill)


def png(*chunks):
    def chunk(name, data):
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    header = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    parts = [chunk(b"IDAT", zlib.compress(b"\0\0")), *(chunk(*one) for one in chunks), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(parts)


def test_a_picture_is_kept_without_what_the_camera_wrote(land, amina):
    sent = io.BytesIO(png((b"tEXt", b"Location\x001.23, 45.6")))
    photo = actions.keep_photo(amina, file=sent, on=TODAY, by=land.uphill)
    assert photo.media_type == "image/png"
    assert bytes(photo.content) == png()
    again = actions.keep_photo(amina, file=io.BytesIO(png()), on=date(2026, 7, 1), by=land.uphill)
    assert again.pk == photo.pk
    with pytest.raises(NotTaken):
        actions.keep_photo(amina, file=io.BytesIO(b"%PDF-1.4"), on=TODAY, by=land.uphill)
    actions.remove_photo(again, on=TODAY, by=land.uphill)
    assert not models.Photo.objects.exists()


def test_the_segments_of_a_jpeg_that_tell_are_cut_out():
    def segment(mark, data):
        return b"\xff" + bytes([mark]) + (len(data) + 2).to_bytes(2) + data

    picture = segment(0xDA, b"scan") + b"\x12\xff\x00\x34\xff\xd9"
    whole = b"\xff\xd8" + segment(0xE0, b"JFIF") + segment(0xE1, b"Exif GPS") + segment(0xFE, b"me") + picture
    assert known_by.pictures.bare(whole) == b"\xff\xd8" + segment(0xE0, b"JFIF") + picture
