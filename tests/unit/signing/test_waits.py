"""Waiting after failures: growing, alike for every name, safe against many attempts at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from ayni.commons.signing import waits
from ayni.commons.signing.models import Wait
from tests.unit.signing.conftest import NOW

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def fail(times, name="omar", address=HERE, at=NOW):
    return [waits.attempted(name, address, at=at) for _ in range(times)]


def test_five_failures_pass_and_the_next_waits(db):
    assert fail(6) == [None] * 5 + [timedelta(seconds=30)]


def test_each_wait_is_twice_the_last_up_to_an_hour(db):
    fail(5)
    at, seen = NOW, []
    for _ in range(9):
        at += waits.attempted("omar", HERE, at=at) or timedelta()
        assert waits.attempted("omar", HERE, at=at) is None
        seen.append(waits.attempted("omar", HERE, at=at))
    assert seen[:4] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert seen[-1] == timedelta(hours=1)


def test_a_name_that_does_not_exist_waits_alike(officer):
    assert fail(7, name="omar") == fail(7, name="nobody-of-that-name", address=ELSEWHERE)


def test_another_address_is_not_held_and_another_name_is_not(db):
    fail(6)
    assert waits.attempted("omar", ELSEWHERE, at=NOW) is None
    assert waits.attempted("amina", HERE, at=NOW) is None


def test_a_name_tried_from_everywhere_waits_in_the_end(db):
    held = [waits.attempted("omar", f"203.0.113.{number}", at=NOW) for number in range(60)]
    assert held[:50] == [None] * 50
    assert all(held[51:])


def test_an_address_trying_every_name_waits_in_the_end(db):
    held = [waits.attempted(f"name-{number}", HERE, at=NOW) for number in range(103)]
    assert held[:100] == [None] * 100
    assert all(held[101:])


def test_capital_letters_and_spaces_are_no_way_round(db):
    fail(3, name="omar")
    fail(2, name=" OMAR ")
    assert waits.attempted("Omar", HERE, at=NOW) is not None


def test_success_forgets_the_name_but_not_what_the_address_tried(db):
    fail(4)
    fail(3, name="amina")
    waits.attempted("omar", HERE, at=NOW)
    assert waits.succeeded("omar", HERE) == 4
    assert fail(5) == [None] * 5
    assert Wait.objects.get(pk=waits._key("address", "", HERE)).failures == 12


def test_a_day_without_an_attempt_forgets(db):
    fail(4)
    assert fail(5, at=NOW + timedelta(days=1, seconds=1)) == [None] * 5


def test_forgetting_a_name_ends_its_wait_everywhere(db):
    fail(6)
    fail(6, address=ELSEWHERE)
    assert waits.is_waiting("omar", at=NOW)
    waits.forgotten("omar")
    assert not waits.is_waiting("omar", at=NOW)
    assert waits.attempted("omar", HERE, at=NOW) is None


def test_the_table_tells_no_name_and_no_address(db):
    fail(2)
    kept = str(list(Wait.objects.values()))
    assert "omar" not in kept
    assert HERE not in kept


@pytest.mark.django_db(transaction=True)
def test_many_at_once_gain_nothing():
    passed = []

    def attempt():
        try:
            passed.append(waits.attempted("omar", HERE, at=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(None) == 5
