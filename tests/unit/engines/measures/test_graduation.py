"""Criteria joined by AND and OR, with unknown answers, and what is lacking."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures import graduation
from ayni.engines.measures.graduation import Join

NAN = float("nan")
MET = {"a": np.array([1, 1, 0, NAN, 0]), "b": np.array([1.0, 0, 0, 1, 1]), "c": np.array([1, 1, NAN, 0, 0])}


def truth(values: np.ndarray) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def test_all_any_and_at_least_with_the_unknown() -> None:
    assert truth(graduation.joined(MET, Join("all", ("a", "b", "c")))) == [1, 0, 0, 0, 0]
    assert truth(graduation.joined(MET, Join("any", ("a", "c")))) == [1, 1, None, None, 0]
    assert truth(graduation.joined(MET, Join("at_least", ("a", "b", "c"), 2))) == [1, 1, 0, None, 0]
    nested = Join("all", ("b", Join("any", ("a", "c"))))
    assert truth(graduation.joined(MET, nested)) == [1, 0, 0, None, 0]


def test_each_is_told_what_it_lacks() -> None:
    nested = Join("all", ("b", Join("any", ("a", "c"))))
    assert graduation.lacking(MET, nested) == ["", "b", "b; a or c?", "a? or c", "a or c"]
    two = Join("at_least", ("a", "b", "c"), 2)
    assert graduation.lacking(MET, two)[4] == "1 more of: a, c"
    deep = Join("any", ("c", Join("all", ("a", "b"))))
    assert graduation.lacking({"a": np.zeros(1), "b": np.zeros(1), "c": np.zeros(1)}, deep) == ["c or (a; b)"]


def test_nobody_lacks_anything_who_passes_and_the_other_way_round() -> None:
    rng = np.random.default_rng(0)
    met = {name: rng.choice([0, 1, NAN], 500) for name in "abcd"}
    join = Join("all", ("a", Join("any", ("b", Join("at_least", ("c", "d"), 2)))))
    passes, lacks = graduation.joined(met, join), graduation.lacking(met, join)
    assert [one == "" for one in lacks] == (passes == 1).tolist()


def test_thresholds() -> None:
    value = np.array([1.0, 2, 3, NAN])
    assert truth(graduation.against(value, at_least=2)) == [0, 1, 1, None]
    assert truth(graduation.against(value, at_least=2, at_most=2)) == [0, 1, 0, None]


def test_reading() -> None:
    found = graduation.read({"all": ["a", {"any": ["b", "c"]}]}, "spec")
    assert found == Join("all", ("a", Join("any", ("b", "c")))) and list(found.names()) == ["a", "b", "c"]
    assert graduation.read({"at_least": 2, "of": ["a", "b"]}, "spec").number == 2
    for bad, said in (
        ([], "write `all"),
        ({"each": ["a"]}, "'each' is not known"),
        ({"all": []}, "at least one"),
        ({"at_least": 3, "of": ["a", "b"]}, "from 1 to 2"),
    ):
        with pytest.raises(graduation.GraduationError, match=said):
            graduation.read(bad, "spec")
    with pytest.raises(graduation.GraduationError, match="'z' is no criterion"):
        graduation.joined(MET, Join("all", ("z",)))
