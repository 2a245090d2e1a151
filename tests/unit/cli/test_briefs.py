"""`ayni brief`: what it writes, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from ayni.cli import briefs
from tests.unit.engines.briefs.told import result


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    place = tmp_path / "mpi.json"
    place.write_text(json.dumps(result()), encoding="utf-8")
    return place


def test_it_writes_what_is_asked_for(figures: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.yaml"
    names.write_text("region: {North: {en: The north, fr: Le nord}}", encoding="utf-8")
    pdf, xlsx, csv = (tmp_path / f"brief.{kind}" for kind in ("pdf", "xlsx", "csv"))
    briefs.brief([figures], pdf=pdf, xlsx=xlsx, csv=csv, language="fr", on="2026-04-01", names=names)
    assert pdf.read_bytes().startswith(b"%PDF-") and xlsx.read_bytes().startswith(b"PK")
    assert "Le nord" in csv.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Say what to write"),
        ({"language": "xx"}, "en, fr, ar, not in xx"),
        ({"on": "soon"}, "Write it as 2026-07-01"),
        ({"spec": [Path("/nowhere/mpi.yaml")]}, "is not there"),
    ],
)
def test_what_cannot_be_told_is_refused(figures: Path, tmp_path: Path, given: dict[str, Any], says: str) -> None:
    asked = given and {"pdf": tmp_path / "brief.pdf", **given}
    with pytest.raises(briefs.CannotTell, match=says):
        briefs.brief([figures], **asked)


@pytest.mark.parametrize("text", ["not json", "[]", '{"method": "mpi"}'])
def test_a_file_without_figures_is_refused(tmp_path: Path, text: str) -> None:
    place = tmp_path / "figures.json"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(briefs.CannotTell, match="ayni measure METHOD"):
        briefs.brief([place], csv=tmp_path / "brief.csv")
