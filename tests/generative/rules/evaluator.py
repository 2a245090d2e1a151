"""A rule read by CEL's own evaluator, with our functions written a second time in the simplest way."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from google.protobuf import message_factory

from ayni.engines import dictionary
from ayni.engines.rules import kinds, persons, standard
from tests.generative.rules import populations


class Evaluator:
    """CEL's view of one world in which everything is known."""

    def __init__(self, words: dictionary.Dictionary, unit: str) -> None:
        self.words, self.unit = words, unit
        self.facts: Mapping[str, Any] = {}
        self.environment = standard.environment(unit, words, self._functions())

    def read(self, text: str, facts: Mapping[str, Any]) -> Any:
        """CEL's answer; None where CEL has an error instead of one."""
        self.facts = facts
        people = [self._message("person", member) for member in facts["members"]]
        heads = [one for one, row in zip(people, facts["members"], strict=True) if row["relationship"] == "head"]
        area = {name.removeprefix("area__"): value for name, value in facts["household"].items() if "area__" in name}
        named = {
            "household": self._message("household", facts["household"]),
            "area": self._message("area", area | {"code": facts["household"]["area"]}),
            "members": people,
            "head": heads[0],
            "on": _moment(populations.ON),
        }
        if "person" in facts:
            named["person"] = people[facts["members"].index(facts["person"])]
        value = self.environment.compile(standard.plain(text)).eval(data=named).value()
        return value if isinstance(value, bool | float) else None

    def _message(self, entity: str, values: Mapping[str, Any]) -> Any:
        pool = standard.pool(self.words)
        message = message_factory.GetMessageClass(pool.FindMessageTypeByName(f"ayni.{entity.capitalize()}"))()
        types = {v.name: v.type for v in (*dictionary.BUILT_IN, *self.words.of(entity)) if v.entity == entity}  # type: ignore[arg-type]
        if entity == "person":
            types |= {"born_from": "date", "born_to": "date"}
        for name, kind in types.items():
            _set(message, name, kind, values.get(f"{name}_from" if kind == "partial_date" else name))
        return message

    def _row(self, who: Any) -> Mapping[str, Any]:
        rows = [self.facts["household"], *self.facts["members"]]
        return next(row for row in rows if row["id"] == who.id)

    def _enrolled(self, *given: Any) -> bool:
        row = self.facts["household"] if len(given) == 1 else self._row(given[0])
        return bool(row[f"enrolled_{given[-1]}"])

    def _received(self, code: str, months: float) -> float:
        return float(self.facts["household"][f"received_{code}_{months:.0f}"])

    def _within(self, _: Any, code: str) -> bool:
        return code in self.facts["household"]["area_path"].split("/")

    def _functions(self) -> dict[str, Callable[..., Any]]:
        between = {
            f"{unit}_between": lambda start, end, unit=unit: persons.between(unit, start.date(), end.date())
            for unit in ("years", "months", "days")
        }
        added = {
            f"add_{unit}": lambda day, number, unit=unit: _moment(persons.shifted(day.date(), int(number), unit))
            for unit in ("years", "months", "days")
        }
        return {
            **between,
            **added,
            "age": lambda who, on: _aged(who, on, "years"),
            "months": lambda who, on: _aged(who, on, "months"),
            "year": lambda day: float(day.year),
            "month": lambda day: float(day.month),
            "score": lambda code: float(self.facts["scores"][code]),
            "enrolled": self._enrolled,
            "received": self._received,
            "within": self._within,
            "date": lambda text: _moment(date.fromisoformat(text)),
            "count": lambda items: float(len(items)),
            "sum": lambda items: float(sum(items)),
            "min": _over(min),
            "max": _over(max),
            "avg": _over(lambda items: sum(items) / len(items)),
        }


def _set(message: Any, name: str, kind: str, value: Any) -> None:
    if kinds.OF_TYPE.get(kind) == "many":
        getattr(message, name).extend(value.split())
    elif isinstance(value, date):
        getattr(message, name).FromDatetime(datetime(value.year, value.month, value.day))
    elif value is not None:
        setattr(message, name, float(value) if kind in ("integer", "decimal") else value)


def _aged(who: Any, on: datetime, unit: Any) -> float:
    born = who.born_from.ToDatetime().date()
    if born > on.date():
        raise ValueError("not born yet")
    return persons.between(unit, born, on.date())


def _over(function: Callable[..., float]) -> Callable[..., float]:
    """Of a list that has something in it, or of the numbers given."""
    return lambda *given: float(function(given if len(given) > 1 else given[0]))


def _moment(day: date | None) -> datetime:
    if day is None:
        raise ValueError("past the calendar")
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
