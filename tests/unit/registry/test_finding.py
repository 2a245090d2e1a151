"""The index by which people are found: spellings, moves, deaths, numbers, places, filters, and what it never tells."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.commons import acting
from ayni.commons.directory.models import Area
from ayni.engines import names
from ayni.registry import actions, errors, models, queries
from ayni.registry.queries import finding_words
from tests.unit.registry import village
from tests.unit.registry.village import DAY


def found(text, reader, **asked):
    return [row.name for row in queries.search(text, reader=reader, on=DAY, **asked).rows]


def owned(statement, *parameters):
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def kept_words():
    return {word for (word,) in owned("SELECT word FROM registry_searchword")}


@pytest.mark.parametrize("text", ["حداد أحمد", "Ahmad Haddad", "ahmed hadad", "Ахмад", "Achmad", "احمد"])
def test_a_name_is_found_in_any_script_spelling_and_order(officer, text):
    assert found(text, officer)[0] == "أحمد حداد"


def test_who_is_named_so_comes_before_who_is_called_alike(officer, people):
    for key, name in (("h1-2", "Mohamed"), ("h1-3", "Muhammad"), ("h4-1", "Mahmoud"), ("h3-1", "محمد")):
        models.Person.objects.filter(pk=people[key].pk).update(given_name=name, family_name="")
    assert found("muhammad", officer)[0] == "Muhammad"
    assert found("محمد", officer)[0] == "محمد"
    assert set(found("mohammad", officer)) >= {"Mohamed", "Muhammad", "محمد"}


def test_another_name_finds_the_person_until_it_is_taken_away(officer, people):
    known_as = models.PersonName.objects.create(person=people["h3-1"], kind="known_as", given_name="Mzee Kobe")
    assert found("kobe", officer) == ["Chidi Okafor"]
    known_as.delete()
    assert found("kobe", officer) == []
    assert "Kobe" not in kept_words()


def test_a_name_that_was_corrected_is_not_kept(officer, people):
    models.Person.objects.filter(pk=people["h3-1"].pk).update(given_name="Obiora")
    assert found("obiora", officer) == ["Obiora Okafor"]
    assert found("chidi", officer) == []
    assert "Chidi" not in kept_words()
    assert "Okafor" in kept_words()


def test_who_moved_is_found_in_both_places_and_marked_where_they_left(officer, northern, people, homes):
    stay = models.Membership.objects.get(person=people["h1-2"])
    stay.period = DateRange(date(2026, 1, 1), DAY)
    stay.save()
    models.Membership.objects.create(
        person=people["h1-2"], household=homes["h4"], number=3, relationship="grandchild", period=DateRange(DAY, None)
    )
    south = village.officer("sara", "auditor", "S")
    (there,) = queries.search("fatou", reader=south, on=DAY).rows
    (left,) = queries.search("fatou", reader=northern, on=DAY).rows
    assert (there.standing, there.area_name) == ("", "Coast")
    assert (left.standing, left.household_id, left.area_name) == ("away", None, "")


def test_a_household_that_moves_takes_its_people(northern, homes):
    south = village.officer("sara", "auditor", "S")
    coast = homes["h4"].area
    models.Household.objects.filter(pk=homes["h3"].pk).update(area=coast)
    assert found("okafor", south) == ["Chidi Okafor"]


def test_who_died_is_found_and_marked(officer, people):
    models.Person.objects.filter(pk=people["h4-2"].pk).update(died_on=date(2026, 1, 5))
    rows = queries.search("garcia", reader=officer, on=DAY).rows
    assert [(row.name, row.standing) for row in rows] == [("Maria García", ""), ("Ana María García", "dead")]


def test_numbers_are_found_however_they_are_written(officer, people, settings):
    settings.AYNI_REGION = "KE"
    models.Identifier.objects.create(person=people["h3-1"], type="national_id", number="AB-123 456/7")
    models.Phone.objects.create(person=people["h3-1"], number="+254712345678")
    for text in ("ab1234567", "AB 123-4567", "٠٧١٢ ٣٤٥ ٦٧٨", "0712 345678", "00254 712 345 678", "+254 712 345678"):
        found_by = queries.search(text, reader=officer, on=DAY)
        assert ([row.name for row in found_by.rows], found_by.by) == (["Chidi Okafor"], "number"), text
    assert found(people["h3-1"].code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), officer) == ["Chidi Okafor"]


def test_numbers_of_people_elsewhere_are_not_told(northern, people):
    models.Identifier.objects.create(person=people["h4-1"], type="national_id", number="ZZ-99")
    models.Phone.objects.create(person=people["h4-1"], number="+254712345678")
    for text in ("zz99", "+254712345678"):
        assert queries.search(text, reader=northern, on=DAY).total == 0


def test_a_place_beside_a_name_narrows_and_a_place_alone_is_told(officer, homes):
    hill, coast = homes["h1"].area, homes["h4"].area
    Area.objects.filter(pk=hill.pk).update(names={"en": "Hill", "ar": "التل"})
    assert found("diallo hill", officer) == ["Amina Diallo", "Fatou Diallo", "Issa Diallo"]
    assert found("التل amina", officer) == ["Amina Diallo"]
    assert found("diallo coast", officer) == []
    assert [place.code for place in queries.search("coast", reader=officer, on=DAY).places] == [coast.code]


def test_filters_narrow_and_alone_they_list_an_area(officer, homes):
    hill, coast = homes["h1"].area.code, homes["h4"].area.code
    assert found("", officer) == []
    assert len(found("", officer, narrowed=queries.Narrowed(area=hill))) == 5
    assert found("", officer, narrowed=queries.Narrowed(area=hill, sex="male", age_from=18)) == ["أحمد حداد"]
    assert found("diallo", officer, narrowed=queries.Narrowed(age_to=10)) == ["Fatou Diallo", "Issa Diallo"]
    assert found("diallo", officer, narrowed=queries.Narrowed(area=coast)) == []
    assert found("diallo", officer, narrowed=queries.Narrowed(lives="institution")) == []
    assert found("diallo", officer, narrowed=queries.Narrowed(area="nowhere")) == []


def test_an_area_asked_for_opens_nothing_outside_the_readers(northern, homes):
    for code in (homes["h4"].area.code, "S"):
        assert found("", northern, narrowed=queries.Narrowed(area=code)) == []


def test_an_area_that_changes_its_place_takes_its_people(northern, homes):
    south = Area.objects.get(code="S")
    hill = homes["h1"].area
    Area.objects.filter(pk=hill.pk).update(parent=south, path=f"{south.path}{hill.code}/")
    assert found("amina", northern) == []
    assert found("amina", village.officer("sara", "auditor", "S")) == ["Amina Diallo"]


def test_areas_added_between_others_keep_the_order_of_paths(officer, homes):
    north = Area.objects.get(code="N")
    Area.objects.bulk_create(
        Area(code=f"N1x{n:03d}", level=2, parent=north, path=f"{north.path}N1x{n:03d}/") for n in range(60)
    )
    for n in range(60):
        Area.objects.create(code=f"N1y{n:03d}", level=2, parent=north, path=f"{north.path}N1y{n:03d}/")
    order = owned("SELECT path FROM registry_searcharea ORDER BY position")
    assert order == sorted(order)
    assert found("amina", officer) == ["Amina Diallo"]


def test_when_there_is_no_room_between_areas_all_are_numbered_anew(northern, homes):
    hill = homes["h1"].area
    close = "(SELECT position AS was, row_number() OVER (ORDER BY position) AS becomes FROM registry_searcharea) n"
    owned(f"UPDATE registry_searchentry e SET position = becomes FROM {close} WHERE n.was = e.position")
    owned(f"UPDATE registry_searcharea a SET position = becomes FROM {close} WHERE n.was = a.position")
    Area.objects.create(code="N1z", level=hill.level + 1, parent=hill, path=f"{hill.path}N1z/")
    order = owned("SELECT path FROM registry_searcharea ORDER BY position")
    assert order == sorted(order)
    assert found("amina", northern) == ["Amina Diallo"]


def test_words_that_came_since_are_found_before_and_after_they_are_read(officer, people):
    models.Person.objects.filter(pk=people["h3-1"].pk).update(given_name="Ekaterina")
    assert found("Екатерина", officer) == ["Ekaterina Okafor"]
    assert finding_words.read_new() > 0
    assert found("Екатерина", officer) == ["Ekaterina Okafor"]
    assert finding_words.read_new() == 0


def test_the_application_reads_and_writes_none_of_the_index(officer, loaded):
    from django.db import ProgrammingError, transaction

    for table in ("word", "sound", "area", "place", "entry"):
        for statement in (f"SELECT 1 FROM registry_search{table}", f"DELETE FROM registry_search{table}"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE ayni_application")
                cursor.execute(statement)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=90))
def test_the_database_parts_names_where_we_do(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT w FROM registry_words(%s) w", [text])
        parted = {word for (word,) in cursor.fetchall()}
    assert parted == set(names.words(text))


def test_what_is_in_the_index_is_what_the_records_say(officer, people, homes):
    """After all sorts of changes: nothing more and nothing less."""
    models.Person.objects.filter(pk=people["h1-1"].pk).update(family_name="Bah Sow")
    models.PersonName.objects.create(person=people["h1-1"], kind="earlier", family_name="Diallo")
    models.Membership.objects.filter(person=people["h2-2"]).update(household=homes["h4"], number=9)
    kept = owned(
        "SELECT w.word, a.area, e.person FROM registry_searchentry e JOIN registry_searchword w ON w.id = e.word"
        " JOIN registry_searcharea a ON a.position = e.position"
    )
    wanted = set()
    for person in models.Person.objects.all():
        told = [person.given_name, person.family_name, person.given_name_latin, person.family_name_latin]
        told += [part for other in person.other_names.all() for part in (other.given_name, other.family_name)]
        places = {stay.household.area_id for stay in person.memberships.select_related("household")}
        places |= {person.registered_in_id} - {None}
        wanted |= {(word, place, person.pk) for word in names.words(" ".join(told)) for place in places}
    assert set(kept) == wanted
    assert len(kept) == len(wanted)


def test_a_first_large_load_is_indexed_like_a_small_one(db, steward):
    """Under the application's own role, which may neither alter a table nor write the index."""
    north = Area.objects.create(code="N", level=1, names={"en": "North"}, path="/N/")
    with acting.as_user(steward), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_person (source, source_key, given_name, family_name, given_name_latin,"
            " family_name_latin, phone, registered_on, registered_in_id) SELECT 'x', n::text,"
            " 'Ana-' || chr(65 + n %% 26), 'Fam' || n %% 100, '', '', '', '2026-01-01', %s"
            " FROM generate_series(1, 10100) n",
            [north.pk],
        )
    ((rows, people),) = owned("SELECT count(*), count(DISTINCT person) FROM registry_searchentry")
    assert (rows, people) == (3 * 10_100, 10_100)
    assert owned("SELECT count(*) FROM pg_indexes WHERE tablename = 'registry_searchentry'") == [(2,)]
    officer = village.officer("noor", "district_officer")
    page = queries.search("ana fam7", reader=officer, on=DAY)
    assert (page.total, page.is_more) == (1000, True)
    models.Person.objects.filter(source_key="7").update(given_name="Zora")
    assert found("zora", officer) == ["Zora Fam7"]


def test_saved_lists_are_each_officers_own(officer, northern):
    actions.save_list("  Old   people ", asked={"age_from": "70"}, by=officer)
    actions.save_list("Old people", asked={"age_from": "65"}, by=officer)
    assert [(one.name, one.asked) for one in queries.saved_lists(officer)] == [("Old people", {"age_from": "65"})]
    assert queries.saved_lists(northern) == []
    with pytest.raises(errors.ListHasNoName):
        actions.save_list("  ", asked={}, by=officer)
    actions.drop_list("Old people", by=officer)
    assert queries.saved_lists(officer) == []


def test_lists_have_a_limit(officer, monkeypatch):
    monkeypatch.setattr("ayni.registry.actions.lists.MOST", 1)
    actions.save_list("one", asked={}, by=officer)
    actions.save_list("one", asked={"q": "x"}, by=officer)
    with pytest.raises(errors.TooManyLists):
        actions.save_list("two", asked={}, by=officer)
