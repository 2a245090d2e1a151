"""Specifications are read strictly, and say what to write instead."""

from fractions import Fraction

import pytest

from ayni.engines.measures.specs import Spec, SpecError


def read(text, *allowed):
    return Spec.read(text, "x.yaml", *allowed)


def test_what_is_written_is_read():
    spec = read("a: income\nk: 1/3\nn: 2.5\nlines: [1, 2]\none: 7\nyes: true\nlabels: {en: Poor, fr: Pauvre}\n")
    assert (spec.text("a"), spec.fraction("k"), spec.number("n")) == ("income", Fraction(1, 3), 2.5)
    assert (spec.listed("lines"), spec.listed("one")) == ([1, 2], [7])
    assert spec.labels() == {"en": "Poor", "fr": "Pauvre"}
    assert spec.text("b", "else") == "else" and spec.fraction("c", Fraction(1, 2)) == Fraction(1, 2)
    assert not spec.has("b") and spec.has("a")


def test_entries_are_named_in_refusals():
    spec = read("lines:\n  - {name: low, at: 3}\n  - {name: high, att: 4}\n")
    with pytest.raises(SpecError, match=r"x\.yaml: lines, entry 2 'high': 'att' is not known\. Did you mean 'at'"):
        list(spec.entries("lines", "name", "at"))


@pytest.mark.parametrize(
    ("text", "does", "says"),
    [
        ("a: [", lambda s: s, "not readable YAML"),
        ("- 1", lambda s: s, "holds a list"),
        ("wellfare: x", lambda s: s.only("welfare"), "Did you mean 'welfare'"),
        ("a: ''", lambda s: s.text("a"), "`a` is missing or not a text"),
        ("a: true", lambda s: s.number("a"), "Write a number"),
        ("a: 1/0", lambda s: s.fraction("a"), "a fraction such as 1/3"),
        ("a: maybe", lambda s: s.flag("a"), "Write true or false"),
        ("a: x", lambda s: s.one_of("a", ("y", "z")), "Write one of y, z"),
        ("a: []", lambda s: s.listed("a"), "at least one entry"),
        ("a: 3", lambda s: s.inside("a"), "must hold names and values"),
        ("a: [3]", lambda s: list(s.entries("a")), "entry 1 is 3"),
        ("labels: [a]", lambda s: s.labels(), "must be a text"),
    ],
)
def test_refusals(text, does, says):
    with pytest.raises(SpecError, match=says):
        does(read(text))
