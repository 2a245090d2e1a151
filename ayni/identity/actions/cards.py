"""Cards: given to a person, replaced, ended; and many at once, to be printed."""

from __future__ import annotations

import base64
import gzip
import io
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.jobs import running
from ayni.identity import errors, models, permissions
from ayni.identity.models import CardEnd
from ayni.identity.queries import card_keys, card_printing, cards, kept
from ayni.kernel.cards import content
from ayni.registry.actions import checking
from ayni.registry.models import Person

#: What a new card in place of an old one may be given for.
REPLACED_FOR = (CardEnd.LOST, CardEnd.STOLEN, CardEnd.DAMAGED, CardEnd.CHANGED)
#: What an officer ends a card for without giving another; the rest is seen to by the records themselves.
ENDED_FOR = (CardEnd.LOST, CardEnd.STOLEN, CardEnd.DAMAGED, CardEnd.TAKEN_BACK)


@action(permissions.ISSUE_CARDS, says="gave a card")
def issue_card(person: Person, *, office: str, on: date, by: User) -> models.Card:
    """Give a person a card that counts from today; one that has expired is replaced by it.

    Refuses: OutsideArea, HasDied, MergedInto, OfficeMissing, HasCard, CardKeyBad, CardKeyWithdrawn.
    """
    _check(person, on=on, by=by)
    old = models.Card.objects.select_for_update().filter(person=person, ended_on=None).first()
    if old is not None and old.expires_on >= on:
        raise errors.HasCard(person.name, old.serial_shown)
    if old is not None:
        _end(old, CardEnd.REPLACED, on, by)
    return _issued(person, _office(office), on, by, replaces=old)


@action(permissions.ISSUE_CARDS, says="replaced a card")
def replace_card(card: models.Card, *, because: str, office: str, on: date, by: User) -> models.Card:
    """End a card that was lost, stolen, damaged or tells what is true no longer, and give another.

    Refuses: OutsideArea, HasDied, MergedInto, OfficeMissing, CardEnded, CardKeyBad, CardKeyWithdrawn.
    """
    _check(card.person, on=on, by=by)
    held = _open(card)
    _end(held, CardEnd(because) if because in REPLACED_FOR else CardEnd.REPLACED, on, by)
    return _issued(card.person, _office(office), on, by, replaces=held)


@action(permissions.ISSUE_CARDS, says="ended a card")
def end_card(card: models.Card, *, because: str, on: date, by: User) -> models.Card:
    """A card counts no longer, and stands on the list that anybody may fetch. Refuses: OutsideArea, CardEnded."""
    checking.person(card.person, permissions.ISSUE_CARDS, on=on, by=by)
    held = _open(card)
    _end(held, CardEnd(because) if because in ENDED_FOR else CardEnd.TAKEN_BACK, on, by)
    return held


@action(permissions.ISSUE_CARDS, says="asked for a sheet of cards")
def ask_for_sheet(
    area: Area, *, office: str, youngest: int, language: str, second_language: str, on: date, at: datetime, by: User
) -> models.CardSheet:
    """Have cards made for those of an area who have none, as one file to print. At most AYNI_CARDS_AT_A_TIME.

    Refuses: OutsideArea, OfficeMissing, NoCardTo.
    """
    scoping.check(by, permissions.ISSUE_CARDS, area.path)
    if not cards.without_card(area, youngest=youngest, on=on, most=1):
        raise errors.NoCardTo
    sheet = models.CardSheet.objects.create(
        area=area,
        office=_office(office),
        youngest=youngest,
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        second_language=second_language if second_language in dict(settings.LANGUAGES) else "",
        asked_by=by,
        asked_at=at,
    )
    running.start("identity.make_cards", key=f"cards/{sheet.pk}", by=by, sheet=sheet.pk)
    return sheet


@action(permissions.ISSUE_CARDS, says="made the cards of a sheet")
def make_sheet(sheet: models.CardSheet, *, on: date, at: datetime, by: User) -> models.CardSheet:
    """Give everybody of the sheet a card, and keep the page to print. Made already, nothing is done again.

    Refuses: NoCardTo, CardKeyBad, CardKeyWithdrawn.
    """
    assert sheet.area is not None
    held = models.CardSheet.objects.select_for_update().get(pk=sheet.pk)
    if held.made_at is not None:
        return held
    who = cards.without_card(sheet.area, youngest=sheet.youngest, on=on, most=settings.AYNI_CARDS_AT_A_TIME)
    if not who:
        raise errors.NoCardTo
    for old in models.Card.objects.filter(person__in=who, ended_on=None):
        _end(old, CardEnd.REPLACED, on, by)
    signer = _signer()
    people = Person.objects.filter(pk__in=who).order_by("family_name", "given_name", "id")
    made = models.Card.objects.bulk_create(_card(one, held.office, on, by, signer, held) for one in people)
    title = f"{sheet} · {sheet.area.name}"
    text = card_printing.page(made, language=sheet.language, second=sheet.second_language, title=title).encode()
    kept.keep(cards.SHEETS, held.pk, "page", io.BytesIO(gzip.compress(text, mtime=0)))
    held.made_at, held.cards_made = at, len(made)
    held.save(update_fields=["made_at", "cards_made"])
    return held


@action(permissions.ISSUE_CARDS, says="deleted the files of old sheets of cards")
def forget_sheets(*, by: User, at: datetime) -> int:
    """Delete the pages whose term is over; the cards count on."""
    old = models.CardSheet.objects.filter(
        forgotten_at=None, asked_at__lt=at - timedelta(days=settings.AYNI_CARD_SHEET_DAYS)
    )
    numbers = list(old.values_list("pk", flat=True))
    for number in numbers:
        kept.forget(cards.SHEETS, number)
    return models.CardSheet.objects.filter(pk__in=numbers).update(forgotten_at=at)


@action(permissions.ISSUE_CARDS, says="withdrew a key of cards", everywhere=True)
def withdraw_card_key(key: str, *, because: str, on: date, by: User) -> models.CardKey:
    """No card that this key signed counts any more: its secret half was in strange hands. Refuses: CardKeyUnknown."""
    found = models.CardKey.objects.filter(pk=key).first()
    if found is None:
        raise errors.CardKeyUnknown(key)
    if found.withdrawn_on is None:
        found.withdrawn_on, found.withdrawn_because = on, because.strip()[:200]
        found.save(update_fields=["withdrawn_on", "withdrawn_because"])
    return found


def _check(person: Person, *, on: date, by: User) -> None:
    checking.person(person, permissions.ISSUE_CARDS, on=on, by=by)
    checking.alive(person, on)


def _office(text: str) -> str:
    office = content.fitting(text, content.LONGEST_OFFICE)
    if not office:
        raise errors.OfficeMissing
    return office


def _open(card: models.Card) -> models.Card:
    held = models.Card.objects.select_for_update().filter(pk=card.pk, ended_on=None).first()
    if held is None:
        raise errors.CardEnded(card.serial_shown)
    return held


def _end(card: models.Card, because: CardEnd, on: date, by: User) -> None:
    card.ended_on, card.ended_because, card.ended_by = on, because, by
    card.save(update_fields=["ended_on", "ended_because", "ended_by"])
    models.EndedCard.objects.get_or_create(serial=card.serial, defaults={"expires_on": card.expires_on, "ended_on": on})


def _issued(person: Person, office: str, on: date, by: User, *, replaces: models.Card | None) -> models.Card:
    made = _card(person, office, on, by, _signer(), None)
    made.replaces = replaces
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as held:  # somebody else gave one at the same moment
        raise errors.HasCard(person.name, "") from held
    return made


def _signer() -> card_keys.Signer:
    """The key, its public half kept from its first card on."""
    signer = card_keys.signer()
    models.CardKey.objects.get_or_create(pk=signer.id, defaults={"public": signer.public})
    return signer


def _card(
    person: Person, office: str, on: date, by: User, signer: card_keys.Signer, sheet: models.CardSheet | None
) -> models.Card:
    born = person.born
    year = born.earliest.year if born and born.earliest.year == born.latest.year else None
    is_leap_day = (on.month, on.day) == (2, 29)
    expires = on.replace(year=on.year + settings.AYNI_CARD_YEARS, day=28 if is_leap_day else on.day)
    serial = base64.b32encode(secrets.token_bytes(content.SERIAL)).decode()
    said = content.Content(serial, person.pk, person.name, year, office, expires)
    return models.Card(
        person=person,
        serial=serial,
        key_id=signer.id,
        name=person.name,
        birth_year=year,
        office=office,
        code=content.write(said, key=signer.id, sign=signer.sign),
        issued_on=on,
        issued_by=by,
        expires_on=expires,
        sheet=sheet,
    )
