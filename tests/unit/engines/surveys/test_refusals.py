"""Every kind of bad row: one clear line, and the good rows go in."""

import pytest

from ayni.engines.surveys import report

FIRST_HOUSEHOLD = "h1,R1,R1a,Lowland,1,11,100.5,2,1,1200.5"
SECOND_PERSON = "h1,2,2,2,35,Neema,0"


def only(survey, kind="row"):
    """The one refusal of a kind."""
    found = [one for one in survey.refusals if one.kind == kind]
    assert len(found) == 1, [str(one) for one in survey.refusals]
    return found[0]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",R1,R1a,Lowland,1,11,100.5,2,1,1200.5", "hid", "key is missing"),
        ("h1,,R1a,Lowland,1,11,100.5,2,1,1200.5", "region", "no known area"),
        ("h1,R1,,Lowland,1,11,100.5,2,1,1200.5", "district", "no known area"),
        ("h1,R1,R1a,Lowland,1,11,0,2,1,1200.5", "weight", "0 is not above zero"),
        ("h1,R1,R1a,Lowland,1,11,-3,2,1,1200.5", "weight", "-3 is not above zero"),
        ("h1,R1,R1a,Lowland,1,11,,2,1,1200.5", "weight", "missing"),
        ("h1,R1,R1a,Lowland,1,11,heavy,2,1,1200.5", "weight", "not a number"),
    ],
)
def test_a_bad_household_is_refused_and_its_persons_with_it(read, good, row, column, reason):
    survey = read(households=good[0].replace(FIRST_HOUSEHOLD, row))
    refusal = next(one for one in survey.refusals if one.file == "households.csv")
    assert (refusal.row, refusal.column, refusal.kind) == (1, column, "row")
    assert reason in refusal.reason
    assert refusal.remedy
    assert survey.households["key"].to_pylist() == ["h2", "h3"]
    assert survey.counts["persons.csv"].refused == 3
    assert "R1a" not in survey.areas["code"].to_pylist()


def test_the_persons_of_a_refused_household_say_so(read, good):
    survey = read(households=good[0].replace("100.5,2,1", "0,2,1"))
    assert "was refused" in next(one for one in survey.refusals if one.file == "persons.csv").reason


def test_a_household_key_used_twice_keeps_the_first(read, good):
    refusal = only(survey := read(households=good[0] + "h1,R2,R2a,Coast,2,21,5,1,1,1\n"))
    assert (refusal.row, refusal.key, "already used" in refusal.reason) == (4, "h1", True)
    assert survey.households["area"].to_pylist()[0] == "R1a"


def test_a_person_of_an_absent_household_is_refused(read, good):
    refusal = only(survey := read(persons=good[1] + "h9,1,1,1,20,Ghost,0\n"))
    assert (refusal.row, refusal.key, refusal.column, refusal.value) == (7, "h9-1", "hid", "h9")
    assert "not in households.csv" in refusal.reason
    assert survey.persons.num_rows == 6


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("h1,2,2,2,-1,Neema,0", "age", "-1 is negative"),
        ("h1,2,2,2,180,Neema,0", "age", "nobody reaches the age 180"),
        ("h1,,2,2,35,Neema,0", "line", "not a whole number"),
        ("h1,x,2,2,35,Neema,0", "line", "“x” is not a whole number"),
        ("h1,1,2,2,35,Neema,0", "line", "already has a person with the number 1"),
        (",2,2,2,35,Neema,0", "hid", "household is not told"),
    ],
)
def test_a_bad_person_is_refused_alone(read, good, row, column, reason):
    refusal = only(survey := read(persons=good[1].replace(SECOND_PERSON, row)))
    assert (refusal.file, refusal.row, refusal.column) == ("persons.csv", 2, column)
    assert reason in refusal.reason
    assert survey.counts["persons.csv"].refused == 1
    assert survey.persons.num_rows == 5


@pytest.mark.parametrize(
    ("old", "new", "table", "column", "reason"),
    [
        ("100.5,2,1", "100.5,many,1", "households", "rooms", "not a number"),
        ("100.5,2,1", "100.5,2.5,1", "households", "rooms", "not a whole number"),
        ("100.5,2,1", "100.5,0,1", "households", "rooms", "0 is below 1"),
        ("100.5,2,1", "100.5,21,1", "households", "rooms", "21 is above 20"),
        ("100.5,2,1", "100.5,2,7", "households", "floor", "“7” is not one of the choices"),
        ("1,11,100.5", "3,11,100.5", "households", "urban", "neither yes nor no"),
        ("h1,1,1,1,40,Juma,0", "h1,1,1,1,40,Juma,5", "persons", "disability", "neither yes nor no"),
        ("h1,1,1,1,40,Juma,0", "h1,1,1,3,40,Juma,0", "persons", "sex", "not one of the choices"),
    ],
)
def test_a_bad_answer_becomes_unknown_and_its_row_stays(read, good, old, new, table, column, reason):
    survey = read(households=good[0].replace(old, new), persons=good[1].replace(old, new))
    refusal = only(survey, "cell")
    assert (refusal.row, refusal.column) == (1, column)
    assert reason in refusal.reason
    assert getattr(survey, table)[column][0].as_py() is None
    assert (survey.households.num_rows, survey.persons.num_rows) == (3, 6)
    assert survey.counts[f"{table}.csv"].cells == 1


def test_a_bad_age_becomes_unknown(read, good):
    survey = read(persons=good[1].replace("40,Juma", "forty,Juma"))
    assert only(survey, "cell").value == "forty"
    assert survey.persons["born_from"][0].as_py() is None


def test_a_second_head_keeps_the_row_without_the_role(read, good):
    refusal = only(survey := read(persons=good[1].replace("h1,2,2,2", "h1,2,1,2")), "cell")
    assert (refusal.key, "head already" in refusal.reason) == ("h1-2", True)
    assert survey.persons["relationship"].to_pylist()[:2] == ["head", None]


def test_a_household_without_a_head_or_without_anybody_is_a_warning(read, good):
    persons = "\n".join(line for line in good[1].splitlines() if not line.startswith("h3"))
    survey = read(persons=persons.replace("h2,1,1,2", "h2,1,3,2"))
    assert [(one.key, one.reason) for one in survey.refusals if one.kind == "warning"] == [
        ("h2", "the household has no head."),
        ("h3", "the household has no persons."),
    ]
    assert survey.households.num_rows == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("h1,2,2,2,35", "has 5 fields where the header has 7"),
        ("h1,2,2,2,35,Neema,0,0,0", "has 9 fields where the header has 7"),
        (b"h1,2,2,2,35,\xff\xfe\x80,0", "holds bytes that are not text"),
        (b"h1,2,2,2,35,Ne\x00ma,0", "holds bytes that are not text"),
        ('h1,2,2,2,35,"Neema,0', "opens a quote"),
    ],
)
def test_an_unreadable_row_in_the_middle_is_left_out_and_the_rest_goes_on(read, good, row, reason):
    spoilt = row if isinstance(row, bytes) else row.encode()
    refusal = only(survey := read(persons=good[1].encode().replace(SECOND_PERSON.encode(), spoilt)))
    assert (refusal.file, refusal.row) == ("persons.csv", 2)
    assert reason in refusal.reason
    assert survey.persons["key"].to_pylist() == ["h1-1", "h1-3", "h2-1", "h3-1", "h3-2"]
    assert (survey.counts["persons.csv"].read, survey.counts["persons.csv"].refused) == (6, 1)


def test_someone_not_yet_born_is_refused(read, good):
    persons = good[1].replace(",age,", ",born,").replace(",40,", ",2024-07-01,").replace(",35,", ",1989-02-30,")
    for age in ("7", "68", "30", "0"):
        persons = persons.replace(f",{age},", ",1990-01-01,", 1)
    told = good[2].replace("  age: {years: age, missing: [998]}", "  birth_date: {from: born}")
    survey = read(persons=persons, mapping=told)
    assert "born after the interview" in only(survey).reason
    assert "“1989-02-30” is not a date" in only(survey, "cell").reason


def test_rows_are_numbered_as_lines_even_after_blank_ones(read, good):
    persons = good[1].replace("h1,2,2", "\n\nh1,2,2").replace("h2,1,1,2,68", "h2,1,1,2,-68")
    assert only(read(persons=persons)).row == 6


def test_the_report_lists_every_refusal_and_sums_up(read, good, tmp_path):
    survey = read(persons=good[1].replace("35,Neema", "-1,=Neema") + "h9,1,1,1,20,Ghost,0\n")
    summary = report.write(tmp_path / "out" / "report.csv", survey)
    lines = (tmp_path / "out" / "report.csv").read_text().splitlines()
    assert lines[0] == "file,row,key,column,value,reason,remedy,kind"
    assert len(lines) == 3
    assert lines[1].startswith("persons.csv,2,h1-2,age,-1,")
    assert "persons.csv: 7 rows read, 5 kept, 2 refused" in summary
    assert "the age … is negative" in summary


def test_many_like_refusals_are_listed_up_to_a_limit_and_counted(read, good, monkeypatch):
    monkeypatch.setattr("ayni.engines.surveys.sieve.LISTED", 3)
    ghosts = "".join(f"g{n},1,1,1,20,Ghost,0\n" for n in range(10))
    survey = read(persons=good[1] + ghosts)
    assert len(survey.refusals) == 4
    assert "7 more rows" in survey.refusals[0].reason
    assert survey.counts["persons.csv"].refused == 10
