"""The Short Set's cut-offs and the module for children, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.measures import functioning

NAN = np.nan
SIX = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")


def people(*rows: list[float]) -> dict[str, np.ndarray]:
    return dict(zip(SIX, np.array(rows, dtype=float).T, strict=True))


@pytest.mark.parametrize(
    ("answers", "cuts"),
    [
        ([1, 1, 1, 1, 1, 1], [0, 0, 0, 0]),
        ([2, 1, 1, 1, 1, 1], [1, 0, 0, 0]),
        ([2, 2, 1, 1, 1, 1], [1, 1, 0, 0]),
        ([3, 1, 1, 1, 1, 1], [1, 1, 1, 0]),
        ([4, 1, 1, 1, 1, 1], [1, 1, 1, 1]),
        ([NAN, NAN, NAN, NAN, NAN, 1], [0, 0, 0, 0]),
        ([NAN, NAN, NAN, NAN, NAN, 3], [1, 1, 1, 0]),
        ([NAN] * 6, [NAN] * 4),
    ],
)
def test_the_four_cut_offs(answers: list[float], cuts: list[float]) -> None:
    found = functioning.disability(people(answers))
    assert [one[0] for one in found.values()] == pytest.approx(cuts, nan_ok=True)
    assert tuple(found) == functioning.CUTOFFS


def test_what_is_unanswered_is_a_choice() -> None:
    rows = people([NAN] * 6, [NAN, 3, 1, 1, 1, 1])
    assert functioning.disability(rows, "not_difficult")["DISABILITY3"].tolist() == [0, 1]
    assert functioning.disability(rows, "all_unknown")["DISABILITY3"].tolist() == pytest.approx([NAN, 1], nan_ok=True)
    assert np.isnan(functioning.disability(rows, "listwise")["DISABILITY3"]).all()


@given(st.lists(st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, NAN]), min_size=6, max_size=6), min_size=1, max_size=8))
def test_the_cut_offs_are_nested_and_the_widest_rule_knows_most(rows: list[list[float]]) -> None:
    for unanswered in ("all_unknown", "not_difficult", "listwise"):
        found = functioning.disability(people(*rows), unanswered)
        for wide, narrow in zip(functioning.CUTOFFS, functioning.CUTOFFS[1:], strict=False):
            known = ~np.isnan(found[wide])
            assert (found[wide][known] >= found[narrow][known]).all()
    known = [
        (~np.isnan(functioning.disability(people(*rows), rule)["DISABILITY1"])).sum()
        for rule in ("listwise", "all_unknown", "not_difficult")
    ]
    assert known == sorted(known)


def test_a_childs_domain_has_several_items() -> None:
    found = functioning.difficulty([np.array([1, 3, NAN, NAN]), np.array([1, 1, 4, NAN])], [3, 4])
    assert found.tolist() == pytest.approx([0, 1, 1, NAN], nan_ok=True)
    behaviour = functioning.difficulty([np.array([4.0, 5.0])], [5])
    assert behaviour.tolist() == [0, 1]


def test_users_of_an_aid_are_asked_with_it() -> None:
    """With glasses no difficulty, without them a lot: who wears them has none."""
    used = np.array([1, 0, NAN])
    items = functioning.with_aid(used, [np.array([1.0, 1.0, 1.0])], [np.array([3.0, 3.0, 3.0])])
    assert functioning.difficulty(items, [3, 4]).tolist() == [0, 1, 1]


def test_any_difficulty_of_some_domains() -> None:
    one, other = np.array([0, 1, NAN, NAN]), np.array([0, NAN, 0, NAN])
    assert functioning.any_of([one, other], "not_difficult").tolist() == [0, 1, 0, 0]
    assert functioning.any_of([one, other], "all_unknown").tolist() == pytest.approx([0, 1, 0, NAN], nan_ok=True)
    assert functioning.any_of([one, other], "listwise").tolist() == pytest.approx([0, NAN, NAN, NAN], nan_ok=True)
