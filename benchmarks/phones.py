"""Two hundred phones that send a filled-in form at the same moment, to the server as `ayni serve` starts it.

    AYNI_HOME=/tmp/phones .venv/bin/python -m benchmarks.phones

Each phone has a connection and a form of its own, asks first (HEAD), then sends (POST), and waits for the answer. Told
are the slowest but one in twenty of the answers, and whether every form is kept exactly once: half of the phones send
theirs a second time, as after a lost answer. Forms are applied afterwards, by the worker.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PHONES = 200
GOAL_S = 1.0
HOUSEHOLD = 5  # people on each form


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="phones-") as folder:
        os.environ.setdefault("AYNI_HOME", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
        os.environ["AYNI_HTTPS"] = "0"
        print(json.dumps(_measured(), indent=1))


def _measured() -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings

    from ayni.cli import processes, ready, serving

    ready.database()
    forms, key = _ready()
    port = _free_port()
    with processes.Processes(Path(settings.AYNI_HOME) / "logs", {"DATABASE_URL": ready.address()}) as ours:
        serving.start_web(ours, port)
        processes.wait_for_port(port, ours.children["web"], "127.0.0.1")
        server = f"http://127.0.0.1:{port}/api/openrosa/key/{key}"
        _send(server, forms[-1], [])  # the server has imported what it needs
        took = _at_once(server, forms[:PHONES])
    return _counted(took)


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _ready() -> tuple[list[bytes], str]:
    """A published questionnaire, a form for each phone, and a key."""
    from ayni.commons import acting
    from tests.unit.intake import field

    here = field.made()
    with acting.apart():
        acting.become(here.enumerator)
        people = [
            field.member("Ada", "head", "female"),
            *(field.member(f"P{n}", "child", "male") for n in range(1, HOUSEHOLD)),
        ]
        return [here.form(members=people) for _ in range(PHONES + 1)], field.key_of(here.enumerator)


def _at_once(server: str, forms: list[bytes]) -> list[tuple[int, float]]:
    """What each phone was answered, and after how long; half send again what was answered already."""
    took: list[tuple[int, float]] = []
    begin = threading.Barrier(len(forms))

    def phone(number: int, form: bytes) -> None:
        begin.wait()
        _send(server, form, took)
        if number % 2:
            _send(server, form, took)

    threads = [threading.Thread(target=phone, args=pair) for pair in enumerate(forms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _send(server: str, form: bytes, took: list[tuple[int, float]]) -> None:
    place = urlsplit(server)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="f.xml"\r\n'
        b"Content-Type: text/xml\r\n\r\n" + form + b"\r\n--b--\r\n"
    )
    headers = {"X-OpenRosa-Version": "1.0", "Content-Type": "multipart/form-data; boundary=b"}
    link = http.client.HTTPConnection(str(place.hostname), place.port, timeout=120)
    link.request("HEAD", f"{place.path}/submission", headers={"X-OpenRosa-Version": "1.0"})
    link.getresponse().read()
    asked = time.perf_counter()
    link.request("POST", f"{place.path}/submission", body, headers)
    status = link.getresponse().status
    link.close()
    took.append((status, time.perf_counter() - asked))


def _counted(took: list[tuple[int, float]]) -> dict[str, Any]:
    from ayni.commons import acting
    from ayni.commons.access import queries

    with acting.as_user(queries.user("enumerator")):
        return _told(took)


def _told(took: list[tuple[int, float]]) -> dict[str, Any]:
    from ayni.intake import models

    times = sorted(seconds for _status, seconds in took)
    kept = models.Submission.objects.count() - 1  # the first was to warm up
    return {
        "phones": PHONES,
        "posts": len(took),
        "answered 201": sum(status == 201 for status, _ in took),
        "kept": kept,
        "none lost, none doubled": kept == PHONES and all(status == 201 for status, _ in took),
        "median s": round(statistics.median(times), 3),
        "p95 s": round(times[int(len(times) * 0.95)], 3),
        "slowest s": round(times[-1], 3),
        "goal p95 s": GOAL_S,
        "load": [round(one, 1) for one in os.getloadavg()],
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main())
