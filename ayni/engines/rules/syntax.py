"""CEL's own parser, and the tree it gives.

`parse` hands the text to cel-expr-python and reads the `cel.expr.ParsedExpr` it serialises. The shapes of its
messages are declared here, only the parts we read. Source: the CEL specification, proto/cel/expr/syntax.proto.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError

from ayni.engines.rules import errors

LONGEST = 4000

FIELD = descriptor_pb2.FieldDescriptorProto
#: Message -> field -> (number, type); "*" marks a list, a capital a message, "?" one of several kinds.
SHAPES: Mapping[str, Mapping[str, tuple[int, str]]] = {
    "Constant": {
        "null_value": (1, "?int64"),
        "bool_value": (2, "?bool"),
        "int64_value": (3, "?int64"),
        "uint64_value": (4, "?uint64"),
        "double_value": (5, "?double"),
        "string_value": (6, "?string"),
        "bytes_value": (7, "?bytes"),
    },
    "Ident": {"name": (1, "string")},
    "Select": {"operand": (1, "Expr"), "field": (2, "string"), "test_only": (3, "bool")},
    "Call": {"target": (1, "Expr"), "function": (2, "string"), "args": (3, "*Expr")},
    "CreateList": {"elements": (1, "*Expr")},
    "CreateStruct": {},
    "Comprehension": {
        "iter_var": (1, "string"),
        "iter_range": (2, "Expr"),
        "accu_init": (4, "Expr"),
        "loop_step": (6, "Expr"),
        "iter_var2": (8, "string"),
    },
    "Expr": {
        "id": (2, "int64"),
        "const_expr": (3, "?Constant"),
        "ident_expr": (4, "?Ident"),
        "select_expr": (5, "?Select"),
        "call_expr": (6, "?Call"),
        "list_expr": (7, "?CreateList"),
        "struct_expr": (8, "?CreateStruct"),
        "comprehension_expr": (9, "?Comprehension"),
    },
    "Position": {"key": (1, "int64"), "value": (2, "int32")},
    "SourceInfo": {"positions": (4, "*Position")},
    "ParsedExpr": {"expr": (2, "Expr"), "source_info": (3, "SourceInfo")},
}
#: What people write from habit, and what the language has instead.
HABITS = {
    "and": "Write && for 'and'.",
    "or": "Write || for 'or'.",
    "not": "Write ! for 'not'.",
    "=": "Write == for 'equals'.",
    "if": "Write condition ? one : other.",
}
COMPLAINT = re.compile(r"<input>:(\d+):(\d+): (.*)")


@dataclass(frozen=True)
class Parsed:
    """CEL's expression, and the character each of its numbered parts stands at."""

    root: Any
    places: Mapping[int, int]

    def at(self, expr: Any) -> int:
        return self.places.get(expr.id, 0)


@dataclass(frozen=True)
class Complaint:
    """One line of CEL's own errors; `offset` counts characters from 0 in the text it was given."""

    message: str
    offset: int


def parse(text: str) -> Parsed:
    """Read a rule's text. Raises RuleRefused where it is no expression, or is longer than `LONGEST`."""
    if len(text) > LONGEST:
        raise errors.RuleRefused(
            f"The rule is {len(text)} characters long and a rule has at most {LONGEST}.",
            text=text,
            offset=LONGEST,
            hint="Split it into several criteria.",
        )
    try:
        compiled = _parser().compile(text, disable_check=True)
    except RuntimeError as error:
        if "recursion depth" in str(error):
            raise _too_deep(text) from None
        raise _refusal(text, complaints(str(error), text)[0]) from None
    wrapped = any_pb2.Any.FromString(compiled.serialize())
    try:
        message = _parsed_message().FromString(wrapped.value)
    except DecodeError:
        raise _too_deep(text) from None
    return Parsed(message.expr, {p.key: p.value for p in message.source_info.positions})


def complaints(words: str, text: str) -> list[Complaint]:
    """CEL's error text, cut into its complaints."""
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    found = [
        Complaint(message.removesuffix(" [INVALID_ARGUMENT]"), starts[int(line) - 1] + int(column) - 1)
        for line, column, message in COMPLAINT.findall(words)
        if int(line) < len(starts)  # some complaints are of no place in the text
    ]
    return found or [Complaint(words.removesuffix(" [INVALID_ARGUMENT]"), 0)]


def _too_deep(text: str) -> errors.RuleRefused:
    hint = "Write long sums in parts with min, max or members.sum, or split the rule into several criteria."
    return errors.RuleRefused("Too many parts of the rule stand inside one another.", text=text, hint=hint)


def _refusal(text: str, complaint: Complaint) -> errors.RuleRefused:
    at = min(complaint.offset, len(text))
    if "variable name must be a simple identifier" in complaint.message:
        message, hint = "The first thing in the brackets names a member, as m in exists(m, m.disability).", ""
    elif not text[at:].strip():
        message, hint = "The rule stops before it is complete.", "Write what is missing at its end."
    else:
        word = re.findall(r"\w+|\S", text[at:])[0]
        message = f"The rule cannot be read at {word!r}."
        hint = HABITS.get(word, "Look for a missing operator, bracket or quotation mark just before it.")
    return errors.RuleRefused(message, text=text, offset=at, hint=hint)


@lru_cache(maxsize=1)
def _parser() -> Any:
    return cel.NewEnv()


@lru_cache(maxsize=1)
def _parsed_message() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="ayni/cel.proto", package="cel.expr", syntax="proto3")
    for name, shape in SHAPES.items():
        declare(file, name, shape)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("cel.expr.ParsedExpr"))


def declare(file: Any, name: str, shape: Mapping[str, tuple[int, str]]) -> None:
    """Add a message to a protobuf file, its fields written as in `SHAPES`."""
    message = file.message_type.add(name=name)
    for field_name, (number, kind) in shape.items():
        field = message.field.add(name=field_name, number=number)
        field.label = FIELD.LABEL_REPEATED if kind.startswith("*") else FIELD.LABEL_OPTIONAL
        if kind.startswith("?"):
            if not message.oneof_decl:
                message.oneof_decl.add(name="kind")
            field.oneof_index = 0
        kind = kind.lstrip("*?")
        if kind[0].isupper() or kind[0] == ".":
            field.type = FIELD.TYPE_MESSAGE
            field.type_name = kind if kind[0] == "." else f".{file.package}.{kind}"
        else:
            field.type = getattr(FIELD, f"TYPE_{kind.upper()}")
