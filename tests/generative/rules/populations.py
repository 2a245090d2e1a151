"""Random registries for a dictionary, as facts for the reader of one unit and as tables for the engines.

Unknown answers, questions that do not apply, days known in part, people born after the decision, empty households,
households of one, with no head or with two, persons in no household, columns that no table has.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa

from ayni.engines import dictionary
from ayni.engines.dictionary import canonical
from ayni.engines.rules import earlier

ON = date(2024, 2, 29)
PROGRAMMES, SCORES = ("cash", "school-meals"), ("pmt",)
PAID = tuple((code, months) for code in PROGRAMMES for months in (1, 12))
AREAS = ("KE-01", "KE-01-02", "KE-02", "KE")
ARROW = {"integer": pa.int64(), "decimal": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
TEXTS = ("a", "b", "", "l'eau", "été", "50%", "_", "a b", 'say "so"')
NEAR = (*(date(2024, 2, day) for day in (1, 27, 28, 29)), date(2024, 3, 1), date(2023, 2, 28), date(2000, 2, 29))
ENROLMENT = {
    **{"household_id": pa.int64(), "person_id": pa.int64(), "programme": pa.string(), "status": pa.string()},
    **{"starts_on": pa.date32(), "ends_on": pa.date32()},
}
PAYMENT = {
    **{"household_id": pa.int64(), "programme": pa.string(), "status": pa.string()},
    **{"settled_on": pa.date32(), "amount": pa.decimal128(18, 2)},
}


@dataclass(frozen=True)
class Population:
    """Households with their members as facts, and persons that no household has.

    `enrolments` and `payments` are lists, or None where the answers made of them stand in the facts at random.
    """

    households: list[dict[str, Any]]
    strays: list[dict[str, Any]]
    absent: frozenset[str] = frozenset()
    enrolments: list[dict[str, Any]] | None = None
    payments: list[dict[str, Any]] | None = None

    def units(self, unit: str) -> dict[int, dict[str, Any]]:
        """The facts of each unit, by its id."""
        if unit == "household":
            return {facts["household"]["id"]: facts for facts in self.households}
        people = {m["id"]: {**facts, "person": m} for facts in self.households for m in facts["members"]}
        return people | {stray["id"]: {"person": stray} for stray in self.strays}

    def tables(self, words: dictionary.Dictionary) -> dict[str, pa.Table]:
        """Every table of the registry, by its name."""
        scores = [{f"score_{code}": value for code, value in f["scores"].items()} for f in self.households]
        homes = [f["household"] | score for f, score in zip(self.households, scores, strict=True)]
        people = [m | {"household_id": f["household"]["id"]} for f in self.households for m in f["members"]]
        found = {
            "households": _table(homes, self._shape("household", words)),
            "persons": _table([*people, *self.strays], self._shape("person", words)),
        }
        if self.enrolments is not None and self.payments is not None:
            found["enrolments"] = _table(self.enrolments, ENROLMENT)
            found["payments"] = _table(self.payments, PAYMENT)
        return found

    def _shape(self, entity: str, words: dictionary.Dictionary) -> dict[str, pa.DataType]:
        shape = shapes(entity, words)
        listed = ("enrolled_", "received_") if self.enrolments is not None else ()
        return {n: kind for n, kind in shape.items() if n not in self.absent and not n.startswith(listed or ("\0",))}


def shapes(entity: str, words: dictionary.Dictionary) -> dict[str, pa.DataType]:
    """The columns of the households' table or the persons'."""
    table = "persons" if entity == "person" else "households"
    own = {
        column.name: ARROW.get(column.type, pa.string())
        for variable in words
        if canonical.table(variable) == table
        for column in canonical.columns(variable)
    }
    enrolled = {f"enrolled_{code}": pa.bool_() for code in PROGRAMMES}
    if entity == "person":
        kept = {"id": pa.int64(), "household_id": pa.int64(), "number": pa.int64(), "relationship": pa.string()}
        return kept | {"sex": pa.string(), "born_from": pa.date32(), "born_to": pa.date32()} | own | enrolled
    kept = {"id": pa.int64(), "area": pa.string(), "area_1": pa.string(), "area_path": pa.string()}
    scores = {f"score_{code}": pa.float64() for code in SCORES}
    return kept | scores | own | enrolled | {f"received_{code}_{months}": pa.float64() for code, months in PAID}


def _table(rows: list[dict[str, Any]], shape: dict[str, pa.DataType]) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in shape} for row in rows], pa.schema(shape))


def population(random: Random, words: dictionary.Dictionary, size: int, *, complete: bool = False) -> Population:
    """A registry; a complete one knows everything, and each household has one head."""
    drawn = _Drawing(random, words, complete)
    households = [drawn.household(place) for place in range(1, size + 1)]
    strays = [] if complete else [drawn.stray(place) for place in range(random.randint(0, 2))]
    found = Population(households, strays, drawn.absent)
    return drawn.with_lists(found) if random.random() < 0.5 else found


@dataclass
class _Drawing:
    random: Random
    words: dictionary.Dictionary
    complete: bool
    absent: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        optional = (*shapes("household", self.words), *shapes("person", self.words))
        rare = [name for name in optional if not name.endswith(("id", "_from", "_to", "number", "__na"))]
        self.absent = frozenset() if self.complete else frozenset(n for n in rare if self.random.random() < 0.03)

    def household(self, place: int) -> dict[str, Any]:
        own = {"id": place, **self._area(), **self._answers("household"), **self._answers("area")}
        own |= {f"enrolled_{code}": self._maybe(self.random.random() < 0.5) for code in PROGRAMMES}
        own |= {f"received_{code}_{months}": self._maybe(self._decimal()) for code, months in PAID}
        sizes = (1, 1, 2, 3, 5) if self.complete else (0, 1, 1, 2, 3, 5)
        people = [self._person(place * 100 + n, n) for n in range(1, self.random.choice(sizes) + 1)]
        for number, person in enumerate(people if self.complete else ()):
            person["relationship"] = "head" if number == 0 else "child"
        scores = {code: self._maybe(self._decimal()) for code in SCORES}
        return {
            "household": self._present(own),
            "members": [self._present(person) for person in people],
            "scores": {code: None if f"score_{code}" in self.absent else value for code, value in scores.items()},
        }

    def stray(self, place: int) -> dict[str, Any]:
        return self._present(self._person(90_001 + place, 1)) | {"household_id": self.random.choice([None, 99_999])}

    def with_lists(self, found: Population) -> Population:
        """The same with lists of enrolments and payments, and the answers that follow from them."""
        random, enrolments, payments = self.random, [], []
        for facts in found.households:
            home = facts["household"]["id"]
            who = [None, *(member["id"] for member in facts["members"])]
            enrolments += [self._enrolment(home, random.choice(who)) for _ in range(random.choice((0, 0, 1, 3)))]
            payments += [self._payment(home) for _ in range(random.choice((0, 0, 1, 5)))]
        for facts in found.households:
            home = facts["household"]
            home |= {f"enrolled_{code}": _enrolled(enrolments, "household_id", home["id"], code) for code in PROGRAMMES}
            home |= {
                f"received_{code}_{months}": _received(payments, home["id"], code, months) for code, months in PAID
            }
        for person in (*(m for f in found.households for m in f["members"]), *found.strays):
            person |= {
                f"enrolled_{code}": _enrolled(enrolments, "person_id", person["id"], code) for code in PROGRAMMES
            }
        return Population(found.households, found.strays, found.absent, enrolments, payments)

    def _enrolment(self, home: int, person: int | None) -> dict[str, Any]:
        random, ends = self.random, self.random.choice([None, self._day()])
        status = random.choice(["active", "suspended", "exited"])
        who = {"household_id": home, "person_id": person, "programme": random.choice(PROGRAMMES)}
        return who | {"status": status, "starts_on": self._day(), "ends_on": ends}

    def _payment(self, home: int) -> dict[str, Any]:
        random, when = (
            self.random,
            self.random.choice([None, self._day(), ON - timedelta(days=self.random.randint(0, 400))]),
        )
        paid = {
            "household_id": home,
            "programme": random.choice(PROGRAMMES),
            "status": random.choice(["paid", "failed"]),
        }
        return paid | {"settled_on": when, "amount": Decimal(random.randint(1, 99_999)) / 100}

    def _person(self, who: int, number: int) -> dict[str, Any]:
        random = self.random
        born = self._span(self._day() - timedelta(days=random.choice([0, 0, 2000, 9000, 25_000])))
        return {
            "id": who,
            "number": number,
            "relationship": self._maybe(random.choice(["head", "head", "child", "spouse"])),
            "sex": self._maybe(random.choice(["female", "male"])),
            "born_from": born[0],
            "born_to": born[1],
            **self._answers("person"),
            **{f"enrolled_{code}": self._maybe(random.random() < 0.5) for code in PROGRAMMES},
        }

    def _area(self) -> dict[str, Any]:
        code = self._maybe(self.random.choice(AREAS))
        parts = code.split("-") if code else []
        above = ["-".join(parts[:n]) for n in range(1, len(parts) + 1)]
        return {
            "area": code,
            "area_1": above[0] if above else None,
            "area_path": f"/{'/'.join(above)}/" if above else None,
        }

    def _answers(self, entity: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for variable in self.words.of(entity):  # type: ignore[arg-type]
            start = canonical.columns(variable)[0].name.removesuffix("_from") if variable.type == "partial_date" else ""
            name = start or canonical.columns(variable)[0].name
            unasked = variable.may_not_apply and self.random.random() < 0.3
            value = None if unasked else self._maybe(self._value(variable))
            if variable.type == "partial_date":
                low, high = (None, None) if value is None else self._span(value)
                found |= {f"{name}_from": low, f"{name}_to": high}
            else:
                found[name] = value
            if variable.may_not_apply:
                found[f"{name}__na"] = True if unasked else self.random.choice([False, False, None])
        return found

    def _value(self, variable: dictionary.Variable) -> Any:
        random = self.random
        match variable.type:
            case "boolean":
                return random.random() < 0.5
            case "integer":
                return random.choice([0, 1, 2, 3, 40, -7])
            case "decimal":
                return self._decimal()
            case "text":
                return random.choice(TEXTS)
            case "choice":
                return random.choice(variable.codes)
            case "many_choice":
                return " ".join(code for code in variable.codes if random.random() < 0.5)
        return self._day()

    def _decimal(self) -> float:
        return self.random.choice([0.0, 0.1, 0.2, 0.25, 2.675, -1.5, 1e6 / 3, self.random.randint(-400, 400) / 100])

    def _day(self) -> date:
        if self.random.random() < 0.3:
            return self.random.choice(NEAR)
        return date(1990, 1, 1) + timedelta(days=self.random.randint(0, 12_800))

    def _span(self, day: date) -> tuple[date | None, date | None]:
        if not self.complete and self.random.random() < 0.15:
            return None, None
        wide = 0 if self.complete else self.random.choice([0, 0, 0, 1, 30, 400])
        return day, day + timedelta(days=wide)

    def _maybe(self, value: Any) -> Any:
        return None if not self.complete and self.random.random() < 0.2 else value

    def _present(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in self.absent}


def _enrolled(rows: list[dict[str, Any]], key: str, who: int, code: str) -> bool:
    return any(row[key] == who and earlier.is_enrolled(row, code, ON) for row in rows)


def _received(rows: list[dict[str, Any]], home: int, code: str, months: int) -> float | None:
    paid = (row for row in rows if row["household_id"] == home and earlier.is_received(row, code, months, ON))
    return earlier.received(row["amount"] for row in paid)
