"""The functions of expressions: those of XPath 1.0 and those that OpenRosa adds."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from ayni.engines.questionnaires.errors import ExpressionError, NotEvaluated
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.xpath import dates
from ayni.engines.questionnaires.xpath.values import (
    Context,
    Value,
    as_boolean,
    as_date,
    as_number,
    as_text,
    days_of,
    moment_of,
    single,
    typed,
)

Step = Callable[[Context], Value]
Function = Callable[..., Value]
LONGEST_TEXT = 100_000

#: What only a phone can know, or what is another each time it is asked.
NOT_HERE = frozenset(
    {"pulldata", "property", "random", "randomize", "uuid", "base64-decode", "digest", "extract-signed", "geofence",
     "jr:itext", "itext", "intersects"}
)  # fmt: skip


def bound(name: str, given: Sequence[Step]) -> Step:
    """A call as one function. Raises ExpressionError for an unknown function or a wrong number of values."""
    if name in NOT_HERE:
        return _refused(name)
    if name in LAZY:
        least, most, lazy = LAZY[name]
        _check_count(name, len(given), least, most)
        return lambda at: lazy(at, given)
    if name not in PLAIN:
        raise ExpressionError(f"There is no function {name}() in forms.")
    least, most, function = PLAIN[name]
    _check_count(name, len(given), least, most)
    return lambda at: function(*[step(at) for step in given])


def _refused(name: str) -> Step:
    def work(at: Context) -> Value:
        raise NotEvaluated(f"{name}() is known to phones only.")

    return work


def _check_count(name: str, count: int, least: int, most: int | None) -> None:
    if count < least or (most is not None and count > most):
        wanted = str(least) if least == most else f"{least} to {most}" if most is not None else f"{least} or more"
        raise ExpressionError(f"{name}() takes {wanted} values, and here are {count}.")


# What looks at where it stands, or at only some of what it is given.


def _if(at: Context, given: Sequence[Step]) -> Value:
    return given[1](at) if as_boolean(given[0](at)) else given[2](at)


def _coalesce(at: Context, given: Sequence[Step]) -> Value:
    for step in given:
        value = single(step(at))
        if as_text(value) != "":
            return value
    return ""


def _once(at: Context, given: Sequence[Step]) -> Value:
    kept = typed(at.current)
    return given[0](at) if as_text(kept) == "" else kept


def _position(at: Context, given: Sequence[Step]) -> Value:
    if not given:
        return float(at.position)
    nodes = given[0](at)
    return float(nodes[0].position) if isinstance(nodes, list) and nodes else math.nan


def _instance(at: Context, given: Sequence[Step]) -> Value:
    name = as_text(given[0](at))
    if name not in at.around.lists:
        raise NotEvaluated(f"The list {name} is not here.")
    return [at.around.lists[name]]


def _indexed(at: Context, given: Sequence[Step]) -> Value:
    """indexed-repeat(question, repeat, number, …): the question in that one of the repeats."""
    if len(given) % 2 == 0:
        raise ExpressionError("indexed-repeat() takes a question, and then repeats each with a number.")
    found = given[0](at)
    for repeat, number in zip(given[1::2], given[2::2], strict=True):
        wanted = as_number(number(at))
        within = {id(node) for node in repeat(at) if node.position == wanted}
        found = [node for node in found if _is_within(node, within)]
    return found


def _is_within(node: Node, around: set[int]) -> bool:
    upper: Node | None = node
    while upper is not None:
        if id(upper) in around:
            return True
        upper = upper.parent
    return False


def _choice_name(at: Context, given: Sequence[Step]) -> Value:
    if at.around.labels is None:
        raise NotEvaluated("jr:choice-name() needs the form's language.")
    return at.around.labels(as_text(given[1](at)), as_text(given[0](at)))


def _sum_over(at: Context, given: Sequence[Step]) -> Value:
    nodes = given[0](at)
    return float(sum(as_number(typed(node)) for node in nodes)) if isinstance(nodes, list) else as_number(nodes)


LAZY: dict[str, tuple[int, int | None, Callable[[Context, Sequence[Step]], Value]]] = {
    "if": (3, 3, _if),
    "coalesce": (1, None, _coalesce),
    "once": (1, 1, _once),
    "position": (0, 1, _position),
    "last": (0, 0, lambda at, given: float(at.size)),
    "current": (0, 0, lambda at, given: [at.current]),
    "instance": (1, 1, _instance),
    "indexed-repeat": (3, None, _indexed),
    "jr:choice-name": (2, 2, _choice_name),
    "sum": (1, 1, _sum_over),
    "today": (0, 0, lambda at, given: at.around.now.date()),
    "now": (0, 0, lambda at, given: at.around.now),
}


# What works on values alone.


def _chosen(value: Value) -> list[str]:
    return as_text(value).split()


def _selected_at(value: Value, number: Value) -> Value:
    chosen, place = _chosen(value), as_number(number)
    return chosen[int(place)] if math.isfinite(place) and 0 <= place < len(chosen) else ""


def _texts(values: Sequence[Value]) -> list[str]:
    """Every text, and every node of several."""
    return [
        text
        for value in values
        for text in ([as_text([n]) for n in value] if isinstance(value, list) else [as_text(value)])
    ]


def _numbers(values: Sequence[Value]) -> list[float]:
    return [
        n
        for value in values
        for n in ([as_number([o]) for o in value] if isinstance(value, list) else [as_number(value)])
    ]


def _extreme(pick: Callable[[list[float]], float]) -> Function:
    def work(*values: Value) -> Value:
        numbers = _numbers(values)
        return math.nan if not numbers or any(math.isnan(one) for one in numbers) else pick(numbers)

    return work


def _limited(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise NotEvaluated("An expression makes too long a text.")
    return text


def _substr(value: Value, start: Value, end: Value = None) -> Value:
    text = as_text(value)
    first = as_number(start)
    last = len(text) if end is None else as_number(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    return text[int(first) : int(last)]


def _substring(value: Value, start: Value, length: Value = None) -> Value:
    """XPath's own, counted from 1 and rounded."""
    text, first = as_text(value), _rounded(as_number(start))
    last = math.inf if length is None else first + _rounded(as_number(length))
    return "".join(one for place, one in enumerate(text, start=1) if place >= first and place < last)


def _translate(value: Value, old: Value, new: Value) -> Value:
    """Each letter of one row becomes the letter below it in the other; those with none below are left out."""
    below: dict[str, str] = {}
    for place, letter in enumerate(as_text(old)):
        below.setdefault(letter, as_text(new)[place : place + 1])
    return "".join(below.get(letter, letter) for letter in as_text(value))


def _rounded(number: float, digits: Value = None) -> float:
    if not math.isfinite(number):
        return number
    scale = 10 ** max(-12, min(12, int(as_number(digits)))) if digits is not None else 1
    return math.floor(number * scale + 0.5) / scale


def _regex(value: Value, pattern: Value) -> Value:
    """Whether the whole text fits the pattern."""
    text = as_text(value)
    if len(text) > 2000 or NESTED.search(as_text(pattern)):
        raise NotEvaluated("The pattern would take too long on this text.")
    try:
        return re.fullmatch(as_text(pattern), text) is not None
    except (re.error, OverflowError):
        raise NotEvaluated("The pattern cannot be read here.") from None


#: A repetition of a repetition: the time it takes doubles with each letter.
NESTED = re.compile(r"\([^()]*(?<!\\)[+*}][^()]*\)[+*{]")


def _power(base: Value, exponent: Value) -> Value:
    try:
        return float(as_number(base) ** as_number(exponent))
    except (OverflowError, ZeroDivisionError, TypeError):
        return math.nan


def _math(function: Callable[[float], float]) -> Function:
    def work(value: Value) -> Value:
        try:
            return function(as_number(value))
        except (ValueError, OverflowError):
            return math.nan

    return work


def _checklist(least: Value, most: Value, *answers: Value) -> Value:
    count, low, high = sum(map(as_boolean, answers)), as_number(least), as_number(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _count_filled(nodes: Value) -> Value:
    return (
        float(sum(1 for node in nodes if node.value != "")) if isinstance(nodes, list) else float(as_text(nodes) != "")
    )


def _date(value: Value) -> Value:
    value = single(value)
    if isinstance(value, str) and "T" in value:
        return moment_of(value) or ""
    return as_date(value) or ""


def _decimal_moment(value: Value) -> Value:
    value = single(value)
    if isinstance(value, datetime):
        return days_of(value)
    found = moment_of(value) if isinstance(value, str) and "T" in value else None
    day = as_date(value)
    return days_of(found) if found else as_number(day) if day else math.nan


def _decimal_time(value: Value) -> Value:
    try:
        at = time.fromisoformat(as_text(value).partition("T")[2] or as_text(value))
    except ValueError:
        return math.nan
    return (at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6) / 86_400


def _moment(value: Value) -> Value:
    value = single(value)
    if isinstance(value, str):
        return moment_of(value) or ""
    day = as_date(value)
    return value if isinstance(value, datetime) else datetime.combine(day, time(), UTC) if day else ""


def _count(nodes: Value) -> Value:
    if not isinstance(nodes, list):
        raise ExpressionError("count() counts questions or repeats, and here is a value.")
    return float(len(nodes))


PLAIN: dict[str, tuple[int, int | None, Any]] = {
    "true": (0, 0, lambda: True),
    "false": (0, 0, lambda: False),
    "not": (1, 1, lambda v: not as_boolean(v)),
    "boolean": (1, 1, as_boolean),
    "boolean-from-string": (1, 1, lambda v: as_text(v).lower() in ("true", "1")),
    "number": (1, 1, as_number),
    "int": (1, 1, lambda v: float(math.trunc(n)) if math.isfinite(n := as_number(v)) else n),
    "string": (1, 1, as_text),
    "concat": (0, None, lambda *v: _limited("".join(_texts(v)))),
    "join": (1, None, lambda sign, *v: _limited(as_text(sign).join(_texts(v)))),
    "string-length": (1, 1, lambda v: float(len(as_text(v)))),
    "substr": (2, 3, _substr),
    "substring": (2, 3, _substring),
    "substring-before": (2, 2, lambda v, s: as_text(v).partition(as_text(s))[0] if as_text(s) in as_text(v) else ""),
    "substring-after": (2, 2, lambda v, s: as_text(v).partition(as_text(s))[2]),
    "contains": (2, 2, lambda v, s: as_text(s) in as_text(v)),
    "starts-with": (2, 2, lambda v, s: as_text(v).startswith(as_text(s))),
    "ends-with": (2, 2, lambda v, s: as_text(v).endswith(as_text(s))),
    "normalize-space": (1, 1, lambda v: " ".join(as_text(v).split())),
    "translate": (3, 3, _translate),
    "regex": (2, 2, _regex),
    "selected": (2, 2, lambda v, code: as_text(code).strip() in _chosen(v)),
    "selected-at": (2, 2, _selected_at),
    "count-selected": (1, 1, lambda v: float(len(_chosen(v)))),
    "count": (1, 1, _count),
    "count-non-empty": (1, 1, _count_filled),
    "min": (1, None, _extreme(min)),
    "max": (1, None, _extreme(max)),
    "round": (1, 2, lambda v, digits=None: _rounded(as_number(v), digits)),
    "floor": (1, 1, lambda v: float(math.floor(n)) if math.isfinite(n := as_number(v)) else n),
    "ceiling": (1, 1, lambda v: float(math.ceil(n)) if math.isfinite(n := as_number(v)) else n),
    "abs": (1, 1, lambda v: abs(as_number(v))),
    "pow": (2, 2, _power),
    "sqrt": (1, 1, _math(math.sqrt)),
    "exp": (1, 1, _math(math.exp)),
    "exp10": (1, 1, lambda v: _power(10.0, v)),
    "log": (1, 1, _math(math.log)),
    "log10": (1, 1, _math(math.log10)),
    "sin": (1, 1, _math(math.sin)),
    "cos": (1, 1, _math(math.cos)),
    "tan": (1, 1, _math(math.tan)),
    "asin": (1, 1, _math(math.asin)),
    "acos": (1, 1, _math(math.acos)),
    "atan": (1, 1, _math(math.atan)),
    "atan2": (2, 2, lambda y, x: math.atan2(as_number(y), as_number(x))),
    "pi": (0, 0, lambda: math.pi),
    "checklist": (3, None, _checklist),
    "date": (1, 1, _date),
    "date-time": (1, 1, _moment),
    "decimal-date-time": (1, 1, _decimal_moment),
    "decimal-date": (1, 1, _decimal_moment),
    "decimal-time": (1, 1, _decimal_time),
    "format-date": (2, 2, lambda v, how: dates.written(_moment(v), as_text(how))),
    "format-date-time": (2, 2, lambda v, how: dates.written(_moment(v), as_text(how))),
}
#: Every function that forms may use here.
KNOWN = frozenset(LAZY) | frozenset(PLAIN)
