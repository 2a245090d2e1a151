"""Random small registries: unknown answers, uncertain days of birth, empty households, households with two heads."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from tests.generative.rules.subjects import CODES, WORDS

__all__ = ["CODES", "WORDS"]

ON = date(2024, 2, 29)
DAYS = st.dates(date(1940, 1, 1), date(2024, 12, 31))
HOUSEHOLD_TYPES = {
    "rooms": pa.int64(),
    "income": pa.float64(),
    "floor": pa.string(),
    "electric": pa.bool_(),
    "visited": pa.date32(),
    "score_pmt": pa.float64(),
}
PERSON_TYPES = {
    "number": pa.int64(),
    "relationship": pa.string(),
    "sex": pa.string(),
    "born_from": pa.date32(),
    "born_to": pa.date32(),
    "disability": pa.bool_(),
    "wage": pa.decimal128(12, 2),
    "school": pa.string(),
    "joined": pa.date32(),
}


@dataclass(frozen=True)
class Registry:
    """Households, each with its members, as facts."""

    households: list[dict[str, Any]]

    def units(self, unit: str) -> dict[int, dict[str, Any]]:
        """The facts of each unit, by its id."""
        if unit == "household":
            return {facts["household"]["id"]: facts for facts in self.households}
        return {member["id"]: {**facts, "person": member} for facts in self.households for member in facts["members"]}

    def tables(self) -> tuple[pa.Table, pa.Table]:
        households = [{**f["household"], "score_pmt": f["scores"]["pmt"]} for f in self.households]
        persons = [m | {"household_id": f["household"]["id"]} for f in self.households for m in f["members"]]
        identity = {"id": pa.int64(), "area": pa.string(), "area_1": pa.string()}
        return (
            pa.Table.from_pylist(households, pa.schema({**identity, **HOUSEHOLD_TYPES})),
            pa.Table.from_pylist(persons, pa.schema({"id": pa.int64(), "household_id": pa.int64(), **PERSON_TYPES})),
        )


def registries(complete: bool = False) -> st.SearchStrategy[Registry]:
    """Complete ones know everything, have whole numbers only and one head in each household."""

    def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return strategy if complete else st.none() | strategy

    cents = st.integers(0, 3) if complete else st.integers(-200, 400).map(lambda n: n / 100)
    money = st.integers(0, 4).map(Decimal) if complete else st.integers(0, 400).map(lambda n: Decimal(n) / 100)
    person = st.fixed_dictionaries(
        {
            "born": st.tuples(DAYS, st.just(0) if complete else st.sampled_from([0, 0, 200, 400]))
            | maybe(DAYS.map(lambda d: (d, 0))),
            "relationship": maybe(st.sampled_from(["head", "child", "spouse"])),
            "sex": maybe(st.sampled_from(["female", "male"])),
            "disability": maybe(st.booleans()),
            "wage": maybe(money),
            "school": maybe(st.sampled_from(["a", "b", ""])),
            "joined": maybe(DAYS),
        }
    )
    household = st.fixed_dictionaries(
        {
            "rooms": maybe(st.integers(0, 3)),
            "income": maybe(cents),
            "floor": maybe(st.sampled_from(CODES)),
            "electric": maybe(st.booleans()),
            "visited": maybe(DAYS),
        }
    )
    facts = st.tuples(household, st.lists(person, min_size=int(complete), max_size=4), maybe(cents))
    return st.lists(facts, min_size=1, max_size=5).map(lambda drawn: _registry(drawn, complete))


def _registry(drawn: list[tuple[dict[str, Any], list[dict[str, Any]], Any]], complete: bool) -> Registry:
    households = []
    for place, (household, people, score) in enumerate(drawn, start=1):
        members = []
        for number, person in enumerate(people, start=1):
            born = person["born"]
            row = {name: value for name, value in person.items() if name != "born"}
            row |= {"id": place * 10 + number, "number": number}
            row |= {"born_from": born and born[0], "born_to": born and born[0] + timedelta(days=born[1])}
            if complete:
                row["relationship"] = "head" if number == 1 else "child"
            members.append(row)
        own = {"id": place, "area": f"a{place}", "area_1": "a", **household}
        households.append({"household": own, "members": members, "scores": {"pmt": score}})
    return Registry(households)
