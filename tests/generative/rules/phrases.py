"""Random rules over a dictionary, of the right types, with every word the language has."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from ayni.engines import dictionary
from tests.generative.rules import populations

NUMBERS = ("0", "1", "2", "3.5", "0.25", "18", "100", "0.1", "2024")
ORDERS, EQUALS = ("<", "<=", ">", ">="), ("==", "!=")
DAYS = ("on", "on", 'date("2000-02-29")', 'date("2024-01-31")', 'date("2024-03-01")')
SHIFTS = ("add_days({}, 30)", "add_months({}, 1)", "add_months({}, -13)", "add_years({}, -4)", "add_days({}, -1)")
BETWEEN = ("years_between", "months_between", "days_between")
GATHER, ASK = ("sum", "min", "max", "avg"), ("exists", "all", "exists_one")


@dataclass(frozen=True)
class Phrases:
    """Writes rules of one unit; `member` is the name of the member of the loop that is being written."""

    random: Random
    words: dictionary.Dictionary
    unit: str
    member: str = ""

    def truth(self, depth: int = 2) -> str:
        """A yes or no."""
        simple = [
            *(self._boolean, self._boolean, self._choice, self._text, self._birth, self._dated, self._many),
            *(self._enrolled, self._within, self._sex, self._among_numbers),
        ]
        if depth == 0:
            return self._one(simple)
        deeper = [
            *(lambda: self._said("({} && {})", 2, depth), lambda: self._said("({} || {})", 2, depth)),
            *(lambda: self._said("!({})", 1, depth), lambda: self._said("({} ? {} : {})", 3, depth)),
            lambda: self._said(f"(({{}}) {self._of(EQUALS)} ({{}}))", 2, depth),
            *[lambda: f"{self.number(depth - 1)} {self._of(ORDERS + EQUALS)} {self.number(depth - 1)}"] * 3,
            lambda: f"{self.day(depth - 1)} {self._of(ORDERS + EQUALS)} {self.day(depth - 1)}",
            *([lambda: self._asked(depth)] * 5 if self.member != "k" else []),
        ]
        return self._one([*simple, *deeper])

    def number(self, depth: int = 2) -> str:
        simple = [
            *(lambda: self._of(NUMBERS), self._own_number, self._own_number, self._age, self._age),
            *(lambda: 'score("pmt")', lambda: "size(members)", self._received, self._part, self._between),
        ]
        if depth == 0:
            return self._one(simple)
        deeper = [
            *[lambda: f"({self.number(depth - 1)} {self._of('+-*/')} {self.number(depth - 1)})"] * 2,
            lambda: f"{self._of(('min', 'max'))}({self.number(depth - 1)}, {self.number(depth - 1)})",
            lambda: f"({self.truth(depth - 1)} ? {self.number(depth - 1)} : {self.number(depth - 1)})",
            lambda: f"-{self._own_number()}",
            *([lambda: self._gathered(depth)] * 5 if self.member != "k" else []),
        ]
        return self._one([*simple, *deeper])

    def day(self, depth: int = 0) -> str:
        own = self._own("date", "partial_date")
        simple = [lambda: self._of(DAYS), *([lambda: self._of(own)] * 3 if own else [])]
        if depth == 0:
            return self._one(simple)
        shifted = [lambda: self._of(SHIFTS).format(self.day(depth - 1))] * 2
        return self._one([*simple, *shifted, lambda: f"({self.truth(0)} ? {self.day()} : {self.day()})"])

    def _of(self, choices: Iterable[str]) -> str:
        return self.random.choice(list(choices))

    def _one(self, writers: list[Callable[[], str]]) -> str:
        return self.random.choice(writers)()

    def _said(self, shape: str, parts: int, depth: int) -> str:
        return shape.format(*(self.truth(depth - 1) for _ in range(parts)))

    def _people(self) -> list[str]:
        """Whom a rule may name here: the loop's member and the head, or the person and the head."""
        return ["head", *([self.member] * 3 if self.member else ["person"] * 3 * (self.unit == "person"))]

    def _own(self, *kinds: str) -> list[str]:
        """The variables of these types, of everybody who may be named here."""
        subjects = [("household", "household"), ("area", "area"), *((who, "person") for who in self._people())]
        return [f"{who}.{v.name}" for who, entity in subjects for v in self.words.of(entity) if v.type in kinds]  # type: ignore[arg-type]

    def _boolean(self) -> str:
        return self._of(self._own("boolean"))

    def _own_number(self) -> str:
        return self._of(self._own("integer", "decimal"))

    def _sex(self) -> str:
        return self._of(
            f"{who}.{what}" for who in self._people() for what in ('sex == "female"', 'relationship != "head"')
        )

    def _choice(self) -> str:
        named = self._of(self._own("choice"))
        who, _, name = named.partition(".")
        variable = self.words.get({"household": "household", "area": "area"}.get(who, "person"), name)
        codes = [json.dumps(code, ensure_ascii=False) for code in variable.codes] if variable else []
        if self.random.random() < 0.4:
            return f"{named} in [{', '.join(self.random.sample(codes, self.random.randint(1, len(codes))))}]"
        return f"{named} {self._of(EQUALS)} {self._of(codes)}"

    def _text(self) -> str:
        texts = [json.dumps(text, ensure_ascii=False) for text in populations.TEXTS]
        own = [*self._own("text"), "household.area", "area.code"]
        match self.random.randrange(3):
            case 0:
                return f"{self._of(own)} in [{self._of(texts)}, {self._of([*texts, *own])}]"
            case 1:
                return f"{self._of(own)} {self._of(EQUALS)} ({self._boolean()} ? {self._of(own)} : {self._of(texts)})"
        return f"{self._of(own)} {self._of(EQUALS)} {self._of([*texts, *own])}"

    def _many(self) -> str:
        named = self._of(self._own("many_choice"))
        who, _, name = named.partition(".")
        variable = self.words.get({"household": "household", "area": "area"}.get(who, "person"), name)
        return f'"{self._of(variable.codes if variable else ())}" in {named}'

    def _age(self) -> str:
        who, day = self._of(self._people()), self.day(self.random.randrange(2))
        return f"{self._of(('age', 'age', 'months'))}({who}, {day})"

    def _birth(self) -> str:
        number = self._of(("5", "18", "17.5", "65", "220", "0", "-1"))
        return (
            f"{self._age()} {self._of(ORDERS + EQUALS)} {number}"
            if self.random.random() < 0.7
            else f"{number} <= {self._age()}"
        )

    def _dated(self) -> str:
        own = self._own("date", "partial_date")
        return f"{self._of(own)} {self._of(ORDERS + EQUALS)} {self.day()}"

    def _among_numbers(self) -> str:
        return f"{self.number(0)} in [{self._of(NUMBERS)}, {self.number(0)}]"

    def _between(self) -> str:
        return f"{self._of(BETWEEN)}({self.day()}, {self.day()})"

    def _part(self) -> str:
        return f"{self._of(('year', 'month'))}({self.day()})"

    def _received(self) -> str:
        code, months = self.random.choice(populations.PAID)
        return f'received("{code}", {months})'

    def _enrolled(self) -> str:
        code = f'"{self._of(populations.PROGRAMMES)}"'
        return self._of([f"enrolled({code})", *(f"enrolled({who}, {code})" for who in (*self._people(), "household"))])

    def _within(self) -> str:
        return f'within({self._of(("area", "household.area"))}, "{self._of((*populations.AREAS, "0"))}")'

    def _inside(self) -> "Phrases":
        return replace(self, member="k" if self.member else "m")

    def _kept(self, inside: "Phrases", depth: int) -> str:
        return (
            f"members.filter({inside.member}, {inside.truth(depth - 1)})" if self.random.random() < 0.4 else "members"
        )

    def _asked(self, depth: int) -> str:
        inside = self._inside()
        return f"{self._kept(inside, depth)}.{self._of(ASK)}({inside.member}, {inside.truth(depth - 1)})"

    def _gathered(self, depth: int) -> str:
        inside, over = self._inside(), self._of(GATHER)
        kept, name = self._kept(inside, depth), inside.member
        match self.random.randrange(5):
            case 0:
                return f"{kept}.count({name}, {inside.truth(depth - 1)})"
            case 1:
                return f"size({kept})"
            case 2:
                return f"{over}({kept}.map({name}, {inside.number(depth - 1)}))"
        return f"{kept}.{over}({name}, {inside.number(depth - 1)})"
