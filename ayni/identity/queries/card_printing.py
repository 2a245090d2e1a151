"""Cards in words: what stands on them, in one language or two."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.engines.cards import printing, squares
from ayni.identity import models, permissions
from ayni.identity.queries import cards, kept

STYLE = "ayni/cards.css"


def pair(card: models.Card, *, language: str, second: str) -> printing.Markup:
    """Both sides of a card, as HTML."""
    return next(_pairs([card], language, second))


def page(made: Sequence[models.Card], *, language: str, second: str, title: str) -> str:
    """A page of many cards that needs nothing else."""
    found = finders.find(STYLE)
    style = Path(str(found)).read_text("utf-8") if found else ""
    return printing.page(_pairs(made, language, second), _words(language), title=title, style=style)


def square(card: models.Card) -> bytes:
    """A card's square code as a picture, for printers of plastic cards."""
    return squares.png(card.code, link=settings.AYNI_CARD_LINK)


def sheet_text(sheet: models.CardSheet, *, reader: User) -> bytes:
    """The page to print as it was kept. Taking it is told in the audit. Refuses: KeptNoLonger."""
    text = gzip.decompress(kept.read(cards.SHEETS, sheet.pk, "page"))
    told: dict[str, Any] = {
        "reader": reader,
        "under": permissions.ISSUE_CARDS,
        "asked": {"sheet": str(sheet)},
        "subject": sheet,
    }
    recording.listing(recording.EXPORT, rows=sheet.cards_made, **told)
    return text


def _pairs(made: Sequence[models.Card], language: str, second: str) -> Iterator[printing.Markup]:
    words, other = _words(language), _words(second) if second and second != language else None
    photos = cards.photos([one.person_id for one in made])
    for one in made:
        photo = photos.get(one.person_id)
        face = (photo.media_type, bytes(photo.content)) if photo else None
        with translation.override(language):
            expires = formats.date_format(one.expires_on, "j M Y")
        printed = printing.Printed(
            code=one.code,
            name=one.name,
            name_latin=one.person.name_latin if one.person.name == one.name else "",
            person_code=one.person.code,
            born=str(one.birth_year or ""),
            expires=expires,
            serial=one.serial_shown,
            office=one.office,
            photo=face,
        )
        yield printing.card(printed, words, other, link=settings.AYNI_CARD_LINK)


def _words(language: str) -> printing.Words:
    with translation.override(language):
        phone = settings.AYNI_CARD_PHONE
        found = (
            _("Found this card? Call %(phone)s.") % {"phone": phone} if phone else _("Found? Bring it to any office.")
        )
        said = {
            "title": settings.AYNI_CARD_TITLE or _("Registration card"),
            "name": pgettext("on a card", "Name"),
            "code": pgettext("on a card", "Person number"),
            "born": pgettext("on a card", "Year of birth"),
            "expires": pgettext("on a card", "Valid until"),
            "serial": pgettext("on a card", "Card"),
            "office": pgettext("on a card", "Given by"),
            "found": found,
            "gives_nothing": _("This card says who somebody is on record. It gives no right to a payment by itself."),
            "square": pgettext("on a card", "Square code of the card"),
        }
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        return printing.Words(language, direction, said)
