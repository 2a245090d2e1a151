"""The typed tree of a form. It goes to JSON and back; texts are by language code."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Texts = Mapping[str, str]

#: Types that ask nothing of anybody: the phone or the form itself writes them, or they only show something.
SILENT = frozenset(
    {"note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit", "metadata"}
)
CHOOSING = ("select_one", "select_multiple", "rank")
FILES = ("image", "audio", "video", "file")


@dataclass(frozen=True)
class Choice:
    """One choice of a list; `more` holds the columns by which lists are filtered."""

    name: str
    labels: Texts = field(default_factory=dict, hash=False)
    more: Texts = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Question:
    """One question, or one value that the form works out.

    `items` is the XPath of the choices that may be chosen now; `becomes` what the answer is in the registry.
    """

    name: str
    path: str
    type: str
    labels: Texts = field(default_factory=dict, hash=False)
    hints: Texts = field(default_factory=dict, hash=False)
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict, hash=False)
    calculate: str = ""
    default: str = ""
    appearance: str = ""
    choices: str = ""
    items: str = ""
    file: str = ""
    becomes: str = ""
    sensitivity: str = ""
    is_read_only: bool = False
    parameters: Texts = field(default_factory=dict, hash=False)

    @property
    def is_asked(self) -> bool:
        return self.type not in SILENT and not self.calculate


@dataclass(frozen=True)
class Group:
    """Questions that stand together; a repeat is asked as often as needed, or as `count` says."""

    name: str
    path: str
    labels: Texts = field(default_factory=dict, hash=False)
    relevant: str = ""
    appearance: str = ""
    is_repeat: bool = False
    count: str = ""
    children: tuple[Item, ...] = ()


Item = Question | Group


@dataclass(frozen=True)
class Form:
    """A whole form. `lists` are its choices, `files` the lists and pictures that belong to it, by name."""

    id: str
    version: str
    titles: Texts
    languages: tuple[str, ...]
    default_language: str
    children: tuple[Item, ...]
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict, hash=False)
    files: tuple[str, ...] = ()
    root: str = "data"

    @property
    def items(self) -> Iterator[Item]:
        """Every question and group, each before what is in it."""
        return _walk(self.children)

    @property
    def questions(self) -> Iterator[Question]:
        return (item for item in self.items if isinstance(item, Question))

    @property
    def repeats(self) -> Iterator[Group]:
        return (item for item in self.items if isinstance(item, Group) and item.is_repeat)

    def repeat_of(self, path: str) -> str:
        """The path of the innermost repeat that a path lies in; empty for none."""
        around = [group.path for group in self.repeats if path.startswith(f"{group.path}/")]
        return max(around, key=len, default="")


def _walk(children: tuple[Item, ...]) -> Iterator[Item]:
    for item in children:
        yield item
        if isinstance(item, Group):
            yield from _walk(item.children)


def to_data(form: Form) -> dict[str, Any]:
    """The form as JSON can hold it, without what is empty."""
    found: dict[str, Any] = _plain(form)
    return found


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {named.name: _plain(getattr(value, named.name)) for named in dataclasses.fields(value)}
        return {name: said for name, said in told.items() if said not in ("", {}, [], False)}
    if isinstance(value, Mapping):
        return {name: _plain(said) for name, said in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def from_data(data: Mapping[str, Any]) -> Form:
    """The form that `to_data` told."""
    lists = {name: tuple(Choice(**one) for one in listed) for name, listed in data.get("lists", {}).items()}
    return Form(
        **{
            "titles": {},
            **data,
            "languages": tuple(data.get("languages", ())),
            "children": _items(data.get("children", ())),
            "lists": lists,
            "files": tuple(data.get("files", ())),
        }
    )


def _items(listed: Any) -> tuple[Item, ...]:
    return tuple(
        Question(**one) if "type" in one else Group(**{**one, "children": _items(one.get("children", ()))})
        for one in listed
    )
