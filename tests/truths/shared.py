"""Where the published data and reference results stand, which are not part of the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = (Path(__file__).parents[2] / "../shared/data").resolve()


def path(name: str) -> Path:
    """A file or folder of the shared data; skips the test where it is absent."""
    found = FOLDER / name
    if not found.exists():
        pytest.skip(f"needs the published data {name} in ../shared/data, which is not part of the project")
    return found


def expected(name: str) -> Any:
    """What another package computed, from its JSON file."""
    return json.loads(path(name).read_text())
