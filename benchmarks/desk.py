"""Is this applicant already registered? The slowest but one in twenty of a thousand applicants, with reasons."""

from __future__ import annotations

import functools
import os
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks import installation, measuring, people_named

GOAL_S = 0.01
APPLICANTS = 1_000
DRAWN = """
    SELECT p.id, p.given_name, p.family_name, p.born_from, p.sex, p.phone, a.code
    FROM registry_person p JOIN directory_area a ON a.id = p.registered_in_id WHERE p.id = ANY (%s)
"""


def cases(households: int) -> list[measuring.Case]:
    people_named.fill(households)
    measuring.apart(_prepare)
    return [
        measuring.Case(
            work=f"desk check, 95th of 100 applicants, {who}",
            size=f"{5 * households:,} persons",
            ours=functools.partial(_ours, households, area),
            beside_name="reading 25 people by their keys",
            beside=_beside,
            goal_s=GOAL_S,
        )
        for who, area in (("everywhere", ""), ("an officer of one district", "0101"))
    ]


def _prepare() -> float:
    """Everybody prepared for the weights of elsewhere, as the daily work does it first."""
    from django.db import connection

    from ayni.commons import acting
    from ayni.identity import actions

    by, began, worked = _officer(""), time.perf_counter(), time.process_time()
    with acting.as_user(by):
        done = actions.refresh(lambda done, total: None, by=by)
    clock, processor = time.perf_counter() - began, time.process_time() - worked
    with connection.cursor() as cursor:
        sizes = {}
        for name in ("identity_record_0", "identity_record_0_keys"):
            cursor.execute("SELECT pg_total_relation_size(%s::regclass) / 1048576", [name])
            sizes[name] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM identity_frequentkey")
        often = cursor.fetchone()[0]
    told = f"prepared {done:,} in {clock:.0f} s ({processor:.0f} s of this processor)"
    print(f"{told}, megabytes {sizes}, keys too frequent {often:,}", flush=True)
    return clock


def _officer(area: str) -> Any:
    """Who registers people in an area or everywhere, and asks without a limit."""
    from django.conf import settings

    from ayni.commons.access.models import Grant

    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "check": None, "check_beyond": None}
    user = people_named.reader(area)
    Grant.objects.get_or_create(
        user=user,
        role_id="district_officer",
        area=user.grants.earliest("pk").area,
        defaults={"starts_on": installation.DAY},
    )
    return user


def _ours(households: int, area: str) -> Iterator[None]:
    """All applicants, as the registering screen asks; then the 95th of a hundred again, which is timed."""
    from django.utils import timezone

    from ayni.identity import actions

    by, asked = _officer(area), list(_applicants(households))
    actions.check_applicant(asked[0][1], by=by, at=timezone.now())
    took, found, worked = [], 0, time.process_time()
    for person, applicant in asked:
        began = time.perf_counter()
        answer = actions.check_applicant(applicant, by=by, at=timezone.now())
        took.append((time.perf_counter() - began, applicant))
        found += person in {one.person_id for one in answer.matches}
    worked = time.process_time() - worked
    took.sort(key=lambda one: one[0])
    of = sum(1 for person, _ in asked if person)
    half, most, nearly_all = (1000 * took[int(len(took) * share)][0] for share in (0.5, 0.95, 0.99))
    print(
        f"  {area or 'everywhere'}: half within {half:.1f} ms, 95 of 100 in {most:.1f}, 99 in {nearly_all:.1f}; "
        f"{1000 * worked / len(took):.1f} of this processor each; found {found} of {of} with an error; "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    slow = took[int(len(took) * 0.95)][1]
    yield
    actions.check_applicant(slow, by=by, at=timezone.now())
    yield
    return 1


def _applicants(households: int) -> Iterator[tuple[int, Any]]:
    """Half are on record and told with an error, half are nobody on record but bear names of the country."""
    from django.db import connection

    from ayni.identity import actions
    from ayni.kernel.partial_dates import PartialDate

    draw = random.Random(7)
    drawn = [draw.randint(1, 5 * households) for _ in range(APPLICANTS)]
    with connection.cursor() as cursor:
        cursor.execute(DRAWN, [drawn])
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    for number, person in enumerate(drawn):
        given, family, born, sex, phone, area = rows[person]
        is_known = number % 2 == 0
        if is_known:
            given, family, born, phone = _wrong(draw, given, family, born, phone)
        else:
            born, phone = date(1940, 1, 1) + timedelta(days=draw.randint(0, 30_000)), ""
            family = rows[draw.choice(drawn)][1]
        day = PartialDate(born, born) if born else None
        told = {"given_name": given, "family_name": family, "sex": sex, "area": area, "phone": phone}
        yield person if is_known else 0, actions.Applicant(born=day, **told)


def _wrong(draw: random.Random, given: str, family: str, born: date, phone: str) -> tuple[str, str, date, str]:
    """One error of those that are made at desks."""
    match draw.randint(0, 4):
        case 0:
            place = draw.randrange(len(family))
            family = family[:place] + draw.choice("aeiou") + family[place + 1 :]
        case 1:
            given, family = family, given
        case 2 if born.day <= 12:
            born = born.replace(month=born.day, day=born.month)
        case 3:
            born = born + timedelta(days=draw.choice((-10, 10, -1, 1)))
        case _:
            phone = ""
    return given, family, born, phone


def _beside() -> Iterator[None]:
    from ayni.registry import models

    list(models.Person.objects.filter(pk__in=range(1, 25)))
    yield
    list(models.Person.objects.filter(pk__in=range(1000, 1025)))
    yield
    return 1
