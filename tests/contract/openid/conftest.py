"""The provider, started once; and somebody's browser, which goes from us to it and back."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

CLIENT, SECRET = "ayni", "a-secret-of-the-provider"
BACK = "http://testserver/sign-in/openid/back/"


@dataclass(frozen=True)
class Running:
    """The provider at work: its issuer's address and its signing key."""

    url: str
    key: bytes

    def answer(self, client: Client, name: str, *, wanted: str = "") -> str:
        """Our address with which the provider sends a browser back, after somebody has signed in there."""
        start = client.get(f"/sign-in/openid/{wanted}")
        assert start.status_code == 302
        with httpx.Client() as browser:
            browser.get(f"{self.url.removesuffix('/o')}/login/", params={"name": name})
            sent = browser.get(start["Location"])
        assert sent.status_code == 302, sent.text
        back = urlsplit(sent.headers["location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
        return f"{back.path}?{back.query}"


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("provider")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(key)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(__file__).with_name("provider.py")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(program), str(folder), str(port), CLIENT, SECRET, BACK],
            stdout=log,
            stderr=log,
            env={"PATH": ""},
        )
    try:
        _wait(process, port, folder / "log")
        yield Running(f"http://127.0.0.1:{port}/o", key)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/o/.well-known/openid-configuration").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"The provider did not start:\n{log.read_text()}")
