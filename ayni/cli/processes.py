"""Our own processes beside each other: the web server, the worker, and in a demonstration the provider.

A child that dies is started again; all end with this one, however it ends.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from ayni.cli.errors import PortInUse, ProcessEnded

GIVE_UP_AFTER = 20  # deaths of one child, each within the time below, before it is not started again
SHORT_LIFE_SECONDS = 5.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0


@dataclass
class Processes:
    """Children by name. Use as a context: leaving it stops them all."""

    logs: Path
    environment: dict[str, str] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, name: str, arguments: Iterable[str], **environment: str) -> None:
        """Start `python ARGUMENTS` under a name."""
        child = Child(
            name,
            [sys.executable, *arguments],
            {**os.environ, **self.environment, **environment},
            self.logs / f"{name}.log",
        )
        self.children[name] = child
        _launch(child)

    def watch(self) -> None:
        """Start again whichever child has died. Raises ProcessEnded for one that keeps dying."""
        for child in self.children.values():
            status = child.process.poll() if child.process else None
            if status is None:
                continue
            if time.monotonic() - child.started < SHORT_LIFE_SECONDS:
                child.deaths += 1
            if child.deaths >= GIVE_UP_AFTER:
                raise ProcessEnded(child.name, status, str(child.log))
            _launch(child)

    def stop(self) -> None:
        living = [child.process for child in self.children.values() if child.process and child.process.poll() is None]
        for process in living:
            process.terminate()
        until = time.monotonic() + 8
        for process in living:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _end_its_own(process)


def free_port(port: int, host: str = "127.0.0.1") -> int:
    """The port, when it is free; 0 finds one. Raises PortInUse."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUse(port) from error
        return int(probe.getsockname()[1])


def wait_for_port(port: int, child: Child, host: str = "127.0.0.1", seconds: float = 30) -> None:
    """Until somebody answers on the port. Raises ProcessEnded when the child dies first or nothing answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return
        if child.process and child.process.poll() is not None:
            break
        time.sleep(0.1)
    raise ProcessEnded(child.name, child.process.returncode if child.process else 1, str(child.log))


def _launch(child: Child) -> None:
    with child.log.open("ab") as log:
        child.process = subprocess.Popen(  # noqa: S603 our own programs
            child.command,
            env=child.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
    child.started = time.monotonic()


def _end_its_own(process: subprocess.Popen[bytes]) -> None:
    """End what an ended child has left: a web server stopped while it starts leaves its worker behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
