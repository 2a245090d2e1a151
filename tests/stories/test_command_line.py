"""The command line as somebody who makes mistakes meets it: a sentence and a status, never a traceback."""

import socket
import subprocess
import sys

import pytest

from tests.installation import Installation, installation

OFFICERS = (("first", "root"), ("add", "steward", "--role", "data_steward", "--name", "Noor Adeyemi", "--as", "root"))


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    with installation(tmp_path_factory.mktemp("commands")) as made:
        ready = Installation(
            made.home, {**made.environment, "AYNI_PASSWORD": "a long enough phrase", "AYNI_AS": "steward"}
        )
        for officer in OFFICERS:
            status, said = ready.ayni("users", *officer)
            assert status == 0, said
        yield ready


def refused(ours, *arguments):
    status, said = ours.ayni(*arguments)
    assert status == 1, said
    assert "Traceback" not in said
    return " ".join(said.split())


def test_a_survey_goes_in_once(ours, tmp_path):
    assert ours.ayni("generate", str(tmp_path / "country"), "--households", "40")[0] == 0
    for _ in range(2):
        status, said = ours.ayni("load", "survey", str(tmp_path / "country"))
        assert status == 0, said
        assert "households: 40 read, 40 kept, 0 refused" in said
    assert "1 found" in ours.ayni("search", "H00000001")[1]
    assert ours.ayni("snapshot", "--on", "2026-06-30")[0] == 0


def test_a_folder_that_is_not_there(ours, tmp_path):
    assert "nowhere" in refused(ours, "load", "survey", str(tmp_path / "nowhere"))


def test_a_folder_without_a_mapping(ours, tmp_path):
    (tmp_path / "people.csv").write_text("a,b\n1,2\n")
    assert "mapping" in refused(ours, "load", "survey", str(tmp_path))


def test_what_an_officer_may_not_do(ours):
    assert "Noor Adeyemi may not do this" in refused(ours, "assess", "mpi")


def test_nobody_of_that_name(ours):
    assert "no user “stranger”" in refused(ours, "search", "x", "--as", "stranger")


def test_a_second_first_administrator(ours):
    assert "There are users already" in refused(ours, "users", "first", "intruder")


def test_a_rule_that_does_not_check_is_refused_with_its_place(ours, tmp_path):
    words = tmp_path / "words.yaml"
    words.write_text("variables:\n- {name: rooms, entity: household, type: integer, labels: {en: Rooms}}\n")
    file = tmp_path / "grant.yaml"
    file.write_text(
        "programme: grant\ntitle: {en: Grant}\nunit: household\nlegal_basis: Act 1\ncriteria:\n"
        "  - name: small\n    rule: household.romms < 3\n    says: {en: Few rooms}\n"
        "benefit: {amount: 10, every: month, currency: LCU}\n"
    )
    said = refused(ours, "rules", "check", str(file), "--dictionary", str(words))
    assert "grant.yaml:7:11:" in said.replace(" ", "") or "7:" in said
    assert "rooms" in said


def test_a_port_in_use(ours):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Port {port} on this machine is in use" in refused(ours, "serve", "--port", str(port))


def test_a_database_that_does_not_answer(ours):
    away = {**ours.environment, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    assert "The database did not answer" in refused(Installation(ours.home, away), "ledger")


def test_help_names_every_command():
    told = subprocess.run([sys.executable, "-m", "ayni.cli", "--help"], capture_output=True, text=True, check=True)
    for command in ("demo", "serve", "load", "generate", "decide", "explain", "ledger", "rules", "users"):
        assert command in told.stdout
