"""Providers to try: each a real process, or another's address by AYNI_CONTRACT_PROVIDER."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx


@dataclass
class Provider:
    """A running provider and its address."""

    address: str
    process: subprocess.Popen[str]

    def summary(self) -> dict[str, Any]:
        return httpx.get(f"{self.address}/summary", trust_env=False).json()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def begin(state: Path, *options: str) -> Provider:
    """Start the simulator on a free port (unless the options name one) and wait until it says where it is."""
    command = [sys.executable, "-m", "ayni.exchange.mobile_money.simulator", "--state", str(state), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://"), "the provider did not start"
    return Provider(address, process)


@contextmanager
def provider(state: Path, *options: str) -> Iterator[Provider]:
    running = begin(state, *options)
    try:
        yield running
    finally:
        running.kill()
