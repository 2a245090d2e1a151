"""Answers as they stand nested by name: putting one, adding an entry to a list, taking one out and putting it back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.tree import Group
from ayni.intake.queries import drafts

STEP = re.compile(r"(?P<name>[^\[\]/]+)(?:\[(?P<number>\d+)\])?")
MOST_REMOVED = 20


def _steps(where: str) -> list[tuple[str, int]]:
    """The names on the way, without the root, each with its number (0 for none)."""
    found = [STEP.fullmatch(one) for one in where.split("/")[2:]]
    return [(one["name"], int(one["number"] or 0)) for one in found if one is not None]


def _slot(answers: dict[str, Any], steps: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Where the last name on the way is kept."""
    here = answers
    for name, number in steps:
        below = here.get(name)
        if number:
            listed = below if isinstance(below, list) else []
            if number > len(listed) or not isinstance(listed[number - 1], dict):
                raise LookupError(name)
            here = listed[number - 1]
        else:
            here[name] = here = below if isinstance(below, dict) else {}
    return here


def put(answers: dict[str, Any], where: str, text: str) -> None:
    """Write one answer at its address; an empty one is taken out. Raises LookupError for an entry that is not there."""
    steps = _steps(where)
    here, name = _slot(answers, steps[:-1]), steps[-1][0]
    if text:
        here[name] = text
    else:
        here.pop(name, None)


def _listed(answers: dict[str, Any], where: str) -> list[Any]:
    steps = _steps(where)
    here, name = _slot(answers, steps[:-1]), steps[-1][0]
    if not isinstance(here.get(name), list):
        here[name] = []
    found: list[Any] = here[name]
    return found


def add(answers: dict[str, Any], where: str, group: Group) -> int:
    """Add an entry with its defaults to the list at an address; which one it is now."""
    listed = _listed(answers, where)
    listed.append(drafts.first(group.children))
    return len(listed)


def remove(
    answers: dict[str, Any], removed: list[dict[str, Any]], where: str, number: int, mapped: Mapped, path: str
) -> None:
    """Take an entry out, and keep it to be put back. Who named it as a parent by its number follows."""
    listed = _listed(answers, where)
    if not 1 <= number <= len(listed):
        raise LookupError(str(number))
    entry = listed.pop(number - 1)
    lost = _renumbered(listed, number, mapped) if path == mapped.members else []
    removed.append({"where": where, "number": number, "entry": entry, "lost": lost})
    del removed[:-MOST_REMOVED]


def restore(answers: dict[str, Any], removed: list[dict[str, Any]], mapped: Mapped, path: str) -> None:
    """Put back what was taken out last, where it was. Raises LookupError when there is nothing."""
    last = removed.pop() if removed else None
    if last is None:
        raise LookupError
    listed = _listed(answers, last["where"])
    number = min(last["number"], len(listed) + 1)
    if path == mapped.members:
        for one, name in _parents(listed, mapped):
            if one[name].isdigit() and int(one[name]) >= number:
                one[name] = str(int(one[name]) + 1)
    listed.insert(number - 1, last["entry"])
    for place, name in last["lost"]:
        if place <= len(listed) and isinstance(listed[place - 1], dict):
            listed[place - 1].setdefault(name, str(number))


def _renumbered(listed: list[Any], number: int, mapped: Mapped) -> list[tuple[int, str]]:
    """Let parents be named by their new numbers. Who named the one taken out: where they stood, and in which word."""
    lost = []
    for one, name in list(_parents(listed, mapped)):
        told = int(one[name]) if one[name].isdigit() else 0
        if told == number:
            place = listed.index(one) + 1
            lost.append((place + (place >= number), name))
            del one[name]
        elif told > number:
            one[name] = str(told - 1)
    return lost


def _parents(listed: list[Any], mapped: Mapped) -> Iterator[tuple[dict[str, Any], str]]:
    """Each entry that names a parent, with the name of the question: only where it stands in the entry itself."""
    names = [
        path.removeprefix(f"{mapped.members}/")
        for word in ("mother", "father")
        if (path := mapped.person.get(word, ""))
    ]
    for one in listed:
        for name in names:
            if isinstance(one, dict) and isinstance(one.get(name), str):
                yield one, name
