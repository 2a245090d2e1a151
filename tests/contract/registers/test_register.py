"""What every register must do, tried on the stub as a process of its own; AYNI_CONTRACT_REGISTER names another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from ayni.exchange.registers.client import HttpRegister

PEOPLE = "type,number,name,birth\nnational_id,AB12345,Fatima Az-Zahra,1990-05-01\n"


@contextmanager
def stub(folder: Path, *options: str, secret: str = "") -> Iterator[str]:
    file = folder / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    command = [sys.executable, "-m", "ayni.exchange.registers.stub", "--people", str(file), *options]
    environment = {**os.environ, "AYNI_REGISTER_SECRET": secret}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def asked(address: str, number: str, name: str, birth: str, *, secret: str = "", reference: str = "") -> str:
    with HttpRegister(address, secret=secret) as register:
        return register.verify("national_id", number, name, birth, reference=reference or str(uuid4()))


def test_a_register_confirms_refutes_and_says_when_it_does_not_know(tmp_path: Path) -> None:
    with stub(tmp_path, secret="shared") as address:
        reference = str(uuid4())
        for _time in range(2):
            said = asked(address, "AB12345", "Az-Zahra Fatima", "1990-05-01", secret="shared", reference=reference)
            assert said == "confirmed", "asked again, it is answered as before"
        assert asked(address, "AB12345", "Fatima Az-Zahra", "1990", secret="shared") == "confirmed"
        assert asked(address, "AB12345", "Fatima Az-Zahra", "", secret="shared") == "confirmed"
        assert asked(address, "AB12345", "Somebody Else", "1990-05-01", secret="shared") == "refuted"
        assert asked(address, "AB12345", "Fatima Az-Zahra", "1991", secret="shared") == "refuted"
        assert asked(address, "ZZ99999", "Fatima Az-Zahra", "1990", secret="shared") == "unknown"
        assert asked(address, "AB12345", "Fatima Az-Zahra", "1990", secret="another") == "unreachable"


@pytest.mark.parametrize("fault", ["silent", "error", "nonsense", "other"])
def test_what_goes_wrong_is_never_a_no(fault: str, tmp_path: Path) -> None:
    with stub(tmp_path, "--fault", fault) as address:
        assert asked(address, "AB12345", "Somebody Else", "1990-05-01") == "unreachable"


def test_an_answer_that_is_not_signed_is_not_believed(tmp_path: Path) -> None:
    with stub(tmp_path, "--fault", "unsigned", secret="shared") as address:
        assert asked(address, "AB12345", "Fatima Az-Zahra", "", secret="shared") == "unreachable"


def test_a_register_elsewhere_is_not_asked_without_a_secret_and_one_that_is_away_is_unreachable() -> None:
    with HttpRegister("https://register.example") as register:
        assert register.verify("national_id", "X", "Y", "", reference="1") == "unreachable"
        assert "secret" in register.trouble
    assert asked("http://127.0.0.1:9", "X", "Y", "") == "unreachable"


def test_the_stub_takes_no_nonsense(tmp_path: Path) -> None:
    with stub(tmp_path) as address:
        for body in (b"", b"[]", b"{}", b"nonsense"):
            assert httpx.post(f"{address}/verify", content=body, trust_env=False).status_code == 422
