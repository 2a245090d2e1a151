"""A question to a method, from columns written in a test."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ayni.engines.measures import frames
from ayni.engines.measures.design import Design
from ayni.engines.measures.methods.asking import Asked


def asked(
    folder: Path,
    columns: Mapping[str, Any],
    spec: Mapping[str, Any],
    *,
    unit: frames.Unit = "household",
    by: tuple[str, ...] = (),
    weight: str = "",
    **more: Any,
) -> Asked:
    """The question that the command would ask of a file of these columns."""
    file = folder / "data.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))
    frame = frames.read(file, unit=unit)
    design = more.pop("design", None) or Design(weight=frame.numbers(weight) if weight else [1.0] * frame.rows)
    return Asked(frame, spec, "spec.yaml", design, {name: frame.labels(name) for name in by}, **more)
