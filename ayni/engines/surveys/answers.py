"""From a column of a file to the typed answers of a variable, and what in it could not be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import variables
from ayni.engines.surveys import declared, parts

Bools = npt.NDArray[np.bool_]
NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
WHOLE = 2.0**53  # above it a float no longer tells whole numbers apart
EXAMPLE_DATE = "Write dates as 2023-12-27."


@dataclass(frozen=True)
class Fault:
    """Cells (true in `cells`) that could not be used, all for one reason; "{value}" stands for the answer."""

    cells: Bools
    reason: str
    remedy: str


def texts(values: pa.Array) -> pa.Array:
    """Values as trimmed text, "" as null; whole numbers without a decimal point."""
    kind = values.type
    if pa.types.is_string(kind):
        trimmed = pc.utf8_trim_whitespace(values)
        return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    if pa.types.is_floating(kind):
        array = values.to_numpy(zero_copy_only=False)
        if np.all(np.isnan(array) | ((np.floor(array) == array) & (np.abs(array) < WHOLE))):
            whole = pa.array(np.nan_to_num(array).astype(np.int64), mask=np.isnan(array))
            return whole.cast(pa.string())
    return values.cast(pa.string())


def numbers(values: pa.Array, decimal_comma: bool = False) -> tuple[npt.NDArray[np.float64], Bools]:
    """Values as floats, NaN where there is none, and the cells that hold something else than a number."""
    kind = values.type
    if pa.types.is_string(kind):
        trimmed = texts(values)
        if decimal_comma:
            trimmed = pc.replace_substring(trimmed, ",", ".")
        fits = pc.match_substring_regex(trimmed, NUMBER)
        good = pc.if_else(fits, trimmed, pa.scalar(None, pa.string())).cast(pa.float64())
        return floats(good), known(fits.fill_null(True)) == False  # noqa: E712
    if pa.types.is_date(kind):
        return np.full(len(values), np.nan), ~nulls(values)
    return floats(values), np.zeros(len(values), bool)


def floats(values: pa.Array) -> npt.NDArray[np.float64]:
    """Numbers or booleans as floats, null as NaN."""
    if pa.types.is_boolean(values.type):
        values = values.cast(pa.uint8())
    return np.asarray(values.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), np.float64)


def nulls(values: pa.Array) -> Bools:
    """Where an array is null (a floating NaN counts as null)."""
    return known(pc.is_null(values, nan_is_null=True))


def known(values: pa.Array) -> Bools:
    """A boolean array without nulls as numpy."""
    return np.asarray(values.to_numpy(zero_copy_only=False), bool)


def positions(values: pa.Array, codes: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each value its position among the codes; -1 where it is null, -2 where it is none of them.

    Codes that are all numbers are compared as numbers, so that 1, 1.0 and "01" are one code.
    """
    found = np.full(len(values), -2, np.int64)
    try:
        wanted = np.array([float(code) for code in codes])
    except ValueError:
        wanted = np.array([])
    if len(wanted) and len(codes):
        given, _ = numbers(values)
        order = np.argsort(wanted)
        at = np.clip(np.searchsorted(wanted[order], given), 0, len(wanted) - 1)
        same = wanted[order][at] == given
        found[same] = order[at[same]]
    elif codes:
        at = pc.index_in(texts(values), pa.array(list(codes), pa.string())).fill_null(-2)
        found = at.to_numpy(zero_copy_only=False).astype(np.int64)
    found[nulls(texts(values) if pa.types.is_string(values.type) else values)] = -1
    return found


def blank(values: pa.Array, codes: Sequence[str]) -> pa.Array:
    """The values, null where they are one of the codes for "missing" or "not applicable"."""
    if not codes:
        return values
    numeric = [code for code in codes if is_number(code)]
    words = [code for code in codes if not is_number(code)]
    gone = (positions(values, numeric) >= 0) | (positions(values, words) >= 0)
    return pc.if_else(pa.array(gone), pa.scalar(None, values.type), values)


def is_number(code: str) -> bool:
    """Whether a code is written as a number."""
    try:
        float(code)
    except ValueError:
        return False
    return True


def choices(field: parts.Field, value_labels: Mapping[str, str]) -> tuple[parts.Coded, ...]:
    """The choices of a field: those of the mapping, their gaps filled from the file's value labels, or, when
    the mapping lists none, every value label that does not mean missing or not applicable."""
    listed = field.choices or tuple(
        parts.Coded(code) for code in value_labels if code not in (*field.missing, *field.not_applicable)
    )
    complete = []
    for one in listed:
        label = value_labels.get(one.value, "")
        code = one.code or declared.slug(label) or declared.slug(one.value)
        labels = {"en": label or code.replace("_", " ").capitalize(), **one.labels}
        complete.append(parts.Coded(one.value, code, labels))
    return tuple(complete)


def variable(
    field: parts.Field, entity: parts.Entity, label: str, value_labels: Mapping[str, str], source: str
) -> dictionaries.Variable:
    """The dictionary's variable for a field; what the mapping does not label takes the file's label."""
    coded = choices(field, value_labels) if field.type == "choice" else ()
    unique = {one.code: dictionaries.Choice(one.code, dict(one.labels)) for one in coded}
    return dictionaries.Variable(
        name=field.name,
        entity=entity,
        type=cast(variables.Type, field.type),
        labels={"en": label or field.name.replace("_", " ").capitalize(), **field.labels},
        choices=tuple(unique.values()),
        unit=field.unit,
        minimum=field.minimum,
        maximum=field.maximum,
        sensitivity=cast(variables.Sensitivity, field.sensitivity),
        question=dict(field.question),
        source=source,
    )


def read(
    values: pa.Array, field: parts.Field, value_labels: Mapping[str, str], decimal_comma: bool = False
) -> tuple[pa.Array, list[Fault]]:
    """The answers to a field's question, typed, and the faults among them.

    Types: boolean → bool, integer → int64, decimal → float64, text and choice → string, date → date32.
    A missing, not applicable or faulty cell is null.
    """
    values = blank(values, (*field.missing, *field.not_applicable))
    if field.type == "choice":
        return read_choice(values, choices(field, value_labels))
    if field.type == "boolean":
        return read_boolean(values, field)
    if field.type in ("integer", "decimal"):
        return read_number(values, field, decimal_comma)
    if field.type == "date":
        return read_date(values)
    return texts(values), []


def read_choice(values: pa.Array, coded: tuple[parts.Coded, ...]) -> tuple[pa.Array, list[Fault]]:
    """Codes of the file as codes of the dictionary."""
    at = positions(values, [one.value for one in coded])
    words = pa.array([one.code for one in coded], pa.string())
    answers = words.take(pa.array(np.maximum(at, 0), mask=at < 0)) if len(words) else pa.nulls(len(at), pa.string())
    remedy = "Add the code to `choices`, `missing` or `not_applicable`, or correct the answer."
    return answers, faults((at == -2, "“{value}” is not one of the choices.", remedy))


def read_boolean(values: pa.Array, field: parts.Field) -> tuple[pa.Array, list[Fault]]:
    """Yes and no; without `when_true` and `when_false`, 1/0, true/false and yes/no are understood."""
    yes = field.when_true or ("1", "true", "True", "TRUE", "yes", "Yes")
    no = field.when_false or ("0", "false", "False", "FALSE", "no", "No")
    if pa.types.is_boolean(values.type):
        return values, []
    is_yes, is_no = member(values, yes), member(values, no)
    fault = ~is_yes & ~is_no & ~nulls(texts(values) if pa.types.is_string(values.type) else values)
    remedy = "Add the code to `when_true`, `when_false` or `missing`, or correct the answer."
    answers = pa.array(is_yes, pa.bool_(), mask=~(is_yes | is_no))
    return answers, faults((fault, "“{value}” is neither yes nor no.", remedy))


def member(values: pa.Array, codes: Sequence[str]) -> Bools:
    """Where the value is one of the codes, numbers and words taken apart."""
    numeric = [code for code in codes if is_number(code)]
    words = [code for code in codes if not is_number(code)]
    return np.asarray((positions(values, numeric) >= 0) | (positions(values, words) >= 0))


def read_number(values: pa.Array, field: parts.Field, decimal_comma: bool) -> tuple[pa.Array, list[Fault]]:
    """Numbers within the field's bounds; whole ones when it is an integer."""
    given, strange = numbers(values, decimal_comma)
    strange |= np.isinf(given)
    there = ~np.isnan(given) & ~strange
    low = there & (given < (-np.inf if field.minimum is None else field.minimum))
    high = there & (given > (np.inf if field.maximum is None else field.maximum))
    broken = there & (given != np.floor(given)) if field.type == "integer" else np.zeros(len(given), bool)
    bad = strange | low | high | broken
    good = there & ~bad
    limits = "Correct the answer, widen the limits, or list the code under `missing`."
    found = faults(
        (strange, "“{value}” is not a number.", "Correct the answer, or list it under `missing`."),
        (broken & ~low & ~high, "“{value}” is not a whole number.", "Correct it, or use `type: decimal`."),
        (low, f"{{value}} is below {field.minimum or 0:g}.", limits),
        (high, f"{{value}} is above {field.maximum or 0:g}.", limits),
    )
    clean = np.where(good, given, 0.0)
    kind: Any = np.int64 if field.type == "integer" else np.float64
    return pa.array(clean.astype(kind), mask=~good), found


def read_date(values: pa.Array) -> tuple[pa.Array, list[Fault]]:
    """Calendar dates; text must be YYYY-MM-DD."""
    if pa.types.is_date(values.type):
        return values.cast(pa.date32()), []
    given = texts(values)
    moments = pc.strptime(given, format="%Y-%m-%d", unit="s", error_is_null=True)
    shaped = pc.match_substring_regex(given, r"^\d{4}-\d{2}-\d{2}$").fill_null(False)
    days = pc.if_else(shaped, moments, pa.scalar(None, moments.type)).cast(pa.date32())
    rolled = pc.not_equal(days.cast(pa.string()), given).fill_null(False)
    days = pc.if_else(rolled, pa.scalar(None, pa.date32()), days)
    return days, faults((nulls(days) & ~nulls(given), "“{value}” is not a date.", EXAMPLE_DATE))


def faults(*found: tuple[Bools, str, str]) -> list[Fault]:
    """The faults that have at least one cell."""
    return [Fault(cells, reason, remedy) for cells, reason, remedy in found if cells.any()]
