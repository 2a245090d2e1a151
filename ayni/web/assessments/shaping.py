"""An instrument's text as a form: every value of the YAML is a field, every list of things can grow and shrink.

A field's name is the place of its value, such as `v:dimensions.0.indicators.2.rule`. What is sent is laid over the text
it was made from, so that a form of any method needs no code of its own, and what the form does not show is kept. The
order of names is kept; comments are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PREFIX = "v:"
LONG = 60
DEEPEST = 12
Path = tuple[str, ...]
LABELS = ("labels", "label", "says", "question", "title")
#: What the values of instruments are called; any other name is shown as it is written.
WORDS: dict[str, Promise] = {
    "code": pgettext_lazy("an instrument", "Code"),
    "name": pgettext_lazy("in an instrument", "Name"),
    "method": pgettext_lazy("an instrument", "Method"),
    "unit": pgettext_lazy("an instrument", "About each"),
    "entity": pgettext_lazy("an instrument", "About each"),
    "labels": _("In words"),
    "label": _("In words"),
    "says": _("In words"),
    "question": pgettext_lazy("an instrument", "Question"),
    "questions": pgettext_lazy("an instrument", "Questions"),
    "rule": pgettext_lazy("an instrument", "Rule"),
    "when": pgettext_lazy("an instrument", "Asked when"),
    "among": pgettext_lazy("an instrument", "Among whom"),
    "weight": pgettext_lazy("an instrument", "Weight"),
    "k": pgettext_lazy("an instrument", "Cut-off (k)"),
    "cutoff": pgettext_lazy("an instrument", "Cut-off"),
    "dimensions": pgettext_lazy("an instrument", "Dimensions"),
    "indicators": pgettext_lazy("an instrument", "Indicators"),
    "lines": pgettext_lazy("an instrument", "Lines"),
    "line": pgettext_lazy("an instrument", "Line"),
    "welfare": pgettext_lazy("an instrument", "What people live on"),
    "outcome": pgettext_lazy("an instrument", "What is predicted"),
    "regressors": pgettext_lazy("an instrument", "What it is predicted from"),
    "proxies": pgettext_lazy("an instrument", "What it is predicted from"),
    "answers": pgettext_lazy("an instrument", "Answers"),
    "points": pgettext_lazy("an instrument", "Points"),
    "score": pgettext_lazy("an instrument", "Score"),
    "bands": pgettext_lazy("an instrument", "Levels"),
    "levels": pgettext_lazy("an instrument", "Levels"),
    "groups": pgettext_lazy("an instrument", "Groups"),
    "stages": pgettext_lazy("an instrument", "Stages of life"),
    "needs": pgettext_lazy("an instrument", "Needs"),
    "missing": _("When an answer is missing"),
    "source": pgettext_lazy("an instrument", "Source"),
    "registry": _("On the registry"),
    "by": _("Told apart by"),
    "from": pgettext_lazy("in an instrument, a level", "From"),
    "to": pgettext_lazy("in an instrument, a level", "To"),
}
#: What nobody changes in the form: a version keeps its code.
FIXED = ("code",)


@dataclass(frozen=True)
class Field:
    """One value: its place, what it is called, what stands in it, and what is wrong with it."""

    name: str
    label: str
    value: str
    is_long: bool = False
    is_rule: bool = False
    is_fixed: bool = False
    language: str = ""
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return "f-" + re.sub(r"[^a-zA-Z0-9_-]", "-", self.name)


@dataclass(frozen=True)
class Group:
    """A list of things of one kind, such as indicators; `path` is where one more goes."""

    path: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Entry:
    """One thing: its fields, and the lists and things within."""

    path: str
    title: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = ()
    inner: tuple[Entry, ...] = ()
    can_go: bool = False
    errors: tuple[str, ...] = field(default=())

    @property
    def is_wrong(self) -> bool:
        """Whether something in it, however deep, is wrong."""
        return (
            any(one.errors for one in self.fields)
            or any(one.is_wrong for one in self.inner)
            or any(one.is_wrong for group in self.groups for one in group.entries)
        )


def form(values: Mapping[str, Any], errors: Mapping[str, list[str]]) -> Entry:
    """The form of a text's values. errors: what is wrong, by the place of its value."""
    return _entry(values, (), "", errors)


def laid_over(values: dict[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The values with what was sent in their places; a language that was left empty goes."""
    found: dict[str, Any] = _copied(values)
    for name, text in sent.items():
        if name.startswith(PREFIX):
            _put(found, tuple(name.removeprefix(PREFIX).split(".")), text.replace("\r\n", "\n").strip())
    return found


def grown(values: dict[str, Any], path: str) -> dict[str, Any]:
    """With one more in the list at a place: like the last one there, but empty."""
    found: dict[str, Any] = _copied(values)
    there = _at(found, path)
    if isinstance(there, list) and there:
        there.append(_emptied(there[-1]))
    return found


def shrunk(values: dict[str, Any], path: str) -> dict[str, Any]:
    """Without the one at a place; the last of a list stays."""
    found: dict[str, Any] = _copied(values)
    above, _dot, last = path.rpartition(".")
    there = _at(found, above)
    if isinstance(there, list) and last.isdecimal() and len(there) > 1 and int(last) < len(there):
        del there[int(last)]
    return found


def written(values: Mapping[str, Any]) -> str:
    """The values as a text."""
    return yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def lines(text: str) -> dict[int, str]:
    """The place of the value that stands in each line of a text, where one does; nothing of a text that is no YAML."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return {}
    found: dict[int, str] = {}
    for place, first, last in _places(root, ()):
        for line in range(first, last + 1):
            found.setdefault(line, ".".join(place))
    return found


class _Dumper(yaml.SafeDumper):
    """Long texts in a block of their own, and everything written where it stands, as people write."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def _entry(
    values: Mapping[str, Any], path: Path, title: str, errors: Mapping[str, list[str]], can_go: bool = False
) -> Entry:
    fields: list[Field] = []
    groups: list[Group] = []
    inner: list[Entry] = []
    for key, value in values.items():
        here = (*path, str(key))
        if key in LABELS and (isinstance(value, Mapping) or (value is None)):
            fields += _labels(value or {}, here, errors)
        elif isinstance(value, Mapping):
            inner.append(_entry(value, here, _called(str(key), value), errors))
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            groups.append(_group(value, here, errors))
        else:
            fields.append(_field(str(key), value, here, errors))
    place = ".".join(path)
    return Entry(place, title, tuple(fields), tuple(groups), tuple(inner), can_go, tuple(errors.get(place, ())))


def _group(values: list[Any], path: Path, errors: Mapping[str, list[str]]) -> Group:
    entries = tuple(
        _entry(one, (*path, str(place)), _title(one, place), errors, can_go=len(values) > 1)
        for place, one in enumerate(values)
        if isinstance(one, Mapping)
    )
    return Group(".".join(path), word(path[-1]), entries)


def _labels(value: Mapping[str, Any], path: Path, errors: Mapping[str, list[str]]) -> Iterator[Field]:
    """One field for each language of the system, and for those that stand there besides."""
    known = dict(settings.LANGUAGES)
    codes = [*known, *(code for code in value if code not in known)]
    for code in codes:
        place = ".".join((*path, code))
        label = f"{word(path[-1])} ({known.get(code, code)})"
        wrong = tuple(errors.get(place, ()))
        yield Field(PREFIX + place, label, str(value.get(code) or ""), language=code, errors=wrong)


def _field(key: str, value: Any, path: Path, errors: Mapping[str, list[str]]) -> Field:
    place = ".".join(path)
    text = _shown(value)
    is_rule = key in ("rule", "when", "among", "outcome", "welfare", "score", "if", "value")
    is_long = is_rule or len(text) > LONG or "\n" in text
    fixed = len(path) == 1 and key in FIXED
    return Field(PREFIX + place, word(key), text, is_long, is_rule, fixed, errors=tuple(errors.get(place, ())))


def word(key: str) -> str:
    """What a value is called."""
    return str(WORDS.get(key) or key.replace("_", " "))


def _called(key: str, value: Mapping[str, Any]) -> str:
    return _label(value) or word(key)


def _title(value: Mapping[str, Any], place: int) -> str:
    return _label(value) or str(value.get("name") or value.get("code") or place + 1)


def _label(value: Mapping[str, Any]) -> str:
    from ayni.commons import languages

    labels = next((value[key] for key in LABELS if isinstance(value.get(key), Mapping)), None)
    return languages.text(labels) if labels else ""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    return str(value)


def _put(values: Any, path: Path, text: str) -> None:
    """Lay a text in its place, of the type that stands there. A place that is not there is left out."""
    there = values
    for step in path[:-1]:
        there = _step(there, step)
        if there is None:
            return
    last = path[-1]
    if isinstance(there, list):
        if last.isdecimal() and int(last) < len(there):
            there[int(last)] = _typed(text, there[int(last)])
    elif isinstance(there, dict):
        is_language = len(path) > 1 and path[-2] in LABELS
        if is_language and not text:
            there.pop(last, None)
        elif is_language or last in there:
            there[last] = _typed(text, there.get(last, ""))


def _step(there: Any, step: str) -> Any:
    if isinstance(there, list):
        return there[int(step)] if step.isdecimal() and int(step) < len(there) else None
    if not isinstance(there, dict):
        return None
    if step in LABELS and there.get(step) is None and step in there:
        there[step] = {}
    return there.get(step)


def _typed(text: str, before: Any) -> Any:
    """A text as the type that stood there; what is no number any more stays a text, for the check to tell."""
    if isinstance(before, list):
        return [_plain(one.strip()) for one in text.split(",") if one.strip()]
    if isinstance(before, str) or before is None:
        return text if text or isinstance(before, str) else None
    return _plain(text)


def _plain(text: str) -> Any:
    """A number, or yes and no, as it is written; any other text."""
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    if re.fullmatch(r"[+-]?\d*\.\d+", text):
        return float(text)
    return {"true": True, "false": False}.get(text, text)


def _at(values: Any, path: str) -> Any:
    there = values
    for step in path.split(".") if path else ():
        there = _step(there, step)
    return there


def _emptied(value: Any) -> Any:
    """The same shape with nothing in it; of a list one."""
    if isinstance(value, dict):
        return {key: _emptied(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_emptied(value[0])] if value and isinstance(value[0], (dict, list)) else []
    return value if isinstance(value, (bool, int, float)) else ""


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _places(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, int, int]]:
    """Every plain value with the lines it stands in, counted from 1, the innermost first."""
    if len(path) > DEEPEST:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, (*path, str(key.value)))
            yield (*path, str(key.value)), key.start_mark.line + 1, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _places(value, (*path, str(place)))
    elif path and node is not None:
        last = node.end_mark.line + (1 if node.end_mark.column else 0)
        yield path, node.start_mark.line + 1, max(last, node.start_mark.line + 1)
