"""What reading a survey gives: tables, a dictionary, and an account of what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from ayni.engines import dictionary as dictionaries

Kind = Literal["row", "cell", "warning"]


class Refusal(NamedTuple):
    """One thing in a file that could not be used as it stood.

    `row` counts data rows from 1 (in a CSV file with one header line, row n stands on line n + 1; 0 means
    the file as a whole). A "row" was left out; a "cell" became unknown and its row was kept; a "warning"
    changed nothing.
    """

    file: str
    row: int
    key: str
    column: str
    value: str
    reason: str
    remedy: str
    kind: Kind = "row"

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        who = f" ({self.key})" if self.key else ""
        what = f", {self.column}" if self.column else ""
        return f"{place}{who}{what}: {self.reason} {self.remedy}".rstrip()


@dataclass(frozen=True)
class Count:
    """Rows of one file: read = kept + refused. `cells` counts answers that became unknown."""

    read: int
    kept: int
    refused: int
    cells: int = 0


@dataclass(frozen=True)
class Survey:
    """A survey as typed tables.

    areas: code, parent (null at the top), level (1 is the top), name.
    households: key, area (code of its lowest area), then one column per household variable.
    persons: key (household key, "-", number), household, number, relationship, sex, born_from, born_to,
        given_name, family_name, script, given_name_latin, family_name_latin, mother, father (keys of
        persons), then one column per person variable; sorted by household, then number.
    kinship: person, relative (keys of persons), kind: the relative is the person's mother, father or spouse;
        a marriage stands twice, once from each side.
    In every table null means unknown. `shapes` holds GeoJSON geometries by area code, empty when the folder
    has none. `counts` is by file name.
    """

    areas: pa.Table
    households: pa.Table
    persons: pa.Table
    kinship: pa.Table
    dictionary: dictionaries.Dictionary
    refusals: tuple[Refusal, ...] = ()
    counts: Mapping[str, Count] = field(default_factory=dict)
    shapes: Mapping[str, dict[str, Any]] = field(default_factory=dict)


def with_shapes(survey: Survey, shapes: Mapping[str, dict[str, Any]]) -> Survey:
    """The survey with the shapes of its areas."""
    return replace(survey, shapes=dict(shapes))
