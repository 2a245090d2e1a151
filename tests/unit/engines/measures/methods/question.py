"""A question about a small file of columns, as the command would ask it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ayni.engines.measures import design, frames, methods


def asked(
    folder: Path,
    columns: Mapping[str, Any],
    spec: Mapping[str, Any],
    *,
    unit: frames.Unit = "household",
    by: tuple[str, ...] = (),
    weight: str = "",
    **more: Any,
) -> methods.Asked:
    """The columns as CSV in a folder of the test, and a specification as it is read from YAML."""
    file = folder / "data.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))
    frame = frames.read(file, unit=unit)
    drawn = more.pop("design", None) or design.Design(weight=frame.numbers(weight) if weight else [1.0] * frame.rows)
    return methods.Asked(frame, spec, "spec.yaml", drawn, {name: frame.labels(name) for name in by}, **more)
