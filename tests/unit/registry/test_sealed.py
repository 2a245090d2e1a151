"""Sensitive answers: sealed apart from the others, and opened only for a purpose that is recorded."""

from datetime import date

import pytest
from django.db import connection

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.actions.errors import NotPermitted as MayNot
from ayni.commons.audit import models as audit
from ayni.commons.sealing import errors as sealing_errors
from ayni.commons.sealing import files
from ayni.engines import dictionary as dictionaries
from ayni.registry import actions, errors, models, queries
from tests.unit.registry import village
from tests.unit.registry.village import DAY

SECRET = "wonders-of-the-tenth-moon"


@pytest.fixture
def corrector(loaded):
    village.declare(
        dictionaries.Variable("illness", "person", "text", sensitivity="sensitive"),
        dictionaries.Variable("feud", "household", "text", sensitivity="sensitive"),
    )
    return village.officer("kofi", "district_officer")


def told(person, reader, purpose="case_work", **also):
    opened = queries.person_sensitive(person.pk, reader=reader, purpose=purpose, **also)
    return {fact.variable: fact.raw for fact in opened.facts}


def whole_table(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
        return cursor.fetchone()[0] or ""


def test_what_a_survey_tells_is_sealed_as_it_comes_in(officer, people):
    assert not models.PersonFacts.objects.filter(values__has_key="hiv").exists()
    assert sorted(models.PersonSealed.objects.values_list("person__source_key", "answers")) == [
        ("h1-1", 1),
        ("h2-1", 1),
        ("h2-2", 1),
    ]
    assert [told(people[key], officer) for key in ("h1-1", "h2-1", "h3-1")] == [{"hiv": True}, {"hiv": False}, {}]


def test_a_length_does_not_tell_yes_from_no(officer):
    assert len({len(row.ciphertext) for row in models.PersonSealed.objects.all()}) == 1


def test_an_answer_is_sealed_and_opens_again(corrector, people, homes):
    person = people["h1-2"]
    actions.record_person_answers(
        person, actions.Answers({"illness": SECRET, "attends": False}), source="visit", on=DAY, by=corrector
    )
    actions.record_household_answers(
        homes["h1"], actions.Answers({"feud": SECRET}), source="visit", on=DAY, by=corrector
    )
    assert told(person, corrector) == {"illness": SECRET}
    opened = queries.household_sensitive(homes["h1"].pk, reader=corrector, purpose="complaint")
    assert [(fact.label, fact.value) for fact in opened.facts] == [("feud", SECRET)]
    open_facts = models.PersonFacts.objects.get(person=person, source="visit")
    assert open_facts.values == {"attends": False}
    for table in connection.introspection.table_names():
        assert SECRET not in whole_table(table), table


def test_answers_of_the_same_source_and_day_are_laid_over_each_other(corrector, people):
    person = people["h1-1"]
    for given in ({"illness": "first", "hiv": False}, {"illness": None}):
        states = {"illness": "refused"} if given["illness"] is None else {}
        actions.record_person_answers(
            person, actions.Answers(given, states), source="visit", on=date(2026, 7, 1), by=corrector
        )
    assert told(person, corrector) == {"hiv": False, "illness": None}
    opened = queries.person_sensitive(person.pk, reader=corrector, purpose="request")
    assert {fact.variable: fact.state for fact in opened.facts} == {"hiv": "", "illness": "refused"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, answers FROM registry_personsealedevent")
        assert cursor.fetchall() == [("update", 2)]


def test_opening_is_recorded_with_its_purpose(officer, people):
    queries.person_sensitive(
        people["h1-1"].pk, reader=officer, purpose="case_work", words=" visit  of\nMay ", road="api"
    )
    look = audit.Look.objects.get()
    assert (look.subject, look.reader, look.purpose) == (
        f"registry.person:{people['h1-1'].pk}",
        officer,
        "case_work: visit of May",
    )


@pytest.mark.parametrize("purpose", ["", "curiosity", "CASE_WORK"])
def test_without_a_purpose_nothing_is_opened(officer, people, purpose, monkeypatch):
    monkeypatch.setattr(files, "read", lambda: pytest.fail("a key was read"))
    with pytest.raises(errors.PurposeMissing, match="case_work"):
        told(people["h1-1"], officer, purpose)
    with pytest.raises(errors.WordsTooLong):
        told(people["h1-1"], officer, words="x" * 151)
    assert not audit.Look.objects.exists()


def test_only_who_may_and_only_in_their_areas(northern, people, homes):
    for permitted, refused in (
        (northern, NotPermitted),
        (village.officer("sami", "district_officer", "S"), OutsideArea),
    ):
        with pytest.raises((refused, MayNot)):
            told(people["h1-1"], permitted)
        with pytest.raises((refused, MayNot)):
            queries.household_sensitive(homes["h1"].pk, reader=permitted, purpose="audit")
    assert not audit.Look.objects.exists()


def test_what_cannot_be_recorded_is_not_opened(officer, people, monkeypatch):
    from ayni.commons.audit import recording

    def fail(*_args, **_named):
        raise RuntimeError("no audit")

    monkeypatch.setattr(recording, "look", fail)
    monkeypatch.setattr(files, "read", lambda: pytest.fail("a key was read"))
    with pytest.raises(RuntimeError):
        told(people["h1-1"], officer)


def test_a_missing_key_is_named_and_never_reads_as_no_answer(officer, people, corrector):
    place = files.place()
    kept = place.rename(place.with_name("elsewhere"))
    with pytest.raises(sealing_errors.KeyMissing, match="Sealing key 1 is not in"):
        told(people["h1-1"], officer)
    with pytest.raises(sealing_errors.KeyMissing):
        actions.record_person_answers(
            people["h1-2"], actions.Answers({"illness": SECRET}), source="visit", on=DAY, by=corrector
        )
    assert not place.exists(), "another key was made in place of the missing one"
    kept.rename(place)
    assert told(people["h1-1"], officer) == {"hiv": True}


def test_a_document_moved_to_another_record_does_not_open(officer, people):
    amina, ahmad = (models.PersonSealed.objects.get(person=people[key]) for key in ("h1-1", "h2-1"))
    models.PersonSealed.objects.filter(pk=ahmad.pk).update(ciphertext=amina.ciphertext)
    with pytest.raises(sealing_errors.SealBroken):
        told(people["h2-1"], officer)


def test_a_refused_answer_is_not_repeated(corrector, people):
    village.declare(dictionaries.Variable("cd4", "person", "integer", sensitivity="sensitive", maximum=5000))
    for given in (SECRET, 987654):
        with pytest.raises(errors.AnswerRefused) as refused:
            actions.record_person_answers(
                people["h1-1"], actions.Answers({"cd4": given}), source="visit", on=DAY, by=corrector
            )
        assert str(given) not in str(refused.value)
        assert refused.value.__cause__ is None or str(given) not in str(refused.value.__cause__)


def test_a_source_cannot_make_less_of_what_is_sensitive(loaded):
    village.declare(dictionaries.Variable("hiv", "person", "boolean", sensitivity="personal"))
    assert queries.dictionary().get("person", "hiv").sensitivity == "sensitive"
