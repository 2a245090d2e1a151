"""Cards: those of a person, who has none yet, and the list of those that count no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.identity import models, permissions
from ayni.identity.queries import card_keys
from ayni.kernel.cards import ended, keys
from ayni.registry import queries as registry
from ayni.registry.models import Person, Photo

SHEETS = "card_sheet"
#: The list is made anew when a card ends, and at least so often, so that its day tells how fresh it is.
FRESH = timedelta(hours=1)
_made: dict[str, tuple[tuple[int, date | None, datetime, str], str]] = {}


def cards_of(person_id: int) -> list[models.Card]:
    """A person's cards, the newest first."""
    return list(models.Card.objects.filter(person=person_id).select_related("issued_by").order_by("-id"))


def present(person_id: int) -> models.Card | None:
    """The card that somebody has now."""
    return models.Card.objects.filter(person=person_id, ended_on=None).first()


def card(pk: int, *, reader: User) -> models.Card | None:
    """A card within the reader's areas. Opening it is a look at its holder. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.ISSUE_CARDS)
    found = models.Card.objects.filter(pk=pk).select_related("person", "issued_by").first()
    if found is not None:
        recording.look(found.person, reader=reader, under=permissions.ISSUE_CARDS, road="screen")
    return found


def holder(person_id: int, *, reader: User) -> Person:
    """Whoever is to get a card. Refuses: NotPermitted, NoSuchPerson."""
    return registry.known_person(person_id, reader=reader, under=permissions.ISSUE_CARDS)


def last_office(reader: User) -> str:
    """In whose name the reader gave out the last card."""
    last = models.Card.objects.filter(issued_by=reader).order_by("-id").values_list("office", flat=True).first()
    return last or ""


def photos(person_ids: Sequence[int]) -> dict[int, Photo]:
    """The pictures that are printed on cards."""
    return {one.person_id: one for one in Photo.objects.filter(person__in=person_ids)}


WITHOUT = """
    SELECT DISTINCT p.id FROM registry_person p
    JOIN registry_membership m ON m.person_id = p.id AND m.kind = 'usual' AND m.period @> %(on)s::date
    JOIN registry_household h ON h.id = m.household_id
    JOIN directory_area a ON a.id = h.area_id AND a.path ^@ %(path)s
    WHERE (p.died_on IS NULL OR p.died_on > %(on)s) AND p.merged_into_id IS NULL
      AND (%(youngest)s = 0 OR p.born_to <= %(born)s)
      AND NOT EXISTS (
          SELECT FROM identity_card c WHERE c.person_id = p.id AND c.ended_on IS NULL AND c.expires_on >= %(on)s)
    ORDER BY p.id LIMIT %(most)s
"""


def without_card(area: Area, *, youngest: int, on: date, most: int) -> list[int]:
    """Who lives in an area and has no card that counts; only those of an age, if one is given."""
    born = date(on.year - youngest, on.month, min(on.day, 28))
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"path": area.path, "on": on, "youngest": youngest, "born": born, "most": most}
        cursor.execute(WITHOUT, asked)
        return [pk for (pk,) in cursor.fetchall()]


def sheets(reader: User) -> list[models.CardSheet]:
    """The reader's own sheets, the newest first."""
    return list(models.CardSheet.objects.filter(asked_by=reader).select_related("area")[:50])


def sheet(pk: int, *, reader: User) -> models.CardSheet | None:
    """A sheet of the reader's own. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.ISSUE_CARDS)
    return models.CardSheet.objects.filter(pk=pk, asked_by=reader).select_related("area").first()


def public_keys() -> str:
    """The file with which anybody checks cards."""
    return keys.write(card_keys.known())


def ended_list(*, at: datetime) -> str:
    """The signed list of cards that count no longer and have not expired."""
    newest = models.EndedCard.objects.filter(expires_on__gte=at.date())
    signer = card_keys.signer()
    count, last = newest.count(), newest.order_by("-ended_on").values_list("ended_on", flat=True).first()
    home = str(settings.AYNI_HOME)
    was = _made.get(home)
    if was and was[0][:2] == (count, last) and was[0][3] == signer.id and timedelta() <= at - was[0][2] < FRESH:
        return was[1]
    serials = newest.values_list("serial", flat=True)
    text = ended.write(serials.iterator(chunk_size=10_000), at=at, key=signer.id, sign=signer.sign)
    _made[home] = ((count, last, at, signer.id), text)
    return text
