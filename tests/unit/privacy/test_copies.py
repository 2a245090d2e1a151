"""A copy of one's data: whole, readable by machines and people, without other people's data."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import OutsideArea
from ayni.commons.actions.errors import NotPermitted
from ayni.commons.audit import models as audit
from ayni.kernel.lifecycles import WrongState
from ayni.privacy import actions, errors, queries
from ayni.privacy.actions import NewCorrection, Words
from tests.unit.privacy.conftest import DAY, NOON
from tests.unit.registry import village

CARD = Words("Identity card 123, seen")


@pytest.fixture
def ask(people, desk):
    def make(key="h1-1", language="en"):
        return actions.request_copy(people[key], language=language, asked_by=Words("herself"), on=DAY, by=desk)

    return make


def test_all_that_is_kept_is_in_it(ask, desk, people, approved, say):
    approved()
    say("h1-1", "given")
    actions.lodge_correction(people["h1-1"], correction=NewCorrection("other", "Fix it", "Wrong"), on=DAY, by=desk)
    copy = actions.hand_over_copy(ask(), identity=CARD, by=desk, at=NOON)
    with acting.as_user(desk):
        sections = queries.handed_over(copy, reader=desk, at=NOON).data["sections"]
    assert sections["person"][0]["name"] == "Amina Diallo"
    assert sections["person"][0]["phone"]
    assert [row["area_code"] for row in sections["households"]] == ["N1"]
    assert {row["name"] for row in sections["relatives"]} == {"Fatou Diallo", "Issa Diallo"}
    assert {row["variable"]: row["raw"] for row in sections["answers"]}["hiv"] is True, "what is sensitive too"
    assert {row["variable"] for row in sections["household_answers"]} >= {"floor", "rooms", "note"}
    assert [row["answer"] for row in sections["consents"]] == ["given"]
    assert sections["corrections"][0]["asked"] == "Fix it"
    assert next(row["who"] for row in sections["looks"]) == "noor"
    assert copy.counts["person"] == 1


def test_other_peoples_data_are_not_in_it(ask, desk):
    copy = actions.hand_over_copy(ask("h1-2"), identity=CARD, by=desk, at=NOON)
    made = queries.handed_over(copy, reader=desk, at=NOON)
    told = made.data["sections"]
    assert "hiv" not in {row["variable"] for row in told["answers"]}, "that is her mother's"
    assert "+999" not in made.text


def test_it_needs_a_known_person_and_is_opened_by_whom_it_was_handed_over(ask, desk, other_desk):
    copy = ask()
    with pytest.raises(errors.IdentityMissing):
        actions.hand_over_copy(copy, identity=Words(" "), by=desk, at=NOON)
    with pytest.raises(errors.NotHandedToYou):
        queries.handed_over(copy, reader=desk, at=NOON)
    copy = actions.hand_over_copy(copy, identity=CARD, by=desk, at=NOON)
    for reader, at in ((other_desk, NOON), (desk, NOON + timedelta(hours=25))):
        with pytest.raises(errors.NotHandedToYou):
            queries.handed_over(copy, reader=reader, at=at)
    with pytest.raises(WrongState):
        actions.hand_over_copy(copy, identity=CARD, by=desk, at=NOON)


def test_nobody_came_for_it(ask, desk):
    copy = ask()
    with pytest.raises(errors.CopyExpired):
        actions.hand_over_copy(copy, identity=CARD, by=desk, at=NOON + timedelta(days=30))


def test_only_in_ones_areas_and_by_who_may_see_what_is_sensitive(ask, people, southern, loaded):
    copy = ask()
    with pytest.raises(OutsideArea):
        actions.hand_over_copy(copy, identity=CARD, by=southern, at=NOON)
    clerk = village.officer("carla", "auditor")
    with pytest.raises(NotPermitted):
        actions.request_copy(people["h1-1"], language="en", asked_by=Words(""), on=DAY, by=clerk)


def test_that_it_was_made_is_a_look_and_an_entry_that_tell_nothing_of_it(ask, desk):
    copy = actions.hand_over_copy(ask(), identity=CARD, by=desk, at=NOON)
    assert audit.Look.objects.filter(subject=f"registry.person:{copy.person_id}", reader=desk).exists()
    facts = str(audit.Entry.objects.filter(action="privacy.give_copy").latest("id").facts)
    assert "123" not in facts
    assert "Amina" not in facts


def test_the_archive_fits_its_schema_and_a_spreadsheet_runs_nothing(ask, desk, people):
    type(people["h1-1"]).objects.filter(pk=people["h1-1"].pk).update(given_name="=HYPERLINK(1)", phone="+999700")
    copy = actions.hand_over_copy(ask(), identity=CARD, by=desk, at=NOON)
    made = queries.handed_over(copy, reader=desk, at=NOON)
    with zipfile.ZipFile(io.BytesIO(queries.archive(made))) as zipped:
        names = set(zipped.namelist())
        data, schema = json.loads(zipped.read("copy.json")), json.loads(zipped.read("schema.json"))
        rows = list(csv.DictReader(io.StringIO(zipped.read("person.csv").decode("utf-8-sig"))))
    shapes = schema["properties"]["sections"]["properties"]
    assert names == {"copy.json", "schema.json", *(f"{code}.csv" for code in shapes)}
    assert set(schema["required"]) == data.keys()
    for code, shape in shapes.items():
        for row in data["sections"][code]:
            assert row.keys() == set(shape["items"]["required"]) == shape["items"]["properties"].keys()
    assert shapes["answers"]["items"]["properties"]["answer"]["title"] == "Answer"
    assert rows[0]["name"].startswith("'=HYPERLINK")
    assert rows[0]["phone"] == "'+999700"
    assert data["sections"]["person"][0]["phone"] == "+999700"


def test_it_is_written_in_the_language_that_was_asked_for(ask, desk):
    copy = actions.hand_over_copy(ask(language="fr"), identity=CARD, by=desk, at=NOON)
    made = queries.handed_over(copy, reader=desk, at=NOON)
    floor = next(row for row in made.data["sections"]["household_answers"] if row["variable"] == "floor")
    assert (floor["question"], floor["answer"]) == ("Sol", "Terre")
