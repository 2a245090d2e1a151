"""What every household of a snapshot needs, in one pass over households and one over persons; or one household's.

A need whose rule this snapshot's dictionary cannot answer, or that asks for a score nobody has, is not asked here:
nobody is found by it and nobody ruled out. An unknown answer is unknown. A household has a person's need when anybody
in it has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ayni.assessment.actions import framing
from ayni.assessment.queries import catalogue, spelled
from ayni.engines.measures.design import Booleans, Floats, Integers
from ayni.engines.rules import check
from ayni.snapshots.opening import Opened

SCORE = re.compile(r"""score\(\s*["']([^"']+)["']\s*\)""")
ENROLLED = "enrolled"
EVERYWHERE = ""
COUNTS = ("households", "people", "unknown", "helped", "counted")


@dataclass(frozen=True, eq=False)
class Found:
    """Of each need, by its name: 1, 0 or NaN for every household; and for every person, where it is a person's.

    `people` is how many live in each household, `home` the place of each person's household, `paths` where households
    are. `apart` are the needs that rest on sensitive answers, `not_asked` those that nobody could be asked.
    """

    needs: tuple[catalogue.Need, ...]
    household: Integers
    people: Integers
    paths: Any
    person: Integers
    home: Integers
    of_household: Mapping[str, Floats]
    of_person: Mapping[str, Floats]
    apart: tuple[str, ...]
    not_asked: tuple[str, ...]


def find(needs: Iterable[catalogue.Need], opened: Opened, *, only: int | None = None) -> Found:
    """What is needed, of the whole snapshot or of one household."""
    listed = tuple(needs)
    asked = [one for one in listed if _is_asked(one, opened)]
    rules = {unit: [one.rule for one in asked if one.unit == unit] for unit in ("household", "person")}
    homes = framing.Rows(opened, "household", rules["household"], only)
    persons = framing.Rows(opened, "person", rules["person"], only)
    home = np.searchsorted(homes.ids, persons.household)
    of_person = {one.name: persons.flags(one.rule) for one in asked if one.unit == "person"}
    of_household = {
        one.name: _gathered(of_person[one.name], home, homes.rows) if one.name in of_person else homes.flags(one.rule)
        for one in asked
    }
    return Found(
        tuple(asked),
        homes.ids,
        np.bincount(home, minlength=homes.rows),
        homes.paths,
        persons.ids,
        home,
        of_household,
        of_person,
        tuple(one.name for one in asked if _is_sensitive(one, opened)),
        tuple(one.name for one in listed if one not in asked),
    )


def details(found: Found, needs: Sequence[catalogue.Need]) -> Any:
    """Of each household the needs found, with the persons who have them, and those unknown, as JSON."""
    names = [one.name for one in needs]
    marks = np.zeros((len(found.household), max(len(names), 1)), dtype=np.uint8)
    for place, name in enumerate(names):
        flags = found.of_household[name]
        marks[:, place] = np.where(np.isnan(flags), 2, flags == 1)
    rows = np.ascontiguousarray(marks).view(np.dtype((np.void, marks.shape[1]))).ravel()
    _patterns, first, place_of = np.unique(rows, return_index=True, return_inverse=True)
    patterns = [_pattern(names, marks[row]) for row in first]
    texts = np.array([_json(found_, unknown, {}) for found_, unknown in patterns], dtype=object)[place_of]
    for row, who in _people(found, names):
        found_, unknown = patterns[place_of[row]]
        texts[row] = _json(found_, unknown, who)
    return texts


def tallies(found: Found, opened: Opened, answers: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], list[int]]:
    """COUNTS of each need in each area that has anybody, at every level and everywhere (""), by area and need.

    answers: the programmes that answer each need; who is enrolled in one on the snapshot's day is helped.
    """
    paths, place = np.unique(
        np.array([path or "" for path in found.paths], dtype=object).astype(str), return_inverse=True
    )
    enrolled = _Enrolled(opened)
    counted: dict[tuple[str, str], list[int]] = {}
    for one in found.needs:
        rows = _counts(found, one, enrolled.of(found, answers.get(one.name, ())), place, len(paths))
        for path, row in zip(paths.tolist(), rows.T.tolist(), strict=True):
            for area in (EVERYWHERE, *(code for code in path.split("/") if code)):
                sums = counted.setdefault((area, one.name), [0] * len(COUNTS))
                for position, number in enumerate(row):
                    sums[position] += int(number)
    return counted


def _counts(found: Found, one: catalogue.Need, helped: tuple[Booleans, Booleans], place: Integers, areas: int) -> Any:
    """COUNTS of a need, a row each, by lowest area."""
    flags, (home_helped, person_helped) = found.of_household[one.name], helped
    has = flags == 1
    if one.unit == "person":
        own, area = found.of_person[one.name], place[found.home]
        mine = own == 1
        people, unknown = (np.bincount(area, weights, areas) for weights in (mine, np.isnan(own)))
        reached = np.bincount(area, mine & (person_helped | home_helped[found.home]), areas)
    else:
        any_helped = home_helped | (np.bincount(found.home, person_helped, len(has)) > 0)
        people, unknown, reached = (
            np.bincount(place, found.people * rows, areas) for rows in (has, np.isnan(flags), has & any_helped)
        )
    households, everybody = np.bincount(place, has, areas), np.bincount(place, found.people, areas)
    return np.array([households, people, unknown, reached, everybody]).round()


class _Enrolled:
    """Who receives what on the snapshot's day."""

    def __init__(self, opened: Opened) -> None:
        self.programme: Any = np.array([], dtype=object)
        self.household = self.person = np.array([], dtype=np.float64)
        if "enrolments" in opened.snapshot.manifest["tables"]:
            table = opened.table("enrolments")
            listed = table.filter(table["status"] == ENROLLED).select("programme", "household_id", "person_id")
            rows = listed.to_pyarrow()
            self.programme = np.array(rows["programme"].to_pylist(), dtype=object)
            self.household = _floats(rows["household_id"])
            self.person = _floats(rows["person_id"])

    def of(self, found: Found, programmes: Sequence[str]) -> tuple[Booleans, Booleans]:
        """Which households receive one of the programmes as such, and which persons for themselves."""
        mine = np.isin(self.programme, list(programmes)) if len(self.programme) else np.zeros(0, dtype=bool)
        alone = np.isnan(self.person)
        homes = np.isin(found.household, self.household[mine & alone].astype(np.int64))
        people = np.isin(found.person, self.person[mine & ~alone].astype(np.int64))
        return homes, people


def _floats(column: Any) -> Floats:
    return np.asarray(column.cast("float64").to_numpy(zero_copy_only=False), dtype=np.float64)


def _is_asked(one: catalogue.Need, opened: Opened) -> bool:
    if not one.rule or any(code not in opened.scores for code in SCORE.findall(one.rule)):
        return False
    checked = spelled.checked_of(one.rule, one.unit, opened.dictionary)
    return isinstance(checked, check.Checked) and checked.wants == "bool"


def _is_sensitive(one: catalogue.Need, opened: Opened) -> bool:
    checked = spelled.checked_of(one.rule, one.unit, opened.dictionary)
    return isinstance(checked, check.Checked) and any(
        variable.sensitivity == "sensitive" for variable in checked.types.values()
    )


def _gathered(flags: Floats, home: Integers, homes: int) -> Floats:
    """A household's answer from its persons': yes when anybody's is, else unknown when anybody's is."""
    yes = np.bincount(home, flags == 1, homes) > 0
    unknown = np.bincount(home, np.isnan(flags), homes) > 0
    return np.where(yes, 1.0, np.where(unknown, np.nan, 0.0))


def _pattern(names: Sequence[str], marks: Any) -> tuple[list[str], list[str]]:
    pairs = list(zip(names, marks.tolist(), strict=False))
    return [name for name, mark in pairs if mark == 1], [name for name, mark in pairs if mark == 2]


def _people(found: Found, names: Sequence[str]) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """For each household in which persons have needs of their own: who has which."""
    whose: dict[int, dict[str, list[int]]] = {}
    for name in names:
        flags = found.of_person.get(name)
        if flags is not None:
            mine = np.flatnonzero(flags == 1)
            for row, person in zip(found.home[mine].tolist(), found.person[mine].tolist(), strict=True):
                whose.setdefault(row, {}).setdefault(name, []).append(person)
    yield from whose.items()


def _json(found: Sequence[str], unknown: Sequence[str], who: Mapping[str, list[int]]) -> str:
    return json.dumps({"found": {name: who.get(name, []) for name in found}, "unknown": list(unknown)})
