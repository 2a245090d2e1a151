"""Files and questions for tests of methods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from ayni.engines.measures import design, frames, methods


def asked(folder: Path, columns: dict[str, Any], spec: str, **further: Any) -> methods.Asked:
    """A question about a small file: its columns, and a specification as it is written."""
    file = folder / "data.csv"
    lines = [",".join(columns)]
    lines += [
        ",".join("" if _none(value) else str(value) for value in row) for row in zip(*columns.values(), strict=True)
    ]
    file.write_text("\n".join(lines) + "\n")
    frame = frames.read(file, unit=further.pop("unit", "household"))
    drawn = further.pop("design", None) or design.Design(weight=np.ones(frame.rows))
    by = {name: frame.labels(name) for name in further.pop("by", ())}
    return methods.Asked(frame, yaml.safe_load(spec), "spec.yaml", drawn, by=by, **further)


def _none(value: Any) -> bool:
    return value is None or value != value
