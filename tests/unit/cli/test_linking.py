"""`ayni link`: a file in; pairs, groups, a model and a report out; how good it was; words that do not go together."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ayni.cli import linking as commands
from ayni.kernel.refusals import Refused
from tests.unit.engines.linkage.conftest import made  # noqa: F401 a fixture

MAPPING = "record: id\nnames: {given: given, family: family}\nbirth_date: born\nsex: sex\nphone: phone\n"


def given(*words: object) -> Result:
    app = typer.Typer()
    app.command("one-more")(lambda: None)  # a program of one command has no names
    commands.add_to(app)
    return CliRunner().invoke(app, ["link", *map(str, words)], terminal_width=200)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "mapping.yaml"
    file.write_text(MAPPING, encoding="utf-8")
    return file


def test_a_file_is_linked_and_the_run_is_judged(made, mapping, tmp_path):  # noqa: F811
    file, truth = made(1_000)
    out, true = tmp_path / "out", tmp_path / "truth.csv"
    told = given(file, "--columns", mapping, "--out", out)
    assert told.exit_code == 0, told.exception
    assert f"{len(truth):,} records" in told.output
    assert {one.name for one in out.iterdir()} >= {"pairs.parquet", "clusters.parquet", "report.html", "model.json"}
    page = (out / "report.html").read_text("utf-8")
    assert "What each likeness says" in page and "What each threshold would do" in page
    assert "amara" not in page.lower()
    true.write_text("record,person\n" + "".join(f"{one},{who}\n" for one, who in truth.items()), encoding="utf-8")
    judged = given("evaluate", out, "--truth", true)
    assert judged.exit_code == 0, judged.exception
    lines = [line.split() for line in judged.output.splitlines()]
    of = {line[0]: [float(part) for part in line[1:4]] for line in lines[1:] if "–" not in line}
    assert of["0.5"][2] > 0.9 and of["clusters"][2] > 0.9
    again = given(file, "--columns", mapping, "--out", tmp_path / "again", "--model", out / "model.json")
    assert again.exit_code == 0, again.exception


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a.csv", "b.csv", "c.csv"), "more than two"),
        (("a.csv",), "--columns"),
        (("evaluate", "out"), "--truth"),
        (("a.csv", "--columns", "{mapping}", "--out", "{out}", "--model", "{mapping}", "--train"), "Give one of them"),
        (("a.csv", "--columns", "{out}/none.yaml", "--out", "{out}"), "is not there"),
        (("{out}/none.csv", "--columns", "{mapping}", "--out", "{out}"), "could not be read"),
        (("{mapping}", "--columns", "{mapping}", "--out", "{out}", "--engine", "abacus"), "abacus"),
    ],
)
def test_words_that_do_not_go_together_are_refused_with_what_to_do(words, said, mapping, tmp_path):
    told = given(*(word.format(mapping=mapping, out=tmp_path) for word in words))
    assert isinstance(told.exception, Refused), (told.output, told.exception)
    assert said in str(told.exception)
