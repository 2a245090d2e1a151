"""An instrument's text of any method, read: its names, its rules with their lines, and what does not check.

    written = spelled.read(text, where="shocks.yaml")
    spelled.problems(written, registry.dictionary())     # [Problem(line=12, message=…)]

Besides what its method asks, a text may say under `registry:` how it is applied to the registry:

| key | means |
|---|---|
| `weight` | `people` (of households: each counts with its members; the default) or `units` |
| `value`, `band` | which of the method's columns is a unit's score, and which its class |
| `by` | ways in which the figures are always told apart: `area_1`, `sex`, `age`, a variable |
| `highest` | true when more is worse (the default), false when more is better |
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal, cast

import yaml
from django.utils.translation import gettext as _

from ayni.engines import dictionary as dictionaries
from ayni.engines.measures import methods
from ayni.engines.rules import check
from ayni.engines.rules import errors as rules
from ayni.kernel.refusals import Refused

Unit = Literal["household", "person"]
NEEDS = "needs"
OWN = "registry"
OWN_KEYS = ("weight", "value", "band", "by", "highest")
CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
#: What is a rule wherever it stands: it names what a household or a person was asked.
RULE = re.compile(r"\b(household|person|head|members|area)\.\w|\b(size|age|score)\(|\bmembers\b")
#: Under these keys stand words for people, never a rule.
WORDS = {"code", "method", "unit", "labels", "label", "source", "title", "name", "says", "question", "questions"}
WORDS |= {"note", "notes", "reference", "description", "answer", "answers", "words", "next", "validity"}
WORDS |= {"asked_of", "safeguarding", "on_disclosure", "formula"}
#: Keys that say what part a rule plays; what it is about is named beside them.
PARTS = {"rule", "when", "among", "counted", "value", "outcome", "welfare", "score", "if"}
LONGEST = 200_000


class SpecRefused(Refused):
    """A text that is no instrument: what is wrong, in which line, and what to write instead."""

    def __init__(self, where: str, line: int, reason: str, remedy: str = "") -> None:
        self.where, self.line, self.reason = where, line, reason
        place = _("%(where)s, line %(line)d") % {"where": where, "line": line} if line else where
        super().__init__(f"{place}: {reason} {remedy}".strip())


@dataclass(frozen=True)
class Ruled:
    """A rule of an instrument: what it is called, its words by language, its text and the line it stands in."""

    name: str
    rule: str
    line: int
    key: str
    #: Whom the rule is about, where it is said beside it; else the instrument's unit.
    unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Problem:
    """Something an author must put right; `line` counts from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


@dataclass(frozen=True, eq=False)
class Written:
    """An instrument's text: `spec` is what its method is asked (without `registry`), `own` what stands there."""

    code: str
    method: str
    unit: Unit
    labels: Mapping[str, str]
    spec: Mapping[str, Any]
    own: Mapping[str, Any]
    rules: tuple[Ruled, ...]
    #: Texts without blanks that may be the names of variables.
    named: tuple[Ruled, ...]
    #: The rule that says whom the instrument is about, where it is not about all.
    applies: str = ""
    #: Whether a question is called sensitive in the text itself, whatever the dictionary says.
    is_secret: bool = False

    @property
    def told(self) -> tuple[Ruled, ...]:
        """The rules that have words of their own: what is found of a household is told by these."""
        return tuple(one for one in self.rules if one.labels and one.key != "registry")


@functools.lru_cache(maxsize=128)
def read(text: str, where: str = "") -> Written:
    """Read a text. Refuses: SpecRefused."""
    place = where or _("the text")
    if len(text) > LONGEST:
        raise SpecRefused(
            place, 0, _("It has %(n)d characters; at most %(most)d are read.") % {"n": len(text), "most": LONGEST}
        )
    root, values = _loaded(text, place)
    lines = {str(key.value): key.start_mark.line + 1 for key, _value in root.value}
    code = _code(values, lines, place)
    method = _method(values, lines, place)
    shipped, about = _shipped(values, method, lines, place)
    unit = str(values.get("unit") or about.get("of") or "household")
    if unit not in ("household", "person"):
        remedy = _("Write household or person.")
        raise SpecRefused(place, lines.get("unit", 1), _("`unit` is “%(unit)s”.") % {"unit": unit}, remedy)
    own = _own(values, lines, place)
    found = [*_walk(root, _About()), *shipped]
    _own_formula(values, method, lines, place)
    return Written(
        code=code,
        method=method,
        unit=cast(Unit, unit),
        labels=_labels(values.get("labels"), lines, place),
        spec={key: value for key, value in values.items() if key != OWN},
        own=own,
        rules=tuple(one for one in found if one.key in PARTS or RULE.search(one.rule)),
        named=tuple(one for one in found if one.rule.isidentifier()),
        applies=next((one.rule for one in found if one.key == "applies"), ""),
        is_secret=_is_secret(values) or _is_secret(about),
    )


def problems(written: Written, words: dictionaries.Dictionary) -> list[Problem]:
    """What of an instrument's rules cannot be asked by this dictionary; empty when all can."""
    found = []
    for one in written.rules:
        if one in written.named and RULE.search(one.rule) is None:
            continue  # a column's name: its method looks whether there is one
        refused = refusal(one, unit_of(one, written), words)
        if refused is not None:
            said = _("the rule of “%(name)s”: %(reason)s") % {"name": one.name, "reason": refused}
            found.append(Problem(one.line, said))
    return found


def unit_of(one: Ruled, written: Written) -> Unit:
    """Whom a rule is about."""
    return cast(Unit, one.unit) if one.unit in ("household", "person") else written.unit


def refusal(one: Ruled, unit: Unit, words: dictionaries.Dictionary) -> rules.RuleRefused | None:
    """Why a rule is neither yes and no nor a number, in this dictionary."""
    checked = checked_of(one.rule, unit, words)
    return checked if isinstance(checked, rules.RuleRefused) else None


@functools.lru_cache(maxsize=4096)
def checked_of(rule: str, unit: Unit, words: dictionaries.Dictionary) -> check.Checked | rules.RuleRefused:
    """A rule for yes and no, else for a number; else why it is neither."""
    wants: tuple[Literal["bool", "number"], ...] = ("number", "bool")
    for kind in wants:
        try:
            return check.expression(rule, unit, words, kind)
        except rules.RuleRefused as refused:
            last = refused
    return last


def reads(written: Written, words: dictionaries.Dictionary) -> frozenset[tuple[str, str]]:
    """Every variable that an instrument reads, by entity and name, as far as its rules check."""
    found: set[tuple[str, str]] = set()
    for one in written.rules:
        checked = checked_of(one.rule, unit_of(one, written), words)
        if isinstance(checked, check.Checked):
            found |= set(checked.types)
    for one in written.named:
        found |= {(entity, one.rule) for entity in (written.unit, "household") if words.get(entity, one.rule)}
    return frozenset(found)


def sensitive(written: Written, words: dictionaries.Dictionary) -> tuple[str, ...]:
    """The sensitive variables that an instrument reads: what it finds is then as well kept as they are."""
    known = [(words.get(entity, name), name) for entity, name in reads(written, words)]
    return tuple(sorted({name for one, name in known if one is not None and one.sensitivity == "sensitive"}))


def _loaded(text: str, place: str) -> tuple[yaml.MappingNode, dict[str, Any]]:
    """The text as nodes, which know their lines, and as values. What is said once for many places could say it for
    millions, so it is refused."""
    try:
        again = next((token for token in yaml.scan(text) if isinstance(token, yaml.AliasToken)), None)
        if again is not None:
            said = _("Something is said once for several places (`*%(name)s`).") % {"name": again.value}
            remedy = _("Write it out in each place.")
            raise SpecRefused(place, again.start_mark.line + 1, said, remedy)
        root, values = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        remedy = _("Names and values stand as `name: value`, with blanks before what belongs to a name.")
        raise SpecRefused(
            place, line, _("This is not YAML: %(why)s.") % {"why": error.problem or error}, remedy
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise SpecRefused(place, 0, _("This is not YAML: %(why)s.") % {"why": error}) from error
    if not isinstance(root, yaml.MappingNode) or not isinstance(values, dict):
        raise SpecRefused(place, 1, _("The text is empty or a list."), _("It begins with `code:` and `method:`."))
    return root, values


def _code(values: Mapping[str, Any], lines: Mapping[str, int], place: str) -> str:
    code = str(values.get("code") or "")
    if not CODE.fullmatch(code):
        remedy = _("Write a code of small letters, digits, “-” and “_”, such as `code: shocks`.")
        raise SpecRefused(place, lines.get("code", 1), _("The code is “%(code)s”.") % {"code": code}, remedy)
    return code


def _method(values: Mapping[str, Any], lines: Mapping[str, int], place: str) -> str:
    """The method; the texts from before there was one are told by what they hold."""
    known = (*methods.METHODS, NEEDS)
    method = str(values.get("method") or ("pmt" if "outcome" in values else "mpi" if "dimensions" in values else ""))
    if method not in known:
        close = get_close_matches(method, known, n=1, cutoff=0.5)
        hint = _("Did you mean “%(near)s”?") % {"near": close[0]} if close else ""
        remedy = hint or _("Write one of %(known)s.") % {"known": ", ".join(known)}
        raise SpecRefused(
            place, lines.get("method", 1), _("No method is called “%(method)s”.") % {"method": method}, remedy
        )
    return method


def _own(values: Mapping[str, Any], lines: Mapping[str, int], place: str) -> dict[str, Any]:
    own, line = values.get(OWN) or {}, lines.get(OWN, 1)
    if not isinstance(own, dict):
        raise SpecRefused(place, line, _("`registry` holds names and values."), _("Such as `weight: people`."))
    for key in own:
        if key not in OWN_KEYS:
            remedy = _("Known here: %(known)s.") % {"known": ", ".join(OWN_KEYS)}
            raise SpecRefused(place, line, _("`registry` has no “%(key)s”.") % {"key": key}, remedy)
    if own.get("weight", "people") not in ("people", "units"):
        raise SpecRefused(
            place, line, _("`weight` is “%(weight)s”.") % {"weight": own["weight"]}, _("Write people or units.")
        )
    by = own.get("by", [])
    if not isinstance(by, list) or not all(isinstance(one, str) for one in by):
        raise SpecRefused(place, line, _("`by` is a list of names."), _("Such as `by: [area_1, sex]`."))
    return dict(own)


def _shipped(
    values: Mapping[str, Any], method: str, lines: Mapping[str, int], place: str
) -> tuple[list[Ruled], Mapping[str, Any]]:
    """The rules of an instrument of questions that the text only names, as if they stood in that line; and itself."""
    named = values.get("instrument")
    if method != "social" or not isinstance(named, str):
        return [], named if isinstance(named, dict) else {}
    from ayni.engines.measures.social import shipped

    line = lines.get("instrument", 1)
    if named not in shipped.names():
        known = _("There are: %(known)s.") % {"known": ", ".join(shipped.names())}
        raise SpecRefused(place, line, _("No instrument is called “%(name)s”.") % {"name": named}, known)
    root, about = _loaded((shipped.FOLDER / f"{named}.yaml").read_text(encoding="utf-8"), f"{named}.yaml")
    return [replace(one, line=line) for one in _walk(root, _About())], about


def _own_formula(values: Mapping[str, Any], method: str, lines: Mapping[str, int], place: str) -> None:
    """A frozen formula stands in the text: no file of the server is read; and nobody's score is told among figures."""
    if method == "pmt" and isinstance(values.get("formula"), str):
        remedy = _("Write the formula itself there, as `ayni measure pmt` gives it.")
        raise SpecRefused(place, lines.get("formula", 1), _("`formula` names a file."), remedy)
    if method == "pmt" and "explain" in values:
        remedy = _("Leave it out: a household's page says what was seen.")
        raise SpecRefused(place, lines.get("explain", 1), _("`explain` is for files, not for the registry."), remedy)


def _is_secret(value: Any) -> bool:
    if isinstance(value, Mapping):
        return value.get("sensitivity") == "sensitive" or any(_is_secret(one) for one in value.values())
    return isinstance(value, list) and any(_is_secret(one) for one in value)


def _labels(given: Any, lines: Mapping[str, int], place: str) -> dict[str, str]:
    if isinstance(given, str):
        return {"en": given}
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise SpecRefused(place, lines.get("labels", 1), _("`labels` gives a title by language."), "`{en: …, fr: …}`")
    return {str(language): str(text) for language, text in given.items()}


@dataclass(frozen=True)
class _About:
    """What the texts below are about: a name, its words, and whom."""

    name: str = ""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    unit: str = ""


def _walk(node: yaml.Node, about: _About, key: str = "") -> Iterator[Ruled]:
    """Every text that may be a rule or a variable's name, with what it is called and the words beside it."""
    if isinstance(node, yaml.MappingNode):
        entries = [(str(one.value), value) for one, value in node.value]
        here_nodes = dict(entries)
        here = _about(here_nodes, about)
        for one, value in entries:
            if one not in WORDS and one != OWN:
                is_part = "name" in here_nodes or (one in PARTS and here.name)
                yield from _walk(value, here if is_part else _About(one, {}, here.unit), one)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _walk(one, _About(unit=about.unit) if isinstance(one, yaml.MappingNode) else about, key)
    elif isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str") and node.value.strip():
        yield Ruled(about.name or key, node.value.strip(), node.start_mark.line + 1, key, about.unit, about.labels)


def _about(here: Mapping[str, yaml.Node], outer: _About) -> _About:
    """What a mapping is about: the name it gives, else that of what it stands under."""
    name, unit = here.get("name"), here.get("unit")
    called = str(name.value) if isinstance(name, yaml.ScalarNode) else outer.name
    words = _texts(here.get("labels")) if called else {}
    whom = str(unit.value) if isinstance(unit, yaml.ScalarNode) else outer.unit
    return _About(called, words or outer.labels, whom)


def _texts(node: yaml.Node | None) -> dict[str, str]:
    if isinstance(node, yaml.ScalarNode):
        return {"en": node.value}
    if isinstance(node, yaml.MappingNode):
        return {str(one.value): str(value.value) for one, value in node.value if isinstance(value, yaml.ScalarNode)}
    return {}
