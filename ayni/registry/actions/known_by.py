"""By what a person is known besides their record: other names, numbers and documents, telephones, a picture."""

from __future__ import annotations

import re
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.uploads import kinds, receiving
from ayni.kernel import check_digits
from ayni.registry import errors, models, permissions
from ayni.registry.actions import checking, naming, pictures, telephones
from ayni.registry.errors import names as refusals

LARGEST_PHOTO = 400 * 1024
SPACING = re.compile(r"[\s\-–.·]+")


@action(permissions.CORRECT, says="added another name of a person")
def add_name(
    person: models.Person,
    *,
    kind: str,
    given_name: str,
    family_name: str,
    on: date,
    by: User,
    script: str = "",
    since: date | None = None,
) -> models.PersonName:
    """Keep another name: known as, before marriage, in other letters. Told again, it is the same one.

    Refuses: OutsideArea, NameMissing, NoName.
    """
    checking.person(person, permissions.CORRECT, on=on, by=by)
    if not (given_name.strip() or family_name.strip()):
        raise refusals.NameMissing
    naming.check(given_name, family_name)
    said = {"kind": kind, "given_name": given_name.strip(), "family_name": family_name.strip()}
    name, _made = models.PersonName.objects.get_or_create(
        person=person, **said, defaults={"script": script, "since": since}
    )
    return name


@action(permissions.CORRECT, says="took another name off a person's record")
def remove_name(name: models.PersonName, *, on: date, by: User) -> models.Person:
    """Take off a name written down by mistake; it is kept as history. Refuses: OutsideArea."""
    checking.person(name.person, permissions.CORRECT, on=on, by=by)
    name.delete()
    return name.person


@action(permissions.REGISTER, says="added somebody's number", unsaid=("number",))
def add_identifier(
    person: models.Person,
    *,
    type: str,
    number: str,
    on: date,
    by: User,
    issuer: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    seen: bool = False,
) -> models.Identifier:
    """Keep a number that an office gave a person: as it was told, or as the document shown says (`seen`).

    Added again, it is the same one. Refuses: OutsideArea, HasDied, UnknownIdentifier, WrongNumber, BeforeItBegan.
    """
    checking.person(person, permissions.REGISTER, on=on, by=by)
    checking.alive(person, on)
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise errors.BeforeItBegan(valid_from)
    held, _made = models.Identifier.objects.get_or_create(
        person=person,
        type=type,
        number=checked(type, number),
        issuer=issuer.strip(),
        ended_on=None,
        defaults={
            "valid_from": valid_from,
            "valid_to": valid_to,
            "verification": models.Verification.SEEN if seen else models.Verification.TOLD,
            "recorded_by": by,
        },
    )
    return held


@action(permissions.VERIFY, says="verified somebody's number", not_same_as="recorded", does="confirms")
def verify_identifier(identifier: models.Identifier, *, is_theirs: bool, on: date, by: User) -> models.Identifier:
    """Record what the issuer said: the number is this person's, or is not. Who wrote it down does not confirm it.

    Refuses: OutsideArea, SameOfficer, AlreadyEnded; IdentifierHeld, when another living person's is verified.
    """
    checking.person(identifier.person, permissions.VERIFY, on=on, by=by)
    if identifier.ended_on is not None:
        raise errors.AlreadyEnded(_label(identifier.type))
    identifier.verification = models.Verification.VERIFIED if is_theirs else models.Verification.REFUTED
    identifier.verified_by, identifier.verified_on = by, on
    try:
        with transaction.atomic():
            identifier.save(update_fields=["verification", "verified_by", "verified_on"])
    except IntegrityError as held:
        raise errors.IdentifierHeld(_label(identifier.type)) from held
    return identifier


@action(permissions.REGISTER, says="ended somebody's number")
def end_identifier(identifier: models.Identifier, *, because: str, on: date, by: User) -> models.Identifier:
    """Record that a document was lost, replaced or taken back. Refuses: OutsideArea, AlreadyEnded, ReasonMissing."""
    checking.person(identifier.person, permissions.REGISTER, on=on, by=by)
    if identifier.ended_on is not None:
        raise errors.AlreadyEnded(_label(identifier.type))
    if not because.strip():
        raise errors.ReasonMissing
    identifier.ended_on, identifier.ended_because = on, because.strip()
    identifier.save(update_fields=["ended_on", "ended_because"])
    return identifier


@action(permissions.CORRECT, says="added a telephone number", unsaid=("number",))
def add_phone(
    person: models.Person,
    *,
    number: str,
    on: date,
    by: User,
    use: str = models.PhoneUse.OWN,
    is_main: bool = False,
) -> models.Phone:
    """Keep a telephone number, and whose it is; the main one is that of the record. Added again, it is the same one.

    Refuses: OutsideArea, HasDied, WrongPhone.
    """
    checking.person(person, permissions.CORRECT, on=on, by=by)
    checking.alive(person, on)
    written = telephones.required(number)
    phone, made = models.Phone.objects.get_or_create(
        person=person, number=written, until=None, defaults={"use": use, "since": on}
    )
    if not made and phone.use != use:
        phone.use = use
        phone.save(update_fields=["use"])
    if is_main or not person.phone:
        person.phone = written
        person.save(update_fields=["phone"])
    return phone


@action(permissions.CORRECT, says="ended a telephone number")
def end_phone(phone: models.Phone, *, on: date, by: User) -> models.Phone:
    """Record that a number is no longer somebody's; the main one becomes the latest that still is.

    Refuses: OutsideArea, AlreadyEnded, BeforeItBegan.
    """
    checking.person(phone.person, permissions.CORRECT, on=on, by=by)
    if phone.until is not None:
        raise errors.AlreadyEnded(_label("phone"))
    if phone.since is not None and phone.since > on:
        raise errors.BeforeItBegan(phone.since)
    phone.until = on
    phone.save(update_fields=["until"])
    person = phone.person
    if telephones.international(person.phone) == phone.number:
        left = models.Phone.objects.filter(person=person, until=None).order_by("-pk").first()
        person.phone = left.number if left else ""
        person.save(update_fields=["phone"])
    return phone


@action(permissions.CORRECT, says="kept a picture of a person", unsaid=("file",))
def keep_photo(person: models.Person, *, file: receiving.Sent | IO[bytes], on: date, by: User) -> models.Photo:
    """Keep a picture in place of the one before. Where and with what it was taken is cut out of the file.

    Refuses: OutsideArea, NotTaken.
    """
    checking.person(person, permissions.CORRECT, on=on, by=by)
    data = receiving.content(file, kinds=(kinds.JPEG, kinds.PNG), largest=LARGEST_PHOTO)
    said = {"content": pictures.bare(data), "media_type": kinds.of(data).media_type, "taken_on": on}
    photo, _made = models.Photo.objects.update_or_create(person=person, defaults=said)
    return photo


@action(permissions.CORRECT, says="took away a picture of a person")
def remove_photo(photo: models.Photo, *, on: date, by: User) -> models.Person:
    """Take a person's picture away, of which no history is shown. Refuses: OutsideArea."""
    checking.person(photo.person, permissions.CORRECT, on=on, by=by)
    photo.delete()
    return photo.person


def checked(type: str, number: str) -> str:
    """A number as it is kept: in capitals, without what only parts it. Refuses: UnknownIdentifier, WrongNumber."""
    known: dict[str, Any] = settings.AYNI_IDENTIFIERS
    if type not in known:
        raise errors.UnknownIdentifier(type, sorted(known))
    rules = known[type]
    written = SPACING.sub("", number).upper()
    if not written or not re.fullmatch(rules.get("form", r".{1,60}"), written):
        raise errors.WrongNumber(str(rules["label"]), is_check=False, example=str(rules.get("example", "")))
    if not check_digits.is_right(written, rules):
        raise errors.WrongNumber(str(rules["label"]), is_check=True, example=str(rules.get("example", "")))
    return written


def _label(type: str) -> str:
    return str(settings.AYNI_IDENTIFIERS.get(type, {}).get("label", type))
