"""YAML with line numbers: sections that know where they stand and which of their keys were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from ayni.engines.surveys import errors

LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True)
class Item:
    """A YAML value and its line; `value` is a plain scalar, a list of items or a dict of items."""

    value: Any
    line: int


@dataclass
class Section:
    """A YAML mapping being read; problems are gathered, never raised one by one."""

    items: dict[str, Item]
    line: int
    path: str
    where: str
    problems: list[errors.Problem]
    asked: set[str] = field(default_factory=set)

    def wrong(self, what: str, remedy: str = "", line: int | None = None) -> None:
        """Note a problem at this section, or at `line`."""
        self.problems.append(errors.Problem(self.where, what, remedy, line or self.line))

    def __contains__(self, name: str) -> bool:
        return name in self.items

    def item(self, name: str, required: bool = False) -> Item | None:
        """The value under `name`, or None; a missing required one is a problem."""
        self.asked.add(name)
        found = self.items.get(name)
        if found is None or found.value is None:
            if required:
                self.wrong(f"{self.path or 'the mapping'} has no `{name}`.", f"Add `{name}:`.")
            return None
        return found

    def text(self, name: str, required: bool = False, default: str = "") -> str:
        """A piece of text; a number is taken as its text."""
        found = self.item(name, required)
        if found is None:
            return default
        if isinstance(found.value, (dict, list)):
            self.wrong(f"`{name}` must be a single value.", line=found.line)
            return default
        return code_text(found.value)

    def texts(self, name: str, required: bool = False) -> tuple[str, ...]:
        """One text or a list of them."""
        found = self.item(name, required)
        if found is None:
            return ()
        values = found.value if isinstance(found.value, list) else [found]
        if any(isinstance(one.value, (dict, list)) for one in values):
            self.wrong(f"`{name}` must be a value or a list of values.", line=found.line)
            return ()
        return tuple(code_text(one.value) for one in values)

    def one_of(self, name: str, allowed: tuple[str, ...], default: str = "") -> str:
        """A text among `allowed`."""
        value = self.text(name, required=not default, default=default)
        if value and value not in allowed:
            line = self.items[name].line
            self.wrong(f"`{name}: {value}` is not one of {', '.join(allowed)}.", line=line)
            return default or allowed[0]
        return value

    def number(self, name: str) -> float | None:
        """A number or None."""
        found = self.item(name)
        if found is None:
            return None
        if isinstance(found.value, bool) or not isinstance(found.value, (int, float)):
            self.wrong(f"`{name}` must be a number.", line=found.line)
            return None
        return float(found.value)

    def day(self, name: str, required: bool = False) -> date | None:
        """A calendar date written YYYY-MM-DD."""
        found = self.item(name, required)
        if found is None:
            return None
        if type(found.value) is not date:
            self.wrong(f"`{name}` must be a date such as 2023-12-27.", line=found.line)
            return None
        return found.value

    def flag(self, name: str) -> bool:
        """True or false; false when absent."""
        found = self.item(name)
        if found is not None and not isinstance(found.value, bool):
            self.wrong(f"`{name}` must be true or false.", line=found.line)
        return bool(found and found.value is True)

    def labels(self, name: str) -> dict[str, str]:
        """Texts by language code; a bare text is English."""
        found = self.item(name)
        if found is None:
            return {}
        if not isinstance(found.value, dict):
            return {"en": code_text(found.value)}
        return texts_by_language(found.value)

    def section(self, name: str, required: bool = False) -> Section | None:
        """The mapping under `name`."""
        found = self.item(name, required)
        if found is None:
            return None
        if not isinstance(found.value, dict):
            self.wrong(f"`{name}` must hold keys and values.", line=found.line)
            return None
        return self.below(found, f"`{name}`")

    def sections(self, name: str, required: bool = False) -> Iterator[Section]:
        """Each mapping of the list under `name`."""
        found = self.item(name, required)
        if found is None:
            return
        for one in found.value if isinstance(found.value, list) else [found]:
            if isinstance(one.value, dict):
                yield self.below(one, f"an entry of `{name}`")
            else:
                self.wrong(f"each entry of `{name}` must hold keys and values.", line=one.line)

    def below(self, item: Item, path: str) -> Section:
        """A section for an item inside this one."""
        return Section(item.value, item.line, path, self.where, self.problems)

    def finish(self) -> None:
        """Note every key nobody asked for: most are misspelt."""
        for name, item in self.items.items():
            if name not in self.asked:
                remedy = errors.nearest(name, self.asked)
                self.wrong(f"{self.path or 'the mapping'} has an unknown key `{name}`.", remedy, item.line)


def texts_by_language(items: dict[str, Item]) -> dict[str, str]:
    """The entries whose key is a language code."""
    return {key: code_text(item.value) for key, item in items.items() if LANGUAGE.match(key)}


def code_text(value: Any) -> str:
    """A scalar as text: 1 and 1.0 are "1"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read(text: str, where: str) -> Section:
    """The whole document as a section.

    Errors: SurveyError, with the line, when the text is not YAML or not a mapping of keys.
    """
    problems: list[errors.Problem] = []
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        top = build(node, loader, where, problems) if node is not None else Item(None, 1)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        remedy = "Check the indentation, the quotes and the colons there."
        raise errors.SurveyError(
            [errors.Problem(where, f"not readable as YAML: {error.problem}.", remedy, line)]
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise errors.SurveyError(
            [errors.Problem(where, f"not readable as YAML: {error}.", "Save it as UTF-8 text.")]
        ) from error
    if not isinstance(top.value, dict):
        remedy = "Begin with `survey:`, `files:`, `household:` and `person:`."
        raise errors.SurveyError([errors.Problem(where, "holds no keys and values.", remedy, top.line)])
    return Section(top.value, top.line, "", where, problems)


def build(node: Any, loader: yaml.SafeLoader, where: str, problems: list[errors.Problem]) -> Item:
    """A YAML node as an item; a key written twice is a problem."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        items: dict[str, Item] = {}
        for key_node, value_node in node.value:
            key, place = code_text(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
            if key in ("True", "False"):
                what = f"`{key_node.value}` is read by YAML as true or false."
                problems.append(errors.Problem(where, what, "Write it between quotes.", place))
            if key in items:
                problems.append(errors.Problem(where, f"`{key}` stands twice.", "Keep one of them.", place))
            items[key] = build(value_node, loader, where, problems)
        return Item(items, line)
    if isinstance(node, yaml.SequenceNode):
        return Item([build(child, loader, where, problems) for child in node.value], line)
    return Item(loader.construct_object(node, deep=True), line)


def lines(item: Item, leave_out: str = "") -> dict[str, int]:
    """The line of each scalar below an item, by its text, the first where it stands twice; the values under the
    key `leave_out` are passed over."""
    if isinstance(item.value, dict):
        below = [child for key, child in item.value.items() if key != leave_out]
    elif isinstance(item.value, list):
        below = item.value
    else:
        return {code_text(item.value): item.line}
    found: dict[str, int] = {}
    for child in below:
        found = {**lines(child, leave_out), **found}
    return found
