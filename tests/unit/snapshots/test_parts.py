"""The bytes of a file depend on its rows alone, and a file that is not what was written is refused."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.registry import actions
from ayni.snapshots import errors, manifests, opening, parts
from ayni.snapshots.tables import Column, Table
from tests.unit.registry.village import DAY

COLUMNS = [Column(name, name, kind, "") for name, kind in (("id", "integer"), ("area_1", "text"), ("note", "text"))]
TABLE = Table("things", COLUMNS, "things", order_by=("area_1", "id"))
ROWS = pa.table(
    {
        "id": range(250),
        "area_1": ["N"] * 40 + ["S"] * 210,
        "note": [None if number % 7 == 0 else f"note {number % 11}" for number in range(250)],
    },
    TABLE.schema,
)


def written(folder, sizes):
    with parts.Parts(TABLE, folder) as made:
        start = 0
        for size in sizes:
            made.add(ROWS.slice(start, size))
            start += size
        made.finish()
    return made.written


@pytest.mark.parametrize("sizes", [[250], [39, 1, 1, 209], [7] * 35 + [5], [1] * 250, [0, 250, 0]])
def test_however_the_rows_come_the_bytes_are_the_same(tmp_path, sizes, monkeypatch):
    monkeypatch.setattr(parts, "ROWS_PER_GROUP", 50)
    found = written(tmp_path / "a", sizes)
    assert [(part.partition, part.rows) for part in found] == [("N", 40), ("S", 210)]
    assert found == written(tmp_path / "b", [100, 150])
    assert pq.read_metadata(tmp_path / "a" / found[1].path).num_row_groups == 5
    assert pq.ParquetFile(tmp_path / "a" / found[1].path).read().equals(ROWS.slice(40))


def test_an_area_whose_code_is_no_name_of_a_folder(tmp_path):
    rows = ROWS.slice(0, 2).set_column(1, "area_1", pa.array(["a/../b", "ç d"]))
    with parts.Parts(TABLE, tmp_path) as made:
        made.add(rows)
        made.finish()
    assert [part.path for part in made.written] == [
        "things/area_1=a%2F..%2Fb/part-0.parquet",
        "things/area_1=%C3%A7%20d/part-0.parquet",
    ]


@pytest.fixture
def snapshot(loaded, steward):
    return actions.take_snapshot(on=DAY, by=steward)


FAULTS = {
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:-100]), "bytes long instead of"),
    "emptied": (lambda file: file.write_bytes(b""), "is 0 bytes long"),
    "zeros at its end": (lambda file: file.write_bytes(file.read_bytes()[:-9] + bytes(9)), "was changed"),
    "of another area": (lambda file: _foreign(file), "bytes long instead of"),
    "of another program": (lambda file: file.write_bytes(b"id,area\n".ljust(file.stat().st_size)), "was changed"),
    "missing": (lambda file: file.unlink(), "is missing"),
    "a folder": (lambda file: (file.unlink(), file.mkdir()), "is missing"),
}


def _foreign(file):
    shutil.copyfile(file.parents[1] / "area_1=S" / file.name, file)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_not_what_was_written_is_refused_with_its_path_and_a_remedy(snapshot, steward, fault):
    spoil, told = FAULTS[fault]
    file = Path(snapshot.folder) / "persons/area_1=N/part-0.parquet"
    spoil(file)
    with pytest.raises(errors.SnapshotDamaged, match=told) as refused:
        opening.verify(snapshot)
    assert refused.value.path == file
    assert str(file) in str(refused.value)
    assert "Put the file back from a copy, or take a new snapshot" in str(refused.value)
    assert actions.take_snapshot(on=DAY, by=steward) == snapshot
    manifests.verify(snapshot)
