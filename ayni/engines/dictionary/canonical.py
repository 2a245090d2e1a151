"""The columns a variable has in every table of answers: snapshots, surveys and the engine read the same ones.

| type | columns | value |
|---|---|---|
| partial_date | `<name>_from`, `<name>_to` | the first and the last day it may have been |
| many_choice | `<name>` | the chosen codes in the order of declaration, one space between; "" is none of them |
| location | `<name>` | "latitude longitude" in decimal degrees |
| any other | `<name>` | as the type says; a choice is its code |

A variable that may not apply has `<name>__na` too: true when it does not apply, and then its value is null. Null
without that is unknown or refused. An area's variables stand in the households' table, as `area__<name>`.
"""

from dataclasses import dataclass
from typing import Literal

from ayni.engines.dictionary import variables

Part = Literal["value", "from", "to", "not_applicable"]
COLUMN_TYPES = {"partial_date": "date", "many_choice": "text", "location": "text", "choice": "text"}


@dataclass(frozen=True)
class Column:
    """One column of a variable: its name, its plain type (boolean, integer, decimal, text, date) and its part."""

    name: str
    type: str
    part: Part


def columns(variable: variables.Variable) -> tuple[Column, ...]:
    """The columns in which a variable's answers stand."""
    name = f"area__{variable.name}" if variable.entity == "area" else variable.name
    plain = COLUMN_TYPES.get(variable.type, variable.type)
    if variable.type == "partial_date":
        found = [Column(f"{name}_from", plain, "from"), Column(f"{name}_to", plain, "to")]
    else:
        found = [Column(name, plain, "value")]
    if variable.may_not_apply:
        found.append(Column(f"{name}__na", "boolean", "not_applicable"))
    return tuple(found)


def table(variable: variables.Variable) -> str:
    """The table those columns stand in: "households" or "persons"."""
    return "persons" if variable.entity == "person" else "households"
