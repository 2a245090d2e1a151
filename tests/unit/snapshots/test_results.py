"""A result takes the place of the one before, whichever of them is a file and whichever a folder."""

from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.snapshots import results


class Parts:
    """Writes as an engine of many machines does: a folder of files; or fails when some are written."""

    name = "parts"

    def __init__(self, fails_at: int = -1) -> None:
        self.fails_at = fails_at

    def write(self, expression: ibis.Table, path: Path) -> None:
        path.mkdir()
        for place, row in enumerate(expression.to_pyarrow().to_pylist()):
            if place == self.fails_at:
                raise OSError("The disk is full.")
            pq.write_table(pa.Table.from_pylist([row]), path / f"part-{place}.parquet")


def _values(folder: Path) -> list[int]:
    return sorted(value for file in results.files(folder, "run") for value in pq.read_table(file)["id"].to_pylist())


def _rows(*ids: int) -> ibis.Table:
    return ibis.memtable(pa.table({"id": ids}))


@pytest.mark.parametrize("earlier", [None, Parts()], ids=["file", "folder"])
@pytest.mark.parametrize("later", [None, Parts()], ids=["file", "folder"])
def test_the_earlier_result_is_replaced(earlier, later, tmp_path):
    assert results.write(_rows(1, 2, 3), tmp_path, "run", engine=earlier) == 3
    assert results.write(_rows(7, 8), tmp_path, "run", engine=later) == 2
    assert _values(tmp_path) == [7, 8]
    assert [place.name for place in tmp_path.iterdir()] == ["run.parquet"]


@pytest.mark.parametrize("earlier", [None, Parts()], ids=["file", "folder"])
def test_what_fails_half_way_leaves_the_earlier_result(earlier, tmp_path):
    results.write(_rows(1, 2, 3), tmp_path, "run", engine=earlier)
    with pytest.raises(OSError, match="disk is full"):
        results.write(_rows(7, 8), tmp_path, "run", engine=Parts(fails_at=1))
    assert _values(tmp_path) == [1, 2, 3]
    assert [place.name for place in tmp_path.iterdir()] == ["run.parquet"]


def test_a_result_that_cannot_take_its_place_brings_the_earlier_back(tmp_path, monkeypatch):
    results.write(_rows(1, 2, 3), tmp_path, "run", engine=Parts())
    monkeypatch.setattr(results, "_on_disk", results._remove)  # somebody throws the new one away before it is placed
    with pytest.raises(FileNotFoundError):
        results.write(_rows(7), tmp_path, "run", engine=Parts())
    assert _values(tmp_path) == [1, 2, 3]
    assert [place.name for place in tmp_path.iterdir()] == ["run.parquet"]
