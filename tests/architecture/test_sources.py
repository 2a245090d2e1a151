"""What the sources may not contain."""

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 500
DRAWERS = {"utils", "helpers", "common", "misc", "base", "core", "manager", "managers", "service", "services"}
OF_DJANGO = {"ayni/config/postgresql/base.py"}  # Django asks for this name


def tracked(pattern):
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", pattern],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [PROJECT / name for name in listed.stdout.split() if (PROJECT / name).is_file()]


SOURCES = [path for path in tracked("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_file_is_short_and_well_named(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    assert path.stem not in DRAWERS or str(path.relative_to(PROJECT)) in OF_DJANGO


def test_no_unfinished_work():
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b|NotImplemented" + "Error")
    found = [str(path) for path in SOURCES if marks.search(path.read_text())]
    assert found == []


def test_lock_files_name_no_addresses():
    for name in ("requirements/core.txt", "requirements/test.txt"):
        assert "://" not in (PROJECT / name).read_text()
    assert '"resolved"' not in (PROJECT / "package-lock.json").read_text()
