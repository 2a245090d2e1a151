"""The queue of pairs that may be one person, a million of them waiting: its page, and taking the next pair."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks import measuring, people_named

GOAL_S = 0.1
PAIRS, BESIDE = 1_000_000, 50  # in all; how many others each record is paired with at most
MOST_QUESTIONS = 15
TIMES = 20
FILL = """
    INSERT INTO identity_candidate (one_id, other_id, one_area_id, other_area_id, source, weight, chance, reasons,
        programmes, both_paid, is_sensitive, priority, state, round)
    SELECT p.id, o.id, p.registered_in_id, o.registered_in_id, 'run', 10 * random() - 5, random(),
        '[{"of": "family", "found": "same", "weight": 5.1}]', 0, random() < 0.1, false,
        (random() < 0.1)::int * 10000 + floor(100 * random()), 'waiting', 1
    FROM generate_series(1, %(beside)s) k JOIN registry_person p ON true JOIN registry_person o ON o.id = p.id + k
    LIMIT %(pairs)s
"""


def cases(households: int) -> list[measuring.Case]:
    people_named.fill(households)
    measuring.apart(_laid)
    return [
        measuring.Case(
            work=f"{what}, {who}",
            size=f"{PAIRS:,} pairs that wait",
            ours=functools.partial(ours, area),
            beside_name="the first 20 rows by their index",
            beside=_beside,
            goal_s=GOAL_S,
        )
        for what, ours in (("the queue's page", _page), ("taking the next pair", _taking))
        for who, area in (("everywhere", ""), ("one region", "01"), ("one district", "0101"))
    ]


def _laid() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"pairs": PAIRS, "beside": BESIDE})
        cursor.execute("ANALYZE identity_candidate")


def _page(area: str) -> Iterator[None]:
    """The whole page over HTTP, as a browser gets it; the slowest but one of so many is timed by its middle."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from ayni.commons.access.models import Grant

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    who = people_named.reader(area)
    Grant.objects.filter(user=who).update(role_id="data_steward")
    client = Client(HTTP_HOST="localhost")
    client.force_login(who)
    client.get("/same/")
    asked: list[str] = []
    with connection.execute_wrapper(functools.partial(_counted, asked)):
        answer = client.get("/same/")
    assert answer.status_code == 200
    assert len(asked) <= MOST_QUESTIONS, [one[:80] for one in asked]
    took = []
    for _time in range(TIMES):
        began = time.perf_counter()
        client.get("/same/")
        took.append(time.perf_counter() - began)
    took.sort()
    print(f"  {area or 'everywhere'}: {len(asked)} questions; half {1000 * took[TIMES // 2]:.0f} ms,"
          f" slowest {1000 * took[-1]:.0f} ms", flush=True)  # fmt: skip
    yield
    client.get("/same/")
    yield
    return 1


def _counted(asked: list[str], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    asked.append(sql)
    return execute(sql, params, many, context)


def _taking(area: str) -> Iterator[None]:
    from ayni.commons.access.models import Grant, User
    from ayni.identity import actions
    from ayni.identity.queries.reviewing import Asked

    who: Any = people_named.reader(area)
    Grant.objects.filter(user=who).update(role_id="data_steward")
    who = User.objects.get(pk=who.pk)
    at = datetime.now(UTC)
    actions.take_pair(Asked(), at=at, by=who)
    yield
    assert actions.take_pair(Asked(), at=at, by=who) is not None
    yield
    return 1


def _beside() -> Iterator[None]:
    from django.db import connection

    statement = (
        "SELECT id FROM identity_candidate WHERE state IN ('waiting', 'second', 'third') ORDER BY priority DESC, id"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT 20")
        yield
        cursor.execute(f"{statement} LIMIT 20")
        cursor.fetchall()
        yield
    return 1
