"""How two people are compared: by what, in which degrees, and what each degree is called.

Degrees stand from the surest to "different"; a pair has the first that holds. Where either record lacks the value,
nothing is known and the comparison weighs nothing. A degree with `frequent` weighs by how frequent the value is: to
share a rare name says more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ayni.engines.linkage.conditions import All, Any_, Condition, Is, Lacking, Near, Not, Record, Same, Within

UNKNOWN = -1


@dataclass(frozen=True)
class Degree:
    """`holds` is None of the last, which is what is left."""

    code: str
    holds: Condition | None
    frequent: str = ""  # the column whose values are counted


@dataclass(frozen=True)
class Comparison:
    """Of one thing; `reads` are the columns it looks at."""

    name: str
    unknown: Condition
    degrees: tuple[Degree, ...]
    reads: tuple[str, ...]

    def degree(self, one: Record, other: Record) -> int:
        """The number of the degree that two records have, or UNKNOWN."""
        if self.unknown.holds(one, other):
            return UNKNOWN
        for number, degree in enumerate(self.degrees):
            if degree.holds is None or degree.holds.holds(one, other):
                return number
        raise AssertionError("the last degree is what is left")

    def sql(self) -> str:
        """The same number as an expression over the columns of a pair."""
        cases = [f"when {self.unknown.sql()} then {UNKNOWN}"]
        cases += [f"when {one.holds.sql()} then {number}" for number, one in enumerate(self.degrees) if one.holds]
        return f"case {' '.join(cases)} else {len(self.degrees) - 1} end"


#: Given and family name stand in each other's place, in letters or in sound.
EXCHANGED = All(Same("given", "family"), Same("family", "given"))
SOUND_EXCHANGED = All(
    Same("given_sound", "family_sound"), Same("family_sound", "given_sound"), Not(Same("given_sound"))
)


def made(columns: Sequence[str]) -> tuple[Comparison, ...]:
    """The comparisons that these prepared columns allow, in a fixed order."""
    return tuple(one for one in _every(columns) if set(one.reads) <= set(columns))


def alike(column: str) -> bool:
    """Whether a column holds a number or word of which nothing more is known than how it is written."""
    return column == "phone" or (column.startswith(("id_", "other_")) and not column.endswith("_begins"))


def _every(columns: Sequence[str]) -> Iterator[Comparison]:
    places = [name for name in columns if name.startswith("place_")]
    both = (*_of("given"), *_of("family"))
    #: Of three names one record gives the first two, another the first and the last.
    moved = (Degree("moved", Any_(Same("family", "middle"), Same("middle", "family"))),) if "middle" in columns else ()
    yield Comparison("given", Lacking("given"), (_same("given"), *_exchanged(), *_spelt("given")), both)
    unknown = Any_(Lacking("family"), EXCHANGED, SOUND_EXCHANGED)  # which is told by the given name, once
    yield Comparison("family", unknown, (_same("family"), *_spelt("family", *moved)), both)
    yield Comparison("middle", Lacking("middle"), (_same("middle"), *_spelt("middle")), _of("middle"))
    yield _birth(columns)
    yield Comparison("sex", Lacking("sex"), (Degree("same", Same("sex")), Degree("different", None)), ("sex",))
    if places:
        yield _place(places)
    yield from (_other(name) for name in columns if alike(name))


def _other(name: str) -> Comparison:
    """A number or a word of which nothing more is known: written alike, or beginning alike."""
    degrees = (
        _same(name),
        Degree("near", Near(name)),
        Degree("letters", Near(name, 2, 8)),
        Degree("begins", Same(f"{name}_begins")),
        Degree("different", None),
    )
    return Comparison(name, Lacking(name), degrees, (name, f"{name}_begins"))


def _of(name: str) -> tuple[str, ...]:
    return tuple(name + part for part in ("", "_called", "_sound", "_letters", "_first", "_last"))


def _same(field: str) -> Degree:
    return Degree("same", Same(field), frequent=field)


def _exchanged() -> tuple[Degree, ...]:
    return Degree("exchanged", EXCHANGED), Degree("exchanged_sound", SOUND_EXCHANGED)


def _spelt(field: str, *after: Degree) -> tuple[Degree, ...]:
    turned = All(Same(f"{field}_letters"), Near(field, 2))  # two letters in each other's place
    return (
        Degree("called", Same(f"{field}_called")),
        Degree("letter", Any_(Near(field), turned)),
        Degree("sound", Same(f"{field}_sound")),
        Degree("letters", Near(field, 2, 6)),
        Degree("part", Any_(Same(f"{field}_first"), Same(f"{field}_last"))),
        *after,
        Degree("different", None),
    )


def _birth(columns: Sequence[str]) -> Comparison:
    """By what is told of births in these records: days, or years alone."""
    turned = All(Same("year"), Same("month", "day"), Same("day", "month"))
    other_year = All(Same("month"), Same("day"), Any_(Within("year", 1), Near("born", 1)))
    of_days = (
        Degree("same", Same("born"), frequent="born"),
        Degree("turned", turned),
        Degree("digit", Near("born", 1, 8)),
        Degree("other_year", other_year),
        Degree("first_of_year", All(Same("year"), Is("new_year", 1))),
        Degree("year_and_part", All(Same("year"), Any_(Same("month"), Same("day")))),
    )
    of_years = (
        Degree("year", Same("year")),
        Degree("near", Within("year", 2)),
        Degree("decade", Within("year", 10)),
        Degree("different", None),
    )
    if "born" not in columns:
        return Comparison("birth", Lacking("year"), of_years, ("year",))
    return Comparison("birth", Lacking("year"), (*of_days, *of_years), ("born", "year", "month", "day", "new_year"))


def _place(places: Sequence[str]) -> Comparison:
    """Areas from the broadest to the narrowest: how far down two people stand in the same ones."""
    degrees = tuple(Degree(f"same_{name}", Same(name), frequent=name) for name in reversed(places))
    return Comparison("place", Lacking(places[0]), (*degrees, Degree("different", None)), tuple(places))
