"""What a server still lacks is told, with what to do; and nothing that it has."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from ayni.cli import checking
from ayni.cli.backups import writing
from tests.installation import Installation, installation

OPEN = {"AYNI_TLS": "", "AYNI_HOSTS": "localhost"}
WHOLE = {
    "AYNI_TLS": "1",
    "AYNI_HOSTS": "registry.example",
    "AYNI_SECRET_KEY": "k" * 60,
    "AYNI_MAIL_HOST": "mail.example",
    "AYNI_TIME_ZONE": "Asia/Karachi",
}


@pytest.fixture
def home(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    (tmp_path / "secret_key").write_text("k")
    (tmp_path / "secret_key").chmod(0o600)
    return tmp_path


def graves(found):
    return [lack.what for lack in found if lack.is_grave]


def test_the_web(settings):
    settings.DEBUG, settings.IS_BEHIND_TLS, settings.ALLOWED_HOSTS = True, False, ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AYNI_PROVIDER_URL, settings.AYNI_PROVIDER_SECRET = "https://pay.example", ""
    assert len(graves(checking._of_the_web())) == 5
    settings.DEBUG, settings.IS_BEHIND_TLS, settings.ALLOWED_HOSTS = False, True, ["registry.example"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    settings.AYNI_PROVIDER_SECRET = "a secret of both"
    assert graves(checking._of_the_web()) == []


@pytest.mark.parametrize("hosts", [["localhost"], ["*"], [".example"], ["127.0.0.1", "[::1]"]])
def test_hosts_that_are_none_or_all(settings, hosts):
    settings.ALLOWED_HOSTS, settings.IS_BEHIND_TLS = hosts, True
    assert len(graves(checking._of_the_web())) == 1


def test_key_files_that_others_read(home):
    assert graves(checking._of_keys()) == []
    for mode in (0o640, 0o604, 0o644):
        (home / "secret_key").chmod(mode)
        (told,) = graves(checking._of_keys())
        assert "secret_key" in told


def test_a_home_that_everybody_writes_into(home):
    home.chmod(0o777)
    assert len(graves(checking._of_keys())) == 1


@pytest.mark.parametrize(("age", "is_grave"), [(None, True), (1, False), (47, False), (49, True)])
def test_the_age_of_the_last_backup(home, age, is_grave):
    if age is not None:
        made = datetime.now(UTC) - timedelta(hours=age)
        (home / writing.LAST).write_text(json.dumps({"made_at": made.isoformat(), "folder": "x"}))
    assert bool(graves(checking._of_backups())) is is_grave


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made_at": "yesterday"}', '{"made_at": null}'])
def test_a_memory_of_a_backup_that_cannot_be_read(home, text):
    (home / writing.LAST).write_text(text)
    assert writing.last() is None


def test_a_full_disk(home, monkeypatch):
    usage = type("Usage", (), {"total": 1000, "used": 950, "free": 50})
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda _: usage)
    assert len(graves(checking._of_the_machine())) == 1


def test_a_server(tmp_path):
    """A trial on one's own machine lacks much of a server; each that is given is no longer told."""
    with installation(tmp_path / "home") as made:
        made = Installation(
            made.home, {**made.environment, "AYNI_DATABASE_TUNING": "", "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
        )
        assert made.ayni("check")[0] == 0
        status, told = Installation(made.home, {**made.environment, **OPEN}).ayni("check", "--deploy")
        assert status == 1
        for word in ("AYNI_TLS=1", "AYNI_HOSTS", "no backup", "AYNI_SECRET_KEY", "AYNI_MAIL_HOST", "archiving"):
            assert word in told, word
        assert made.ayni("backup", "--to", str(tmp_path / "backup"))[0] == 0
        _, told = Installation(made.home, {**made.environment, **WHOLE}).ayni("check", "--deploy")
        grave = [line for line in told.splitlines() if line.startswith(checking.GRAVE)]
        # The embedded database; or the tests' own server, which forgets at a power cut so that they are quick.
        # How full the disk of the tests is says nothing of the installation: `test_a_full_disk`.
        grave = [line for line in grave if "of the disk are free" not in line]
        assert len(grave) == 1, told
        assert ("power cut" if "DATABASE_URL" in os.environ else "embedded") in grave[0]
        assert "AYNI_MAIL_HOST" not in told
