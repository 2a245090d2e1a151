"""What is asked of all members at once, as the aggregates of one `GROUP BY household`.

A question in three values takes two bits of a member's word, and the words of a household are joined by OR: one
aggregate for every `exists` and `all`, for what is asked of the head, and for whether anything counted or added up is
unknown. Counts and sums are aggregates of their own. `gathering` is the same for one household.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import add
from typing import Any, Literal

import ibis

from ayni.engines.rules import amounts, bits, figures, rows, tree


@dataclass(frozen=True)
class Question:
    """Two bits of a member's word: the upper where one member settles it, the lower where it is unknown.

    `of` tells what is asked: whether the condition holds for "any" or for "every" member, whether every "value" or
    "summand" that counts is known, or what is so of the "head".
    """

    of: Literal["any", "every", "value", "summand", "head"]
    where: tree.Node
    value: tree.Node | None = None

    @property
    def gap(self) -> tuple[tree.Node, tree.Node] | None:
        """When it asks why a condition is unknown: that condition, and what must be so besides."""
        match self.where:
            case tree.Unknown(item) if self.of == "any":
                return item, tree.TRUE
            case tree.Surely(tree.And((tree.Unknown(item), *reasons))) if self.of == "any":
                return item, tree.conjunction(*reasons)
        return None

    def bits(self, frame: rows.Frame, place: bits.Place, why: Iterable[Any] = ()) -> Any:
        """A member's two bits, in their place; where they are unknown, with bits that tell why."""
        holds, fails = frame.sides(self.where)
        if self.of == "any" and tree.is_certain(self.where):
            return ibis.cases((holds, place.of(bits.YES)), else_=place.of(bits.NO))
        if self.of == "every":
            holds, fails = fails, holds
        if self.of == "head":
            is_head, _ = frame.sides(tree.HEADED)
            return ibis.cases((is_head, bits.written(place, holds, fails)), else_=place.of(bits.NO))
        if self.value is not None:
            value = frame.column(self.value)
            holds = holds & (value.notnull() if self.of == "value" else value.abs() < figures.LARGEST_ADDED)
        return bits.written(place, holds, fails, why)


@dataclass
class Gathering:
    """The aggregates that answer some loops of one depth, and what is asked of the head: `heads` with a yes or no,
    `head_values` with a value. `prefix` begins the names of its columns."""

    loops: list[tree.Members]
    heads: list[tree.Node]
    head_values: list[tree.Leaf]
    prefix: str
    names: dict[tree.Node, str] = field(default_factory=dict)

    @cached_property
    def questions(self) -> dict[Question, bits.Place]:
        asked = [question for loop in self.loops if (question := _question(loop)) is not None]
        asked += [Question("head", tree.about("member", node)) for node in self.heads]
        unique = list(dict.fromkeys(asked))
        return dict(zip(unique, bits.places(2 for _ in unique), strict=True))

    @property
    def bodies(self) -> list[tree.Node]:
        """Everything that is looked at in a member's row."""
        of_loops = [part for loop in self.loops for part in (loop.where, loop.value) if part is not None]
        of_heads = [tree.about("member", node) for node in (*self.heads, *self.head_values)]
        return [*of_loops, *of_heads]

    @property
    def named(self) -> dict[tree.Node, str]:
        """The nodes that have a column once answered; those with bits are `packed`."""
        return {node: self._name(node) for node in (*self._with_columns, *self.head_values)}

    @property
    def packed(self) -> dict[tree.Node, rows.Packed]:
        asked = [(loop, _question(loop)) for loop in self.loops if loop.what in ("exists", "all")]
        found = {loop: self._bits(question, swapped=loop.what == "all") for loop, question in asked if question}
        given = self._name(tree.HAS_HEAD) if self.heads else ""
        of_heads = {node: Question("head", tree.about("member", node)) for node in self.heads}
        return found | {node: self._bits(question, given=given) for node, question in of_heads.items()}

    def measures(self, frame: rows.Frame) -> dict[str, Any]:
        """The aggregates over members' rows, by the names of their columns."""
        words = self._words_of(frame).items()
        found = {f"{self.prefix}{number}": _of_rows(frame, word).bit_or() for number, word in words}
        found |= {name: _tally(frame, where) for where, name in self._tallies.items()}
        for loop in self.loops:
            if loop.value is not None:
                found[self._name(loop)] = _measured(frame, loop)
        for leaf in self.head_values:
            is_head, _ = frame.sides(tree.HEADED)
            value = ibis.cases((is_head, frame.column(tree.about("member", leaf))))
            found[self._name(leaf)] = _of_rows(frame, value).max()
        return found

    def answers(self, table: Any) -> dict[str, Any]:
        """The columns of the households' table with these aggregates; null aggregates mean no members."""
        tallies = {where: table[name].fill_null(0.0) for where, name in self._tallies.items()}
        columns = {name: table[name].fill_null(0) for name in self._words}
        columns |= {self._name(loop): self._answer(loop, tallies, table) for loop in self._with_columns}
        for leaf in self.head_values:
            columns[self._name(leaf)] = ibis.cases((columns[self._name(tree.HAS_HEAD)], table[self._name(leaf)]))
        return columns

    def _words_of(self, frame: rows.Frame) -> dict[int, Any]:
        """A member's words.

        Why something is unknown is looked into only where it is: where a CASE has found it neither so nor not so.
        """
        gaps = {question: gap for question in self.questions if (gap := question.gap) is not None}
        asked: dict[tuple[tree.Node, int], list[Any]] = {}
        parts: dict[int, list[Any]] = {}
        for question, (where, reason) in gaps.items():
            place = self.questions[question]
            found = ibis.cases((frame.sides(reason)[0], place.of(bits.YES)), else_=place.of(bits.NO))
            asked.setdefault((where, place.word), []).append(found)
        for question, place in self.questions.items():
            if question not in gaps:
                why = asked.pop((question.where, place.word), []) if question.of in ("any", "every") else []
                parts.setdefault(place.word, []).append(question.bits(frame, place, why))
        for (where, word), why in asked.items():
            holds, fails = frame.sides(where)
            nothing = ibis.literal(0, "int64")
            parts.setdefault(word, []).append(ibis.cases((holds, nothing), (fails, nothing), else_=reduce(add, why)))
        return {word: reduce(add, values) for word, values in sorted(parts.items())}

    def _answer(self, loop: tree.Members, tallies: Mapping[tree.Node, Any], table: Any) -> Any:
        question = _question(loop)
        sure = ibis.literal(True) if question is None else self._is_sure(question, table)
        match loop.what:
            case "count":
                return ibis.cases((sure, tallies[loop.where]))
            case "one":
                return ibis.cases((tallies[loop.where] > 1, False), (sure, tallies[loop.where] == 1))
            case "min" | "max":
                return ibis.cases((sure, table[self._name(loop)]))
        total = table[self._name(loop)].fill_null(0).cast("float64") / figures.MILLION
        return ibis.cases((sure, total if loop.what == "sum" else total / tallies[loop.where].nullif(0.0)))

    def _is_sure(self, question: Question, table: Any) -> Any:
        place = self.questions[question]
        lower = bits.Place(place.word, place.shift, 1)
        return lower.read(table[f"{self.prefix}{place.word}"].fill_null(0)) == 0

    def _bits(self, question: Question, *, swapped: bool = False, given: str = "") -> rows.Packed:
        place = self.questions[question]
        return rows.Packed(f"{self.prefix}{place.word}", place, swapped, given)

    @property
    def _with_columns(self) -> list[tree.Members]:
        return [loop for loop in self.loops if loop.what not in ("exists", "all")]

    @property
    def _words(self) -> list[str]:
        return [f"{self.prefix}{number}" for number in sorted({place.word for place in self.questions.values()})]

    @property
    def _tallies(self) -> dict[tree.Node, str]:
        """The conditions whose members are counted: to answer, or for an average to divide by."""
        wanted = dict.fromkeys(loop.where for loop in self.loops if loop.what in ("count", "one", "avg"))
        return {where: f"{self.prefix}n{number}" for number, where in enumerate(wanted)}

    def _name(self, node: tree.Node) -> str:
        return self.names.setdefault(node, f"{self.prefix}v{len(self.names)}")


def _question(loop: tree.Members) -> Question | None:
    """What must be known to answer; None where nothing can be unknown."""
    match loop.what:
        case "all":
            return Question("every", loop.where)
        case "min" | "max":
            return Question("value", loop.where, loop.value)
        case "sum" | "avg":
            return Question("summand", loop.where, loop.value)
    is_certain = tree.is_certain(loop.where)
    return None if is_certain and loop.what != "exists" else Question("any", loop.where)


def _tally(frame: rows.Frame, where: tree.Node) -> Any:
    if where == tree.TRUE:
        return frame.table.count().cast("float64")
    return _of_rows(frame, ibis.cases((frame.sides(where)[0], 1.0), else_=0.0)).sum()


def _measured(frame: rows.Frame, loop: tree.Members) -> Any:
    holds, value = frame.sides(loop.where)[0], frame.column(loop.value).cast("float64")  # type: ignore[arg-type]
    match loop.what:
        case "min":
            return _of_rows(frame, ibis.cases((holds, value))).min()
        case "max":
            return _of_rows(frame, ibis.cases((holds, value))).max()
    is_small = value.abs() < figures.LARGEST_ADDED
    millionths = amounts.to_even(ibis.cases((holds & is_small, value)) * figures.MILLION).cast("int64")
    return _of_rows(frame, millionths).sum()


def _of_rows(frame: rows.Frame, value: Any) -> Any:
    """A column of the rows, also where the value is the same for all: constants have no aggregates."""
    if isinstance(value, ibis.expr.types.Column):
        return value
    return ibis.cases((frame.table["household_id"].notnull(), value), else_=value)
