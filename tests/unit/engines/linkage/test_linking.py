"""A whole run: who is found twice, what is written, and files in which nothing is as it should be."""

import json
from itertools import combinations
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines.linkage import linking, mapping
from ayni.engines.linkage import model as models
from tests.unit.engines.linkage.conftest import COLUMNS, people


def run(out: Path, *files: Path, **given: object) -> linking.Run:
    asked = {"columns": COLUMNS, "out": out, **given}
    return linking.link(linking.Asked(tuple(map(str, files)), **asked))  # type: ignore[arg-type]


def rows(out: Path, name: str) -> list[tuple]:
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT * FROM read_parquet('{out / name}')").fetchall()


def same(truth: dict[str, int]) -> set[tuple[str, ...]]:
    by_person: dict[int, list[str]] = {}
    for record, person in truth.items():
        by_person.setdefault(person, []).append(record)
    return {tuple(sorted(pair)) for records in by_person.values() for pair in combinations(records, 2)}


def clustered(out: Path) -> set[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for record, _file, cluster in rows(out, "clusters.parquet"):
        groups.setdefault(cluster, []).append(record)
    return {tuple(sorted(pair)) for records in groups.values() for pair in combinations(records, 2)}


def test_people_who_are_there_twice_are_found_without_a_label(made, tmp_path):
    file, truth = made()
    told = run(tmp_path, file)
    found, true = clustered(tmp_path), same(truth)
    right = len(found & true)
    assert right / len(found) > 0.97
    assert right / len(true) > 0.95
    assert told.records == len(truth)
    assert abs(told.expected - len(true)) < 0.15 * len(true)


def test_every_record_is_in_one_cluster_and_every_pair_tells_its_reasons(made, tmp_path):
    file, truth = made()
    run(tmp_path, file)
    assert sorted(record for record, *_ in rows(tmp_path, "clusters.parquet")) == sorted(truth)
    first = rows(tmp_path, "pairs.parquet")[0]
    assert first[4] > 0.999
    assert {reason["of"] for reason in first[6]} >= {"given", "family", "birth"}


def test_the_desk_weighs_a_pair_as_the_run_did(made, tmp_path):
    """One pair in Python, all pairs in SQL: the same numbers."""
    file, _ = made()
    run(tmp_path, file)
    model = models.read((tmp_path / "model.json").read_text())
    with duckdb.connect() as connection:
        linking.preparing.prepare(connection, [str(file)], COLUMNS)
        cursor = connection.execute("SELECT * FROM records")
        names = [column[0] for column in cursor.description]
        records = {row[names.index("record")]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    counts: dict[tuple[str, object], int] = {}
    held: dict[str, int] = {}
    for record in records.values():
        for column, value in record.items():
            if value is not None:
                counts[column, value] = counts.get((column, value), 0) + 1
                held[column] = held.get(column, 0) + 1
    pairs = rows(tmp_path, "pairs.parquet")
    assert len(pairs) > 500
    for left, right, _lf, _rf, score, weight, reasons in pairs:
        weighed = model.weigh(
            records[left],
            records[right],
            lambda column, value: counts[column, value] / held[column] if value is not None else None,
        )
        assert weighed.weight == pytest.approx(weight, abs=1e-6)
        assert weighed.chance == pytest.approx(score, abs=1e-9)
        assert {one.comparison: one.degree for one in weighed.reasons if one.degree != "unknown"} == {
            reason["of"]: reason["found"] for reason in reasons
        }


def test_two_files_are_linked_with_each_other_and_not_with_themselves(made, tmp_path):
    one, _ = made(1_500, seed=3)
    run(tmp_path, one, one)
    pairs = rows(tmp_path, "pairs.parquet")
    assert all({left_file, right_file} == {1, 2} for _, _, left_file, right_file, *_ in pairs)
    assert ("r0", "r0") in {(left, right) for left, right, *_ in pairs}


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_gives_the_clusters_and_weights_of_duckdb(made, tmp_path):
    file, _ = made(2_500)
    here, there = (run(tmp_path / engine, file, engine=engine) for engine in ("duckdb", "spark"))
    assert there.scored == here.scored > 300
    for name in ("clusters.parquet",):
        assert sorted(rows(tmp_path / "spark", name)) == sorted(rows(tmp_path / "duckdb", name))
    weights = [
        {pair[:2]: pair[5] for pair in rows(tmp_path / engine, "pairs.parquet")} for engine in ("duckdb", "spark")
    ]
    assert weights[1].keys() == weights[0].keys()
    assert all(weights[1][pair] == pytest.approx(weight, abs=1e-9) for pair, weight in weights[0].items())


def test_pairs_weighed_in_turns_are_the_same_pairs(made, tmp_path, monkeypatch):
    file, _ = made(2_500)
    run(tmp_path / "at once", file)
    monkeypatch.setattr(linking.scoring, "AT_ONCE", 10_000)
    run(tmp_path / "in turns", file)
    assert sorted(rows(tmp_path / "in turns", "clusters.parquet")) == sorted(
        rows(tmp_path / "at once", "clusters.parquet")
    )
    assert len(rows(tmp_path / "in turns", "pairs.parquet")) == len(rows(tmp_path / "at once", "pairs.parquet"))


def test_two_certain_identifiers_part_two_people_who_are_alike(made, tmp_path):
    """Brothers of one name and day, each with a number of his own, and one of them there twice."""
    rows_of, columns = (
        [],
        mapping.read(
            "record: id\nnames: {given: given, family: family}\nbirth_date: born\n"
            "identifiers: {card: card}\ncertain: card\n"
        ),
    )
    for number, (row, person) in enumerate(people(1_500)):
        rows_of.append({"id": f"r{number}", **row, "card": f"C{person:06}"})
    twin = dict(rows_of[0])
    rows_of += [
        twin | {"id": "a", "card": "X111111"},
        twin | {"id": "b", "card": "Y222222"},
        twin | {"id": "c", "card": None},
    ]
    file = tmp_path / "people.parquet"
    pq.write_table(pa.Table.from_pylist(rows_of), file)
    run(tmp_path / "out", file, columns=columns)
    of = {record: cluster for record, _file, cluster in rows(tmp_path / "out", "clusters.parquet")}
    assert len({of["r0"], of["a"], of["b"]}) == 3


def test_a_model_is_used_again(made, tmp_path):
    file, _ = made()
    first = run(tmp_path, file)
    again = run(tmp_path / "again", file, model=models.read((tmp_path / "model.json").read_text()))
    assert again.linked == first.linked
    assert (
        json.loads((tmp_path / "again" / "model.json").read_text())["comparisons"]
        == json.loads((tmp_path / "model.json").read_text())["comparisons"]
    )


def test_a_model_weighs_records_with_other_columns_than_it_was_learnt_from(made, tmp_path):
    file, truth = made()
    run(tmp_path, file)
    model = models.read((tmp_path / "model.json").read_text())
    fewer = mapping.read(
        "record: id\nnames: {given: given, family: family}\nbirth_date: born\nplace: district\nother: ward\n"
    )
    told = run(tmp_path / "fewer", file, columns=fewer, model=model)
    assert "phone" not in told.model.columns
    with pytest.raises(models.ModelRefused, match="other columns"):
        models.fitted(model, ["other_1", "other_1_begins"])
    assert not (tmp_path / "fewer" / "work").exists()
    assert len(clustered(tmp_path / "fewer") & same(truth)) / len(same(truth)) > 0.8


@pytest.mark.parametrize(
    "changed",
    [
        {"given": None, "family": None},
        {"born": lambda row: row["born"][:4] + "-01-01"},
        {"family": "banadeh"},
        {"sex": "f"},
        {"phone": "0700000000"},
        {"born": "not a date"},
    ],
    ids=["no names", "first of January", "one surname", "a constant", "one telephone", "no dates"],
)
def test_values_that_tell_nothing_do_not_stop_a_run(made, tmp_path, changed):
    file, truth = made(2_000, **changed)
    told = run(tmp_path, file)
    assert sorted(record for record, *_ in rows(tmp_path, "clusters.parquet")) == sorted(truth)
    assert told.scored < 400_000
    if changed in ({"given": None, "family": None}, {"sex": "f"}):
        assert any(next(iter(changed)) in line for line in told.unused)


def test_a_file_in_which_nothing_differs_is_refused(tmp_path):
    file = tmp_path / "same.csv"
    file.write_text("id,given,family,born,sex,district,ward,phone\n" + "1,Ann,Lee,1990-01-01,f,D,W,\n" * 5)
    with pytest.raises(linking.NothingToLink, match="Nothing in the records tells"):
        run(tmp_path / "out", file)


def test_nine_copies_of_one_file_are_nine_in_each_cluster(made, tmp_path):
    file, truth = made(300)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT id || '-' || copy AS id, * EXCLUDE (id) FROM read_parquet('{file}'),"
            f" range(9) AS copies(copy)) TO '{tmp_path / 'nine.parquet'}'"
        )
    run(tmp_path / "out", tmp_path / "nine.parquet")
    assert len(rows(tmp_path / "out", "clusters.parquet")) == 9 * len(truth)
    assert (
        len({cluster for *_, cluster in rows(tmp_path / "out", "clusters.parquet")}) <= len(set(truth.values())) * 1.1
    )


def test_columns_that_are_not_there_are_told_with_the_nearest(made, tmp_path):
    file, _ = made(50)
    wrong = mapping.read("names: {given: givn, family: family}\nbirth_date: born\n")
    with pytest.raises(mapping.MappingRefused, match=r"no column givn. Did you mean given\?"):
        run(tmp_path, file, columns=wrong)
