"""The rule as plain CEL, for CEL's own checker and evaluator.

The language differs from plain CEL in two habits that spare its authors trouble: every number is a double,
and `members.count(m, …)`, `sum`, `min`, `max`, `avg` stand beside CEL's own macros. `plain` rewrites both away,
word by word; `confirm` has Google's checker read the result against types made from the dictionary.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, descriptor_pool, timestamp_pb2

from ayni.engines import dictionary
from ayni.engines.rules import errors, grammar, kinds, syntax

WORD = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<number>\d+(?P<real>\.\d+)?(?P<power>[eE][+-]?\d+)?)"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<space>\s+|//[^\n]*)|(?P<sign>.)""",
    re.DOTALL,
)
DAY = ".google.protobuf.Timestamp"
FIELD_TYPES: Mapping[kinds.Kind, str] = {
    "bool": "bool",
    "number": "double",
    "text": "string",
    "date": DAY,
    "many": "*string",
    "place": "string",
}
OWN_MACROS = {"count": "filter", "sum": "map", "min": "map", "max": "map", "avg": "map"}
MOST_COMPARED = 8


def plain(text: str) -> str:
    """The same rule in plain CEL: numbers as doubles, our macros as CEL's own with a function after them."""
    return "".join(word for word, _ in _rewritten(text))


def confirm(text: str, unit: str, words: dictionary.Dictionary) -> None:
    """Have CEL's checker accept the rule. Raises errors.Misplaced where it does not."""
    rewritten = plain(text)
    try:
        _checker(unit, words).compile(rewritten)
    except RuntimeError as error:
        complaint = syntax.complaints(str(error), rewritten)[0]
        at = _original(text, complaint.offset)
        raise errors.Misplaced(f"CEL's checker refuses this: {complaint.message}.", at) from None


@lru_cache(maxsize=32)
def _checker(unit: str, words: dictionary.Dictionary) -> Any:
    return environment(unit, words)


def environment(unit: str, words: dictionary.Dictionary, bodies: Mapping[str, Callable[..., Any]] | None = None) -> Any:
    """CEL's view of one unit: messages `ayni.Household` and `ayni.Person` with the dictionary's fields.

    `bodies` gives our functions something to do, by name, for evaluating; the checker needs none.
    """
    person, household, area = (cel.Type(f"ayni.{name}") for name in ("Person", "Household", "Area"))
    names = {
        "household": household,
        "area": area,
        "members": cel.Type.List(person),
        "head": person,
        "on": cel.Type.TIMESTAMP,
    }
    if unit == "person":
        names["person"] = person
    functions = _functions(person, household, area, bodies or {})
    return cel.NewEnv(descriptor_pool=pool(words), variables=names, functions=functions)


@lru_cache(maxsize=32)
def pool(words: dictionary.Dictionary) -> Any:
    """The protobuf types of one dictionary."""
    file = descriptor_pb2.FileDescriptorProto(name="ayni/dictionary.proto", package="ayni", syntax="proto3")
    file.dependency.append("google/protobuf/timestamp.proto")
    for entity in ("household", "person", "area"):
        known = [*(v for v in dictionary.BUILT_IN if v.entity == entity), *words.of(entity)]
        shape = {v.name: (n, FIELD_TYPES[kinds.OF_TYPE[v.type]]) for n, v in enumerate(known, start=1)}
        if entity == "person":
            shape |= {"born_from": (len(known) + 1, DAY), "born_to": (len(known) + 2, DAY)}
        syntax.declare(file, entity.capitalize(), shape)
    types = descriptor_pool.DescriptorPool()
    timestamp = descriptor_pb2.FileDescriptorProto()
    timestamp_pb2.DESCRIPTOR.CopyToProto(timestamp)
    types.Add(timestamp)
    types.Add(file)
    return types


def _functions(person: Any, household: Any, area: Any, bodies: Mapping[str, Callable[..., Any]]) -> list[Any]:
    number, day, text, truth = cel.Type.DOUBLE, cel.Type.TIMESTAMP, cel.Type.STRING, cel.Type.BOOL
    numbers = cel.Type.List(number)
    signatures: dict[str, list[tuple[Any, list[Any], bool]]] = {
        "age": [(number, [person, day], False)],
        "months": [(number, [person, day], False)],
        "score": [(number, [text], False)],
        "enrolled": [(truth, taken, False) for taken in ([text], [person, text], [household, text])],
        "received": [(number, [text, number], False)],
        "within": [(truth, [where, text], False) for where in (area, text)],
        **{name: [(number, [day, day], False)] for name in grammar.BETWEEN},
        **{name: [(day, [day, number], False)] for name in grammar.ADDED},
        **{name: [(number, [day], False)] for name in grammar.PARTS},
        "date": [(day, [text], False)],
        "count": [(number, [cel.Type.LIST], member) for member in (True, False)],
    }
    for name in ("sum", "avg", "min", "max"):
        signatures[name] = [(number, [numbers], member) for member in (True, False)]
    for name in ("min", "max"):
        signatures[name] += [(number, [number] * n, False) for n in range(2, MOST_COMPARED + 1)]
    return [
        cel.FunctionDecl(
            name,
            [
                cel.Overload(f"{name}_{place}", returned, taken, is_member, _body(bodies, name, taken, household))
                for place, (returned, taken, is_member) in enumerate(overloads)
            ],
        )
        for name, overloads in signatures.items()
    ]


def _body(bodies: Mapping[str, Callable[..., Any]], name: str, taken: list[Any], household: Any) -> Any:
    """The body of a function. While it runs CEL tells no message from another: one body serves person and household."""
    return None if taken[0] is household else bodies.get(name)


def _rewritten(text: str) -> Iterator[tuple[str, int]]:
    """The words of the plain rule, each with the character of the original it stands for."""
    words = list(WORD.finditer(text))
    renamed = dict(_renamed([match for match in words if not match["space"]]))
    opened: list[str] = []
    ending = ""
    for match in words:
        word, at = match.group(), match.start()
        if at in renamed:
            word, ending = renamed[at]
        elif match["number"] and not (match["real"] or match["power"]):
            word += ".0"
        elif word == "(":
            opened.append(ending)
            ending = ""
        elif word == ")" and opened:
            word += opened.pop()
        yield word, at


def _renamed(words: list[re.Match[str]]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Where a function has another name in plain CEL: that name, and what follows its closing bracket."""
    for place, match in enumerate(words):
        before, after = words[max(place - 1, 0)].group(), [word.group() for word in words[place + 1 : place + 4]]
        if after[:1] != ["("]:
            continue
        name = match.group()
        if name == "size":
            yield match.start(), ("count", "")
        elif name in OWN_MACROS and before == "." and after[1].isidentifier() and after[2:] == [","]:
            yield match.start(), (OWN_MACROS[name], f".{name}()")


def _original(text: str, offset: int) -> int:
    """The character of the original that a character of the plain rule stands for."""
    written = 0
    for word, at in _rewritten(text):
        written += len(word)
        if offset < written:
            return at
    return len(text)
