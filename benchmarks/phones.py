"""Two hundred phones that send a filled-in form at the same moment, to the server as `ayni serve` starts it.

    AYNI_HOME=/tmp/phones .venv/bin/python -m benchmarks.phones

Each phone is an officer's own, with a key, a connection and a form of its own. It asks first (HEAD), then sends (POST),
and waits for the answer; half of them send theirs a second time, as after a lost answer. Then all again with a picture
each. Told are the slowest but one in twenty of the answers, and whether every form is kept exactly once. Beside it, in
the same server, a bare view reads as much and inserts one row (`benchmarks.phones_bare`). Forms are
applied afterwards, in one piece of work: how long that takes is told too.
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PHONES = 200
GOAL_S = 1.0
HOUSEHOLD = 5  # people on each form
WARMING = 24
FORMS = 2 * PHONES + WARMING
PICTURE_BYTES = 60_000
BOUNDARY = "6c1f0b1d9e5a4c2f8d7b"  # nothing that is sent holds it
Took = list[tuple[int, float]]


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
    from benchmarks import phones_bare

    ready.database()
    keys, forms = _ready()
    plain, pictured, warming = forms[:PHONES], forms[PHONES : 2 * PHONES], forms[2 * PHONES :]
    phones_bare.prepare()
    told: dict[str, Any] = {"phones": PHONES, "cores": os.cpu_count(), "goal p95 s": GOAL_S, "load before": _load()}
    logs = Path(settings.AYNI_HOME) / "logs"
    with processes.Processes(logs, {"DATABASE_URL": ready.address(), "BARE_URL": phones_bare.address()}) as ours:
        for name, application in (("bare", phones_bare.APPLICATION), ("ayni", serving.APPLICATION)):
            port = _free_port()
            serving.start_web(ours, port, application=application)
            processes.wait_for_port(port, ours.children["web"], "127.0.0.1")
            servers = [f"http://127.0.0.1:{port}/api/openrosa/key/{key}" for key in keys]
            _at_once(servers[:WARMING], [_post(form) for form in warming])  # the server has been at work before
            told[name] = _told(servers, [_post(form) for form in plain], ours.children["web"])
            if name == "ayni":
                posts = [_post(one, _picture()) for one in pictured]
                told[f"{name}, with a picture"] = _told(servers, posts, ours.children["web"])
            ours.stop()
    return {**told, **_kept(), "load after": _load()}


def _load() -> list[float]:
    return [round(one, 1) for one in os.getloadavg()]


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _ready() -> tuple[list[str], list[bytes]]:
    """A published questionnaire, an officer with a key for each phone, two forms for each, and some to begin with."""
    from tests.unit.intake import field
    from tests.unit.registry import village

    here = field.made()
    officers = [village.officer(f"phone{number}", "enumerator", "N1") for number in range(PHONES)]
    people = [
        field.member("Ada", "head", "female"),
        *(field.member(f"P{n}", "child", "male") for n in range(1, HOUSEHOLD)),
    ]
    return [field.key_of(one) for one in officers], [here.form(members=people) for _ in range(FORMS)]


def _picture() -> bytes:
    """A whole picture of noise, which no compression makes smaller."""
    import struct
    import zlib

    from tests.unit.intake.field import _chunk

    side = int((PICTURE_BYTES / 3) ** 0.5)
    rows = b"".join(b"\0" + os.urandom(side * 3) for _ in range(side))
    shape = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", shape) + _chunk(b"IDAT", zlib.compress(rows, 0)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _post(form: bytes, picture: bytes = b"") -> bytes:
    parts = [("xml_submission_file", "f.xml", "text/xml", form)]
    parts += [("dwelling.png", "dwelling.png", "image/png", picture)] if picture else []
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, kind, content in parts
    )
    return body + f"--{BOUNDARY}--\r\n".encode()


def _at_once(servers: Sequence[str], posts: Sequence[bytes]) -> Took:
    """What each phone was answered, and after how long; half send again what was answered already."""
    took: Took = []
    begin = threading.Barrier(len(posts))

    def phone(number: int) -> None:
        begin.wait()
        _send(servers[number], posts[number], took)
        if number % 2:
            _send(servers[number], posts[number], took)

    threads = [threading.Thread(target=phone, args=(number,)) for number in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _ask(server: str) -> http.client.HTTPConnection:
    place = urlsplit(server)
    link = http.client.HTTPConnection(str(place.hostname), place.port, timeout=120)
    link.request("HEAD", f"{place.path}/submission", headers={"X-OpenRosa-Version": "1.0"})
    link.getresponse().read()
    return link


def _send(server: str, post: bytes, took: Took) -> None:
    headers = {"X-OpenRosa-Version": "1.0", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    link = _ask(server)
    asked = time.perf_counter()
    link.request("POST", f"{urlsplit(server).path}/submission", post, headers)
    status = link.getresponse().status
    took.append((status, time.perf_counter() - asked))
    link.close()


def _told(servers: Sequence[str], posts: Sequence[bytes], web: Any) -> dict[str, Any]:
    """The answers' times, and how busy the server, the database and the phones themselves were: what would be left to
    wait for on a machine that does nothing else."""
    before = _busy(web)
    took = _at_once(servers, posts)
    busy = [round(after - once, 2) for once, after in zip(before, _busy(web), strict=True)]
    times = sorted(seconds for _status, seconds in took)
    return {
        "posts": len(took),
        "answered 201": sum(status == 201 for status, _ in took),
        "median s": round(statistics.median(times), 3),
        "p95 s": round(times[int(len(times) * 0.95)], 3),
        "slowest s": round(times[-1], 3),
        "processor s of server, database, phones": busy,
        "load": _load(),
    }


def _busy(web: Any) -> list[float]:
    """Processor seconds so far: of the web server's session, of the database's processes, and of this one."""
    from django.conf import settings

    postmaster = int((Path(settings.AYNI_HOME) / "postgresql" / "postmaster.pid").read_text().split()[0])
    server = database = 0.0
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        took = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
        server += took if int(told[3]) == web.process.pid else 0
        database += took if int(told[1]) == postmaster else 0
    return [server, database, time.process_time()]


def _kept() -> dict[str, Any]:
    """Whether every form and picture is there exactly once, and what became of them; as the owner of the tables."""
    from django.db import connection
    from django.utils import timezone

    from ayni.commons.jobs import running
    from ayni.commons.jobs.models import Work
    from ayni.intake import models, tasks
    from ayni.registry.models import Household

    with connection.as_owner():
        forms, pictures = models.Submission.objects.count(), models.Attachment.objects.count()
    begun = time.perf_counter()
    tasks.look_after(timezone.now())
    for number in Work.objects.filter(kind="intake.process_submissions").values_list("pk", flat=True):
        running.run(number)
    took = time.perf_counter() - begun
    with connection.as_owner():
        applied, households = models.Submission.objects.filter(status="applied").count(), Household.objects.count()
    return {
        "forms kept": forms,
        "pictures kept": pictures,
        "households registered": households,
        "none lost, none doubled": (forms, pictures, applied, households) == (FORMS, PHONES, FORMS, FORMS),
        "applied afterwards, forms/s": round(applied / took, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
