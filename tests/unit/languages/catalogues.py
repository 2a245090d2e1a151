"""The catalogues as they are in the source."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

LOCALE = Path(settings.LOCALE_PATHS[0])
#: How many forms a counted text has in each language that is translated.
FORMS = {"fr": 2, "ar": 6}


def path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with path(language).open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)
