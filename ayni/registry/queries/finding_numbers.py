"""People and households by their numbers: our codes, the source's own, documents' and telephones', in any digits."""

from __future__ import annotations

import re

import phonenumbers
from django.conf import settings
from django.db import connection
from django.db.models import Q

from ayni.engines import names
from ayni.registry import models

CODE = re.compile(r"([HP])\s*0*(\d{1,18})", re.IGNORECASE)
SPACING = re.compile(r"[\s().\-/\u00a0\u200b-\u200f]")
TELEPHONE = re.compile(r"\+?\d{3,20}")


def plain(text: str) -> str:
    """The text with digits 0 to 9, whatever script they were written in, and without the spaces around it."""
    return names.digits(text).strip()


def of_person(text: str, paths: tuple[str, ...]) -> Q:
    """Persons with this source number, telephone or document's number. `paths` are the reader's."""
    keyed = models.Person.objects.filter(source_key=text).values_list("pk", flat=True)
    return Q(pk__in={*keyed, *telephone(text), *documents(text, paths)})


def telephone(text: str) -> set[int]:
    """By a number as it was written down, or in the international form; nobody when it is no telephone number."""
    digits = SPACING.sub("", text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not TELEPHONE.fullmatch(digits):
        return set()
    forms = {digits, *filter(None, [_international(digits)])}
    # Apart, so that each is one look into an index whatever the policies add.
    kept = models.Phone.objects.filter(number__in=forms).values_list("person", flat=True)
    written = models.Person.objects.filter(phone__in=forms).exclude(phone="").values_list("pk", flat=True)
    return {*kept, *written}


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
