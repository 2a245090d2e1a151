"""What uses the dictionary's variables: rules, instruments and indicators, each told by the domain that keeps them.

A domain above declares a function that reads its texts against a dictionary. The setting AYNI_DICTIONARY_READERS names
the modules that do.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from ayni.engines import dictionary as dictionaries

Named = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Use:
    """One rule in one text: of what kind and name, where in it, the variables it names, and why it does not check.

    `kind` is "programme", "instrument" or "indicator"; `code` leads to it; `problem` is empty for one that checks,
    and then `variables` holds (entity, name) of each it names. A draft's rules are not in force.
    """

    kind: str
    code: str
    name: str
    place: str
    variables: Named = field(default_factory=frozenset)
    problem: str = ""
    is_in_force: bool = True

    def __str__(self) -> str:
        return f"{self.name}, {self.place}" + (f": {self.problem}" if self.problem else "")


Reader = Callable[[dictionaries.Dictionary], Iterable[Use]]
_readers: list[Reader] = []


def reads(function: Reader) -> Reader:
    """Declare a domain's texts: given a dictionary, the function reads each of its rules against it."""
    if function not in _readers:
        _readers.append(function)
    return function


def uses(entity: str, name: str, dictionary: dictionaries.Dictionary) -> list[Use]:
    """Every rule that names a variable now."""
    return [use for use in _all(dictionary) if (entity, name) in use.variables]


def in_force(dictionary: dictionaries.Dictionary) -> dict[tuple[str, str], tuple[str, ...]]:
    """Each variable that a rule of an approved text reads, and which rules those are."""
    found: dict[tuple[str, str], list[str]] = {}
    for use in _all(dictionary):
        for pair in use.variables if use.is_in_force else ():
            found.setdefault(pair, []).append(str(use))
    return {pair: tuple(sorted(set(uses))) for pair, uses in found.items()}


def broken(before: dictionaries.Dictionary, after: dictionaries.Dictionary) -> list[Use]:
    """Every rule that checks against one dictionary and not against the other."""
    ill = {_key(use) for use in _all(before) if use.problem}
    return [use for use in _all(after) if use.problem and _key(use) not in ill]


def _key(use: Use) -> tuple[str, str, str]:
    return use.kind, use.name, use.place


def _all(dictionary: dictionaries.Dictionary) -> Iterator[Use]:
    for module in settings.AYNI_DICTIONARY_READERS:
        importlib.import_module(module)
    for reader in _readers:
        yield from reader(dictionary)
