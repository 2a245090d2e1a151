"""One applicant at a desk is prepared, keyed and weighed as a batch does it."""

import random
from dataclasses import replace

import duckdb
import pytest

from ayni.engines.linkage import desk, keys, linking, mapping, preparing, starting
from ayni.engines.linkage import model as models
from ayni.engines.linkage.desk import Told
from tests.unit.engines.linkage.conftest import COLUMNS

EVERYTHING = mapping.read(
    "record: id\nnames: {given: given, middle: middle, family: family, full: full}\nbirth_date: born\nsex: sex\n"
    "place: [district, ward]\nphone: phone\nidentifiers: {card: card}\nhousehold: house\nother: [email]\n"
)
WORDS = [
    "Ana",
    "Abu al-Hassan",
    "محمد",
    "Dr. Ibrahim",
    "ገብረ",
    "O'Neil-Smith",
    "الحاج علي",
    "राम",
    "Мария",
    "-",
    "",
    "Liz",
    "N/A",
]


def rows(count: int, seed: int) -> list[dict[str, str | None]]:
    chance = random.Random(seed)

    def some(*values: str) -> str | None:
        return chance.choice([*values, None])

    return [
        {
            "id": str(number),
            "given": some(*WORDS),
            "middle": some(*WORDS),
            "family": some(*WORDS),
            "full": some("Anna Maria Lopez Garcia", "Madonna", "Jose, Cruz", "  ", "Mr. John Smith"),
            "born": some("1980-01-01", "1975", "2001-11-30", "1799-05-05", "1990-04", "0000-00-00", "1988-00-12"),
            "sex": some("F", "male", "Woman", "?", "f"),
            "district": some("North-East", "N. E.", "", "Ñandú"),
            "ward": some("1", "Ward 2"),
            "phone": some("+256 700-123 456", "0700123456", "٠٧٠٠١٢٣٤٥٦", "12", "none"),
            "card": some("AB-12/3", "ab123", "unknown"),
            "house": some("H1", " H1 "),
            "email": some("a.b@c.org", "x"),
        }
        for number in range(count)
    ]


def birth(text: str | None) -> tuple[int | None, int | None, int | None]:
    parts = [int(part) for part in (text or "").split("-")] if text else []
    year, month, day = (*parts, None, None, None)[:3]
    return year, month, day


def told(row: dict[str, str | None]) -> Told:
    year, month, day = birth(row["born"])
    names = {part: row[part] or "" for part in ("given", "middle", "family", "full")}
    return Told(
        **names, year=year, month=month, day=day, sex=row["sex"] or "",
        places=(row["district"] or "", row["ward"] or ""), phone=row["phone"] or "", household=row["house"] or "",
        identifiers={"card": row["card"] or ""}, other={"email": row["email"] or ""},
    )  # fmt: skip


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Rows, the records that a batch makes of them, and the numbers of every key."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file, given = tmp_path_factory.mktemp("desk") / "told.parquet", rows(3_000, seed=5)
    pq.write_table(pa.Table.from_pylist(given), file)
    with duckdb.connect() as connection:
        preparing.prepare(connection, [str(file)], EVERYTHING)
        cursor = connection.execute("SELECT * FROM records ORDER BY number")
        names = [column[0] for column in cursor.description]
        records = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        possible = keys.possible(names)
        shown = ", ".join(key.kept for key in possible)
        numbers = connection.execute(f"SELECT {shown} FROM records ORDER BY number").fetchall()
    return given, records, possible, numbers


def test_one_applicant_is_prepared_as_a_batch_prepares(batch):
    given, records, _, _ = batch
    for row, record in zip(given, records, strict=True):
        mine = desk.prepared(told(row), EVERYTHING)
        assert mine == {name: record[name] for name in mine}, row
    assert set(mine) == set(records[0]) - {"number", "side", "record"}


def test_one_applicant_has_the_keys_of_a_batch(batch):
    _, records, possible, numbers = batch
    assert len(possible) > 25
    for record, row in zip(records, numbers, strict=True):
        assert [key.value(record) for key in possible] == list(row)
    assert all(any(row[place] is not None for row in numbers) for place in range(len(possible)))


def test_the_desk_weighs_every_pair_as_the_batch_did(made, tmp_path):
    """Prepared here from what was told, with the frequencies that the run wrote."""
    file, _ = made()
    run = linking.link(linking.Asked((str(file),), COLUMNS, tmp_path))
    model = models.read((tmp_path / "model.json").read_text())
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{file}'")
        names = [column[0] for column in found.description]
        given = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
        shares = {
            (field, value): share
            for field, value, share in connection.execute(
                f"SELECT * FROM '{tmp_path / 'frequencies.parquet'}'"
            ).fetchall()
        }
        pairs = connection.execute(f"SELECT * FROM '{tmp_path / 'pairs.parquet'}'").fetchall()
    assert len(pairs) > 500
    shared = 0
    for left, right, _lf, _rf, score, weight, reasons in pairs:
        one, other = (desk.prepared(of(given[record]), COLUMNS) for record in (left, right))
        weighed = desk.weigh(model, one, other, shares, 1 / run.records)
        assert weighed.weight == pytest.approx(weight, abs=1e-9)
        assert weighed.chance == pytest.approx(score, abs=1e-9)
        assert {one.comparison: one.degree for one in weighed.reasons if one.degree != "unknown"} == {
            reason["of"]: reason["found"] for reason in reasons
        }
        shared += bool(set(desk.keys(one, model)) & set(desk.keys(other, model)))
    assert shared == len(pairs)


def of(row: dict[str, str]) -> Told:
    year, month, day = birth(row["born"])
    return Told(
        given=row["given"], family=row["family"], year=year, month=month, day=day, sex=row["sex"],
        places=(row["district"] or "", row["ward"] or ""), phone=row["phone"] or "",
    )  # fmt: skip


def test_a_registry_that_has_learnt_nothing_yet_is_warned_all_the_same():
    columns = tuple(desk.prepared(Told(), COLUMNS))
    model = starting.model(columns, 10_000)
    told = Told(given="Amina", family="Diallo", year=1990, month=4, day=7, sex="f", places=("North", "Ward 1"))
    one, twin, other = (
        desk.prepared(who, COLUMNS)
        for who in (
            told,
            replace(told, given="Aminah", month=7, day=4),
            replace(told, given="Kofi", year=1970, sex="m"),
        )
    )
    assert desk.weigh(model, one, twin, {}, 1e-4).chance > 0.9
    assert desk.weigh(model, one, other, {}, 1e-4).chance < 0.05
    assert all(abs(float(m.sum()) - 1) < 1e-9 for m in (*model.learnt.m, *model.learnt.u))


def test_prepared_records_are_kept_with_their_keys(made, tmp_path):
    file, truth = made(200)
    columns = tuple(desk.prepared(Told(), COLUMNS))
    model = starting.model(columns, len(truth))
    chosen = keys.named(model.keys, columns)
    preparing.write(str(file), COLUMNS, [key.kept for key in chosen], str(tmp_path / "kept.parquet"), "1GB")
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{tmp_path / 'kept.parquet'}'")
        names = [column[0] for column in found.description]
        kept = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert {record["record"] for record in kept} == set(truth)
    for record in kept:
        assert record["keys"] == desk.keys(record, model)
