"""So many knocks in so many seconds, and how long to wait for the next."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from ayni.commons.limits import addresses, spending
from ayni.commons.limits.errors import TooMany
from ayni.commons.limits.models import Allowance

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def limited(settings, db):
    settings.AYNI_LIMITS = {"door": (5, 60), "other": (1, 60), "open": None}


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def knock(at=NOW, who="somebody", door="door"):
    spending.spend(door, who, at=at)


def test_all_at_once_and_then_no_more():
    for _ in range(5):
        knock()
    with pytest.raises(TooMany) as refused:
        knock()
    assert refused.value.seconds == 12
    assert "12 seconds" in str(refused.value)


def test_one_comes_back_after_its_share_of_the_time():
    for _ in range(5):
        knock()
    with pytest.raises(TooMany):
        knock(later(11.9))
    knock(later(12))
    with pytest.raises(TooMany):
        knock(later(12))


def test_a_refusal_costs_nothing():
    for _ in range(5):
        knock()
    for _ in range(100):
        with pytest.raises(TooMany):
            knock(later(5))
    knock(later(12))


def test_after_the_whole_time_all_of_it_is_there_again():
    for _ in range(5):
        knock()
    for _ in range(5):
        knock(later(60))
    with pytest.raises(TooMany):
        knock(later(60))


def test_in_any_minute_no_more_than_twice_the_number():
    """A bucket that was full and one that refills: what a limit of n in t lets through in any t is below 2 n."""
    allowed = []
    for second in range(0, 600):
        try:
            knock(later(second))
            allowed.append(second)
        except TooMany:
            pass
    assert max(len([one for one in allowed if start <= one < start + 60]) for start in range(540)) <= 10
    assert len(allowed) == 5 + 600 // 12 - 1


def test_others_and_other_doors_have_their_own():
    for _ in range(5):
        knock()
    knock(who="another")
    knock(door="other")
    with pytest.raises(TooMany):
        knock(door="other")


def test_a_door_without_a_limit_writes_nothing():
    for _ in range(50):
        knock(door="open")
    assert not Allowance.objects.exists()


def test_what_is_kept_names_nobody():
    knock(who="192.0.2.7")
    kept = Allowance.objects.get()
    assert "192.0.2.7" not in kept.key
    assert len(kept.key) == 64


def test_what_no_longer_counts_is_forgotten():
    knock()
    knock(who="another", at=later(100))
    assert spending.forget(at=later(50)) == 1
    assert Allowance.objects.count() == 1


def test_one_statement_for_a_knock(django_assert_num_queries):
    with django_assert_num_queries(1):
        knock()


def test_the_table_is_not_written_twice():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_allowance'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "192.0.2.7", "203.0.113.9", "192.0.2.7"),  # nobody in front of us: what is claimed is not believed
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first was written by who asks
        (2, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),  # not the road that was set
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (0, "", "", "unknown"),
    ],
)
def test_from_where(settings, proxies, remote, forwarded, expected):
    settings.AYNI_PROXIES = proxies
    request = RequestFactory(REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded} if forwarded else {}).get("/")
    assert addresses.of(request) == expected
