"""What a household's page makes of the domains' answers."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import translation

from ayni.enrolment.queries import CriterionShown, Explained, UsedShown
from ayni.web.people import record, timeline

CRITERIA = (CriterionShown("young", "The child is under five", False, (UsedShown("Age", "7"),)),)
EXPLAINED: dict[str, Any] = {
    "programme": "child-grant",
    "title": "Child grant",
    "unit": "person",
    "person_id": 1,
    "person": "Amara",
    "result": "ineligible",
    "sentence": "No, because this is not so: The child is under five.",
    "change": "",
    "criteria": CRITERIA,
    "missing": (),
    "amount": None,
    "benefit": "300 LCU every month",
    "status": "",
    "reason": "",
    "decision_id": None,
    "enrolment_id": None,
    "enrolment": "",
    "version": 1,
    "version_id": 1,
    "legal_basis": "",
    "run_id": 1,
    "on": date(2026, 3, 1),
    "snapshot": "2026-03-01",
    "snapshot_on": date(2026, 3, 1),
}


def _explained(**said: Any) -> Explained:
    return Explained(**{**EXPLAINED, **said})


def _enrolment(**given: Any) -> SimpleNamespace:
    programme = SimpleNamespace(title="Child grant")
    usual = {"pk": 5, "programme": programme, "person": None, "amount": Decimal(300), "status": "enrolled"}
    return SimpleNamespace(**{**usual, "starts_on": date(2026, 2, 1), "ends_on": None, "reason": "", **given})


def test_refusals_stand_together_by_programme_with_the_answers_used() -> None:
    answers = [_explained(), _explained(person_id=2, person="Bo"), _explained(programme="pension", title="A pension")]
    pension, grant = record.refusals(answers)
    assert (pension.title, len(pension.reads)) == ("A pension", 1)
    assert [read.person for read in grant.reads] == ["Amara", "Bo"]
    assert grant.reads[0].criteria[0].used == (("Age", "7"),)


def test_what_an_officer_declined_is_among_the_refusals() -> None:
    assert record.refusals([_explained(result="eligible", status="declined")])
    assert not record.refusals([_explained(result="eligible", status="proposed")])


def test_pending_is_what_somebody_must_act_on_and_not_what_is_received() -> None:
    waits = _explained(result="eligible", status="proposed", decision_id=9)
    asked = _explained(result="needs_information", status="asked", decision_id=10)
    received = _explained(result="eligible", status="proposed", decision_id=11, enrolment="enrolled")
    assert [one.decision_id for one in record.pending([waits, asked, received, _explained()])] == [9, 10]


def test_what_is_received_is_told_in_the_programmes_words_else_by_its_amount() -> None:
    with translation.override("en"):
        said, unsaid = record.present([_enrolment(pk=5), _enrolment(pk=6)], [_explained(enrolment_id=5)])
    assert (said.benefit, unsaid.benefit) == ("300 LCU every month", "LCU\u00a0300")


def test_what_has_ended_is_not_received() -> None:
    assert record.present([_enrolment(status="exited")], []) == []


def _household(**members: Any) -> Any:
    told = {"members": (), "former": (), **members}
    return SimpleNamespace(
        registered_on=date(2026, 1, 1),
        source="census",
        closed_on=None,
        on=date(2026, 3, 1),
        also=SimpleNamespace(
            homes=[
                SimpleNamespace(until=date(2026, 2, 25), area_name="Kasane", left_because="Work"),
                SimpleNamespace(until=date(2026, 3, 2), area_name="A place they will leave", left_because=""),
                SimpleNamespace(until=None, area_name="Where they live", left_because=""),
            ]
        ),
        **told,
    )


def test_the_timeline_tells_the_same_thing_of_a_day_once_and_the_newest_first() -> None:
    children = [_enrolment(person=SimpleNamespace(name=name)) for name in ("Amara", "Bo")]
    with translation.override("en"):
        events = timeline.of_household(_household(), children, [])
    assert [(event.says, event.detail) for event in events] == [
        ("The household moved from Kasane", "Work"),
        ("Child grant began", "Amara · Bo"),
        ("The household was registered", "census"),
    ]


def test_comings_and_goings_are_told() -> None:
    person = SimpleNamespace(name="Bo", since=date(2026, 2, 1), until=date(2026, 2, 20), left_because="")
    with translation.override("en"):
        told = [event.says for event in timeline.of_household(_household(former=(person,)), [], [])]
    assert told == [
        "The household moved from Kasane",
        "Bo left the household",
        "Bo came to live here",
        "The household was registered",
    ]
