from datetime import date

import pytest
from django.utils import translation

from ayni.commons.access.errors import OutsideArea
from ayni.commons.audit import models as audit
from ayni.registry import errors, models, queries
from tests.unit.registry import village
from tests.unit.registry.village import DAY


def test_a_household_with_its_members_and_places(officer, homes):
    record = queries.household(homes["h1"].pk, reader=officer, on=DAY)
    assert [(member.number, member.name, member.age_text) for member in record.members] == [
        (1, "Amina Diallo", "34"),
        (2, "Fatou Diallo", "8"),
        (3, "Issa Diallo", "under 1 year"),
    ]
    assert record.head.name == "Amina Diallo"
    assert [place.name for place in record.areas] == ["North", "Hill"]
    assert not record.former


def test_kin_stand_on_both_sides(officer, homes):
    head, daughter, _ = queries.household(homes["h1"].pk, reader=officer, on=DAY).members
    assert [(tie.kind, tie.name) for tie in daughter.kin] == [("mother", "Amina Diallo")]
    assert [tie.name for tie in head.kin] == ["Fatou Diallo", "Issa Diallo"]
    couple = queries.household(homes["h2"].pk, reader=officer, on=DAY).members
    assert [[tie.kind for tie in member.kin] for member in couple] == [["spouse"], ["spouse"]]


def test_kin_elsewhere_with_their_household_when_it_is_in_the_readers_areas(officer, northern, homes, people):
    models.Kinship.objects.create(person=people["h1-2"], relative=people["h4-1"], kind="guardian")
    elsewhere = queries.household(homes["h1"].pk, reader=officer, on=DAY).kin_elsewhere
    assert [(tie.kind_text, tie.name, tie.household_code) for tie in elsewhere] == [
        ("Guardian", "Maria García", homes["h4"].code)
    ]
    assert [tie.household_id for tie in queries.household(homes["h1"].pk, reader=northern, on=DAY).kin_elsewhere] == [
        None
    ]


def test_answers_in_the_readers_language(officer, homes):
    with translation.override("fr"):
        floor = queries.household(homes["h1"].pk, reader=officer, on=DAY).facts.get("floor")
    assert (floor.label, floor.value, floor.raw, floor.observed_on) == ("Sol", "Terre", "earth", DAY)
    facts = queries.household(homes["h1"].pk, reader=officer, on=DAY).facts
    assert [(fact.label, fact.value) for fact in facts.facts] == [
        ("Floor", "Earth"),
        ("Has electricity", "No"),
        ("Rooms", "1"),
        ("Spent", "1,250.50 LCU"),
        ("Note", "by the well, left"),
    ]


def test_a_later_answer_covers_an_earlier_one_and_null_takes_it_back(officer, homes):
    models.HouseholdFacts.objects.create(
        household=homes["h1"], source="visit", observed_on=date(2026, 7, 5), values={"floor": "cement", "rooms": None}
    )
    before = queries.household(homes["h1"].pk, reader=officer, on=DAY).facts
    assert (before.get("floor").value, before.get("floor").source) == ("Earth", "village-2026")
    facts = queries.household(homes["h1"].pk, reader=officer, on=date(2026, 7, 5)).facts
    assert (facts.get("floor").value, facts.get("floor").source) == ("Cement", "visit")
    assert (facts.get("rooms").value, facts.get("rooms").raw) == ("Not known", None)
    assert facts.get("spent").source == "village-2026"


def test_sensitive_answers_are_counted_and_never_opened_with_the_record(officer, northern, homes):
    for reader, may_open in ((officer, True), (northern, False)):
        facts = queries.household(homes["h1"].pk, reader=reader, on=DAY).members[0].facts
        assert (facts.get("hiv"), facts.hidden, facts.may_open) == (None, 1, may_open)


def test_opening_a_record_is_recorded(officer, homes, people):
    queries.household(homes["h1"].pk, reader=officer, on=DAY, road="api")
    queries.person(people["h1-2"].pk, reader=officer, on=DAY)
    looks = list(audit.Look.objects.order_by("pk").values_list("reader", "subject", "road"))
    assert looks == [
        (officer.pk, f"registry.household:{homes['h1'].pk}", "api"),
        (officer.pk, f"registry.person:{people['h1-2'].pk}", "screen"),
    ]


def test_others_areas_are_refused_and_not_recorded(northern, homes, people):
    for ask, subject in ((queries.household, homes["h4"]), (queries.person, people["h4-1"])):
        with pytest.raises(OutsideArea):
            ask(subject.pk, reader=northern, on=DAY)
    assert not audit.Look.objects.exists()


def test_what_is_not_there_is_said(officer):
    with pytest.raises(errors.NoSuchHousehold, match="H99999999"):
        queries.household(99999999, reader=officer, on=DAY)
    with pytest.raises(errors.NoSuchPerson, match="P99999999"):
        queries.person(99999999, reader=officer, on=DAY)


def test_who_left_is_former(officer, homes, people):
    models.Membership.objects.filter(person=people["h1-2"]).update(period=(DAY, date(2026, 8, 1)))
    record = queries.household(homes["h1"].pk, reader=officer, on=date(2026, 8, 1))
    assert [member.name for member in record.former] == ["Fatou Diallo"]
    alone = queries.person(people["h1-2"].pk, reader=officer, on=date(2026, 8, 1))
    assert (alone.household_id, alone.person.until) == (None, date(2026, 8, 1))


@pytest.mark.parametrize("key", ["h1", "h3"])
def test_the_same_number_of_queries_for_any_household(homes, key, django_assert_max_num_queries):
    reader = village.officer("fresh", "district_officer")
    with django_assert_max_num_queries(13):
        queries.household(homes[key].pk, reader=reader, on=DAY)


def test_counts_within_the_readers_areas(officer, northern):
    assert queries.counts(officer, on=DAY) == queries.Counts(households=4, persons=8)
    assert queries.counts(northern, on=DAY) == queries.Counts(households=3, persons=6)


def test_one_head_for_each_household(homes):
    assert queries.heads(on=DAY).count() == len(homes)
