"""Two records whose relatives are the same people too are likelier to be one person."""

import random
from itertools import combinations

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines.linkage import linking, mapping
from ayni.engines.linkage import model as models
from tests.unit.engines.linkage.conftest import FAMILY, GIVEN

WITH = "record: id\nnames: {given: given, family: family}\nbirth_date: born\nsex: sex\nhousehold: house\n"
WITHOUT = WITH.replace("household: house\n", "")


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    """A file of families of few names and years alone, one in five there twice by another household; and the true
    pairs."""
    chance = random.Random(7)
    rows, persons = [], {}
    for number in range(1_500):
        surname = chance.choice(FAMILY)
        people = [
            {
                "given": chance.choice(GIVEN),
                "family": surname,
                "born": str(chance.randint(1950, 2024)),
                "sex": chance.choice("fm"),
            }
            for _ in range(4)
        ]
        for again in range(1 + (chance.random() < 0.2)):
            for place, person in enumerate(people):
                told = dict(person)
                if again and chance.random() < 0.5:
                    told["given"] = told["given"][:-1] + chance.choice("aeiou")
                if again and chance.random() < 0.3:
                    told["born"] = str(int(told["born"]) + chance.choice([-1, 1, 2]))
                rows.append({"id": f"r{len(rows)}", **told, "house": f"H{number}-{again}"})
                persons.setdefault((number, place), []).append(rows[-1]["id"])
    file = tmp_path_factory.mktemp("families") / "people.parquet"
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file, {tuple(sorted(pair)) for of in persons.values() for pair in combinations(of, 2)}


def pairs(out) -> dict[tuple[str, str], tuple[float, list]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{out / 'pairs.parquet'}'").fetchall()
    return {tuple(sorted((left, right))): (score, reasons) for left, right, _lf, _rf, score, _w, reasons in found}


def test_relatives_find_who_would_not_be_found_alone(families, tmp_path):
    file, true = families
    f1 = {}
    for name, text in (("with", WITH), ("without", WITHOUT)):
        linking.link(linking.Asked((str(file),), mapping.read(text), tmp_path / name))
        found = {pair for pair, (score, _) in pairs(tmp_path / name).items() if score >= 0.5}
        f1[name] = 2 * len(found & true) / (len(found) + len(true))
    assert f1["with"] > f1["without"] + 0.1
    assert f1["with"] > 0.85
    reasons = [
        reason for _, told in pairs(tmp_path / "with").values() for reason in told if reason["of"] == "relatives"
    ]
    assert {reason["found"] for reason in reasons} == {"same", "different"}
    model = models.read((tmp_path / "with" / "model.json").read_text())
    assert model.relatives[0] > 3 > 0 > model.relatives[1]
