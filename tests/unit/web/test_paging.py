"""One page of a list."""

import pytest
from django.test import RequestFactory

from ayni.web import paging


def _asked(query: str) -> paging.Paging:
    return paging.asked(RequestFactory().get(f"/people/?{query}"), per_page=50)


def test_the_neighbours_keep_the_filters() -> None:
    page = _asked("q=amara+d&page=2").of(120)
    assert (page.offset, page.limit, page.first, page.last) == (50, 50, 51, 100)
    assert page.previous == "?q=amara+d&page=1"
    assert page.next == "?q=amara+d&page=3"


def test_the_last_page_has_no_next() -> None:
    page = _asked("page=3").of(120)
    assert (page.first, page.last, page.next) == (101, 120, "")


@pytest.mark.parametrize("given", ["0", "-1", "two", "", "٢٢a", "99999999999999999999"])
def test_what_is_no_page_does_no_harm(given: str) -> None:
    assert 1 <= _asked(f"page={given}").number <= 1_000_000


def test_an_empty_list_counts_nothing() -> None:
    page = _asked("").of(0)
    assert (page.first, page.last, page.previous, page.next) == (0, 0, "", "")
