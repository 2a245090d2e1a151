"""The road between a worker and the provider, on which a worker can be killed at an exact moment."""

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Road(ThreadingHTTPServer):
    """Passes requests on. `kill(worker)` is done at the so-manieth request, before or after the provider has it."""

    daemon_threads = True

    def __init__(self, provider: str) -> None:
        self.provider = urlsplit(provider).netloc
        self.traffic = threading.Lock()  # one request at a time; whoever holds it waits for the one under way
        self.requests = 0
        self.ambush: tuple[int, bool, Callable[[], None]] | None = None
        super().__init__(("127.0.0.1", 0), Passage)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def wait_for(self, worker: int, *, request: int, is_after: bool) -> None:
        """Kill a worker at its so-manieth request from now."""
        self.ambush = (self.requests + request, is_after, lambda: kill(worker))

    def strike(self, *, is_after: bool) -> bool:
        """Whether it was the moment; then the worker is dead."""
        if self.ambush is None or self.ambush[:2] != (self.requests, is_after):
            return False
        self.ambush[2]()
        self.ambush = None
        return True


class Passage(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Road

    def do_GET(self) -> None:
        with self.server.traffic:
            self._pass(None)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.traffic:
            self._pass(body)

    def _pass(self, body: bytes | None) -> None:
        self.server.requests += 1
        self.close_connection = True
        if self.server.strike(is_after=False):
            return
        onward = http.client.HTTPConnection(self.server.provider, timeout=10)
        try:
            onward.request(self.command, self.path, body)
            answer = onward.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            return  # the provider hung up: so does the road
        finally:
            onward.close()
        if self.server.strike(is_after=True):
            return
        with suppress(OSError):
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def log_message(self, *_: Any) -> None:
        pass


def kill(worker: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)


def quiet(road: Road) -> None:
    """Wait until no request is under way: what a dead worker asked for has been done or is lost."""
    time.sleep(0.02)
    with road.traffic:
        pass


@contextmanager
def to(provider: str) -> Iterator[Road]:
    road = Road(provider)
    thread = threading.Thread(target=road.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield road
    finally:
        road.shutdown()
        thread.join()
        road.server_close()
