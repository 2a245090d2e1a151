"""Areas and places at the command line."""

import json
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import places as commands
from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area, AreaShape, Institution, Place
from ayni.engines.shapes import checking

pytestmark = pytest.mark.django_db
TABLE = "code,parent,name_en\nN,,North\nN1,N,Hill\nN2,N,River\n"


def given(*words: object) -> Result:
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, [*map(str, words)])


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def shapes(**codes: object) -> str:
    features = [{"type": "Feature", "properties": {"code": c}, "geometry": g} for c, g in codes.items()]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture(autouse=True)
def steward(db: None) -> User:
    user = User.objects.create_user("steward")
    Grant.objects.create(user=user, role_id="data_steward", starts_on=date(2020, 1, 1))
    return user


def test_a_table_then_shapes_then_a_check(tmp_path: Path) -> None:
    table = file(tmp_path, "areas.csv", TABLE)
    told = given("areas", "import", table, "--as", "steward", "--dry-run")
    assert (told.exit_code, Area.objects.count()) == (0, 0)
    assert "3 areas can be taken, of which 3 new" in told.output
    assert "3 areas are added" in given("areas", "import", table, "--as", "steward").output
    drawn = shapes(N1=checking.polygon(0, 0, 1, 1), N2=checking.polygon(0.5, 0, 2, 1), X=checking.polygon(0, 0, 1, 1))
    told = given("areas", "import", file(tmp_path, "a.geojson", drawn), "--as", "steward", "--since", "2026-01-01")
    assert told.exit_code == 1
    for words in ("By “code”: 2 shapes match, 1 do not", "feature 3, X", "N1 and N2 overlap", "2 shapes are taken"):
        assert words in told.output
    assert AreaShape.objects.get(area__code="N1").since == date(2026, 1, 1)
    told = given("areas", "check")
    assert told.exit_code == 1
    assert "N has no shape" in told.output and "N1 and N2 overlap by 50%" in told.output
    out = tmp_path / "out.geojson"
    given("areas", "export", out)
    assert len(json.loads(out.read_text())["features"]) == 3
    given("areas", "export", tmp_path / "out.csv")
    assert "N1,N,2,Hill" in (tmp_path / "out.csv").read_text()


def test_a_sound_tree(tmp_path: Path) -> None:
    given("areas", "import", file(tmp_path, "areas.csv", TABLE), "--as", "steward")
    told = given("areas", "check")
    assert (told.exit_code, told.output) == (0, "Nothing is wrong.\n")


def test_places_row_by_row(tmp_path: Path) -> None:
    given("areas", "import", file(tmp_path, "areas.csv", TABLE), "--as", "steward")
    Institution.objects.create(code="mow", names={"en": "Ministry"})
    text = "code,kind,name_en,institution,area\nP1,office,Office,mow,N1\nP2,office,Office,mow,N9\n"
    told = given("places", "import", file(tmp_path, "places.csv", text), "--as", "steward")
    assert told.exit_code == 1
    assert "row 3, area: “N9” is not known" in told.output and "1 places are kept" in told.output
    assert Place.objects.get().code == "P1"
