"""Numbers asked about at other offices' registers, and what an answer becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ayni.commons.jobs import running
from ayni.identity import actions, errors, models, queries
from ayni.registry.models import Identifier, Person
from tests.contract.registers.test_register import stub
from tests.pages import district

ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Path) -> district.District:
    settings.AYNI_HOME, settings.AYNI_REGISTERS = tmp_path, {"national_id": "http://127.0.0.1:9"}
    return district.made(on=date(2026, 3, 1))


@pytest.fixture
def number(place: district.District) -> Identifier:
    return Identifier.objects.create(person=place.mother, type="national_id", number="AB12345")


@pytest.fixture
def by(place: district.District) -> Any:
    return place.users["district_officer"]


@pytest.fixture
def asked(number: Identifier, by: Any) -> models.RegisterQuestion:
    return actions.ask_verification(number, on=ON, at=AT, by=by)


def answer(asked: models.RegisterQuestion, said: str, by: Any) -> str:
    return actions.record_verification_answer(asked, said=said, on=ON, by=by)


def standing(number: Identifier) -> str:
    number.refresh_from_db()
    return number.verification


def test_a_question_waits_once_and_tells_the_least(asked: models.RegisterQuestion, number: Identifier, by: Any) -> None:
    again = actions.ask_verification(number, on=ON, at=AT, by=by)
    assert again.pk == asked.pk
    told = queries.question_written(asked)
    assert (told.number, told.name, told.birth) == ("AB12345", "فاطمة الزهراء", "1990-05-01")
    assert set(told.__dict__) == {"reference", "register", "type", "number", "name", "birth"}


def test_an_answer_holds_and_a_second_one_is_kept_beside_it(asked: Any, number: Identifier, by: Any) -> None:
    assert (answer(asked, "unknown", by), standing(number)) == ("taken", "told")
    assert (answer(asked, "confirmed", by), standing(number)) == ("taken", "verified")
    assert (answer(asked, "confirmed", by), standing(number)) == ("repeated", "verified")
    assert (answer(asked, "unknown", by), standing(number)) == ("late", "verified")
    assert (answer(asked, "refuted", by), standing(number)) == ("contradicts", "verified")
    assert asked.answers.count() == 5
    assert models.RegisterQuestion.objects.get().state == "answered"


def test_an_answer_for_a_number_that_has_ended_changes_nothing(asked: Any, number: Identifier, by: Any) -> None:
    Identifier.objects.filter(pk=number.pk).update(ended_on=ON, ended_because="Lost")
    assert (answer(asked, "refuted", by), standing(number)) == ("late", "told")
    with pytest.raises(errors.NumberEnded):
        number.refresh_from_db()
        actions.ask_verification(number, on=ON, at=AT, by=by)


def test_a_number_that_another_has_verified_is_a_finding(asked: Any, number: Identifier, by: Any) -> None:
    child = Person.objects.get(given_name="Amara")
    Identifier.objects.create(
        person=child, type="national_id", number="AB12345", verification="verified", verified_on=ON
    )
    assert (answer(asked, "confirmed", by), standing(number)) == ("held", "told")
    assert [one.person_id for one in queries.others_with(number)] == [child.pk]


def test_a_register_that_never_answers_is_given_up_and_nothing_is_a_no(asked: Any, number: Identifier, by: Any) -> None:
    for _time in range(4):
        assert actions.record_no_answer(asked, because="It did not answer.", at=AT, by=by)
    assert not actions.record_no_answer(asked, because="It did not answer.", at=AT, by=by)
    assert standing(number) == "told"
    with pytest.raises(errors.QuestionOver):
        actions.record_no_answer(asked, because="x", at=AT, by=by)
    assert (answer(asked, "confirmed", by), standing(number)) == ("taken", "verified"), "late, and welcome"


def test_a_type_without_a_register_is_said(place: Any, by: Any) -> None:
    number = Identifier.objects.create(person=place.mother, type="passport", number="X1234567")
    with pytest.raises(errors.RegisterNotSet):
        actions.ask_verification(number, on=ON, at=AT, by=by)


def test_every_number_of_an_area_is_asked_about_once(place: Any, number: Identifier, by: Any) -> None:
    child = Person.objects.get(given_name="Amara")
    Identifier.objects.create(person=child, type="national_id", number="CD1", verification="seen")
    Identifier.objects.create(person=place.far.memberships.get().person, type="national_id", number="EF1")
    for expected in (2, 0):
        assert actions.ask_about_area(place.area, type="national_id", on=ON, at=AT, by=by) == expected


def test_the_work_asks_what_waits_and_leaves_the_rest_for_another_time(
    asked: Any, number: Identifier, by: Any, settings: Any, tmp_path: Path
) -> None:
    def run(key: str) -> Any:
        work = running.start("registers.ask", key=key, by=by)
        running.run(work.pk)
        work.refresh_from_db()
        assert work.status == "done", work.message
        return work.result

    assert run("one") == {"answered": 0, "unreachable": 1}
    Person.objects.filter(pk=number.person_id).update(given_name="Fatima", family_name="Az-Zahra")
    with stub(tmp_path) as address:
        settings.AYNI_REGISTERS = {"national_id": address}
        assert run("two") == {"answered": 1, "unreachable": 0}
        assert run("three") == {"answered": 0, "unreachable": 0}
    assert standing(number) == "verified"
