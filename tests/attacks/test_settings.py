"""The settings of a server behind TLS, and that no secret stands in a file."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ASKED = """
import json, django
from django.conf import settings
django.setup()
names = %r
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def settings_with(tmp_path, names, **environment):
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKED % (names,)],
        env={
            **os.environ,
            "AYNI_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
            **environment,
        },
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(told.stdout)


def test_behind_tls(tmp_path):
    expected = {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "AYNI_PROXIES": 1,
        "DEBUG": False,
    }
    assert settings_with(tmp_path, list(expected), AYNI_TLS="1") == expected


def test_on_ones_own_machine(tmp_path):
    names = ["SESSION_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "AYNI_PROXIES", "DEBUG"]
    found = settings_with(tmp_path, names, AYNI_TLS="")
    assert found == {
        "SESSION_COOKIE_NAME": "sessionid",
        "SECURE_SSL_REDIRECT": False,
        "SECURE_PROXY_SSL_HEADER": None,  # who asks cannot claim to come by TLS
        "AYNI_PROXIES": 0,
        "DEBUG": False,
    }


def test_the_signing_key_is_made_for_its_owner_alone(tmp_path):
    one = settings_with(tmp_path, ["SECRET_KEY"])["SECRET_KEY"]
    assert len(one) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert settings_with(tmp_path, ["SECRET_KEY"])["SECRET_KEY"] == one
    assert settings_with(tmp_path, ["SECRET_KEY"], AYNI_SECRET_KEY="given")["SECRET_KEY"] == "given"


SECRET = re.compile(
    r"""(?i)\b[a-z_]*(?:secret|password(?!_encryption)|passwd|token|api_?key|private_?key)[a-z_]*["']?\s*[:=]\s*["'][^"'{}%\s]{8,}["']"""
)
#: Names of settings, views and fields, which are no secrets.
HARMLESS = re.compile(r"""["'](?:[a-z_.]+[._][a-zA-Z_.]+|AYNI_[A-Z_]+|[a-z-]+:[a-z_]+|[a-z_]+)["']""")
KEYS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|postgres(?:ql)?://[^\s:/]+:[^\s@{}]+@")


def sources():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "ayni", "scripts", "Makefile", "pyproject.toml", "manage.py"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        PROJECT / name
        for name in listed.stdout.split()
        if name.endswith((".py", ".toml", ".yaml", ".json", "Makefile"))
    ]


def test_no_secret_stands_in_a_file():
    found = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        found += [f"{path}: {one[0]}" for one in KEYS.finditer(text)]
        found += [f"{path}: {one[0]}" for one in SECRET.finditer(text) if not HARMLESS.search(one[0])]
    assert found == []


@pytest.mark.parametrize(
    "line", ['DB_PASSWORD = "hunter2-and-more"', "api_key: 'sk-Ab12Cd34Ef56'", '"SECRET_KEY": "9fje83hf83hf83hf8"']
)
def test_the_search_for_secrets_finds_them(line):
    assert SECRET.search(line)
    assert not HARMLESS.search(SECRET.search(line)[0])
