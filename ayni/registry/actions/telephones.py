"""Telephone numbers as the world writes them (E.164), kept beside what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import phonenumbers
from django.conf import settings

from ayni.registry import errors, models


def international(written: str) -> str | None:
    """A number in the international form; None when it cannot be read as one.

    Without the code of a country it is taken for one of the setting AYNI_REGION.
    """
    try:
        read = phonenumbers.parse(written, settings.AYNI_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read):
        return None
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def required(written: str) -> str:
    """The same. Refuses: WrongPhone."""
    number = international(written)
    if number is None:
        raise errors.WrongPhone
    return number


def keep(people: Sequence[models.Person], *, on: date) -> None:
    """Keep the main numbers of people just registered; what cannot be read stays in their record as it was written."""
    found = [(who, international(who.phone)) for who in people if who.phone]
    models.Phone.objects.bulk_create(
        models.Phone(person=who, number=number, since=on) for who, number in found if number
    )
