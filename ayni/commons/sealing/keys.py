"""Which key seals, and which opens: the file of keys held against the database's register of them."""

from __future__ import annotations

from django.db import connection, transaction

from ayni.commons.sealing import errors, files
from ayni.commons.sealing.files import Key
from ayni.commons.sealing.models import SealingKey

LOCK = "SELECT pg_advisory_xact_lock(1096896073, 7)"  # "AYNI": one maker of keys at a time


def newest() -> Key:
    """The key that seals; the first is made when nothing has been sealed yet. Refuses: KeyMissing, KeyWrong."""
    registered, held = _registered(), files.read()
    if not registered or not held or max(held) not in registered:
        return _first()
    last = max(number for number in registered)
    if last not in held:
        raise errors.KeyMissing(last, files.place())
    return _checked(held[last], registered)


def numbered(number: int) -> Key:
    """The key that opens what it sealed. Refuses: KeyMissing."""
    found = files.read().get(number)
    if found is None:
        raise errors.KeyMissing(number, files.place())
    return found


def fingerprints() -> dict[int, str]:
    """How the database knows every key there ever was."""
    return dict(SealingKey.objects.values_list("number", "fingerprint"))


def new() -> Key:
    """Make a key that seals from now on. Refuses: KeyMissing, KeyWrong."""
    newest()
    with transaction.atomic():
        _lock()
        made = files.add(max([*_registered(), *files.read()]) + 1)
        SealingKey.objects.create(number=made.number, fingerprint=made.fingerprint)
    return made


def _first() -> Key:
    """The first key, or one that is in the file and not yet known here (its maker was interrupted)."""
    with transaction.atomic():
        _lock()
        registered, held = _registered(), files.read()
        if not held:
            if registered:
                raise errors.KeyMissing(max(registered), files.place())
            held = {1: files.add(1)}
        for number, key in held.items():
            if number in registered:
                _checked(key, registered)
        missing = registered.keys() - held.keys()
        if missing:
            raise errors.KeyMissing(max(missing), files.place())
        last = held[max(held)]
        SealingKey.objects.get_or_create(number=last.number, defaults={"fingerprint": last.fingerprint})
    return last


def _checked(key: Key, registered: dict[int, str]) -> Key:
    if registered[key.number] != key.fingerprint:
        raise errors.KeyWrong(key.number, files.place())
    return key


def _registered() -> dict[int, str]:
    return dict(SealingKey.objects.filter(retired_at=None).values_list("number", "fingerprint"))


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
