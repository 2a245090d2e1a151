"""Which phrase says which node. The words themselves are the languages'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.engines import dictionary
from ayni.engines.rules import kinds, tree
from ayni.engines.rules.wording import normal, people
from ayni.engines.rules.wording.phrases import Attribute, Kind, People, Phrases, Value

SHORT = 140
PERSONAL = ("person", "head", "member")
KINDS: Mapping[str, Kind] = {"bool": "bool", "number": "number", "date": "date"}
CONDITIONS = (
    *(tree.Not, tree.And, tree.Or, tree.Comparison, tree.Among, tree.Contains, tree.Enrolled, tree.Within),
    *(normal.AgeRange, normal.SameTruth, normal.Everyone),
)
LOOSE = (tree.Branch, tree.Extreme)


@dataclass(frozen=True)
class Item:
    """A line of an outline, and what is said under it."""

    text: str
    items: tuple["Item", ...] = ()


class Speaker:
    """Says rules about one unit in one language."""

    def __init__(
        self, unit: str, words: dictionary.Dictionary, phrases: Phrases, titles: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.unit, self.words, self.phrases, self.titles = unit, words, phrases, titles

    def sentence(self, root: tree.Node) -> str:
        if isinstance(root, tree.Literal) and isinstance(root.value, bool):
            return self.phrases.sentence(self.phrases.whole(self.unit, root.value))
        if self.kind(root) == "bool":
            return self.phrases.sentence(self.clause(self.normal(root)))
        return self.phrases.sentence(self.value(root).text)

    def outline(self, root: tree.Node) -> Item:
        found = self.item(self.normal(root) if self.kind(root) == "bool" else root)
        return found if found.items else Item(self.sentence(root))

    def normal(self, node: tree.Node) -> tree.Node:
        return normal.condition(node, self.may_not_apply, lambda part: self.kind(part) == "bool")

    def kind(self, node: tree.Node) -> Kind:
        """What a node of a rule that checks is; `check` has seen to the rest."""
        match node:
            case tree.Variable():
                declared = self.declared(node)
                return KINDS.get(kinds.OF_TYPE[declared.type], "text") if declared else "number"
            case tree.Literal(value):
                named: dict[type, Kind] = {bool: "bool", float: "number", date: "date"}
                return named.get(type(value), "text")
            case tree.Branch():
                return self.kind(node.yes)
            case tree.Members(what):
                return "bool" if what in ("exists", "all", "one") else "number"
        if isinstance(node, CONDITIONS):
            return "bool"
        return "date" if isinstance(node, tree.Day | tree.Shift) else "number"

    def may_not_apply(self, node: tree.Variable) -> bool:
        declared = self.declared(node)
        return declared is not None and declared.may_not_apply

    def declared(self, node: tree.Variable) -> dictionary.Variable | None:
        entity = kinds.ENTITY[node.subject]
        return self.words.get(entity, node.name) or dictionary.built_in(entity, node.name)

    # conditions

    def clause(self, node: tree.Node) -> str:
        if isinstance(node, tree.Not):
            return self.said(node.item, negated=True)
        return self.said(node, negated=False)

    def said(self, node: tree.Node, negated: bool) -> str:
        say = self.phrases
        if (attribute := self.attribute(node, negated)) and attribute.predicate:
            return say.said_of(_subject(node), attribute)
        match node:
            case tree.And(items) | tree.Or(items) if not negated:
                return self.joined(items, isinstance(node, tree.And))
            case tree.Literal(value):
                return say.always(bool(value) != negated)
            case tree.Variable():
                return self.answered(node, negated)
            case tree.Comparison("==", tree.Variable() as left, tree.Literal(False)):
                return say.answered(self.label(left), False, negated)
            case tree.Comparison() if not negated:
                return self.compared(node)
            case tree.Among(item, options):
                return say.one_of(self.value(item), [self.inner(option, item) for option in options], negated)
            case tree.Contains(item, code):
                return say.contains(self.value(item), self.inner(code, item), negated)
            case tree.Enrolled(subject, code):
                return say.enrolled(subject, self.title(code), negated)
            case tree.Within(code):
                return say.within(self.title(code), negated)
            case normal.SameTruth(left, right):
                return say.same_truth(self.clause(left), self.clause(right), negated)
            case tree.Branch(test, yes, no) if not negated:
                return say.if_else(*(self.enclosed(self.clause(part)) for part in (test, yes, no)))
            case tree.Members("exists" | "one" as what, where):
                return self.some(what, where, negated)
            case normal.Everyone(who, holds):
                return self.everyone(who, holds, negated)
        return say.not_so(self.clause(node))

    def joined(self, items: Sequence[tree.Node], is_all: bool) -> str:
        say = self.phrases
        clauses = [self.clause(item) for item in items]
        if all(map(say.is_plain, clauses)) and sum(map(len, clauses)) <= SHORT:
            return say.both(clauses) if is_all else say.either(clauses)
        return say.listed(say.all_of() if is_all else say.any_of(), list(map(self.enclosed, clauses)))

    def enclosed(self, phrase: str) -> str:
        """In brackets when it is a list of its own."""
        return self.phrases.bracketed(phrase) if ";" in phrase or "؛" in phrase else phrase

    def compared(self, node: tree.Comparison) -> str:
        kind: Any = self.kind(node.left)
        left, right = node.left, node.right
        if kind == "text" and isinstance(left, tree.Variable):
            return self.phrases.one_of(self.value(left), [self.inner(right, left)], node.sign == "!=")
        if kind == "bool" or (kind == "text" and node.sign not in ("==", "!=")):
            kind = "number"  # no such rule checks; it is still said
        first = Value(self.inner(left, right), self.value(left).gender)
        return self.phrases.compared(node.sign, first, Value(self.inner(right, left)), kind)

    def some(self, what: Any, where: tree.Node, negated: bool) -> str:
        if self.is_simple(where):
            described = self.people(where)
            if what == "one":
                return self.phrases.exactly_one(described, negated)
            return self.phrases.exists(described, negated)
        heading = self.phrases.for_members(what, People(), negated)
        return self.phrases.listed(heading, [self.enclosed(self.clause(where))])

    def everyone(self, who: tree.Node, holds: tree.Node, negated: bool) -> str:
        attribute = self.attribute(*_signed(holds)) if _is_of_member(holds) else None
        if attribute and attribute.predicate:
            return self.phrases.everyone(self.people(who), attribute, negated)
        heading = self.phrases.for_members("all", self.people(who), negated)
        return self.phrases.listed(heading, [self.enclosed(self.clause(holds))])

    def answered(self, node: tree.Variable, negated: bool) -> str:
        """A yes or no. Where the question may not apply, not yes is more than no."""
        if self.may_not_apply(node):
            return self.phrases.answered(self.label(node), True, negated)
        return self.phrases.answered(self.label(node), not negated, False)

    # people

    def is_simple(self, where: tree.Node) -> bool:
        """Can those it holds for be described behind a noun?"""
        parts = people.parts(where)
        return not parts or any(_is_of_member(part) and self.attribute(*_signed(part)) for part in parts)

    def people(self, where: tree.Node) -> People:
        noun, rest = people.noun(people.parts(where))
        said = [self.behind(condition) for condition in rest]
        return People(noun, tuple(sorted(said, key=lambda attribute: not attribute.predicate)))

    def behind(self, condition: tree.Node) -> Attribute:
        """A condition on a member as something behind a noun."""
        found = self.attribute(*_signed(condition)) if _is_of_member(condition) else None
        return found or self.phrases.for_whom(self.clause(condition))

    def attribute(self, node: tree.Node, negated: bool) -> Attribute | None:
        """A condition on one person's own answers; None when it is of another kind."""
        say = self.phrases
        match node:
            case tree.Comparison(sign, tree.Age(_, day, unit), tree.Literal(float(number))) if not negated:
                return say.aged(sign, number, unit, self.day_of(day))
            case normal.AgeRange(age, low, high, inclusive) if not negated:
                return say.aged_between(low, high, inclusive, age.unit, self.day_of(age.day))
            case tree.Among(tree.Age(_, day, unit) as age, options):
                written = [self.inner(option, age) for option in options]
                return say.aged_one_of(written, unit, self.day_of(day), negated)
            case tree.Comparison("==" | "!=" as sign, tree.Variable(subject, "sex"), tree.Literal(str(code))) if (
                subject in PERSONAL and code in say.choices and not negated
            ):
                return say.of_sex(code, sign == "!=")
            case tree.Enrolled(subject, code) if subject == "member":
                return say.in_programme(self.title(code), negated)
            case tree.Variable("member") | tree.Contains(tree.Variable("member")):
                return self.having(node, negated, verbal=False)
            case tree.Comparison("==", tree.Variable("member"), tree.Literal(False)):
                return self.having(node, negated, verbal=False)
            case tree.Among(tree.Variable("member")) | tree.Comparison(_, tree.Variable("member")):
                return self.having(node, negated, verbal=True)
        return None

    def having(self, node: tree.Node, negated: bool, *, verbal: bool) -> Attribute:
        say = self.phrases
        match node:
            case tree.Variable():
                clause = self.answered(node, negated)
            case tree.Contains(item, code):
                clause = say.contains(self.value(item), self.inner(code, item), negated)
            case tree.Among(item, options):
                clause = say.one_of(self.value(item), [self.inner(option, item) for option in options], negated)
            case tree.Comparison("==", tree.Variable() as left, tree.Literal(False)):
                clause = say.answered(self.label(left), False, negated)
            case tree.Comparison() if not negated:
                clause = self.compared(node)
            case _:
                return say.for_whom(say.not_so(self.clause(node)))
        return say.having(clause, verbal=verbal)

    # values

    def value(self, node: tree.Node, beside: tree.Node | None = None) -> Value:
        """A number, day or text; `beside` is what it is compared with, whose choices and unit it then has."""
        say = self.phrases
        match node:
            case tree.Literal(value):
                return Value(self.literal(value, beside))
            case tree.Day():
                return say.the_day()
            case tree.Variable():
                return self.label(node)
            case tree.Score(code):
                return say.score(self.title(code))
            case tree.Received(code, months):
                return say.received(self.title(code), months)
            case tree.Age(subject, day, unit):
                return say.age(subject, unit, self.day_of(day))
            case tree.Between(unit, start, end):
                return say.between(unit, self.value(start), self.value(end))
            case tree.Shift(day, number, unit):
                return say.shifted(self.value(day), number, unit)
            case tree.Part(part, day):
                return say.part(part, self.value(day))
            case tree.Arithmetic("-", tree.Literal(0.0), right):
                return say.minus(self.operand(right, node, last=True))
            case tree.Arithmetic(sign, left, right):
                return say.arithmetic(sign, self.operand(left, node, last=False), self.operand(right, node, last=True))
            case tree.Extreme(which, items):
                return say.extreme(which, [self.inner(item) for item in items])
            case tree.Branch(test, yes, no):
                written = (self.inner(yes, beside), self.inner(no, beside))
                return Value(say.if_else(self.enclosed(self.clause(self.normal(test))), *written))
            case tree.Members("count", where):
                return say.count(self.people(self.normal(where)))
            case tree.Members("sum" | "min" | "max" | "avg" as what, where, gathered) if gathered is not None:
                inner = self.value(gathered)
                if isinstance(gathered, tree.Arithmetic | tree.Branch | tree.Extreme | tree.Members):
                    inner = Value(say.bracketed(inner.text))
                return say.gathered(what, inner, self.people(self.normal(where)))
        return Value(self.enclosed(self.clause(self.normal(node))))

    def literal(self, value: bool | float | str | date, beside: tree.Node | None) -> str:
        if isinstance(value, bool):
            return self.phrases.yes(value)
        if isinstance(value, str):
            return self.choice(value, beside)
        if isinstance(value, date):
            return self.phrases.day(value)
        if isinstance(beside, tree.Part) and value == int(value):
            return f"{value:.0f}"
        written = self.phrases.number(value)
        declared = self.declared(beside) if isinstance(beside, tree.Variable) else None
        return f"{written} {self.phrases.foreign(declared.unit)}" if declared and declared.unit else written

    def choice(self, code: str, beside: tree.Node | None) -> str:
        """The label of a choice's code, or a text in quotation marks."""
        declared = self.declared(beside) if isinstance(beside, tree.Variable) else None
        found = next((one for one in declared.choices if one.code == code), None) if declared else None
        if found is None or declared is None:
            return self.phrases.quoted(code)
        if not found.labels and dictionary.built_in(declared.entity, declared.name):
            return self.phrases.choices.get(code, code)
        label = found.labels.get(self.phrases.code) or found.labels.get("en") or code
        return self.phrases.foreign(label)

    def inner(self, node: tree.Node, beside: tree.Node | None = None) -> str:
        """A value inside another phrase, in brackets where it would run on."""
        text = self.value(node, beside).text
        return self.phrases.bracketed(text) if isinstance(node, LOOSE) else text

    def operand(self, node: tree.Node, parent: tree.Arithmetic, *, last: bool) -> Value:
        found = self.value(node)
        loose = isinstance(node, LOOSE) or (not last and isinstance(node, tree.Members | tree.Between | tree.Shift))
        if isinstance(node, tree.Arithmetic):
            weaker = parent.sign in "*/" and node.sign in "+-"
            loose = weaker or (last and (parent.sign in "*/" or node.sign in "+-")) or _is_negative(node)
        return Value(self.phrases.bracketed(found.text), found.gender) if loose else found

    def label(self, node: tree.Variable) -> Value:
        declared = self.declared(node)
        label = self.phrases.names.get((kinds.ENTITY[node.subject], node.name)) or node.name
        if declared and declared.labels:
            label = declared.label(self.phrases.code)
        return self.phrases.label_of(self.phrases.foreign(label), node.subject)

    def title(self, code: str) -> str:
        titles = self.titles.get(code, {})
        return titles.get(self.phrases.code) or titles.get("en") or code

    def day_of(self, day: tree.Node) -> str:
        """The day of an age; empty for the day of the decision."""
        return "" if isinstance(day, tree.Day) else self.value(day).text

    # outline

    def item(self, node: tree.Node) -> Item:
        say = self.phrases
        match node:
            case tree.And(items) | tree.Or(items):
                heading = say.all_of() if isinstance(node, tree.And) else say.any_of()
                return Item(say.sentence(heading), tuple(self.item(item) for item in items))
            case tree.Branch(test, yes, no):
                parts = zip(say.branch(), (self.normal(test), yes, no), strict=True)
                return Item("", tuple(Item(say.sentence(heading), (self.item(part),)) for heading, part in parts))
            case tree.Not(tree.Members("exists" | "one" as what, where)) if not self.is_simple(where):
                return Item(say.sentence(say.for_members(what, People(), True)), (self.item(where),))
            case tree.Members("exists" | "one" as what, where) if not self.is_simple(where):
                return Item(say.sentence(say.for_members(what, People(), False)), (self.item(where),))
            case normal.Everyone(who, (tree.And() | tree.Or()) as holds):
                return Item(say.sentence(say.for_members("all", self.people(who), False)), (self.item(holds),))
        is_condition = self.kind(node) == "bool"
        return Item(say.sentence(self.clause(node) if is_condition else self.value(node).text))


def _signed(node: tree.Node) -> tuple[tree.Node, bool]:
    return (node.item, True) if isinstance(node, tree.Not) else (node, False)


def _subject(node: tree.Node) -> Any:
    """Whom an attribute's condition is about."""
    return next(part.subject for part in tree.walk(node) if isinstance(part, tree.Age | tree.Variable | tree.Enrolled))


def _is_of_member(node: tree.Node) -> bool:
    """Is a condition about the loop's own member first of all?"""
    about, _ = _signed(node)
    return any(
        part.subject == "member"
        for part in list(tree.walk(about))[:2]
        if isinstance(part, tree.Age | tree.Variable | tree.Enrolled)
    )


def _is_negative(node: tree.Arithmetic) -> bool:
    return node.sign == "-" and node.left == tree.Literal(0.0)
