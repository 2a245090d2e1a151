"""The reference reader: one definition, one unit, every criterion and what is missing.

Facts are plain values: `{"household": {...}, "members": [{...}], "person": {...}, "scores": {"pmt": 1.2}}`, the
members in order, each with the columns of the persons' table (`born_from` and `born_to` for the day of birth). A
name that is absent, or None, is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from ayni.engines.rules import definition as definitions
from ayni.engines.rules import figures, gathering, grammar, kleene, persons, tree

Result = Literal["eligible", "ineligible", "needs_information"]
NO_HEAD = kleene.Found(None, frozenset({"members.relationship"}))


@dataclass(frozen=True)
class Outcome:
    """A decision about one unit, with its reasons.

    `missing` names the answers that could still change the result, as "household.floor" or "members[3].born".
    `used` gives, by criterion, each value the rule looked at; an age not exactly known reads "30-31".
    """

    result: Result
    criteria: dict[str, bool | None]
    amount: Decimal | None
    missing: tuple[str, ...]
    used: dict[str, dict[str, Any]]


def evaluate(definition: definitions.Definition, facts: Mapping[str, Any], *, on: date) -> Outcome:
    """Decide one unit on a day, by a definition that has been checked. Raises RuleRefused if it cannot be read.

    Eligible when every criterion is true, ineligible when any is false, else more information is needed. The
    amount is given to the eligible only; when it is unknown, information is needed too.
    """
    found: dict[str, kleene.Found] = {}
    used: dict[str, dict[str, Any]] = {}
    for criterion in definition.criteria:
        reader = Reader(facts, on)
        found[criterion.name] = reader.read(grammar.read(criterion.rule.text))
        used[criterion.name] = reader.used
    together = kleene.conjunction(found.values())
    amount = kleene.Found(None)
    if together.value is not False and definition.benefit.amount:
        amount = Reader(facts, on).read(grammar.read(definition.benefit.amount.text))
    paid = figures.money(amount.value) if amount.value is not None else None  # type: ignore[arg-type]
    result = _result(together.value, paid is not None or not definition.benefit.amount)
    return Outcome(
        result=result,
        criteria={name: part.value for name, part in found.items()},  # type: ignore[misc]
        amount=paid if result == "eligible" else None,
        missing=tuple(sorted(together.missing | amount.missing)) if result == "needs_information" else (),
        used=used,
    )


def _result(together: kleene.Value, is_amount_known: bool) -> Result:
    if together is False:
        return "ineligible"
    return "eligible" if together and is_amount_known else "needs_information"


@dataclass
class Reader:
    """Reads one rule over one unit's facts; `member` is the one a loop has come to, with its label."""

    facts: Mapping[str, Any]
    on: date
    used: dict[str, Any] = field(default_factory=dict)
    member: tuple[str, Mapping[str, Any]] | None = None

    def read(self, node: tree.Node) -> kleene.Found:
        match node:
            case tree.Literal(value):
                return kleene.Found(value)
            case tree.Day():
                return kleene.Found(self.on)
            case tree.Variable(subject, name):
                return self._variable(subject, name)
            case tree.Score(code):
                return self._noted(f"score.{code}", (self.facts.get("scores") or {}).get(code))
            case tree.Not(item):
                return kleene.negation(self.read(item))
            case tree.And(items):
                return kleene.conjunction([self.read(item) for item in items])
            case tree.Or(items):
                return kleene.disjunction([self.read(item) for item in items])
            case tree.Comparison(sign, left, right):
                return self._comparison(sign, left, right)
            case tree.Among(item, options):
                return kleene.disjunction([self._comparison("==", item, option) for option in options])
            case tree.Branch(test, yes, no):
                return self._branch(test, yes, no)
            case tree.Members():
                return self._members(node)
        return self._number(node)

    def _number(self, node: tree.Node) -> kleene.Found:
        match node:
            case tree.Age():
                span, missing = self._age(node)
                return kleene.known(span.exact, missing)
            case tree.Arithmetic(sign, left, right):
                parts = self.read(left), self.read(right)
                return kleene.known(kleene.arithmetic(sign, parts[0].value, parts[1].value), *parts)
            case tree.Extreme(which, items):
                found = [self.read(item) for item in items]
                values: list[Any] = [part.value for part in found]
                best = min if which == "min" else max
                return kleene.known(None if None in values else best(values), *found)
        raise TypeError(f"The reader does not know the node {type(node).__name__}.")

    def _variable(self, subject: str, name: str) -> kleene.Found:
        label, row = self._row(subject)
        return NO_HEAD if row is None else self._noted(f"{label}.{name}", row.get(name))

    def _row(self, subject: str) -> tuple[str, Mapping[str, Any] | None]:
        """The label and the values of whoever is meant; no values when there is nobody."""
        if subject == "member" and self.member:
            return self.member
        if subject == "head":
            return "head", persons.head(self.facts.get("members"))
        return subject, self.facts.get(subject) or {}

    def _noted(self, name: str, value: Any) -> kleene.Found:
        plain = float(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value
        self.used[name] = value
        return kleene.Found(plain) if plain is not None else kleene.Found(None, frozenset({name}))

    def _comparison(self, sign: str, left: tree.Node, right: tree.Node) -> kleene.Found:
        (first, missing), (second, also_missing) = self._span(left), self._span(right)
        return kleene.known(kleene.comparison(sign, first, second), missing, also_missing)

    def _span(self, node: tree.Node) -> tuple[kleene.Span, kleene.Found]:
        """The values a side of a comparison may have, and what is missing to know which."""
        if isinstance(node, tree.Age):
            return self._age(node)
        found = self.read(node)
        return kleene.Span(found.value, found.value), found

    def _age(self, node: tree.Age) -> tuple[kleene.Span, kleene.Found]:
        label, row = self._row(node.subject)
        day = self.read(node.day)
        if row is None:
            return persons.NOBODY, NO_HEAD
        if day.value is None:  # on which day is not known: the day of birth is asked for with it, known or not
            return persons.NOBODY, kleene.Found(None, day.missing | {f"{label}.born"})
        span = persons.age(row, day.value, node.unit)  # type: ignore[arg-type]
        self.used[f"{label}.{'age' if node.unit == 'years' else 'months'}"] = _as_read(span)
        born = kleene.Found(None, frozenset({f"{label}.born"}))
        return span, born if span.exact is None else kleene.Found(span.exact)

    def _branch(self, test: tree.Node, yes: tree.Node, no: tree.Node) -> kleene.Found:
        asked = self.read(test)
        if asked.value is None:
            return kleene.known(None, asked, self.read(yes), self.read(no))
        return self.read(yes if asked.value else no)

    def _members(self, node: tree.Members) -> kleene.Found:
        members = self.facts.get("members")
        if members is None:
            return kleene.Found(None, frozenset({"members"}))
        rows = []
        for place, member in enumerate(members, start=1):
            inside = Reader(self.facts, self.on, self.used, (persons.label(place, member), member))
            where = inside.read(node.where)
            counts = where.value is True and node.value is not None
            rows.append(gathering.Row(where, inside.read(node.value) if counts else gathering.NOTHING))  # type: ignore[arg-type]
        return gathering.gather(node.what, rows)


def _as_read(span: kleene.Span) -> int | str | None:
    if span.low is None:
        return None
    return int(span.low) if span.exact is not None else f"{span.low:.0f}-{span.high:.0f}"
