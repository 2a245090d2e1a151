"""What stops a reading: every problem at once, each with its place and what to do."""

import pytest

from ayni.engines.surveys import errors, mapping, reader


def problems(run):
    """The texts of the problems a call raises."""
    with pytest.raises(errors.SurveyError) as raised:
        run()
    return [str(problem) for problem in raised.value.problems]


def test_misspelt_columns_of_both_files_are_listed_together_with_the_nearest(folder, good):
    path = folder(mapping=good[2].replace("from: spent", "from: spend").replace("years: age", "years: agee"))
    found = problems(lambda: reader.read(path, mapping.find(path)))
    assert len(found) == 2
    assert "line 21: the column `spend` is not in households.csv. Nearest: spent" in found[0]
    assert "line 27: the column `agee` is not in persons.csv. Nearest: age" in found[1]


def test_missing_files_are_listed_together(folder):
    path = folder()
    (path / "households.csv").unlink()
    (path / "persons.csv").rename(path / "person.csv")
    found = problems(lambda: reader.read(path, mapping.find(path)))
    assert [("there is no such file" in text) for text in found] == [True, True]
    assert "Nearest: person.csv" in found[1]


def test_a_folder_in_the_place_of_a_file(folder):
    path = folder()
    (path / "persons.csv").unlink()
    (path / "persons.csv").mkdir()
    assert "is a folder, not a file" in problems(lambda: reader.read(path, mapping.find(path)))[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("persons.dta", b"hid,line\nh1,1\n", "is not a Stata file. Its content looks like text"),
        ("persons.sav", b"PK\x03\x04\x00\x00", "is not a SPSS file. Its content looks like Excel or zip"),
        ("persons.parquet", b"hid,line\n", "is not a Parquet file. Its content looks like text"),
        ("persons.csv", b"PAR1\x15\x04\n", "is not a CSV file. Its content looks like Parquet"),
        ("persons.csv", b"\xff\xfeh\x00i\x00d\x00", "is not a CSV file. Its content looks like UTF-16"),
        ("persons.csv", b"", "is empty"),
        ("persons.xls", b"x", "files ending in “.xls” cannot be read"),
        ("persons.csv", b"hid,line,hid\n", "its header has hid twice"),
        ("persons.dta", b"<stata_dta><header>", "is a damaged Stata file"),
    ],
)
def test_a_file_of_the_wrong_kind(folder, good, name, content, said):
    path = folder(mapping=good[2].replace("persons.csv", name))
    (path / name).write_bytes(content)
    assert said in problems(lambda: reader.read(path, mapping.find(path)))[0]


def test_no_household_left_names_the_first_reason(folder, good):
    path = folder(
        mapping=good[2].replace("weight: weight", "weight: spent"),
        households=good[0].replace("1200.5", "0").replace(",800", ",0"),
    )
    assert (
        "every household was refused; the first: households.csv, row 1"
        in problems(lambda: reader.read(path, mapping.find(path)))[0]
    )


def test_a_household_file_without_rows(folder, good):
    path = folder(households=good[0].splitlines()[0] + "\n")
    assert "holds no household" in problems(lambda: reader.read(path, mapping.find(path)))[0]


def test_an_area_under_two_parents(folder, good):
    path = folder(households=good[0].replace("R2a", "R1a"))
    found = problems(lambda: reader.read(path, mapping.find(path)))
    assert "stand under several parents: R1a" in found[0]
    assert "nested: true" in found[0]


def test_a_code_at_two_levels(folder, good):
    path = folder(households=good[0].replace("R2a", "R1"))
    assert "stands at two levels: R1" in problems(lambda: reader.read(path, mapping.find(path)))[0]


def test_choices_that_nothing_lists(folder, good):
    path = folder(mapping=good[2].replace(", choices: {1: earth, 2: {code: cement, en: Cement, fr: Ciment}}", ""))
    assert (
        "`floor` is a choice, but households.csv has no value labels"
        in problems(lambda: reader.read(path, mapping.find(path)))[0]
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("key: hid", "kye: hid", "line 9: `household` has an unknown key `kye`. Nearest: key"),
        ("interviewed_on: 2024-06-30", "interviewed_on: June", "must be a date such as"),
        ("type: integer, minimum: 1", "type: integr, minimum: 1", "`type: integr` is not one of boolean, integer"),
        ("3: child}", "3: kid}", "`3: kid` is not one of head, spouse, child"),
        ("name: rooms", "name: Rooms", "`Rooms` is not a variable name"),
        ("name: rooms", "name: urban", "the household variable `urban` stands twice"),
        ("name: rooms", "name: area_1", "`area_1` already means something else"),
        ("name: disability", "name: on", "`True` is not a variable name"),
        ("maximum: 20", "maximum: 0", "has a minimum above its maximum"),
        ("missing: [99]", "missing: [99], not_applicable: [99]", "gives code 99 two meanings"),
        ("type: decimal", "type: text", "has a minimum or maximum but is not a number"),
        ("  age: {years: age, missing: [998]}\n", "", "says nothing of age"),
        ("  psu: ea", "  psu: ea\n  psu: ea", "`psu` stands twice"),
        ("title: {en", "title: {en: {", "not readable as YAML"),
        ("household:\n  key", "people:\n  key", "the mapping has no `household`"),
        ("1: male", "yes: male", "Write it between quotes"),
    ],
)
def test_a_mapping_that_cannot_be_used(good, old, new, said):
    assert old in good[2]
    assert any(said in text for text in problems(lambda: mapping.loads(good[2].replace(old, new, 1))))


def test_every_problem_of_a_mapping_is_told_at_once(good):
    spoilt = good[2].replace("key: hid", "kye: hid").replace("type: integer", "type: integr")
    assert len(problems(lambda: mapping.loads(spoilt))) == 3


def test_a_folder_without_a_mapping_says_what_was_looked_for(folder):
    path = folder()
    (path / "mapping.yaml").unlink()
    found = problems(lambda: mapping.find(path))[0]
    assert "mapping.yaml" in found
    assert "popstan-2023 needs WLD_2023_SYNTH-SVY-HLD-EN_v01_M.dta and" in found


def test_a_folder_that_is_not_there(tmp_path):
    assert "there is no such folder" in problems(lambda: mapping.find(tmp_path / "nowhere"))[0]
    (tmp_path / "file").touch()
    assert "is a file, not a folder" in problems(lambda: mapping.find(tmp_path / "file"))[0]


def test_shapes_that_cannot_be_read(folder, good):
    path = folder(mapping=good[2].replace("persons: persons.csv", "persons: persons.csv\n  areas: areas.geojson"))
    assert "there is no such file" in problems(lambda: reader.read(path, mapping.find(path)))[0]
    (path / "areas.geojson").write_text('{"features": [{"geometry": null}]}')
    assert "is not GeoJSON" in problems(lambda: reader.read(path, mapping.find(path)))[0]
