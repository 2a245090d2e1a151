"""Sealing and opening, and the file of keys."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ayni.commons.sealing import boxes, errors, files, keys
from ayni.commons.sealing.models import SealingKey

BOUND = boxes.Bound("registry_personsealed", 7, "census", date(2026, 3, 1))


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, db: None) -> Path:
    settings.AYNI_HOME, settings.AYNI_SEALING_KEYS = tmp_path, ""
    return tmp_path


def sealed(text: bytes = b'{"hiv": true}') -> tuple[int, bytes]:
    sealer = boxes.Sealer()
    return sealer.key, sealer.seal(text, BOUND)


def test_what_is_sealed_opens_again_and_says_nothing_before() -> None:
    key, ciphertext = sealed()
    assert b"hiv" not in ciphertext
    assert boxes.Opener().document(ciphertext, key, BOUND) == {"hiv": True}
    assert sealed()[1] != ciphertext, "the same text never gives the same bytes"


@pytest.mark.parametrize(
    "other",
    [
        boxes.Bound("registry_householdsealed", 7, "census", date(2026, 3, 1)),
        boxes.Bound("registry_personsealed", 8, "census", date(2026, 3, 1)),
        boxes.Bound("registry_personsealed", 7, "visit", date(2026, 3, 1)),
        boxes.Bound("registry_personsealed", 7, "census", date(2026, 3, 2)),
    ],
)
def test_it_opens_nowhere_else(other: boxes.Bound) -> None:
    key, ciphertext = sealed()
    with pytest.raises(errors.SealBroken):
        boxes.Opener().open(ciphertext, key, other)


@pytest.mark.parametrize("place", [0, 12, 40, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    key, ciphertext = sealed()
    changed = bytearray(ciphertext)
    changed[place] ^= 1
    with pytest.raises(errors.SealBroken):
        boxes.Opener().open(bytes(changed), key, BOUND)
    with pytest.raises(errors.SealBroken):
        boxes.Opener().open(b"", key, BOUND)


def test_the_first_key_is_made_for_its_owner_only(home: Path) -> None:
    assert not files.place().exists()
    first = keys.newest()
    assert files.place() == home / "sealing_keys"
    assert files.place().stat().st_mode & 0o777 == 0o600
    assert (first.number, keys.newest()) == (1, first)
    assert SealingKey.objects.get().fingerprint == first.fingerprint
    assert first.secret.hex() not in repr(first) + first.fingerprint


def test_a_file_that_is_named_is_the_one(settings: Any, tmp_path: Path) -> None:
    settings.AYNI_SEALING_KEYS = str(tmp_path / "secrets" / "keys")
    keys.newest()
    assert (tmp_path / "secrets" / "keys").exists()


def test_a_lost_file_is_not_replaced() -> None:
    key, ciphertext = sealed()
    files.place().unlink()
    for ask in (boxes.Sealer, lambda: boxes.Opener().open(ciphertext, key, BOUND), keys.new):
        with pytest.raises(errors.KeyMissing, match="Sealing key 1"):
            ask()
    assert not files.place().exists()


def test_another_installations_file_is_known_for_one() -> None:
    key, ciphertext = sealed()
    files.remove(1)
    files.add(1)
    for ask in (boxes.Sealer, lambda: boxes.Opener().open(ciphertext, key, BOUND)):
        with pytest.raises(errors.KeyWrong, match="fingerprint"):
            ask()


def test_an_old_copy_of_the_file_does_not_seal() -> None:
    sealed()
    old = files.place().read_text()
    keys.new()
    files.place().write_text(old)
    with pytest.raises(errors.KeyMissing, match="Sealing key 2"):
        boxes.Sealer()


def test_a_key_whose_maker_was_interrupted_is_taken_up() -> None:
    keys.newest()
    files.add(2)  # the file was written, and the database was not told
    assert keys.newest().number == 2
    assert keys.new().number == 3


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keys": 3}', '{"keys": [{"number": 1, "key": "c2hvcnQ="}]}'])
def test_a_damaged_file_is_told_without_its_contents(text: str) -> None:
    files.place().write_text(text)
    files.place().chmod(0o600)
    with pytest.raises(errors.KeyFileUnreadable) as told:
        keys.newest()
    assert "c2hvcnQ" not in str(told.value)


def test_a_file_open_to_everybody_is_refused() -> None:
    keys.newest()
    files.place().chmod(0o644)
    with pytest.raises(errors.KeyFileOpen, match="chmod 600"):
        keys.newest()
