"""The readings in English."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from ayni.engines.rules.wording.phrases import Attribute, Kind, Noun, People, Phrases, Sign, Unit, Value, Who

SIGNS: dict[Kind, dict[Sign, str]] = {
    "number": {
        "<": "is below",
        "<=": "is at most",
        ">": "is above",
        ">=": "is at least",
        "==": "is",
        "!=": "is not",
    },
    "date": {
        "<": "is before",
        "<=": "is on or before",
        ">": "is after",
        ">=": "is on or after",
        "==": "is",
        "!=": "is not",
    },
    "text": {"==": "is", "!=": "is not"},
}
NOUNS: dict[Noun, tuple[str, str, str]] = {
    "person": ("someone", "nobody", "people"),
    "woman": ("a woman", "no woman", "women"),
    "girl": ("a girl", "no girl", "girls"),
    "female": ("a female person", "no female person", "female people"),
    "man": ("a man", "no man", "men"),
    "boy": ("a boy", "no boy", "boys"),
    "male": ("a male person", "no male person", "male people"),
}
WHO: dict[Who, str] = {
    "household": "the household",
    "area": "the area",
    "person": "the person",
    "member": "the member",
    "head": "the head of the household",
}
GATHERED = {"sum": "the sum of", "min": "the lowest", "max": "the highest", "avg": "the average"}
ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


class English(Phrases):
    code, locale = "en", "en_GB"
    names: ClassVar[Mapping[tuple[str, str], str]] = {
        ("household", "id"): "Household number",
        ("household", "area"): "Area",
        ("household", "area_1"): "Area of the first level",
        ("area", "code"): "Code of the area",
        ("person", "id"): "Registry number",
        ("person", "number"): "Number in the household",
        ("person", "sex"): "Sex",
        ("person", "relationship"): "Relationship to the head",
    }
    choices: ClassVar[Mapping[str, str]] = {
        "female": "female",
        "male": "male",
        "head": "head",
        "spouse": "spouse",
        "child": "child",
        "parent": "parent",
        "grandchild": "grandchild",
        "sibling": "brother or sister",
        "other_relative": "other relative",
        "non_relative": "not related",
    }

    def quoted(self, text: str) -> str:
        return f"“{self.foreign(text)}”"

    def label_of(self, label: str, who: Who) -> Value:
        return Value(f"{label} of {WHO[who]}" if who in ("person", "head", "area") else label)

    def the_day(self) -> Value:
        return Value("the day of the decision")

    def yes(self, answer: bool) -> str:
        return "yes" if answer else "no"

    def score(self, title: str) -> Value:
        return Value(f"the score {self.quoted(title)}")

    def received(self, title: str, months: int) -> Value:
        period = "month" if months == 1 else f"{self.number(months)} months"
        return Value(f"what the household received from {self.quoted(title)} in the last {period}")

    def age(self, who: Who, unit: Unit, day: str) -> Value:
        whose = "" if who == "member" else f" of {WHO[who]}"
        return Value(f"the age in {unit}{whose}{_on(day)}")

    def between(self, unit: Unit, start: Value, end: Value) -> Value:
        completed = "" if unit == "days" else "completed "
        return Value(f"the number of {completed}{unit} from {start} to {end}")

    def shifted(self, day: Value, number: int, unit: Unit) -> Value:
        return Value(f"{self._spell(abs(number), unit)} {'before' if number < 0 else 'after'} {day}")

    def part(self, part: Literal["year", "month"], day: Value) -> Value:
        return Value(f"the year of {day}" if part == "year" else f"the month (1 to 12) of {day}")

    def arithmetic(self, sign: Literal["+", "-", "*", "/"], left: Value, right: Value) -> Value:
        return Value(f"{left} {ARITHMETIC[sign]} {right}")

    def minus(self, value: Value) -> Value:
        return Value(f"minus {value}")

    def extreme(self, which: Literal["min", "max"], items: Sequence[str]) -> Value:
        return Value(f"the {'smallest' if which == 'min' else 'largest'} of these: {'; '.join(items)}")

    def count(self, people: People) -> Value:
        return Value(f"the number of {self._people(people)}")

    def gathered(self, what: Literal["sum", "min", "max", "avg"], value: Value, people: People) -> Value:
        return Value(f"{GATHERED[what]} {_bare(value)} among {self._people(people)}")

    def if_else(self, test: str, yes: str, no: str) -> str:
        return f"if {test}, then {yes}; otherwise {no}"

    def whole(self, unit: str, holds: bool) -> str:
        return f"{'every' if holds else 'no'} {unit}"

    def always(self, holds: bool) -> str:
        return "always" if holds else "never"

    def not_so(self, clause: str) -> str:
        return f"it is not the case that {self.bracketed(clause)}"

    def compared(self, sign: Sign, left: Value, right: Value, kind: Kind) -> str:
        return f"{left} {SIGNS[kind][sign]} {right}"

    def one_of(self, value: Value, options: Sequence[str], negated: bool) -> str:
        if negated and len(options) > 1:
            return f"{value} is neither {' nor '.join(options)}"
        return f"{value} is {'not ' if negated else ''}{self.options(options)}"

    def answered(self, label: Value, answer: bool, negated: bool) -> str:
        return f"{label}: {'not ' if negated else ''}{self.yes(answer)}"

    def contains(self, label: Value, choice: str, negated: bool) -> str:
        return f"{label}: not including {choice}" if negated else f"{label}: including {choice}"

    def enrolled(self, who: Who, title: str, negated: bool) -> str:
        return f"{WHO[who]} is {'not ' if negated else ''}enrolled in {self.quoted(title)}"

    def within(self, area: str, negated: bool) -> str:
        return f"the household lives {'outside' if negated else 'in'} the area {self.quoted(area)}"

    def same_truth(self, left: str, right: str, negated: bool) -> str:
        left, right = self.bracketed(left), self.bracketed(right)
        return (
            f"one of {left} and {right} holds, but not both" if negated else f"{left} holds exactly when {right} does"
        )

    def aged(self, sign: Sign, number: float, unit: Unit, day: str) -> Attribute:
        plain = unit == "years"
        size = self.number(number) if plain else self._spell(number, unit)
        said = {
            "<": f"under {size}",
            "<=": f"aged {size} or under",
            ">": f"over {size}",
            ">=": f"aged {size} or over",
            "==": f"aged {size}",
            "!=": f"not aged {size}",
        }[sign]
        return _being(said + _on(day))

    def aged_between(self, low: float, high: float, inclusive: bool, unit: Unit, day: str) -> Attribute:
        end = self.number(high) if unit == "years" else self._spell(high, unit)
        return _being(f"aged {self.number(low)} to {'' if inclusive else 'under '}{end}{_on(day)}")

    def aged_one_of(self, options: Sequence[str], unit: Unit, day: str, negated: bool) -> Attribute:
        months = "" if unit == "years" else f" {unit}"
        return _being(f"{'not ' if negated else ''}aged {self.options(options)}{months}{_on(day)}")

    def of_sex(self, code: str, negated: bool) -> Attribute:
        return _being(f"{'not ' if negated else ''}{self.choices[code]}")

    def having(self, clause: str, *, verbal: bool) -> Attribute:
        return Attribute(f"whose {clause}" if verbal else f"with “{clause}”")

    def in_programme(self, title: str, negated: bool) -> Attribute:
        return _being(f"{'not ' if negated else ''}enrolled in {self.quoted(title)}")

    def for_whom(self, clause: str) -> Attribute:
        return Attribute(f"for whom {self.bracketed(clause)}")

    def said_of(self, who: Who, attribute: Attribute) -> str:
        return f"{WHO[who]} {attribute.predicate}"

    def exists(self, people: People, negated: bool) -> str:
        return f"{self._one(people, negated)} lives in the household"

    def exactly_one(self, people: People, negated: bool) -> str:
        noun = "person" if people.noun == "person" else NOUNS[people.noun][0].split(" ", 1)[1]
        said = " ".join(filter(None, (noun, _behind(people))))
        return f"{'none or more than one' if negated else 'exactly one'} {said} lives in the household"

    def everyone(self, people: People, attribute: Attribute, negated: bool) -> str:
        filtered = " " + _behind(people) if people.attributes else ""
        who = f"every {NOUNS[people.noun][0].split(' ', 1)[1]}" if people.noun != "person" else "everyone"
        return f"{'not ' if negated else ''}{who}{filtered} in the household {attribute.predicate}"

    def for_members(self, what: Literal["exists", "all", "one"], people: People, negated: bool) -> str:
        start = {
            ("exists", False): "for at least one of the",
            ("exists", True): "for none of the",
            ("all", False): "for all",
            ("all", True): "not for all",
            ("one", False): "for exactly one of the",
            ("one", True): "not for exactly one of the",
        }[what, negated]
        return f"{start} {self._people(people)}"

    def both(self, clauses: Sequence[str]) -> str:
        return ", and ".join(clauses)

    def either(self, clauses: Sequence[str]) -> str:
        return ", or ".join(clauses)

    def options(self, items: Sequence[str]) -> str:
        return " or ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))

    def all_of(self) -> str:
        return "all of these"

    def any_of(self) -> str:
        return "at least one of these"

    def listed(self, heading: str, clauses: Sequence[str]) -> str:
        return f"{heading}: {'; '.join(clauses)}"

    def branch(self) -> tuple[str, str, str]:
        return "if", "then", "otherwise"

    def is_plain(self, clause: str) -> bool:
        return not any(word in clause for word in (" and ", " or ", " nor ", ";"))

    def _people(self, people: People) -> str:
        if not people.attributes and people.noun == "person":
            return "members of the household"
        return " ".join(filter(None, (NOUNS[people.noun][2], _behind(people))))

    def _one(self, people: People, negated: bool) -> str:
        return " ".join(filter(None, (NOUNS[people.noun][negated], _behind(people))))

    def _spell(self, number: float, unit: Unit) -> str:
        return f"{self.number(number)} {unit[:-1] if number == 1 else unit}"


def _being(said: str) -> Attribute:
    return Attribute(said, f"is {said}")


def _behind(people: People) -> str:
    return " and ".join(attribute.behind for attribute in people.attributes)


def _on(day: str) -> str:
    return f" on {day}" if day else ""


def _bare(value: Value) -> str:
    return value.text.removeprefix("the ")
