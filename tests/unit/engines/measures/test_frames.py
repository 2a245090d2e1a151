"""Files as rows that a method reads: columns, rules over them, and what cannot be read."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines.measures import frames
from ayni.engines.rules.errors import RuleRefused

HOMES = """\
hhid,Income Total,water,age,urban,seen
1,100.5,river,70,TRUE,2024-03-01
2,NA,tap,,FALSE,2024-03-02
3,7,,12,TRUE,
"""
PEOPLE = "hhid,sex,age\n1,f,30\n1,m,3\n3,f,NA\n9,m,40\n"


@pytest.fixture
def homes(tmp_path):
    (tmp_path / "homes.csv").write_text(HOMES)
    return tmp_path / "homes.csv"


@pytest.fixture
def people(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path / "people.csv"


def same(found, expected):
    np.testing.assert_array_equal(found, np.array(expected, dtype=float))


def test_columns_are_what_all_their_values_are(homes):
    frame = frames.read(homes)
    assert frame.rows == 3
    same(frame.numbers("Income Total"), [100.5, np.nan, 7])
    same(frame.numbers("urban"), [1, 0, 1])
    same(frame.flags("urban"), [1, 0, 1])
    assert frame.labels("water").tolist() == ["river", "tap", None]
    assert frame.labels("hhid").tolist() == ["1", "2", "3"]
    assert frame.labels("urban").tolist() == ["yes", "no", "yes"]


def test_rules_call_columns_as_the_file_does(homes):
    frame = frames.read(homes)
    same(frame.flags("household.water in ['river', 'lake']"), [1, 0, np.nan])
    same(frame.flags("household.Income_Total < 50"), [0, np.nan, 1])
    same(frame.flags("household.age >= 60"), [1, np.nan, 0])  # a word of the rule language, and a column here
    same(frame.numbers("household.Income_Total * 2.0"), [201, np.nan, 14])
    same(frame.numbers("household.urban"), [1, 0, 1])
    assert frame.labels("household.urban && household.water == 'river'").tolist() == ["yes", "no", None]


def test_what_is_quoted_stays_as_it_is(homes):
    same(frames.read(homes).flags("household.water == 'household.Age'"), [0, 0, np.nan])


def test_members_are_asked_through_the_key(homes, people):
    frame = frames.read(homes, members=people, key="hhid")
    same(frame.numbers("members.count(m, m.sex == 'f')"), [1, 0, 1])
    same(frame.flags("members.exists(m, m.age < 5)"), [1, 0, np.nan])
    same(frame.numbers("size(members)"), [2, 0, 1])


def test_the_head_is_known_by_the_relationship(homes, people, tmp_path):
    with pytest.raises(frames.FrameError, match="no column `relationship`"):
        frames.read(homes, members=people, key="hhid").flags("head.sex == 'f'")
    (tmp_path / "kin.csv").write_text("hhid,sex,relationship\n1,f,head\n1,m,child\n2,m,head\n")
    same(frames.read(homes, members=tmp_path / "kin.csv", key="hhid").flags("head.sex == 'f'"), [1, 0, np.nan])


def test_persons_ask_of_their_household(homes, people):
    frame = frames.read(people, unit="person", households=homes, key="hhid")
    same(frame.flags("household.water == 'river' && person.age >= 18"), [1, 0, np.nan, np.nan])
    alone = frames.read(people, unit="person", key="hhid")
    same(alone.numbers("size(members)"), [2, 2, 1, 1])


def test_what_is_not_there_is_refused_with_the_nearest_name(homes):
    frame = frames.read(homes)
    with pytest.raises(frames.FrameError, match="Did you mean 'water'"):
        frame.numbers("watter")
    with pytest.raises(RuleRefused, match="Did you mean 'water'"):
        frame.flags("household.watter == 'river'")
    with pytest.raises(frames.FrameError, match="'river', no numbers"):
        frame.numbers("water")
    with pytest.raises(frames.FrameError, match=r"is 100\.5 in row 1; a yes or no is 1 or 0"):
        frame.flags("Income Total")


def test_two_files_need_a_key_that_both_have_once(homes, people, tmp_path):
    with pytest.raises(frames.FrameError, match="--key"):
        frames.read(homes, members=people)
    with pytest.raises(frames.FrameError, match="no column 'hid'"):
        frames.read(homes, members=people, key="hid").flags("size(members) > 1")
    (tmp_path / "twice.csv").write_text("hhid,a\n1,2\n1,3\n")
    with pytest.raises(frames.FrameError, match="is 1 in two rows"):
        frames.read(tmp_path / "twice.csv", members=people, key="hhid").flags("size(members) > 1")
    with pytest.raises(frames.FrameError, match="goes with a file of households"):
        frames.read(people, unit="person", members=homes, key="hhid")


@pytest.mark.parametrize(
    ("text", "values"),
    [("a;b\n1,5;x\n2,25;y\n", [1.5, 2.25]), ("a\tb\n1\tx\n.\ty\n", [1, np.nan]), ("a,b\nnull,x\n-3,y\n", [np.nan, -3])],
)
def test_files_as_they_come(tmp_path, text, values):
    (tmp_path / "x.csv").write_text(text)
    same(frames.read(tmp_path / "x.csv").numbers("a"), values)


def test_parquet(tmp_path):
    pq.write_table(pa.table({"a": [1, None], "b": [True, None]}), tmp_path / "x.parquet")
    frame = frames.read(tmp_path / "x.parquet")
    same(frame.numbers("a"), [1, np.nan])
    same(frame.flags("b"), [1, np.nan])


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.csv", "a,b\n", "no rows"),
        ("x.csv", "", "is empty"),
        ("x.doc", "a", "cannot be read"),
        ("y.csv", None, "no such file"),
    ],
)
def test_files_that_are_none(tmp_path, name, text, says):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(frames.FrameError, match=says):
        frames.read(tmp_path / name)


def test_rows_that_cannot_be_read_are_told_and_the_others_go_on(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n3\n5,6\n")
    frame = frames.read(tmp_path / "x.csv")
    same(frame.numbers("a"), [1, 5])
    assert len(frame.data.refused) == 1
