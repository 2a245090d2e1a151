"""Which answer would change the result: each missing answer tried with the values that could matter to the rules.

Values are tried, not reasoned about: every told change is what the reference reader answers for it. A yes-or-no is
tried both ways, a choice with each code, a number and a day just below, at and above what the rules compare with, a
day of birth with the ages around those. The relationship to the head, members who are not listed, areas and what was
paid are no answers somebody can give, and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ayni.engines import dictionary
from ayni.engines.rules import kinds, persons, prepared, reading, tree

MOST_ANSWERS = 12
MOST_VALUES = 24
HUNDREDTH = 0.01
WHOSE = {"household": "household", "area": "area", "person": "person", "head": "person"}


@dataclass(frozen=True)
class Change:
    """Values of one missing answer (`name` as in `Outcome.missing`) that give the same result.

    Values are as facts hold them: True, a code, codes with a space between, a float, a date. `amount` is the
    eligible's.
    """

    name: str
    values: tuple[Any, ...]
    result: reading.Result
    amount: Decimal | None = None


def answers(
    programme: prepared.Prepared, facts: Mapping[str, Any], words: dictionary.Dictionary, *, on: date
) -> list[Change]:
    """What each missing answer alone would lead to, in the order the answers are asked for; at most twelve.

    Empty for a unit that is decided, as nothing is missing then.
    """
    missing = reading.evaluate(programme, facts, on=on).missing
    roots = [checked.root for checked in programme.checked]
    found = []
    for name in missing[:MOST_ANSWERS]:
        grouped: dict[tuple[reading.Result, Decimal | None], list[Any]] = {}
        for value in _values(name, facts, words, roots, on):
            outcome = reading.evaluate(programme, answered(facts, name, value), on=on)
            grouped.setdefault((outcome.result, outcome.amount), []).append(value)
        found += [Change(name, tuple(values), *result) for result, values in grouped.items()]
    return found


def answered(facts: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The same facts with one answer given. A person who is also a member answers once for both."""
    subject, _dot, word = name.partition(".")
    if subject == "score":
        return {**facts, "scores": {**(facts.get("scores") or {}), word: value}}
    if subject in ("household", "area"):
        start = "area__" if subject == "area" else ""
        return {**facts, "household": _told(facts.get("household") or {}, f"{start}{word}", value)}
    asked = _row(facts, subject) or {}
    members = [_told(one, word, value) if _same(one, asked) else one for one in facts.get("members") or ()]
    changed: dict[str, Any] = {**facts, **({"members": members} if "members" in facts else {})}
    person = facts.get("person")
    if person is not None and (subject == "person" or _same(person, asked)):
        changed["person"] = _told(person, word, value)
    return changed


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one is other or (one.get("id") is not None and one.get("id") == other.get("id"))


def _told(row: Mapping[str, Any], word: str, value: Any) -> dict[str, Any]:
    """A row with one answer; a day stands at both ends of what it may be."""
    column = word.replace("enrolled.", "enrolled_", 1)
    ends = {f"{word}_from": value, f"{word}_to": value} if isinstance(value, date) else {}
    return {**row, column: value, **ends}


def _row(facts: Mapping[str, Any], subject: str) -> Mapping[str, Any] | None:
    members = facts.get("members") or ()
    if subject == "person":
        return facts.get("person")
    if subject == "head":
        return persons.head(members)
    labelled = {persons.label(place, member): member for place, member in enumerate(members, start=1)}
    return labelled.get(subject)


def _values(
    name: str, facts: Mapping[str, Any], words: dictionary.Dictionary, roots: list[tree.Node], on: date
) -> list[Any]:
    """What may be answered, at most MOST_VALUES; nothing for what is no answer."""
    subject, _dot, word = name.partition(".")
    if not word or subject in ("members", "received") or name in ("household.area", "area.code"):
        return []
    if subject == "score":
        return _numbers(_compared(roots, lambda node: node == tree.Score(word)), HUNDREDTH)
    if word.startswith("enrolled."):
        return [True, False]
    entity = WHOSE.get(subject, "person")
    row = facts.get("household") if entity in ("household", "area") else _row(facts, subject)
    if row is None:
        return []
    if word == "born":
        return _within(_births(roots, on), row, "born")
    variable = words.get(entity, word) or dictionary.built_in(entity, word)
    return _of_variable(variable, row, roots, on) if variable else []


def _of_variable(variable: dictionary.Variable, row: Mapping[str, Any], roots: list[tree.Node], on: date) -> list[Any]:
    compared = _compared(roots, lambda node: _names(node, variable))
    match variable.type:
        case "boolean":
            return [True, False]
        case "choice":
            return list(variable.codes)
        case "many_choice":
            return ["", *variable.codes[: MOST_VALUES - 1]]
        case "integer" | "decimal":
            step = 1.0 if variable.type == "integer" else HUNDREDTH
            lowest = -float("inf") if variable.minimum is None else variable.minimum
            highest = float("inf") if variable.maximum is None else variable.maximum
            return [one for one in _numbers(compared, step) if lowest <= one <= highest]
        case "date":
            return _days(compared, on)
        case "partial_date":
            start = "area__" if variable.entity == "area" else ""
            return _within(_days(compared, on), row, f"{start}{variable.name}")
        case "text":
            return sorted({one.value for one in _literals(compared) if isinstance(one.value, str)})
    return []


def _names(node: tree.Node, variable: dictionary.Variable) -> bool:
    if not isinstance(node, tree.Variable | tree.Dated):
        return False
    return node.name == variable.name and kinds.ENTITY[node.subject] == variable.entity


def _compared(roots: list[tree.Node], is_it: Callable[[tree.Node], bool]) -> list[tree.Node]:
    """Every comparison that has it on one of its sides."""
    return [
        node
        for root in roots
        for node in tree.walk(root)
        if isinstance(node, tree.Comparison | tree.Among) and any(is_it(part) for part in tree.walk(node))
    ]


def _literals(nodes: list[tree.Node]) -> Iterator[tree.Literal]:
    return (part for node in nodes for part in tree.walk(node) if isinstance(part, tree.Literal))


def _limits(nodes: list[tree.Node]) -> list[float]:
    """The numbers something is compared with."""
    return sorted({one.value for one in _literals(nodes) if isinstance(one.value, float)})


def _numbers(nodes: list[tree.Node], step: float) -> list[float]:
    """Just below, at and just above each limit; nought and one where there is none."""
    found = {round(limit + by, 6) for limit in _limits(nodes) for by in (-step, 0.0, step)}
    return sorted(found or {0.0, 1.0})[:MOST_VALUES]


def _days(nodes: list[tree.Node], on: date) -> list[date]:
    """The days around those something is compared with, and around as long before the day as it is counted."""
    around = {on} | {one.value for one in _literals(nodes) if isinstance(one.value, date)}
    for part in (part for node in nodes for part in tree.walk(node)):
        if isinstance(part, tree.Between):
            around |= {day for limit in _limits(nodes) for day in _ago(on, int(limit), part.unit)}
    return _each_side(around)


def _births(roots: list[tree.Node], on: date) -> list[date]:
    """Days of birth of somebody just younger, of, and just older than each age the rules compare with."""
    around = {on}
    for node in _compared(roots, lambda node: isinstance(node, tree.Age)):
        units = {part.unit for part in tree.walk(node) if isinstance(part, tree.Age)}
        around |= {day for unit in units for limit in _limits([node]) for day in _ago(on, int(limit), unit)}
    return sorted(day for day in _each_side(around) if day <= on)[-MOST_VALUES:]


def _ago(on: date, number: int, unit: tree.Unit) -> Iterator[date]:
    """So long before a day, and one more unit before."""
    for count in (number, number + 1):
        day = persons.shifted(on, -count, unit) if abs(count) < 10_000 else None
        if day is not None:
            yield day


def _each_side(days: set[date]) -> list[date]:
    """These days, those before and those after."""
    numbers = {day.toordinal() + by for day in days for by in (-1, 0, 1)}
    last = date.max.toordinal()
    return [date.fromordinal(number) for number in sorted(numbers) if 1 <= number <= last][-MOST_VALUES:]


def _within(days: list[date], row: Mapping[str, Any], name: str) -> list[date]:
    """The days a date that is known in part may be, with its own two ends."""
    first, last = row.get(f"{name}_from"), row.get(f"{name}_to")
    if first is None or last is None:
        return days
    return sorted({first, last, *(day for day in days if first <= day <= last)})
