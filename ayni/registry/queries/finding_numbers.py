"""People and households by their numbers: our codes, the source's own, documents' and telephones', in any digits."""

from __future__ import annotations

import re

import phonenumbers
from django.conf import settings
from django.db import connection
from django.db.models import Q

from ayni.engines import names

CODE = re.compile(r"([HP])\s*0*(\d{1,18})", re.IGNORECASE)
SPACING = re.compile(r"[\s().\-/\u00a0\u200b-\u200f]")
TELEPHONE = re.compile(r"\+?\d{3,20}")


def plain(text: str) -> str:
    """The text with digits 0 to 9, whatever script they were written in, and without the spaces around it."""
    return names.digits(text).strip()


def of_person(text: str, paths: tuple[str, ...]) -> Q:
    """Persons with this source number, telephone or document's number. `paths` are the reader's."""
    asked = Q(source_key=text) | telephone(text)
    numbered = documents(text, paths)
    return asked | Q(pk__in=numbered) if numbered else asked


def telephone(text: str) -> Q:
    """As it was written down, or in the international form; nobody when it is no telephone number."""
    digits = SPACING.sub("", text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not TELEPHONE.fullmatch(digits):
        return Q(pk__in=[])
    forms = {digits, *filter(None, [_international(digits)])}
    return Q(phone__in=forms) | Q(phones__number__in=forms)


def documents(text: str, paths: tuple[str, ...]) -> list[int]:
    """Persons whose document has this number, however its letters and digits are spaced."""
    number = "".join(character for character in text.upper() if character.isalnum())
    if not number:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_numbered(%s, %s)", [[number], list(paths)])
        return [pk for (pk,) in cursor.fetchall()]


def _international(digits: str) -> str | None:
    try:
        read = phonenumbers.parse(digits, settings.AYNI_REGION)
    except phonenumbers.NumberParseException:
        return None
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))
