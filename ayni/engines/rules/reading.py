"""The reference reader: one definition, one unit, every criterion and what is missing.

Facts are plain values: `{"household": {...}, "members": [{...}], "person": {...}, "scores": {"pmt": 1.2}}`, the
members in order, each with the columns of the persons' table (`born_from` and `born_to` for the day of birth). A
name that is absent, or None, is unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from ayni.engines.rules import figures, gathering, kleene, persons, prepared, tree

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


def evaluate(programme: prepared.Prepared, facts: Mapping[str, Any], *, on: date) -> Outcome:
    """Decide one unit on a day.

    Eligible when every criterion is true, ineligible when any is false, else more information is needed. The
    amount is given to the eligible only; when it is unknown, information is needed too.
    """
    found: dict[str, kleene.Found] = {}
    used: dict[str, dict[str, Any]] = {}
    for name, checked in zip(programme.names, programme.criteria, strict=True):
        reader = Reader(facts, on)
        found[name] = reader.read(checked.root)
        used[name] = reader.used
    together = kleene.conjunction(found.values())
    amount = kleene.Found(None)
    if together.value is not False and programme.amount:
        amount = Reader(facts, on).read(programme.amount.root)
    paid = figures.money(amount.value) if amount.value is not None else None  # type: ignore[arg-type]
    result = _result(together.value, paid is not None or not programme.amount)
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
            case tree.Applies(subject, name):
                _, row = self._row(subject)
                return NO_HEAD if row is None else kleene.Found(not row.get(f"{_start(subject)}{name}__na"))
            case tree.Enrolled(subject, code):
                return self._earlier(subject, f"enrolled.{code}", f"enrolled_{code}")
            case tree.Received(code, months):
                return self._noted(f"received.{code}", self._household().get(f"received_{code}_{months}"))
            case tree.Within(code):
                return self._within(code)
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
            case tree.Contains(item, code):
                return self._contains(item, code)
            case tree.Branch(test, yes, no):
                return self._branch(test, yes, no)
            case tree.Members():
                return self._members(node)
        return self._reckoned(node)

    def _reckoned(self, node: tree.Node) -> kleene.Found:
        match node:
            case tree.Age() | tree.Dated() | tree.Between():
                span, missing = self._span(node)
                return kleene.known(span.exact, missing)
            case tree.Shift(day, number, unit):
                return self._of_day(day, lambda found: persons.shifted(found, number, unit))
            case tree.Part(part, day):
                return self._of_day(day, lambda found: float(getattr(found, part)))
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
        if (subject, name) == ("area", "code"):
            return self._noted("area.code", self._household().get("area"))
        return NO_HEAD if row is None else self._noted(f"{label}.{name}", row.get(f"{_start(subject)}{name}"))

    def _row(self, subject: str) -> tuple[str, Mapping[str, Any] | None]:
        """The label and the values of whoever is meant; no values when there is nobody."""
        if subject == "member" and self.member:
            return self.member
        if subject == "head":
            return "head", persons.head(self.facts.get("members"))
        return subject, self._household() if subject == "area" else self.facts.get(subject) or {}

    def _household(self) -> Mapping[str, Any]:
        return self.facts.get("household") or {}

    def _earlier(self, subject: str, name: str, column: str) -> kleene.Found:
        label, row = self._row(subject)
        return NO_HEAD if row is None else self._noted(f"{label}.{name}", row.get(column))

    def _within(self, code: str) -> kleene.Found:
        """As the columns have it: by the path of the areas above, else by the household's own two codes."""
        row = self._household()
        if "area_path" not in row:
            found = True if code in (row.get("area"), row.get("area_1")) else None
        else:
            path = row["area_path"]
            found = None if path is None else f"/{code}/" in path
        self.used["household.area"] = row.get("area")
        return kleene.Found(found, frozenset() if found is not None else frozenset({"household.area"}))

    def _contains(self, item: tree.Node, code: tree.Node) -> kleene.Found:
        chosen, wanted = self.read(item), self.read(code)
        if chosen.value is None or wanted.value is None:
            return kleene.known(None, chosen, wanted)
        return kleene.Found(f" {wanted.value} " in f" {chosen.value} ")

    def _of_day(self, node: tree.Node, reckon: Callable[[Any], Any]) -> kleene.Found:
        day = self.read(node)
        return day if day.value is None else kleene.Found(reckon(day.value))

    def _noted(self, name: str, value: Any) -> kleene.Found:
        plain = float(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value
        self.used[name] = value
        return kleene.Found(plain) if plain is not None else kleene.Found(None, frozenset({name}))

    def _comparison(self, sign: str, left: tree.Node, right: tree.Node) -> kleene.Found:
        (first, missing), (second, also_missing) = self._span(left), self._span(right)
        return kleene.known(kleene.comparison(sign, first, second), missing, also_missing)

    def _span(self, node: tree.Node) -> tuple[kleene.Span, kleene.Found]:
        """The values a side of a comparison may have, and what is missing to know which."""
        match node:
            case tree.Age():
                return self._age(node)
            case tree.Dated():
                return self._dated(node)
            case tree.Between(unit, start, end):
                (first, missing), (last, also_missing) = self._span(start), self._span(end)
                if first.low is None or last.low is None:
                    return persons.NOBODY, kleene.known(None, missing, also_missing)
                low, high = persons.between(unit, first.high, last.low), persons.between(unit, first.low, last.high)
                return kleene.Span(low, high), kleene.known(low if low == high else None, missing, also_missing)
        found = self.read(node)
        return kleene.Span(found.value, found.value), found

    def _dated(self, node: tree.Dated) -> tuple[kleene.Span, kleene.Found]:
        label, row = self._row(node.subject)
        if row is None:
            return persons.NOBODY, NO_HEAD
        name = f"{_start(node.subject)}{node.name}"
        span = kleene.Span(row.get(f"{name}_from"), row.get(f"{name}_to"))
        if span.low is None or span.high is None:
            span = persons.NOBODY
        self.used[f"{label}.{node.name}"] = span.low if span.exact else span.low and f"{span.low}/{span.high}"
        return span, _exactly(span, f"{label}.{node.name}")

    def _age(self, node: tree.Age) -> tuple[kleene.Span, kleene.Found]:
        label, row = self._row(node.subject)
        day = self.read(node.day)
        if row is None:
            return persons.NOBODY, NO_HEAD
        born = f"{label}.born"
        if day.value is None:  # on which day is not known: the day of birth is asked for too, unless it is known
            first = row.get("born_from")
            is_known = first is not None and first == row.get("born_to")
            return persons.NOBODY, kleene.Found(None, day.missing | (frozenset() if is_known else {born}))
        span = persons.age(row, day.value, node.unit)  # type: ignore[arg-type]
        self.used[f"{label}.{'age' if node.unit == 'years' else 'months'}"] = _as_read(span)
        return span, _exactly(span, born)

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


def _exactly(span: kleene.Span, name: str) -> kleene.Found:
    """The one value there may be; else unknown for want of this answer."""
    return kleene.Found(None, frozenset({name})) if span.exact is None else kleene.Found(span.exact)


def _start(subject: str) -> str:
    """How an area's columns begin: they stand in the household's row."""
    return "area__" if subject == "area" else ""


def _as_read(span: kleene.Span) -> int | str | None:
    if span.low is None:
        return None
    return int(span.low) if span.exact is not None else f"{span.low:.0f}-{span.high:.0f}"
