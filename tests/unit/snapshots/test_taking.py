from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection

from ayni.commons.access.errors import NotPermitted
from ayni.registry import actions, models, queries
from ayni.registry.queries import unsealing, using
from ayni.snapshots import declared, errors, manifests, moments, opening, taking
from ayni.snapshots import models as snapshots
from tests.unit.registry import village
from tests.unit.registry.village import DAY

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2


@pytest.fixture
def snapshot(loaded, steward):
    return actions.take_snapshot(on=DAY, by=steward)


def rows(snapshot, table="households"):
    with opening.open(snapshot) as opened:
        return {row["id"]: row for row in opened.table(table).to_pyarrow().to_pylist()}


def test_every_column_with_its_type(snapshot, homes, people):
    assert rows(snapshot)[homes["h1"].pk] == {
        "id": homes["h1"].pk,
        "area": "N1",
        "area_1": "N",
        "area_path": "/N/N1/",
        "survey_weight": 1.5,
        "floor": "earth",
        "electricity": False,
        "rooms": 1,
        "spent": 1250.5,
        "note": "by the well, left",
    }
    child = rows(snapshot, "persons")[people["h1-2"].pk]
    assert child == {
        "id": people["h1-2"].pk,
        "household_id": homes["h1"].pk,
        "area": "N1",
        "area_1": "N",
        "number": 2,
        "relationship": "child",
        "sex": "female",
        "born_from": date(2017, 7, 1),
        "born_to": date(2018, 6, 30),
        "attends": True,
        "phone_number": None,
    }


def test_unknown_is_null_and_empty_text_is_not(snapshot, homes, steward):
    models.HouseholdFacts.objects.create(
        household=homes["h3"], source="visit", observed_on=DAY, values={"note": "", "floor": 'a,"b"\nc'}
    )
    row = rows(actions.take_snapshot(on=DAY, by=steward))[homes["h3"].pk]
    assert (row["note"], row["floor"], row["electricity"], row["spent"]) == ("", 'a,"b"\nc', None, None)


def test_one_file_for_each_first_level_area_in_order(snapshot):
    files = manifests.files(snapshot.manifest, "persons")
    assert [(file["partition"], file["rows"]) for file in files] == [("N", 6), ("S", 2)]
    north = pq.read_table(Path(snapshot.folder) / files[0]["path"])
    assert north["area"].to_pylist() == ["N1"] * 5 + ["N2"]
    assert north["number"].to_pylist() == [1, 2, 3, 1, 2, 1]


def test_the_manifest_says_what_and_when(snapshot):
    manifest = snapshot.manifest
    assert (manifest["on"], manifest["version"], manifest["tables"]["households"]["rows"]) == (
        "2026-06-30",
        snapshot.version,
        4,
    )
    assert manifest["dictionary"]["version"] == unsealing.published(queries.dictionary()).version
    columns = {column["name"]: column for column in manifest["tables"]["persons"]["columns"]}
    assert columns["attends"] == {
        "name": "attends",
        "type": "boolean",
        "meaning": "Attends school",
        "sensitivity": "personal",
    }
    assert "hiv" not in columns, "no rule reads it"
    assert Path(snapshot.folder).stat().st_mode & 0o777 == 0o700


def test_the_dictionary_goes_with_it(snapshot):
    with opening.open(snapshot) as opened:
        assert opened.dictionary.version == unsealing.published(queries.dictionary()).version
        assert opened.dictionary.get("person", "hiv") is None


def test_a_sealed_answer_is_published_for_a_rule_that_reads_it(loaded, steward, people, monkeypatch):
    monkeypatch.setattr(using, "in_force", lambda words: {("person", "hiv"): ("care v1, rules:7:3",)})
    taken = actions.take_snapshot(on=DAY, by=steward)
    with opening.open(taken) as opened:
        persons = opened.persons.select("id", "hiv").to_pyarrow().to_pylist()
    told = {row["id"]: row["hiv"] for row in persons}
    assert [told[people[key].pk] for key in ("h1-1", "h1-2", "h2-1")] == [True, None, False]
    columns = {column["name"]: column for column in taken.manifest["tables"]["persons"]["columns"]}
    assert columns["hiv"]["read_by"] == ["care v1, rules:7:3"]
    for file in Path(taken.folder).rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_later_answers_cover_earlier_ones_up_to_the_day(snapshot, homes, steward):
    for day, values in ((date(2026, 7, 2), {"rooms": 5}), (date(2026, 7, 9), {"rooms": 7, "floor": None})):
        models.HouseholdFacts.objects.create(household=homes["h1"], source="visit", observed_on=day, values=values)
    between = rows(actions.take_snapshot(on=date(2026, 7, 5), by=steward))[homes["h1"].pk]
    after = rows(actions.take_snapshot(on=date(2026, 7, 9), by=steward))[homes["h1"].pk]
    assert (between["rooms"], between["floor"], between["spent"]) == (5, "earth", 1250.5)
    assert (after["rooms"], after["floor"], after["spent"]) == (7, None, 1250.5)


def test_who_died_or_left_and_what_is_closed_are_left_out(loaded, homes, people, steward):
    models.Person.objects.filter(pk=people["h3-1"].pk).update(died_on=date(2026, 7, 1))
    models.Membership.objects.filter(person=people["h3-1"]).update(period=(DAY, date(2026, 7, 2)))
    models.Membership.objects.filter(person=people["h1-2"]).update(period=(DAY, date(2026, 7, 1)))
    models.Household.objects.filter(pk=homes["h4"].pk).update(closed_on=date(2026, 7, 1))
    before = actions.take_snapshot(on=DAY, by=steward)
    after = actions.take_snapshot(on=date(2026, 7, 1), by=steward)
    assert (len(rows(before)), len(rows(before, "persons"))) == (4, 8)
    assert set(rows(after)) == {homes["h1"].pk, homes["h2"].pk}
    assert set(rows(after, "persons")) == {people[key].pk for key in ("h1-1", "h1-3", "h2-1", "h2-2")}


def test_nothing_changed_is_the_same_snapshot(snapshot, steward):
    assert actions.take_snapshot(on=DAY, by=steward) == snapshot
    assert actions.take_snapshot(on=date(2026, 7, 1), by=steward) != snapshot


def test_an_empty_registry_still_has_its_columns(steward):
    empty = actions.take_snapshot(on=DAY, by=steward)
    with opening.open(empty) as opened:
        assert opened.households.to_pyarrow().num_rows == 0
        assert set(opened.persons.columns) >= {"id", "household_id", "born_from"}


def test_a_changed_cut_or_missing_file_is_refused(snapshot, steward):
    file = Path(snapshot.folder) / manifests.files(snapshot.manifest, "persons")[0]["path"]
    whole = file.read_bytes()
    opening.verify(snapshot)
    file.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    with pytest.raises(errors.SnapshotDamaged, match="was changed after it was written"):
        opening.verify(snapshot)
    file.write_bytes(whole[:-5])
    with pytest.raises(errors.SnapshotDamaged, match=f"is {len(whole) - 5} bytes long instead of {len(whole)}"):
        opening.open(snapshot)
    file.unlink()
    with pytest.raises(errors.SnapshotDamaged, match="is missing"):
        opening.facts(snapshot, 1)
    assert actions.take_snapshot(on=DAY, by=steward) == snapshot
    opening.verify(snapshot)


def test_an_interrupted_taking_leaves_nothing_that_counts(loaded, steward, home, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(manifests, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.take_snapshot(on=DAY, by=steward)
    assert not snapshots.Snapshot.objects.exists()
    monkeypatch.undo()
    (taking.folder() / f".taking-{connection.settings_dict['NAME']}-left").mkdir()  # as kill -9 would leave it
    taken = actions.take_snapshot(on=DAY, by=steward)
    assert {place.name for place in taking.folder().iterdir()} == {taken.version}
    # Files that were put in place by a taking whose row was never committed are taken again.
    snapshots.Snapshot.objects.all().delete()
    assert actions.take_snapshot(on=DAY, by=steward).version == taken.version


def test_only_one_is_taken_at_a_time(snapshot, steward, monkeypatch):
    monkeypatch.setattr(moments, "_try_lock", lambda cursor: False)
    with pytest.raises(errors.SnapshotBusy):
        actions.take_snapshot(on=DAY, by=steward)


def test_who_may_not_take_one_is_refused(loaded):
    with pytest.raises(NotPermitted):
        actions.take_snapshot(on=DAY, by=village.officer("a", "auditor"))


def test_two_domains_may_not_publish_the_same_table(loaded, monkeypatch):
    twice = declared._declared() * 2
    monkeypatch.setattr(declared, "_declared", lambda: twice)
    with pytest.raises(ValueError, match=r"households.*persons"):
        declared.tables(queries.dictionary())


@pytest.mark.django_db(transaction=True)
def test_all_tables_show_one_moment(home):
    steward = village.officer("steward", "data_steward")
    taken = actions.take_snapshot(on=DAY, by=steward)
    assert taken.manifest["isolation"] == "repeatable read"
