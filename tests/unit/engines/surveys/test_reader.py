"""What a good survey folder gives."""

from datetime import date

import pyarrow.compute as pc


def test_tables_hold_what_the_files_say(read):
    survey = read()
    assert survey.refusals == ()
    assert survey.households["key"].to_pylist() == ["h1", "h2", "h3"]
    assert survey.households["urban"].to_pylist() == [True, False, False]
    assert survey.households["rooms"].to_pylist() == [2, None, 3]
    assert survey.households["floor"].to_pylist() == ["earth", "cement", "cement"]
    assert survey.households["consumption"].to_pylist() == [1200.5, 800.0, 0.0]
    assert survey.households["survey_weight"].to_pylist() == [100.5, 99.0, 101.0]
    assert survey.households["survey_stratum"].to_pylist() == ["R1-1", "R1-2", "R2-2"]
    assert survey.households["survey_psu"].to_pylist() == ["11", "12", "21"]
    assert survey.persons["key"].to_pylist()[:3] == ["h1-1", "h1-2", "h1-3"]
    assert survey.persons["relationship"].to_pylist()[:3] == ["head", "spouse", "child"]
    assert survey.persons["given_name"].to_pylist() == ["Juma", "Neema", "Zawadi", "Rosa", "Abel", None]
    assert survey.persons["disability"].to_pylist() == [False, False, None, True, False, False]


def test_counts_balance(read):
    survey = read()
    assert {file: (c.read, c.kept, c.refused) for file, c in survey.counts.items()} == {
        "households.csv": (3, 3, 0),
        "persons.csv": (6, 6, 0),
    }


def test_areas_form_a_tree(read):
    survey = read()
    assert survey.areas.to_pylist() == [
        {"code": "R1", "parent": None, "level": 1, "name": "R1"},
        {"code": "R2", "parent": None, "level": 1, "name": "R2"},
        {"code": "R1a", "parent": "R1", "level": 2, "name": "Lowland"},
        {"code": "R1b", "parent": "R1", "level": 2, "name": "Hillside"},
        {"code": "R2a", "parent": "R2", "level": 2, "name": "Coast"},
    ]
    assert survey.households["area"].to_pylist() == ["R1a", "R1b", "R2a"]


def test_an_age_in_years_gives_the_interval_of_births(read):
    survey = read()
    assert survey.persons["born_from"][0].as_py() == date(1983, 7, 1)
    assert survey.persons["born_to"][0].as_py() == date(1984, 6, 30)
    assert survey.persons["born_to"][5].as_py() == date(2024, 6, 30)


def test_only_sure_kinship_is_told(read):
    ties = {(one["person"], one["relative"], one["kind"]) for one in read().kinship.to_pylist()}
    assert ties == {
        ("h1-3", "h1-1", "father"),
        ("h1-1", "h1-2", "spouse"),
        ("h1-2", "h1-1", "spouse"),
        ("h3-2", "h3-1", "father"),
    }


def test_stated_parents_replace_inference_and_faults_among_them_are_told(read, good):
    persons = """\
hid,line,role,sex,age,name,disability,mother
h1,1,1,1,40,Juma,0,
h1,2,2,2,35,Neema,0,0
h1,3,3,2,7,Zawadi,,2
h1,4,3,2,5,Ana,,1
h1,5,3,2,4,Ruth,,9
h2,1,1,2,68,Rosa,1,1
h3,1,1,1,30,Abel,0,
"""
    survey = read(persons=persons, mapping=good[2].replace("  age: {years", "  mother: mother\n  age: {years"))
    assert survey.persons["mother"].to_pylist() == [None, None, "h1-2", None, None, None, None]
    assert survey.persons["father"].to_pylist()[2:5] == ["h1-1", "h1-1", "h1-1"]
    assert [(one.row, one.column, one.kind) for one in survey.refusals] == [
        (4, "mother", "cell"),
        (5, "mother", "cell"),
        (6, "mother", "cell"),
    ]
    assert "recorded as male" in survey.refusals[0].reason


def test_persons_come_out_in_the_order_of_households_and_numbers(read, good):
    header, *rows = good[1].splitlines()
    mixed = "\n".join([header, *reversed(rows)])
    assert read(persons=mixed).persons["key"].to_pylist() == read().persons["key"].to_pylist()


def test_persons_without_a_number_column_are_counted(read, good):
    survey = read(mapping=good[2].replace("  number: line\n", ""))
    assert survey.persons["number"].to_pylist() == [1, 2, 3, 1, 1, 2]


def test_the_dictionary_carries_types_labels_limits_and_sensitivity(read):
    dictionary = read().dictionary
    assert dictionary.get("person", "disability").sensitivity == "sensitive"
    assert dictionary.get("household", "survey_weight").type == "decimal"
    assert (dictionary.get("household", "rooms").minimum, dictionary.get("household", "rooms").maximum) == (1, 20)
    floor = dictionary.get("household", "floor")
    assert [choice.code for choice in floor.choices] == ["earth", "cement"]
    assert floor.choices[1].labels == {"en": "Cement", "fr": "Ciment"}


def test_a_birth_date_gives_way_to_an_age_only_where_it_is_missing(read, good):
    persons = """\
hid,line,role,sex,age,name,disability,y,m,d
h1,1,1,1,40,Juma,0,1984,2,29
h1,2,2,2,35,Neema,0,1989,5,
h1,3,3,2,7,Zawadi,,2017,13,1
h2,1,1,2,68,Rosa,1,,,
h3,1,1,1,30,Abel,0,1994,2,30
"""
    told = "  birth_date: {year: y, month: m, day: d}\n  age: {years"
    survey = read(persons=persons, mapping=good[2].replace("  age: {years", told))
    spans = list(zip(survey.persons["born_from"].to_pylist(), survey.persons["born_to"].to_pylist(), strict=True))
    assert spans == [
        (date(1984, 2, 29), date(1984, 2, 29)),
        (date(1989, 5, 1), date(1989, 5, 31)),
        (date(2017, 1, 1), date(2017, 12, 31)),
        (date(1955, 7, 1), date(1956, 6, 30)),
        (date(1994, 2, 1), date(1994, 2, 28)),
    ]


def test_months_of_age_tighten_the_years_and_yield_to_them_when_they_disagree(read, good):
    persons = """\
hid,line,role,sex,age,name,disability,months
h1,1,1,1,40,Juma,0,
h1,2,3,2,2,Ana,0,30
h1,3,3,2,2,Ruth,0,11
h2,1,1,2,68,Rosa,1,
h3,1,1,1,30,Abel,0,
"""
    survey = read(persons=persons, mapping=good[2].replace("years: age,", "years: age, months: months,"))
    assert survey.persons["born_from"][1].as_py() == date(2021, 12, 1)
    assert survey.persons["born_to"][1].as_py() == date(2021, 12, 30)
    assert survey.persons["born_to"][2].as_py() == date(2022, 6, 30)
    assert [(one.row, one.column, one.kind) for one in survey.refusals] == [(3, "months", "cell")]


def test_an_unknown_age_is_unknown_not_zero(read, good):
    survey = read(persons=good[1].replace("h2,1,1,2,68", "h2,1,1,2,998").replace("h3,2,3,1,0", "h3,2,3,1,"))
    assert survey.persons["born_from"].null_count == 2
    assert survey.refusals == ()


def test_nested_codes_take_their_parents(read, good):
    households = good[0].replace("R1a", "1").replace("R1b", "2").replace("R2a", "1")
    survey = read(
        households=households, mapping=good[2].replace("from: district\n", "from: district\n      nested: true\n")
    )
    assert survey.households["area"].to_pylist() == ["R1-1", "R1-2", "R2-1"]
    assert pc.equal(survey.areas["level"], 2).to_pylist().count(True) == 3
