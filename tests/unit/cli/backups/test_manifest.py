"""A backup's paper: read only when it is whole, ours, and signed where it should be."""

import json

import pytest

from ayni.cli.backups import errors, manifest, sealing

WORDS = "four words for everybody"
MADE = manifest.Manifest(
    made_at="2026-06-30T00:00:00+00:00",
    version="0.1.0",
    postgresql=15,
    tables={"public.one": "3 99"},
    guards={"triggers": "1 a"},
    roles={"somebody": True},
    ledger={"treasury": "0.00"},
    parts={
        "database.dump.sealed": manifest.Part(4, "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589")
    },
)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(sealing, "COST", 2**4)


@pytest.fixture
def folder(tmp_path):
    manifest.write(tmp_path, MADE, WORDS)
    (tmp_path / "database.dump.sealed").write_bytes(b"abcd")
    return tmp_path


def changed(folder, **changes):
    told = json.loads((folder / manifest.NAME).read_text())
    told["manifest"] |= changes
    (folder / manifest.NAME).write_text(json.dumps(told))


def test_it_is_read_as_it_was_written(folder):
    assert manifest.read(folder, WORDS) == MADE
    assert MADE.rows == 3
    manifest.check_parts(folder, MADE, lambda _: None)


def test_a_changed_or_cut_or_missing_part(folder):
    for content in (b"abce", b"abc", b"abcde"):
        (folder / "database.dump.sealed").write_bytes(content)
        with pytest.raises(errors.Damaged, match=r"database\.dump\.sealed"):
            manifest.check_parts(folder, MADE, lambda _: None)
    (folder / "database.dump.sealed").unlink()
    with pytest.raises(errors.Damaged, match="not there"):
        manifest.check_parts(folder, MADE, lambda _: None)


def test_without_or_with_another_passphrase(folder):
    with pytest.raises(errors.PassphraseNeeded):
        manifest.read(folder, "")
    with pytest.raises(errors.WrongPassphrase):
        manifest.read(folder, "other words")


def test_a_paper_somebody_changed(folder):
    changed(folder, tables={"public.one": "2 99"})
    with pytest.raises(errors.WrongPassphrase):
        manifest.read(folder, WORDS)


def test_a_signature_somebody_took_away(folder):
    told = json.loads((folder / manifest.NAME).read_text())
    (folder / manifest.NAME).write_text(json.dumps({"manifest": told["manifest"]}))
    with pytest.raises(errors.WrongPassphrase):
        manifest.read(folder, WORDS)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"manifest": 1}', '{"manifest": {"format": 1}}', "[" * 5000])
def test_what_is_no_paper(text, tmp_path):
    (tmp_path / manifest.NAME).write_text(text)
    with pytest.raises(errors.NoBackup):
        manifest.read(tmp_path, "")


@pytest.mark.parametrize("name", ["../secret_key", "/etc/passwd", ".hidden"])
def test_a_part_outside_its_folder(name, tmp_path):
    manifest.write(tmp_path, MADE, "")
    changed(tmp_path, parts={name: {"bytes": 1, "sha256": ""}})
    with pytest.raises(errors.NoBackup, match="outside"):
        manifest.read(tmp_path, "")


def test_a_form_of_later(folder):
    changed(folder, format=2)
    with pytest.raises(errors.NoBackup, match="form 2"):
        manifest.read(folder, WORDS)
