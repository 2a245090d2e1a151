"""A snapshot as the rows that a method reads: one for each household or person, in the order of their numbers.

    frame = framing.Rows(opened, "household", texts=["household.floor == 'earth'"])
    frame.flags("household.floor == 'earth'")            # a rule of the rule language, or a variable's name

The rules that will be asked for are given at once, so that the registry is read through one time for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ayni.assessment.queries import grouping, spelled
from ayni.engines import dictionary as dictionaries
from ayni.engines.measures import receiving, specs
from ayni.engines.measures.design import Booleans, Design, Floats, Integers
from ayni.engines.rules import check, columns
from ayni.engines.rules import errors as rules
from ayni.kernel.refusals import Refused
from ayni.snapshots import arrays
from ayni.snapshots.opening import Opened

WEIGHT, STRATUM, PSU = "survey_weight", "survey_stratum", "survey_psu"
SIZE = "members_counted"
RECEIVES = "receives_"
NUMERIC = ("boolean", "integer", "decimal")


class ColumnUnknown(Refused):
    """A name that a method asks for and this snapshot does not have."""

    def __init__(self, said: str, names: Iterable[str]) -> None:
        near = specs.nearest(said, names)
        super().__init__(f"The snapshot has no variable '{said}'.{near} Ask the dictionary which there are.")


class NotNumbers(Refused):
    def __init__(self, said: str) -> None:
        super().__init__(f"'{said}' is no number: write a rule over it, such as `household.{said} == \"…\"`.")


@dataclass(eq=False)
class Rows:
    """The frame of a snapshot (see `ayni.engines.measures.frames.Frame`). `only` keeps one household's rows."""

    opened: Opened
    unit: spelled.Unit
    texts: Sequence[str] = ()
    only: int | None = None
    _known: dict[str, Floats] = field(default_factory=dict)
    _named: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.ids)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.name for one in self.words if one.entity in (self.unit, "household")))

    def has(self, name: str) -> bool:
        return self._entity(name) is not None

    def numbers(self, said: str) -> Floats:
        """Numbers, NaN for the unknown; yes and no are 1 and 0. Refuses: ColumnUnknown, NotNumbers, RuleRefused."""
        rule = self._rule(said)
        if rule is None:
            return self._as_numbers(said)
        if rule not in self._known:
            checked = spelled.checked_of(rule, self.unit, self.words)
            if isinstance(checked, rules.RuleRefused):
                raise checked
            self._compute([*self.texts, rule])
        return self._known[rule]

    def flags(self, said: str) -> Floats:
        """1, 0 and NaN for the unknown. Refuses: ColumnUnknown, NotNumbers, RuleRefused."""
        found = self.numbers(said)
        if np.any((found != 0) & (found != 1) & np.isfinite(found)):
            raise NotNumbers(said)
        return found

    def labels(self, said: str) -> Any:
        """Texts, None for the unknown: codes of choices, yes and no of a rule."""
        entity = self._entity(said)
        if entity is None:
            return _yes_no(self.flags(said))
        if self._is_numeric(entity, said):
            return _yes_no(self.flags(said)) if self._kind(entity, said) == "boolean" else _texts(self.numbers(said))
        return self._raw(entity, said)

    @cached_property
    def words(self) -> dictionaries.Dictionary:
        """The snapshot's dictionary; with what people receive, where a text asks for it."""
        words = self.opened.dictionary
        return receiving.extended(words, self._programmes) if self._asks_receipts else words

    def reads(self, *, leaving: Iterable[str] = ()) -> set[str]:
        """Every variable that was asked for, as `person.age`; what the rules in `leaving` ask for is no reason."""
        told = [named for rule, named in self._named.items() if rule not in set(leaving)]
        return {f"{entity}.{name}" for named in told for entity, name in named}

    @property
    def ids(self) -> Integers:
        return np.asarray(self._base["id"], dtype=np.int64)

    @property
    def household(self) -> Integers:
        """The household of each row."""
        return np.asarray(self._base["household_id"], dtype=np.int64)

    @property
    def paths(self) -> Any:
        """The path of each row's area."""
        return self._of_home("area_path") if "area_path" in self._homes else _blank(self.rows)

    def design(self, *, people: bool) -> Sample:
        """How the rows were drawn. `people`: a household counts with its members."""
        home = self._homes
        size = np.nan_to_num(home[SIZE]) if people and self.unit == "household" else np.ones(len(home["id"]))
        weight = home.get(WEIGHT)
        is_survey = weight is not None and bool(np.isfinite(weight).any())
        drawn = np.nan_to_num(weight) > 0 if is_survey and weight is not None else np.ones(len(size), dtype=bool)
        whole = (np.nan_to_num(weight) if is_survey and weight is not None else np.ones(len(size))) * size
        stratum, psu = (_named(home.get(name), drawn) if is_survey else None for name in (STRATUM, PSU))
        if not is_survey or psu is None:
            psu = home["id"].astype(str).astype(object) if self.unit == "person" or is_survey else None
        place = self._place
        design = Design(
            stratum=stratum[place] if stratum is not None else None,
            psu=psu[place] if psu is not None else None,
            weight=whole[place],
            # Part of a registry may hold one unit of a stratum; its distance from the whole is the cautious guess.
            singleton="adjust",
        )
        facts = {
            "is_survey": is_survey,
            "households": int(drawn.sum()),
            "strata": len(design.strata),
            "clusters": design.clusters,
            "lonely_strata": list(design.lonely),
        }
        told = {"weight": whole[place]}
        if is_survey and psu is not None:
            told |= {"stratum": stratum[place] if stratum is not None else _blank(self.rows), "psu": psu[place]}
        return Sample(drawn[place], design, facts, told)

    def group(self, group: grouping.Group) -> Any:
        """The category of each row, None for none."""
        if group.kind == "area":
            return self._levels(group.level)
        if group.kind == "variable":
            return self.labels(group.name)
        found = np.full(self.rows, None, dtype=object)
        for code, rule in reversed(list(group.rules.items())):
            found[self.numbers(rule) == 1] = code
        return found

    def _levels(self, level: int) -> Any:
        codes, place = np.unique(
            np.array([path or "" for path in self.paths], dtype=object).astype(str), return_inverse=True
        )
        parts = [code.strip("/").split("/") for code in codes.tolist()]
        named = np.array([part[level - 1] if len(part) >= level and part[0] else None for part in parts], dtype=object)
        return named[place]

    @cached_property
    def _base(self) -> dict[str, Any]:
        return self._compute(self.texts)

    def _compute(self, texts: Iterable[str]) -> dict[str, Any]:
        """Work out every rule that checks and is not known yet, in one reading; with who each row is."""
        checked: dict[str, check.Checked] = {}
        names: dict[str, str] = {}
        for rule in dict.fromkeys(self._rules(texts)):
            found = spelled.checked_of(rule, self.unit, self.words)
            if rule not in self._known and isinstance(found, check.Checked):
                names[f"r{len(names)}"] = rule
                checked[f"r{len(checked)}"] = found
        table = self._read(checked)
        for name, rule in names.items():
            self._named[rule] = set(checked[name].types)
            self._known[rule] = np.asarray(table[name], dtype=np.float64)
        return {name: table[name] for name in ("id", "household_id")}

    def _rules(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            if not text.isidentifier() or self.has(text):
                rule = self._rule(text)
                if rule is not None:
                    yield rule

    def _read(self, checked: dict[str, check.Checked]) -> dict[str, Any]:
        homes, people = self._tables
        return arrays.compute(columns.columns(checked, self.unit, homes, people, on=self.opened.on))

    @cached_property
    def _tables(self) -> tuple[Any, Any]:
        homes, people = self.opened.households, self.opened.persons
        if self._asks_receipts:
            listed = self.opened.table("enrolments") if self._programmes or self._has_enrolments else None
            marked = receiving.marked(homes, people, listed, self._programmes)
            homes, people = marked.households, marked.persons
        if self.only is not None:
            homes, people = homes.filter(homes["id"] == self.only), people.filter(people["household_id"] == self.only)
        return homes, people

    @property
    def _asks_receipts(self) -> bool:
        return any(RECEIVES in text for text in self.texts)

    @property
    def _has_enrolments(self) -> bool:
        return "enrolments" in self.opened.snapshot.manifest["tables"]

    @cached_property
    def _programmes(self) -> tuple[str, ...]:
        if not self._has_enrolments:
            return ()
        listed = self.opened.table("enrolments").select("programme").distinct().to_pyarrow()["programme"]
        return tuple(sorted(str(one) for one in listed.to_pylist()))

    @cached_property
    def _homes(self) -> dict[str, Any]:
        """Of every household: its number, its size, where it is and how it was drawn."""
        homes, people = self._tables
        size = check.expression("size(members)", "household", self.words, "number")
        counted = columns.columns({SIZE: size}, "household", homes, people, on=self.opened.on)
        return arrays.compute(counted, homes, (WEIGHT, STRATUM, PSU, "area_path"))

    @cached_property
    def _place(self) -> Integers:
        """Where each row's household is among the households."""
        return np.searchsorted(self._homes["id"], self.household)

    def _of_home(self, name: str) -> Any:
        return self._homes[name][self._place]

    def _entity(self, said: str) -> str | None:
        """Of whom a variable of this name is asked: the unit, else the household; None when there is no such name."""
        for entity in dict.fromkeys((self.unit, "household")):
            if self.words.get(entity, said) is not None:
                return entity
        return None

    def _kind(self, entity: str, name: str) -> str:
        known = self.words.get(entity, name)
        return known.type if known is not None else "text"

    def _is_numeric(self, entity: str, name: str) -> bool:
        return self._kind(entity, name) in NUMERIC

    def _rule(self, said: str) -> str | None:
        """The rule that answers: the text itself, or that of a variable; None for one that holds texts."""
        entity = self._entity(said)
        if entity is not None:
            return f"{entity}.{said}" if self._is_numeric(entity, said) else None
        if said.isidentifier():
            raise ColumnUnknown(said, self.names)
        return said

    def _raw(self, entity: str, name: str) -> Any:
        """A column of texts as it is."""
        self._named[name] = {(entity, name)}
        homes, people = self._tables
        table = people if entity == "person" else homes
        if name not in table.columns:
            return _blank(self.rows)
        found = arrays.compute(table.select("id", name))[name]
        found = found if entity == self.unit else found[self._place]
        return found if found.dtype == object else _texts(found)

    def _as_numbers(self, said: str) -> Floats:
        """Texts that are numbers, such as codes."""
        texts = self._raw(self._entity(said) or self.unit, said)
        try:
            return np.array([np.nan if one is None else float(one) for one in texts], dtype=np.float64)
        except ValueError as error:
            raise NotNumbers(said) from error


@dataclass(frozen=True, eq=False)
class Sample:
    """Which rows were drawn, the design of all of them (who was not drawn weighs nothing), and what is said of it."""

    drawn: Booleans
    design: Design
    facts: dict[str, Any]
    columns: dict[str, Any]


def _named(column: Any, drawn: Booleans) -> Any:
    """A column of the design. Who was not drawn stands where the first drawn does, and so makes no cluster."""
    if column is None or all(value is None for value in column[drawn]):
        return None
    found = np.array(["" if value is None else str(value) for value in column], dtype=object)
    found[~drawn] = found[np.argmax(drawn)]
    return found


def _yes_no(flags: Floats) -> Any:
    found = _blank(len(flags))
    found[flags == 1], found[flags == 0] = "yes", "no"
    return found


def _texts(numbers: Any) -> Any:
    return np.array([None if not np.isfinite(one) else f"{one:g}" for one in numbers.astype(np.float64)], dtype=object)


def _blank(rows: int) -> Any:
    return np.full(rows, None, dtype=object)
