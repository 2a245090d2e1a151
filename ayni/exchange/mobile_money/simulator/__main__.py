"""python -m ayni.exchange.mobile_money.simulator --port N --state FILE --seed S --delay SECONDS"""

import argparse
import errno
import os
import signal
import sqlite3
import sys
import threading
from pathlib import Path

from ayni.exchange.mobile_money.simulator.fate import Character
from ayni.exchange.mobile_money.simulator.memory import Memory
from ayni.exchange.mobile_money.simulator.server import Server


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; the address is printed when it is ready. Gives the exit status."""
    asked = _parser().parse_args(arguments)
    character = Character(
        seed=asked.seed,
        delay=asked.delay,
        failing=asked.failing,
        repeating=asked.repeating,
        faults=asked.faults,
        forgetful=asked.forgetful,
    )
    try:
        memory = Memory(asked.state, character)
    except sqlite3.Error as error:
        print(f"The provider's state cannot be kept in {asked.state}: {error}. Name another file.", file=sys.stderr)
        return 1
    try:
        server = Server((asked.host, asked.port), memory, os.environ.get("AYNI_PROVIDER_SECRET", ""))
    except OSError as error:
        print(_sentence(error, asked.port), file=sys.stderr)
        return 1
    _serve(server)
    memory.close()
    return 0


def _serve(server: Server) -> None:
    host, port = server.server_address[:2]
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"http://{host!s}:{port}", flush=True)
    with server:
        server.serve_forever(poll_interval=0.1)


def _sentence(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another with --port; 0 takes any that is free."
    return f"The provider cannot listen on port {port}: {error.strerror}. Choose another with --port."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ayni.exchange.mobile_money.simulator",
        description="A mobile money provider for demonstrations and tests. It moves no money.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--state", type=Path, required=True, help="the file it remembers in")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--delay", type=float, default=1.0, help="an answer comes within so many seconds")
    parser.add_argument("--failing", type=float, default=0.03, help="share of payments that fail")
    parser.add_argument("--repeating", type=float, default=0.1, help="share of answers told twice")
    parser.add_argument("--faults", type=float, default=0.1, help="share of requests to pay that go wrong")
    parser.add_argument("--forgetful", action="store_true", help="pay as often as asked, whatever the reference")
    return parser


if __name__ == "__main__":
    sys.exit(main())
