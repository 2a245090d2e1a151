"""Which figures are hidden, and that what is hidden cannot be found from the rest."""

from __future__ import annotations

from ayni.engines.measures.disclosure import Cell, hide


def cell(n: int, counted: int, **place: object) -> Cell:
    value = counted / n if n else None
    return Cell("coverage", n, counted, value, **place)  # type: ignore[arg-type]


def hidden(cells: list[Cell]) -> list[bool]:
    return [one.is_hidden for one in hide(cells)]


def test_fewer_than_five_people_are_hidden() -> None:
    assert hidden([cell(4, 0)]) == [True]
    assert hidden([cell(5, 5)]) == [False]


def test_a_numerator_of_a_few_is_hidden_and_none_is_not() -> None:
    assert hidden([cell(500, 4)]) == [True]
    assert hidden([cell(500, 0)]) == [False]
    assert hidden([cell(500, 5)]) == [False]


def test_nobody_at_all_is_no_secret() -> None:
    found = hide([cell(0, 0)])[0]
    assert not found.is_hidden
    assert found.value is None


def test_what_is_hidden_has_no_value_and_no_interval() -> None:
    found = hide([Cell("coverage", 20, 10, 0.5, 0.3, 0.7, is_estimate=True)])[0]
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 20)


def test_a_sample_needs_twenty_five() -> None:
    assert hidden([Cell("coverage", 24, 24, 1.0, is_estimate=True)]) == [True]
    assert hidden([Cell("coverage", 25, 1, 0.04, is_estimate=True)]) == [False]


def test_one_hidden_category_takes_the_smallest_other_with_it() -> None:
    """Women and men add up to everybody: one hidden alone would be a subtraction away."""
    whole = cell(1000, 600)
    areas = [cell(n, n, area=name) for n, name in ((3, "a"), (400, "b"), (597, "c"))]
    assert hidden([whole, *areas]) == [False, True, True, False]


def test_two_hidden_categories_protect_each_other() -> None:
    areas = [cell(n, n, area=name) for n, name in ((3, "a"), (4, "b"), (597, "c"))]
    assert hidden(areas) == [True, True, False]


def test_groups_do_not_mix() -> None:
    sex = [cell(n, n, group="sex", category=name) for n, name in ((3, "female"), (50, "male"))]
    area = [cell(n, n, area=name) for n, name in ((25, "a"), (28, "b"))]
    assert hidden([*sex, *area]) == [True, True, False, False]


def test_estimates_do_not_add_up_so_others_stay() -> None:
    areas = [Cell("c", n, n, 1.0, area=name, is_estimate=True) for n, name in ((3, "a"), (400, "b"))]
    assert hidden(areas) == [True, False]
