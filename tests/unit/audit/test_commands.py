"""`ayni audit`: what it says, and its exit status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from ayni.cli import audit as commands
from ayni.cli import ready
from ayni.commons import acting
from ayni.commons.audit import models, recording, sealing
from ayni.commons.audit.errors import BadKey, NotPermitted


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, db: None) -> Callable[..., Any]:
    """Give a command: give("verify"). The test's database is ready as it is."""
    monkeypatch.setattr(ready, "database", lambda: None)
    monkeypatch.delenv(sealing.VARIABLE, raising=False)
    settings.AYNI_HOME = tmp_path
    app = typer.Typer()
    commands.add_to(app)

    def given(*arguments: str) -> Any:
        with acting.apart():  # as whom it acts ends with the command
            return CliRunner().invoke(app, ["audit", *arguments], env={"COLUMNS": "300"})

    return given


def test_an_honest_audit_is_proved(give, write):
    write(3)
    answer = give("verify")
    assert answer.exit_code == 0
    assert "as it was written: 3 links" in answer.output


def test_each_finding_is_told_and_the_status_is_one(give, write, tampered):
    write(3)
    second = models.Entry.objects.order_by("id")[1].pk
    tampered("DELETE FROM audit_entry WHERE id = %s", second)
    answer = give("verify")
    assert answer.exit_code == 1
    chain = models.Chain.objects.get().chain
    assert f"✗ chain {chain}, link 2: entry {second}: A row was removed" in answer.output
    assert give("verify", "--days", "1").exit_code == 1


def test_a_seal_is_kept_beside_the_database_and_where_it_is_carried_to(give, write, tampered, tmp_path):
    write(3)
    away = tmp_path / "away"
    assert "Sealed 3 links" in give("seal", "--to", str(away)).output
    assert away.read_text() == (tmp_path / sealing.SEALS_FILE).read_text()
    assert (tmp_path / sealing.KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert give("verify", "--seals", str(away)).exit_code == 0
    tampered("DELETE FROM audit_seal")
    (tmp_path / sealing.SEALS_FILE).unlink()
    tampered("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)")
    tampered("DELETE FROM audit_link WHERE number = 3")
    tampered("UPDATE audit_chain SET number = 2, digest = (SELECT digest FROM audit_link WHERE number = 2)")
    assert give("verify").exit_code == 0
    answer = give("verify", "--seals", str(away))
    assert answer.exit_code == 1
    assert "not the one that was sealed" in answer.output


def test_a_bad_key_is_refused(give, write, monkeypatch):
    monkeypatch.setenv(sealing.VARIABLE, "too short")
    with pytest.raises(BadKey, match=sealing.VARIABLE):
        raise give("seal").exception


def test_searching_needs_the_permission(give, write, officer, auditor):
    write(1)
    recording.look(officer, reader=officer, under="registry.correct", purpose="a complaint")
    found = give("search", "--who", "officer", "--as", "auditor")
    assert found.exit_code == 0
    assert "did something (registry.correct)" in found.output
    assert "a complaint" in give("search", "--looks", "--as", "auditor").output
    assert "did something" not in give("search", "--since", "2999-01-01", "--as", "auditor").output
    with pytest.raises(NotPermitted):
        raise give("search", "--as", "officer").exception
