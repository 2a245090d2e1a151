"""An instrument of any method on an opened snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ayni.assessment import errors
from ayni.assessment.actions import framing, units
from ayni.assessment.queries import grouping, spelled
from ayni.engines.measures import methods
from ayni.engines.measures.design import Floats
from ayni.engines.rules import check
from ayni.kernel.refusals import Refused
from ayni.snapshots.opening import Opened

FIFTHS = (0.2, 0.4, 0.6, 0.8)


def apply(
    written: spelled.Written, opened: Opened, groups: Sequence[grouping.Group]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures, safe for JSON, and the columns of every unit (see `units`).

    Refuses: InstrumentRefused, CannotAssess.
    """
    texts = [one.rule for one in (*written.rules, *written.named)]
    texts += [rule for group in groups for rule in group.rules.values()]
    frame = framing.Rows(opened, written.unit, texts)
    sample = frame.design(people=written.own.get("weight", "people") == "people")
    by = {group.name: frame.group(group) for group in groups}
    result = _answered(written, opened, frame, sample, by)
    columns = _columns(written, frame, sample, by, result.units)
    figures = result.as_dict()
    figures["sample"] = {**figures["sample"], **sample.facts}
    known = np.isfinite(columns["value"]) if "value" in columns else np.zeros(frame.rows, dtype=bool)
    figures |= {"kind": "measure", "scored": int(known.sum()), "units": frame.rows}
    figures["reads"] = sorted(frame.reads(leaving=[rule for group in groups for rule in group.rules.values()]))
    if known.any() and written.method == "pmt":
        figures["fifths"] = fifths(columns["value"], columns["weight"])
    return figures, columns


def fifths(score: Floats, weight: Floats) -> list[float]:
    """The scores that part the people into fifths, from the lowest."""
    known = np.isfinite(score) & (weight > 0)
    order = np.argsort(score[known])
    share = np.cumsum(weight[known][order]) / weight[known].sum()
    ordered = score[known][order]
    return [float(ordered[min(int(np.searchsorted(share, one)), len(ordered) - 1)]) for one in FIFTHS]


def flags(written: spelled.Written, frame: framing.Rows) -> dict[str, Floats]:
    """Each thing the instrument has words for, as 1, 0 and NaN for every row."""
    found: dict[str, Floats] = {}
    # Whom an instrument is not about lacks nothing by it, and no answer of theirs is missing.
    about = frame.flags(written.applies) if written.applies else None
    for one in written.told:
        checked = spelled.checked_of(one.rule, written.unit, frame.words)
        if isinstance(checked, check.Checked) and checked.wants == "bool":
            flags_ = frame.flags(one.rule)
            found[one.name] = flags_ if about is None else np.where(about == 0, 0.0, flags_)
    return found


def _answered(
    written: spelled.Written, opened: Opened, frame: framing.Rows, sample: framing.Sample, by: Mapping[str, Any]
) -> methods.Result:
    where, snapshot = f"{written.code}.yaml", opened.snapshot.version
    asked = methods.Asked(frame, written.spec, where, sample.design, by)
    try:
        return methods.run(written.method, asked)
    except ModuleNotFoundError as error:
        raise errors.CannotAssess(written.code, snapshot, f"the method {written.method} is not installed") from error
    except Refused as refused:
        raise errors.CannotAssess(written.code, snapshot, str(refused)) from refused


def _columns(
    written: spelled.Written,
    frame: framing.Rows,
    sample: framing.Sample,
    by: Mapping[str, Any],
    out: Mapping[str, Any],
) -> dict[str, Any]:
    seen = flags(written, frame)
    value, band = units.chosen(written.own, out)
    found: dict[str, Any] = {"household_id": frame.household}
    if written.unit == "person":
        found["person_id"] = frame.ids
    found["value"] = np.asarray(out[value], dtype=np.float64) if value else np.full(frame.rows, np.nan)
    found["band"] = units.bands(np.asarray(out[band])) if band else np.full(frame.rows, None, dtype=object)
    found["details"] = (
        units.details(seen) if seen else np.full(frame.rows, '{"found": [], "unknown": []}', dtype=object)
    )
    found |= sample.columns
    found |= {f"is_{name}": column for name, column in seen.items()}
    found |= {f"by_{name}": column for name, column in by.items()}
    found |= {f"out_{name}": np.asarray(column) for name, column in out.items() if name not in (value, band)}
    return found
