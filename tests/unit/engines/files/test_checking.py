from datetime import date

import pytest

from ayni.engines.files import checking, errors, findings, mapping, portions, rejecting, suggesting
from tests.unit.engines.files import sheets

HEAD = "id,hh,role,name,sex,born,area,mother\n"
PERSON = {"household": "hh", "relationship": "role", "sex": "sex", "born": "born", "mother": "mother"}


def found(tmp_path, rows, **person):
    path = sheets.write(tmp_path, HEAD + rows)
    return sheets.codes(sheets.checked(path, sheets.given(**{**PERSON, **person})))


def one(tmp_path, column, cell, field=None, *, answers=None):
    """What is found in one cell of an answer or a person's word."""
    path = sheets.write(tmp_path, f"id,name,area,cell\na,Ann,N1,{cell}\n")
    given = sheets.given(answers, **{column: field or "cell"})
    return {code for _, _, code in sheets.codes(sheets.checked(path, given))}, sheets.tidied(path, given)


@pytest.mark.parametrize(
    ("cell", "order", "calendar", "born"),
    [
        ("1984-05-12", "", "gregorian", date(1984, 5, 12)),
        ("12/05/1984", "day", "gregorian", date(1984, 5, 12)),
        ("05/12/1984", "month", "gregorian", date(1984, 5, 12)),
        ("12.05.1984", "day", "gregorian", date(1984, 5, 12)),
        ("12 mai 1984", "", "gregorian", date(1984, 5, 12)),
        ("30814", "", "gregorian", date(1984, 5, 12)),
        ("19840512", "", "gregorian", date(1984, 5, 12)),
        ("1984-05-12T00:00:00", "", "gregorian", date(1984, 5, 12)),
        ("١٢/٠٥/١٩٨٤", "day", "gregorian", date(1984, 5, 12)),
        ("1363-02-22", "", "solar_hijri", date(1984, 5, 12)),
        ("1976/09/04", "", "ethiopian", date(1984, 5, 12)),
        ("25/12/1984", "", "gregorian", date(1984, 12, 25)),
    ],
)
def test_a_day_is_read_however_it_is_written(tmp_path, cell, order, calendar, born):
    field = mapping.Field("cell", order=order, calendar=(calendar,))
    codes, rows = one(tmp_path, "born", cell, field)
    assert codes == set()
    assert rows["born_from"].to_list() == rows["born_to"].to_list() == [born]


def test_two_calendars_in_one_column(tmp_path):
    path = sheets.write(tmp_path, "id,name,area,born\na,Ann,N1,1984-05-12\nb,Bea,N1,1363-02-22\n")
    field = mapping.Field("born", calendar=("gregorian", "solar_hijri"))
    assert sheets.tidied(path, sheets.given(born=field))["born_from"].to_list() == [date(1984, 5, 12)] * 2


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/31/1990", "not_a_date"),
        ("1363-02-22", "not_a_date"),
        ("12/05/84", "not_a_date"),
        ("perhaps", "not_a_date"),
        ("12/05/1984", "two_readings"),
        ("2031-01-01", "in_the_future"),
        ("1889-01-01", "too_old"),
    ],
)
def test_a_day_that_cannot_be_is_told(tmp_path, cell, code):
    assert code in one(tmp_path, "born", cell)[0]


def test_an_age_or_a_year_leaves_an_interval(tmp_path):
    assert one(tmp_path, "age", "34")[1].select("born_from", "born_to").row(0) == (date(1991, 7, 2), date(1992, 7, 1))
    assert one(tmp_path, "born", "1984")[1].select("born_from", "born_to").row(0) == (
        date(1984, 1, 1),
        date(1984, 12, 31),
    )
    assert one(tmp_path, "age", "340")[0] == {"above"}


@pytest.mark.parametrize(
    ("cell", "comma", "value"),
    [
        ("1250.5", False, 1250.5),
        ('"1,250.5"', False, 1250.5),
        ("1 250", False, 1250),
        ('"1.250,5"', True, 1250.5),
        ("١٢", False, 12),
    ],
)
def test_numbers_written_as_text_are_numbers(tmp_path, cell, comma, value):
    answers = {"person": {"spent": mapping.Field("cell", decimal_comma=comma)}}
    codes, rows = one(tmp_path, "family_name", cell, mapping.Field("name"), answers=answers)
    assert (codes, rows["person.spent"].to_list()) == (set(), [value])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("many", "not_a_number"),
        ("2.5", "not_whole"),
        ("-1", "below"),
        ("21", "above"),
        ("nan", "not_a_number"),
        ("1e999", "not_a_number"),
    ],
)
def test_numbers_that_cannot_be_are_told(tmp_path, cell, code):
    answers = {"household": {"rooms": mapping.Field("cell")}}
    assert one(tmp_path, "family_name", cell, mapping.Field("name"), answers=answers)[0] == {code}


def test_answers_are_read_by_code_label_case_and_language(tmp_path):
    for cell, code in (("tin", "tin"), ("Tin", "tin"), ("MUD", "mud"), ("2", "mud")):
        answers = {"household": {"roof": mapping.Field("cell", choices={"2": "mud"})}}
        codes, rows = one(tmp_path, "family_name", cell, mapping.Field("name"), answers=answers)
        assert (codes, rows["household.roof"].to_list()) == (set(), [code])
    for cell, sex in (("F", "female"), ("homme", "male"), ("أنثى", "female")):
        assert one(tmp_path, "sex", cell)[1]["sex"].to_list() == [sex]
    assert one(tmp_path, "sex", "9")[0] == {"not_a_choice"}


def test_areas_by_code_or_by_a_name_that_only_one_has(tmp_path):
    rows = "a,A,,Ann,,,N1,\nb,B,,Bea,,,Coast,\nc,C,,Cy,,,Twin,\nd,D,,Di,,,Atlantis,\ne,E,,Ed,,,,\n"
    assert found(tmp_path, rows) == {
        (3, "area", "areas_of_that_name"),
        (4, "area", "no_area"),
        (5, "area", "missing"),
    } | {(row, "role", "no_head") for row in (1, 2)}


def test_names_and_phones_that_are_none(tmp_path):
    assert one(tmp_path, "family_name", "12345")[0] == {"not_a_name"}
    assert one(tmp_path, "phone", "call my aunt")[0] == {"not_a_phone"}
    assert one(tmp_path, "phone", "+93 (70) 000-11 11")[1]["phone"].to_list() == ["+93700001111"]
    path = sheets.write(tmp_path, "id,name,area\na,,N1\nb,=1+1,N1\nc,J\ufffdrg,N1\n,Di,N1\n")
    assert sheets.codes(sheets.checked(path, sheets.given())) >= {
        (1, "name", "no_name"),
        (2, "name", "formula"),
        (3, "name", "unreadable"),
        (4, "id", "missing"),
    }


def test_what_only_other_rows_show(tmp_path):
    rows = (
        "a,A,head,Ann,F,1990-01-01,N1,\n"
        "b,A,head,Bob,M,1990-02-02,N1,\n"  # two heads
        "a,A,child,Cy,M,2015-01-01,N1,\n"  # the same key
        "d,A,child,Di,F,1960-01-01,N1,a\n"  # older than her mother
        "e,A,child,Ed,M,2016-01-01,N1,e\n"  # his own mother
        "f,A,child,Flo,F,2016-01-01,N1,nobody\n"
        "g,G,child,Gil,M,,S1,h\n"
        "h,G,child,Hal,M,,S1,g\n"  # each the other's mother
    )
    assert found(tmp_path, rows) == {
        (2, "role", "two_heads"),
        (3, "id", "key_twice"),
        (4, "mother", "parent_too_young"),
        (5, "mother", "own_kin"),
        (6, "mother", "kin_elsewhere"),
        (8, "mother", "parents_in_a_circle"),
        (7, "role", "no_head"),
    }


def test_the_dead_and_a_household_within_itself(tmp_path):
    path = sheets.write(
        tmp_path,
        "id,hh,name,area,born,died,large\na,A,Ann,N1,1950-01-01,2020-01-01,\nb,B,Bob,N1,1950-01-01,1940-01-01,\nc,C,Cy,N1,,,C\n",
    )
    given = sheets.given(household="hh", born="born", died="died", part_of="large")
    assert sheets.codes(sheets.checked(path, given)) == {
        (1, "died", "dead"),
        (2, "died", "dead"),
        (2, "died", "died_before_birth"),
        (3, "large", "in_itself"),
    }


def test_rows_of_a_household_that_differ_are_told_and_the_first_is_taken(tmp_path):
    rows = "a,A,head,Ann,,,N1,\nb,A,child,Bob,,,S1,\n"
    assert found(tmp_path, rows) == {(2, "hh", "says_otherwise")}


def test_the_same_person_under_two_keys_is_told(tmp_path):
    rows = "a,A,head,Ann,F,1990-01-01,N1,\nb,B,head,Ann,F,1990-01-01,N1,\n"
    assert found(tmp_path, rows) == {(2, "id", "same_person_twice")}


def test_households_on_a_sheet_of_their_own(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    people, homes = book.active, book.create_sheet("Homes")
    for row in (["id", "hh", "name"], ["a", "A", "Ann"], ["b", "B", "Bob"]):
        people.append(row)
    for row in (["key", "where", "roof"], ["A", "N1", "Tin"]):
        homes.append(row)
    book.save(tmp_path / "two.xlsx")
    given = mapping.Mapping(
        "camp",
        sheets.ON,
        sheets.fields(key="id", household="hh", given_name="name", area="homes.where"),
        {"household": sheets.fields(roof="homes.roof")},
        homes=mapping.Homes("key", "Homes"),
    )
    seen = sheets.checked(tmp_path / "two.xlsx", given)
    assert sheets.codes(seen) == {(2, "hh", "no_household"), (2, "homes.where", "missing")}
    assert sheets.tidied(tmp_path / "two.xlsx", given)["household.roof"].to_list() == ["tin", None]


def test_every_finding_has_its_words():
    for code, meaning in findings.MEANINGS.items():
        assert meaning.reason
        assert meaning.remedy
        assert "{" not in findings.reason(code, "x", "y")


def test_rejected_rows_are_written_as_they_came_with_why(tmp_path):
    path = sheets.write(tmp_path, HEAD + "a,A,head,Ann,F,1990-01-01,N1,\nb,A,child,Bob,?,never,N1,\n")
    seen = sheets.checked(path, sheets.given(**PERSON))
    header, row = list(rejecting.rows(path, seen.described, rejecting.found(seen.kept())))
    assert header == [*HEAD.strip().split(","), *rejecting.WHY]
    assert row[:8] == ["b", "A", "child", "Bob", "?", "never", "N1", ""]
    assert "never" in row[-2]
    assert "calendar" in row[-1]


def test_a_mapping_is_written_and_read_again_as_it_was():
    made = sheets.given(
        {"household": {"roof": mapping.Field("r", choices={"no": "mud"}, missing=("9",))}},
        born=mapping.Field("b", order="day", calendar=("gregorian", "solar_hijri")),
    )
    assert mapping.read(made.as_yaml()) == made


def test_a_wrong_mapping_is_refused_with_every_problem():
    with pytest.raises(errors.FileUnreadable) as refused:
        mapping.read("source: x\non: soon\nperson: {kee: id, born: {column: b, calendar: mayan}}\nknown: eat\n")
    text = str(refused.value)
    for said in ("kee", "no day", "mayan", "eat", "key", "name", "area"):
        assert said in text


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Date of Birth", "born"),
        ("date_naissance", "born"),
        ("تاريخ الميلاد", "born"),
        ("DOB", "born"),
        ("Prénom", "given_name"),
        ("apellido", "family_name"),
        ("HHID", "household"),
        ("رقم الهاتف", "phone"),
        ("sexe", "sex"),
        ("favourite colour", None),
    ],
)
def test_columns_are_recognised_in_several_languages(tmp_path, header, target):
    told = sheets.described(sheets.write(tmp_path, f"{header},x\n1,2\n"))
    made = suggesting.suggest(told, sheets.DICTIONARY, source="s", on=sheets.ON)
    assert {name for name, one in made.person.items() if one.column == header} == ({target} - {None})


def test_what_values_tell_is_proposed_too(tmp_path):
    text = "id,hh,Roof,c1,c2,born\n" + "".join(f"{n},1,tin,{'mf'[n % 2]},N1,{20 + n}/01/1990\n" for n in range(4))
    made = suggesting.suggest(
        sheets.described(sheets.write(tmp_path, text)), sheets.DICTIONARY, source="s", on=sheets.ON, areas=["N1"]
    )
    assert (made.person["sex"].column, made.person["area"].column, made.person["born"].order) == ("c1", "c2", "day")
    assert made.answers["household"]["roof"].column == "Roof"


def test_portions_are_the_same_however_often_they_are_cut(tmp_path):
    rows = "".join(f"p{n},H{n // 2},{'head' if n % 2 == 0 else 'child'},Ann,F,1990-01-01,N1,\n" for n in range(7))
    path = sheets.write(tmp_path, HEAD + rows)
    given = sheets.given(**PERSON)
    seen = sheets.checked(path, given)
    cut = portions.rows_of(seen, 3)
    assert cut == [(1, 3), (4, 6), (7, 7)]
    keys = [
        [key for part in portions.chunks(path, seen, sheets.KNOWN, *edges) for key in part.people["key"]]
        for edges in cut
    ]
    assert keys == [["p0", "p1", "p2"], ["p3", "p4", "p5"], ["p6"]]
    homes = [
        key for edges in cut for part in portions.chunks(path, seen, sheets.KNOWN, *edges) for key in part.homes_keys
    ]
    assert homes == ["H0", "H1", "H2", "H3"]
    assert isinstance(seen, checking.Checked)
