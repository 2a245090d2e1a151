"""Backup, destroy, restore: counts, sums, guards and ledger are what they were; what is damaged changes nothing."""

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.installation import Installation, installation

WORDS = "four words for everybody"
TABLES = "SELECT json_agg(tablename ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"
PEOPLE = "SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM registry_person t"
LEDGER = "SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM benefits_posting t"
GUARDS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
POLICIES = "SELECT count(*) FROM pg_policies"
ALL = (PEOPLE, LEDGER, GUARDS, POLICIES)
ASK = """
import django, json, sys
django.setup()
from ayni.cli.backups import programs
with programs.connected() as database:
    print(json.dumps([database.execute(one).fetchone()[0] for one in json.load(sys.stdin)]))
"""


def with_words(one: Installation) -> Installation:
    return Installation(one.home, {**one.environment, "AYNI_BACKUP_PASSPHRASE": WORDS})


def told(one: Installation, *questions: str) -> list:
    """What a database holds: asked here, not by what is tested."""
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        env={**one.environment, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"},
        input=json.dumps(questions or ALL),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)


def rows(one: Installation) -> dict[str, int]:
    """How many rows each table has."""
    (tables,) = told(one, TABLES)
    return dict(zip(tables, told(one, *(f'SELECT count(*) FROM "{table}"' for table in tables)), strict=True))


def refused(one: Installation, *arguments: str) -> str:
    status, said = one.ayni(*arguments)
    assert status == 1, said
    assert "Traceback" not in said
    return " ".join(said.split())


@contextmanager
def awake(one: Installation) -> Iterator[None]:
    """The embedded server stops with the last who uses it, and starting costs seconds: somebody stays."""
    staying = "import django\ndjango.setup()\nfrom ayni.cli.backups import programs\nwith programs.connected(): input()"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", staying],
        env={**one.environment, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"},
        stdin=subprocess.PIPE,
    )
    try:
        yield
    finally:
        process.communicate(b"\n", timeout=60)


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    with installation(tmp_path_factory.mktemp("country")) as made:
        made.demo("--households", "60")
        with awake(made):
            yield made


@pytest.fixture(scope="module")
def kept(country, tmp_path_factory):
    """An encrypted backup with its keys."""
    folder = tmp_path_factory.mktemp("kept") / "backup"
    status, said = with_words(country).ayni("backup", "--to", str(folder), "--with-keys")
    assert status == 0, said
    return folder


@pytest.fixture
def elsewhere(tmp_path):
    with installation(tmp_path / "elsewhere") as made:
        yield with_words(made)


def test_backup_destroy_restore(country, kept, elsewhere):
    status, said = elsewhere.ayni("restore", "--from", str(kept), "--with-keys")
    assert status == 0, said
    assert "agree" in said
    before, after = told(country), told(elsewhere)
    assert after == before
    people, ledger, triggers, _ = after
    assert people
    assert ledger
    assert triggers > 10
    assert rows(elsewhere) == rows(country)
    assert rows(elsewhere)["registry_household"] == 60
    assert (elsewhere.home / "secret_key").read_text() == (country.home / "secret_key").read_text()
    assert files(elsewhere.home) == files(country.home)
    status, said = elsewhere.ayni("ledger")
    assert status == 0, said
    with pytest.raises(subprocess.CalledProcessError):  # what guards the rows guards them still
        told(elsewhere, "DELETE FROM benefits_posting RETURNING id")
    assert elsewhere.ayni("snapshot", "list")[0] == 0


def files(home):
    """Every file of the carried folders, with its content."""
    carried = [path for name in ("snapshots", "runs", "assessments") for path in (home / name).rglob("*")]
    return {str(path.relative_to(home)): path.read_bytes() for path in carried if path.is_file()}


def test_nothing_readable_is_in_an_encrypted_backup(country, kept):
    secret = (country.home / "secret_key").read_bytes()
    (name,) = told(country, "SELECT given_name FROM registry_person ORDER BY length(given_name) DESC, id LIMIT 1")
    parts = [path for path in kept.iterdir() if path.name != "manifest.json"]
    assert {path.name for path in parts} == {"database.dump.sealed", "files.tar.sealed", "keys.sealed"}
    for path in kept.iterdir():
        content = path.read_bytes()
        assert secret not in content
        assert name.encode() not in content
        assert b"PGDMP" not in content
    assert kept.stat().st_mode & 0o077 == 0


def test_the_keys_stay_out_unless_asked_for(country, tmp_path):
    status, said = country.ayni("backup", "--to", str(tmp_path / "plain"))
    assert status == 0, said
    assert "not encrypted" in said
    assert "keys are not in it" in said
    secret = (country.home / "secret_key").read_bytes()
    assert all(secret not in path.read_bytes() for path in (tmp_path / "plain").iterdir())
    with tarfile.open(tmp_path / "plain" / "files.tar") as archive:
        assert {name.split("/")[0] for name in archive.getnames()} >= {"snapshots"}
        assert not {"secret_key", "keys", "postgresql"} & {name.split("/")[0] for name in archive.getnames()}
    said = refused(country, "backup", "--to", str(tmp_path / "other"), "--with-keys")
    assert "without encryption" in said
    assert not (tmp_path / "other").exists()
    assert "not empty" in refused(country, "backup", "--to", str(tmp_path / "plain"))


def test_a_damaged_backup_changes_nothing(country, kept, tmp_path):
    before = told(country)
    for part in ("database.dump.sealed", "files.tar.sealed", "keys.sealed", "manifest.json"):
        folder = tmp_path / part
        shutil.copytree(kept, folder)
        content = bytearray((folder / part).read_bytes())
        content[len(content) // 2] ^= 4
        (folder / part).write_bytes(content)
        said = refused(with_words(country), "restore", "--from", str(folder), "--replace")
        assert "Nothing was changed" in said
    assert told(country) == before


def test_another_passphrase_changes_nothing(country, kept):
    other = Installation(country.home, {**country.environment, "AYNI_BACKUP_PASSPHRASE": "not the words"})
    assert "passphrase" in refused(other, "restore", "--from", str(kept), "--replace")
    assert "passphrase" in refused(country, "restore", "--from", str(kept), "--replace")


def test_a_full_database_is_replaced_only_when_asked(country, kept, tmp_path):
    before = told(country)
    said = refused(with_words(country), "restore", "--from", str(kept))
    assert "--replace" in said
    assert told(country) == before
    told(country, "UPDATE directory_area SET names = '{}' RETURNING id")
    assert told(country, "SELECT count(*) FROM directory_area WHERE names <> '{}'") == [0]
    status, said = with_words(country).ayni("restore", "--from", str(kept), "--replace")
    assert status == 0, said
    assert told(country) == before
    assert told(country, "SELECT count(*) FROM directory_area WHERE names = '{}'") == [0]


def test_a_backup_that_does_not_hold_what_it_says_changes_nothing(country, tmp_path):
    """The dump is whole by its hash, but the paper tells of a row more: the transaction is not ended."""
    folder = tmp_path / "backup"
    assert country.ayni("backup", "--to", str(folder))[0] == 0
    paper = json.loads((folder / "manifest.json").read_text())
    count, total = paper["manifest"]["tables"]["public.registry_person"].split()
    paper["manifest"]["tables"]["public.registry_person"] = f"{int(count) + 1} {total}"
    (folder / "manifest.json").write_text(json.dumps(paper))
    before = told(country)
    said = refused(country, "restore", "--from", str(folder), "--replace")
    assert "public.registry_person" in said
    assert "as it was before" in said
    assert told(country) == before
