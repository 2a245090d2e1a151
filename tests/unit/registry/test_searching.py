import pytest

from ayni.commons.access.errors import NotPermitted
from ayni.registry import queries
from tests.unit.registry import village
from tests.unit.registry.village import DAY


def found(text, reader, **asked):
    return [row.name for row in queries.search(text, reader=reader, on=DAY, **asked).rows]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("amina", ["Amina Diallo"]),
        ("diallo ami", ["Amina Diallo"]),
        ("DIALLO", ["Amina Diallo", "Fatou Diallo", "Issa Diallo"]),
        ("dial", ["Amina Diallo", "Fatou Diallo", "Issa Diallo"]),
        ("iallo", []),
        ("amina okafor", []),
        ("أحمد", ["أحمد حداد"]),
        ("ahm", ["أحمد حداد"]),
        ("garcía ana-maría", ["Ana María García"]),
        ("'; drop table registry_person; --", []),
        ("& | ! <-> :* \\", []),
        ("", []),
    ],
)
def test_finds_names_in_any_order_from_their_beginning(officer, text, names):
    assert found(text, officer) == names


def test_finds_codes_telephones_and_the_sources_keys(officer, homes, people):
    home, person = homes["h1"], people["h1-2"]
    assert [row.code for row in queries.search(home.code, reader=officer, on=DAY).rows] == [home.code]
    assert found(home.code, officer) == ["Amina Diallo"]
    assert found(f"h{home.pk}", officer) == ["Amina Diallo"]
    assert found(person.code, officer) == ["Fatou Diallo"]
    assert found("h1-2", officer) == ["Fatou Diallo"]
    assert found("h2", officer)[0] == "أحمد حداد"
    assert found("+999 70 000 001", officer) == ["Amina Diallo"]
    assert found("H99999999", officer) == []


def test_a_row_tells_who_where_and_how_old(officer, homes):
    row = queries.search("amina", reader=officer, on=DAY).rows[0]
    assert (row.kind, row.age_text, row.sex_text, row.relationship_text, row.area_name, row.household_code) == (
        "person",
        "34",
        "Female",
        "Head of the household",
        "Hill",
        homes["h1"].code,
    )


def test_an_age_nobody_told_is_unknown(officer):
    assert queries.search("ana", reader=officer, on=DAY).rows[0].age_text == "age unknown"


def test_others_areas_are_not_found_by_any_road(northern, homes, people):
    for text in ("maria", homes["h4"].code, people["h4-1"].code, "h4", "h4-1"):
        assert queries.search(text, reader=northern, on=DAY).total == 0
    assert found("amina", northern) == ["Amina Diallo"]


def test_pages_and_a_total(officer):
    assert found("diallo", officer, limit=2) == ["Amina Diallo", "Fatou Diallo"]
    assert found("diallo", officer, limit=2, offset=2) == ["Issa Diallo"]
    assert queries.search("diallo", reader=officer, limit=1, on=DAY).total == 3


def test_the_count_stops_where_it_no_longer_helps(officer, monkeypatch):
    monkeypatch.setattr("ayni.registry.queries.finding.COUNTED", 2)
    page = queries.search("diallo", reader=officer, on=DAY)
    assert (page.total, page.is_more) == (2, True)


def test_who_may_not_see_people_is_refused(loaded):
    with pytest.raises(NotPermitted):
        queries.search("amina", reader=village.officer("ana", "analyst"), on=DAY)


def test_five_queries_whatever_is_found(officer, django_assert_num_queries):
    """The reader's grants, the spellings, the people, places called so, and the rows."""
    with django_assert_num_queries(5):
        queries.search("diallo", reader=officer, on=DAY)
