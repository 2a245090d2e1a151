import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.snapshots import arrays


def table(**columns):
    return ibis.memtable(pa.table(columns))


def test_unknown_numbers_and_answers_are_nan():
    found = arrays.compute(table(id=[1, 2, 3], poor=[True, None, False], rooms=[2, None, 4], name=["a", None, "c"]))
    np.testing.assert_array_equal(found["poor"], [1.0, np.nan, 0.0])
    np.testing.assert_array_equal(found["rooms"], [2.0, np.nan, 4.0])
    assert found["name"].tolist() == ["a", None, "c"]
    assert found["id"].dtype == np.int64


def test_columns_beside_are_joined_by_id_and_absent_ones_left_out():
    beside = table(id=[3, 1], survey_weight=[30.0, 10.0])
    found = arrays.compute(table(id=[1, 2, 3]), beside, ("survey_weight", "survey_psu"))
    by_id = dict(zip(found["id"].tolist(), found["survey_weight"].tolist(), strict=True))
    assert (by_id[1], by_id[3], np.isnan(by_id[2])) == (10.0, 30.0, True)
    assert set(found) == {"id", "survey_weight"}


def test_only_known_rows_are_kept(tmp_path):
    kept = arrays.write(
        {"household_id": np.array([7, 8]), "value": np.array([0.5, np.nan])}, tmp_path / "new", "scores"
    )
    assert kept == 1
    assert pq.read_table(tmp_path / "new" / "scores.parquet").to_pylist() == [{"household_id": 7, "value": 0.5}]
