import itertools

from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.measures import disclosure, tables

COUNTS = st.integers(0, 12) | st.integers(0, 500)


def test_large_counts_are_shown_with_their_totals() -> None:
    assert tables.shown([[10, 20], [30, 0]]) == [[10, 20, 30], [30, 0, 30], [40, 20, 60]]


def test_a_small_count_takes_another_with_it_in_its_row_and_its_column() -> None:
    assert tables.shown([[3, 20, 40], [30, 10, 50], [60, 70, 80]]) == [
        [None, None, 40, 63],
        [None, None, 50, 90],
        [60, 70, 80, 210],
        [93, 100, 170, 363],
    ]


def test_where_nothing_else_could_hide_it_the_total_is_hidden() -> None:
    assert tables.shown([[2, 0]])[0] == [None, 0, None]


def test_an_empty_table_has_only_its_total() -> None:
    assert tables.shown([]) == [[]]


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1)))
def test_no_small_count_is_shown_and_none_is_given_away(rows: list[list[int]]) -> None:
    found = tables.shown(rows)
    for line in itertools.chain(found, zip(*found, strict=True)):
        assert not any(count is not None and 0 < count < disclosure.LEAST_COUNTED for count in line)
        assert sum(count is None for count in line) != 1
    for shown, counts in zip(found, rows, strict=False):
        assert all(one in (None, count) for one, count in zip(shown, counts, strict=False))
