"""`ayni measure`: any method on any file, and what it says when it cannot."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from ayni.cli import main, measuring
from ayni.engines.measures.design import DesignError
from ayni.kernel.refusals import Refused

HOMES = "hhid,income,region,town,ea,w\n" + "".join(
    f"{n},{50 + 7 * (n % 13)},{'north' if n % 2 else 'south'},{n // 2 % 2},{n // 4},{1 + n % 3}\n" for n in range(1, 61)
)
PEOPLE = "hhid,age,ill\n" + "".join(f"{n},{n % 60},{n % 2}\n{n},{n % 7},0\n" for n in range(1, 61))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "homes.csv").write_text(HOMES)
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "poverty.yaml").write_text("welfare: income\nlines: [80]\n")
    (tmp_path / "mpi.yaml").write_text(
        'k: 1/2\ndimensions:\n  - {name: a, indicators: [{name: low, rule: "household.income < 80"}]}\n'
        '  - {name: b, indicators: [{name: ill, rule: "members.exists(m, m.ill == 1)"}]}\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given(*words):
    answer = CliRunner().invoke(main.commands("measure"), ["measure", *words], catch_exceptions=True)
    if isinstance(answer.exception, Refused):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.output


def written(*words):
    said = given(*words, "--json", "out.json")
    return said, json.loads(Path("out.json").read_text(encoding="utf-8"))


def test_figures_are_told_and_written(folder):
    said, found = written("poverty", "--data", "homes.csv", "--spec", "poverty.yaml", "--weight", "w", "--by", "region")
    incomes = [(50 + 7 * (n % 13), 1 + n % 3, n) for n in range(1, 61)]
    expected = sum(w for y, w, _ in incomes if y < 80) / sum(w for _, w, _ in incomes)
    poor = {one["of"].get("region", ""): one for one in found["figures"] if one["figure"] == "fgt0"}
    assert poor[""]["value"] == pytest.approx(expected)
    assert set(poor) == {"", "north", "south"} and poor["north"]["n"] == 30
    assert "fgt0" in said and "rests on few" in said and "Poor: welfare below the line" in said


def test_a_file_of_members_and_strata_of_two_columns(folder):
    design = ("--strata", "region", "--strata", "town", "--psu", "ea", "--lonely", "adjust")
    _, found = written(
        "mpi", "--data", "homes.csv", "--spec", "mpi.yaml", "--members", "people.csv", "--key", "hhid", *design
    )
    assert found["sample"]["strata"] == 4
    head = next(one for one in found["figures"] if one["figure"] == "H")
    assert head["value"] == pytest.approx(sum(50 + 7 * (n % 13) < 80 or n % 2 for n in range(1, 61)) / 60)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_each_row_has_its_own_result(folder, ending):
    words = ("mpi", "--data", "homes.csv", "--spec", "mpi.yaml", "--members", "people.csv", "--key", "hhid")
    given(*words, "--units", f"units.{ending}")
    if ending == "parquet":
        table = pq.read_table("units.parquet")
        assert table.num_rows == 60 and "hhid" in table.column_names
    else:
        assert len((folder / "units.csv").read_text().splitlines()) == 61


@pytest.mark.parametrize(
    ("value", "share"),
    [("1/3", "1/3"), ("0.33", "33/100"), ("33", "33/100"), ("33%", "33/100"), ("1", "1"), ("1%", "1/100")],
)
def test_cut_offs_as_people_write_them(value, share):
    assert str(measuring.cut_off(value)) == share


def test_a_cut_off_given_is_the_one_that_counts(folder):
    words = ("mpi", "--data", "homes.csv", "--spec", "mpi.yaml", "--members", "people.csv", "--key", "hhid")
    _, found = written(*words, "--k", "1")
    assert {one["of"]["k"] for one in found["figures"] if one["figure"] == "H"} == {1.0}


def test_every_method_is_listed():
    said = given("list")
    for name in (
        "mpi",
        "moda",
        "poverty",
        "inequality",
        "pmt",
        "targeting",
        "functioning",
        "food",
        "nutrition",
        "estimate",
    ):
        assert f"\n{name} " in f"\n{said}"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("mip", "--data", "homes.csv"), "Did you mean 'mpi'"),
        (("mpi",), "Name the file"),
        (("poverty", "--data", "home.csv"), "Nearest: homes.csv"),
        (("poverty", "--data", "homes.csv", "--spec", "x.yaml"), "x.yaml is not there"),
        (("poverty", "--data", "homes.csv", "--spec", "poverty.yaml", "--weight", "ww"), "no column 'ww'"),
        (("poverty", "--data", "homes.csv", "--spec", "poverty.yaml", "--by", "regio"), "Did you mean 'region'"),
        (("poverty", "--data", "homes.csv", "--spec", "poverty.yaml", "--tie", "lte"), "Give lt or le"),
        (("poverty", "--data", "homes.csv", "--spec", "poverty.yaml", "--fpc", "w", "--fpc", "w"), "more --fpc"),
        (("mpi", "--data", "homes.csv", "--spec", "mpi.yaml", "--members", "people.csv"), "--key"),
        (("mpi", "--data", "homes.csv", "--spec", "mpi.yaml", "--k", "third"), "1/3"),
        (("poverty", "--data", "homes.csv", "--spec", "poverty.yaml", "--unit", "village"), "household or person"),
    ],
)
def test_refusals(folder, words, says):
    with pytest.raises(Refused) as refused:
        given(*words)
    assert says in str(refused.value)


def test_a_stratum_with_one_cluster_is_refused_by_name_unless_one_says_what_to_do(folder):
    (folder / "lonely.csv").write_text("y,s,c\n1,a,1\n2,a,2\n3,b,3\n")
    (folder / "mean.yaml").write_text("statistics: [{name: y, statistic: mean, of: y}]\n")
    words = ("estimate", "--data", "lonely.csv", "--spec", "mean.yaml", "--strata", "s", "--psu", "c")
    with pytest.raises(DesignError, match="'b'"):
        given(*words)
    assert given(*words, "--lonely", "adjust") != given(*words, "--lonely", "remove")
