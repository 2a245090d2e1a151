"""The dictionary that the tables beside this file are about, and their facts as both readers take them.

In a table, a date may be known in part ("2020", "2020-03"), `not applicable` says that a question does not arise, and
what is not said is unknown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from ayni.engines import dictionary
from ayni.engines.dictionary import answers, canonical

ON = date(2024, 6, 1)
NOT_APPLICABLE = "not applicable"
MAY_NOT_APPLY = ("unknown", "refused", "not_applicable")
ARROW = {"integer": pa.int64(), "decimal": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}


def _choices(*codes: str) -> tuple[dictionary.Choice, ...]:
    return tuple(dictionary.Choice(code) for code in codes)


WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("beds", "household", "integer"),
        dictionary.Variable("electric", "household", "boolean"),
        dictionary.Variable("piped", "household", "boolean"),
        dictionary.Variable("floor", "household", "choice", choices=_choices("earth", "sand", "cement")),
        dictionary.Variable("visited", "household", "date"),
        dictionary.Variable("built", "household", "partial_date"),
        dictionary.Variable("assets", "household", "many_choice", choices=_choices("radio", "radio_set", "phone")),
        dictionary.Variable(
            "meals", "household", "many_choice", choices=_choices("tea", "rice"), missing=MAY_NOT_APPLY
        ),
        dictionary.Variable("rent", "household", "decimal", missing=MAY_NOT_APPLY),
        dictionary.Variable("leave", "household", "date", missing=MAY_NOT_APPLY),
        dictionary.Variable("place", "household", "location"),
        dictionary.Variable("disability", "person", "boolean"),
        dictionary.Variable("wage", "person", "decimal"),
        dictionary.Variable("pregnant", "person", "boolean", missing=MAY_NOT_APPLY),
        dictionary.Variable("grade", "person", "integer", missing=MAY_NOT_APPLY),
        dictionary.Variable("pay", "person", "decimal", missing=MAY_NOT_APPLY),
        dictionary.Variable("school", "person", "choice", choices=_choices("public", "private"), missing=MAY_NOT_APPLY),
        dictionary.Variable("remote", "area", "boolean"),
    ]
)


def facts(written: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one household for the reader of one unit."""
    area = {f"area__{name}": value for name, value in written.get("area", {}).items()}
    return {
        "household": _columns("household", written.get("household", {})) | area,
        "members": [_columns("person", member) for member in written.get("members", [])],
        "scores": written.get("scores", {}),
    }


def tables(written: Mapping[str, Any]) -> tuple[pa.Table, pa.Table]:
    """The same as the households' table and the persons'."""
    read = facts(written)
    scores = {f"score_{code}": value for code, value in read["scores"].items()}
    household = {"id": 1, **read["household"], **scores}
    people = [{"household_id": 1, **member} for member in read["members"]]
    return pa.Table.from_pylist([household], _shape("household", [household])), pa.Table.from_pylist(
        people, _shape("person", people)
    )


def _columns(entity: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        known = WORDS.get(entity, name)
        if value == NOT_APPLICABLE:
            found[f"{name}__na"] = True
        elif name == "born" or (known and known.type == "partial_date"):
            span = answers.days(str(value))
            found |= {f"{name}_from": span.earliest, f"{name}_to": span.latest}
        else:
            found[name] = value
    return found


def _shape(entity: str, rows: list[dict[str, Any]]) -> pa.Schema:
    """The columns every table has; an enrolment, a payment, a score or an area's path where a row has it."""
    known = {v.name: ARROW.get(v.type, pa.string()) for v in dictionary.BUILT_IN if v.entity == entity}
    held = [v for v in WORDS if (canonical.table(v) == "persons") == (entity == "person")]
    known |= {c.name: ARROW.get(c.type, pa.string()) for v in held for c in canonical.columns(v)}
    if entity == "person":
        known |= {"household_id": pa.int64(), "born_from": pa.date32(), "born_to": pa.date32()}
    more = {name for row in rows for name in row if name not in known}
    kinds = {"score_": pa.float64(), "received_": pa.float64(), "enrolled_": pa.bool_(), "area_path": pa.string()}
    return pa.schema(known | {n: kind for n in sorted(more) for start, kind in kinds.items() if n.startswith(start)})
