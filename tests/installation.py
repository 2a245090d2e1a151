"""An installation of one's own for a test: its own home and database, used through the command line alone."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

SECONDS = 600


@dataclass(frozen=True)
class Installation:
    home: Path
    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`ayni ARGUMENTS` in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "ayni.cli", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ayni(self, *arguments: str) -> tuple[int, str]:
        """Run `ayni ARGUMENTS`: its exit status and all it said."""
        process = self.start(*arguments)
        said, _ = process.communicate(timeout=SECONDS)
        return process.returncode, said

    def demo(self, *arguments: str) -> dict[str, Any]:
        """Run the demonstration to its end; its summary without the seconds."""
        status, said = self.ayni("demo", "--no-serve", "--json", str(self.home / "summary.json"), *arguments)
        assert status == 0, said
        return self.summary()

    def summary(self) -> dict[str, Any]:
        found = json.loads((self.home / "summary.json").read_text())
        found.pop("seconds")
        return found

    def ask(self, question: str) -> Any:
        """One value from the database; None while it is not there yet."""
        try:
            with psycopg.connect(self._address(), autocommit=True) as database:
                row = database.execute(question).fetchone()
                return row[0] if row else None
        except (psycopg.Error, OSError):
            return None

    def _address(self) -> str:
        if "DATABASE_URL" in self.environment:
            return self.environment["DATABASE_URL"]
        lines = (self.home / "postgresql" / "postmaster.pid").read_text().splitlines()
        return f"host={lines[4]} user=postgres dbname=postgres"


@contextmanager
def installation(home: Path) -> Iterator[Installation]:
    """On the embedded database, or on a new database of the server that DATABASE_URL names."""
    environment = {**os.environ, "AYNI_HOME": str(home)}
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield Installation(home, environment)
        return
    name = f"ayni_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name}")
        parts = urlsplit(server)
        try:
            yield Installation(home, {**environment, "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))})
        finally:
            database.execute(f"DROP DATABASE {name} WITH (FORCE)")
