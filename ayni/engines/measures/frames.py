"""The rows a method reads: a file, or a file and the file that goes with it, as columns and as rules over them.

    frame = frames.read(Path("households.csv"), members=Path("people.csv"), key="hhid")
    frame.numbers("income")                              # a column
    frame.flags("household.water in ['river']")          # a rule of the rule language
    frame.flags("members.exists(m, m.age < 5)")          # with a file of members

In a rule a column is called as in the file, letters and figures only: whatever else stands in its name is `_`. An empty
field, `NA`, `N/A`, `.`, `nan` and `null` are unknown. Value labels of Stata and SPSS name groups (`labels`); rules and
numbers read the codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import registry
from ayni.engines.measures import specs
from ayni.engines.measures.opened import (
    Floats,
    FrameError,
    Table,
    floats,
    is_number,
    key_of,
    kind_of,
    open_table,
    placed,
)
from ayni.engines.rules import check, columns, errors

__all__ = ["FileFrame", "Frame", "FrameError", "Table", "open_table", "read"]

Unit = Literal["household", "person"]
Texts = npt.NDArray[np.object_]

LETTERS = re.compile(r"[^A-Za-z0-9]+")
NAMED = re.compile(r"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)(?!\w*\()")
QUOTED = re.compile(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
SUBJECTS = {"household": "household", "person": "person", "head": "person", "area": "area"}


class Frame(Protocol):
    """Rows of one unit. `said` is a column's name, or a rule about the unit; each gives one value a row, in order."""

    @property
    def rows(self) -> int: ...

    @property
    def names(self) -> Sequence[str]: ...

    def has(self, name: str) -> bool:
        """Is there a column of this name?"""

    def numbers(self, said: str) -> Floats:
        """Numbers, NaN for the unknown; yes and no are 1 and 0. Refuses: FrameError, RuleRefused."""

    def flags(self, said: str) -> Floats:
        """1, 0 and NaN for the unknown. Refuses: FrameError for a column with other numbers, RuleRefused."""

    def labels(self, said: str) -> Texts:
        """Texts, None for the unknown: value labels where the file has them. Refuses: FrameError."""


def read(
    data: Path,
    *,
    unit: Unit = "household",
    members: Path | None = None,
    households: Path | None = None,
    key: str = "",
    on: date | None = None,
) -> FileFrame:
    """The rows of a file (CSV, Stata, SPSS, Parquet), each one unit.

    members: for households, the file of their people; households: for persons, the file of their homes; both are joined
    by the column `key`, which both files have. on: the day on which rules ask (today when it is not said).
    Errors: FrameError.
    """
    if (members or households) and not key:
        raise FrameError("Two files were given, but not the column that joins them. Name it, as `--key hhid`.")
    if members and unit == "person":
        raise FrameError("A file of members goes with a file of households. Leave it out, or say `unit: household`.")
    other = members or households
    return FileFrame(open_table(data), unit, open_table(other) if other else None, key, on or date.today())


@dataclass(frozen=True, eq=False)
class FileFrame:
    """A frame over files. Rows of `other` whose key no row of `data` has are left out."""

    data: Table
    unit: Unit = "household"
    other: Table | None = None
    key: str = ""
    on: date = field(default_factory=date.today)

    @property
    def rows(self) -> int:
        return self.data.rows

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.data.columns)

    def has(self, name: str) -> bool:
        return name in self.data.columns

    def numbers(self, said: str) -> Floats:
        found = self._column(said)
        if found is None:
            return self._answered(said, "number", "bool")
        column, _ = found
        if not is_number(column) and not pa.types.is_boolean(column.type):
            raise FrameError(f"The column '{said}' of {self.data.file} holds {_sample(column)}, no numbers. {NUMBERED}")
        return floats(column)

    def flags(self, said: str) -> Floats:
        if not self.has(said):
            return self._answered(said, "bool")
        found = self.numbers(said)
        other = np.flatnonzero(~np.isnan(found) & (found != 0) & (found != 1))
        if len(other):
            raise FrameError(
                f"The column '{said}' of {self.data.file} is {found[other[0]]:g} in row {other[0] + 1}; a yes or no is "
                f"1 or 0. Write a rule instead, as `{self.unit}.{_word(said)} == {found[other[0]]:g}`."
            )
        return found

    def labels(self, said: str) -> Texts:
        found = self.words(said)
        words = np.array([*found.dictionary.to_pylist(), None], dtype=object)
        codes: Texts = words[found.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)]
        return codes

    def words(self, said: str) -> pa.DictionaryArray:
        """The same as `labels`, each word once: for millions of rows."""
        given = self._column(said)
        if given is None:
            return pa.array(_as_words(self._answered(said, "bool", "number")), pa.string()).dictionary_encode()
        column, known = given[0].dictionary_encode(), given[1]
        told = [_label(value, known) for value in column.dictionary.to_pylist()]
        return pa.DictionaryArray.from_arrays(column.indices, pa.array(told, pa.string()))

    def _column(self, said: str) -> tuple[pa.Array, Mapping[str, str]] | None:
        """A column of the file with its value labels; `household.region` is one of the other file. None for a rule."""
        if self.has(said):
            return self.data.columns[said], self.data.labels.get(said, {})
        entity, _, word = said.partition(".")
        table = self._of.get(entity)
        name = next((name for name in table.columns if _word(name) == word), None) if table and word else None
        if table is None or name is None or (entity == "person" and self.unit == "household"):
            return None
        column, known = table.columns[name], table.labels.get(name, {})
        if entity == self.unit:
            return column, known
        place = self._keys[0]
        return column.take(pa.array(place, mask=place < 0)), known

    def _answered(self, said: str, *wants: Literal["bool", "number"]) -> Floats:
        """A rule's answer for every row, as the first kind wanted that it is."""
        if re.fullmatch(r"[\w .%-]+", said) and "." not in said:
            near = specs.nearest(said, self.names) or f" It has {', '.join(self.names[:12])}."
            raise FrameError(f"{self.data.file} has no column '{said}'.{near}")
        rule = self._as_rule(said)
        if re.search(r"\bhead\.", rule) and KIN not in self._columns("person"):
            raise FrameError(
                f"The rule `{said}` asks of the head, and the file of people has no column `relationship` that says "
                "`head`. Find the head by your own column, as `members.exists(m, m.relation == 1 && m.sex == 2)`."
            )
        checked = self._checked(rule, wants)
        homes, people = self._tables
        made = columns.columns({"it": checked}, self.unit, homes, people, on=self.on)
        return floats(made.order_by("id").select("it").to_pyarrow()["it"].combine_chunks())

    def _checked(self, rule: str, wants: Sequence[Literal["bool", "number"]]) -> check.Checked:
        refused: list[errors.RuleRefused] = []
        for kind in wants:
            try:
                return check.expression(rule, self.unit, self._words, kind)
            except errors.RuleRefused as reason:
                refused.append(reason)
        raise refused[0]

    def _as_rule(self, said: str) -> str:
        """The rule with the columns called as the dictionary below calls them; what is quoted stays."""

        def renamed(found: re.Match[str]) -> str:
            subject, name = found.groups()
            entity = SUBJECTS.get(subject, "person")
            return f"{subject}.{self._renamed[entity].get(name, name)}"

        parts = QUOTED.split(said)
        return "".join(part if place % 2 else NAMED.sub(renamed, part) for place, part in enumerate(parts))

    @cached_property
    def _renamed(self) -> dict[str, dict[str, str]]:
        """What each column is called in a rule as it is written, and as the rule language knows it, by entity."""
        found: dict[str, dict[str, str]] = {"household": {}, "person": {}, "area": {}}
        for entity, table in self._of.items():
            for name in table.columns:
                if _word(name) not in found[entity]:
                    found[entity][_word(name)] = _slug(_word(name), entity, set(found[entity].values()))
        return found

    @cached_property
    def _of(self) -> dict[str, Table]:
        """Which table tells of households and which of persons."""
        there: dict[str, Table] = {self.unit: self.data}
        if self.other is not None:
            there["person" if self.unit == "household" else "household"] = self.other
        return there

    @cached_property
    def _words(self) -> dictionaries.Dictionary:
        return dictionaries.Dictionary(
            [
                dictionaries.Variable(inner, entity, kind_of(column))  # type: ignore[arg-type]
                for entity in self._of
                for inner, column in self._columns(entity).items()
                if inner != KIN
            ]
        )

    @cached_property
    def _tables(self) -> tuple[Any, Any]:
        """The households and the persons as the rule language reads them."""
        home, own = self._keys
        columns_of = {entity: self._columns(entity) for entity in ("household", "person")}
        if self.unit == "household":
            homes = {"id": np.arange(self.rows), **columns_of["household"]}
            inside = home >= 0
            people = {name: column.filter(pa.array(inside)) for name, column in columns_of["person"].items()}
            people = {"id": np.arange(int(inside.sum())), "household_id": home[inside], **people}
        else:
            homes = {"id": np.arange(own), **columns_of["household"]}
            people = {"id": np.arange(self.rows), "household_id": home, **columns_of["person"]}
        return ibis.memtable(_whole(homes)), ibis.memtable(_whole(people))

    def _columns(self, entity: str) -> dict[str, pa.Array]:
        table = self._of.get(entity)
        if table is None:
            return {}
        renamed = self._renamed[entity]
        found: dict[str, pa.Array] = {}
        for name, column in table.columns.items():
            found.setdefault(renamed[_word(name)], column)
        if entity == "person" and KIN in table.columns and pa.types.is_string(table.columns[KIN].type):
            found[KIN] = table.columns[KIN]  # as the registry has it too: who is the head
        return found

    @cached_property
    def _keys(self) -> tuple[npt.NDArray[np.int64], int]:
        """For each row of the persons the place of its household, -1 where it has none; and how many households."""
        if self.unit == "household":
            if self.other is None:
                return np.zeros(0, dtype=np.int64), self.rows
            homes, people = key_of(self.data, self.key), key_of(self.other, self.key)
        elif self.other is not None:
            homes, people = key_of(self.other, self.key), key_of(self.data, self.key)
        elif self.key:
            found = key_of(self.data, self.key).dictionary_encode()
            return found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), len(found.dictionary)
        else:
            return np.arange(self.rows), self.rows
        return placed(homes, people, self.key), len(homes)


KIN = "relationship"
NUMBERED = "Correct the file, or write a rule over it."
_YES_NO = {1.0: "yes", 0.0: "no"}


def _as_words(answers: Floats) -> Texts:
    """A rule's answers as the words of groups: yes and no, or whole numbers."""
    only_flags = bool(np.isin(answers[~np.isnan(answers)], (0.0, 1.0)).all())
    words = [_YES_NO.get(value) if only_flags else _label(value, {}) for value in answers.tolist()]
    return np.array(words, dtype=object)


def _word(name: str) -> str:
    """A column's name as a rule writes it."""
    found = LETTERS.sub("_", name).strip("_") or "column"
    return f"c_{found}" if found[0].isdigit() else found


def _slug(word: str, entity: str, taken: set[str]) -> str:
    """A column's name as the rule language allows it: small letters, none of its own words, once."""
    found = word.lower()
    if registry.objection(dictionaries.Variable(found, entity, "decimal")):  # type: ignore[arg-type]
        found = f"its_{found}"
    return found if found not in taken else f"{found}_{len(taken)}"


def _label(value: Any, known: Mapping[str, str]) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    code = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return known.get(code, code)


def _sample(column: pa.Array) -> str:
    first = next((value for value in column.to_pylist() if value is not None), None)
    return f"'{first}'"


def _whole(table: Mapping[str, Any]) -> pa.Table:
    return pa.table(
        {name: column if isinstance(column, pa.Array) else pa.array(column) for name, column in table.items()}
    )
