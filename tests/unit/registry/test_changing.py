"""Changing the dictionary with approval: two officers, a reason, and nothing that a rule or an answer needs."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

from ayni.assessment import actions as assessment
from ayni.commons.access.errors import SameOfficer
from ayni.commons.access.models import Grant
from ayni.commons.actions.errors import NotPermitted
from ayni.engines.dictionary import Choice, DictionaryError, Variable
from ayni.kernel.lifecycles import WrongState
from ayni.programmes import actions as programmes
from ayni.registry import actions, errors, models, queries
from ayni.registry.actions import Answers
from tests.unit.registry import village
from tests.unit.registry.village import DAY

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
WELL = Variable("well", "household", "boolean", {"en": "Has a well"})
PROGRAMME = """
programme: roof-grant
title: {en: Roof grant}
unit: household
legal_basis: Housing Act
criteria:
  - name: earth-floor
    rule: household.floor == "earth"
    says: {en: Earth floor}
benefit: {amount: "10.0 * household.rooms", every: month, currency: XAF}
"""


@pytest.fixture
def approver(loaded):
    return village.officer("ada", "programme_approver")


@pytest.fixture
def propose(steward, loaded):
    def make(*put, retired=(), reason="The ministry asks for it", since=DAY, by=steward):
        return actions.propose_change(put, reason=reason, since=since, by=by, retired=retired)

    return make


@pytest.fixture
def ruled(loaded):
    """A programme whose draft names floor and rooms."""
    manager = village.officer("max", "programme_manager")
    return programmes.prepare(PROGRAMME, by=manager, in_force_from=DAY)


def floor(**changes):
    return dataclasses.replace(queries.dictionary().get("household", "floor"), **changes)


def test_one_proposes_another_approves_and_then_it_is_in_force(propose, approver, steward):
    change = propose(WELL, floor(labels={"en": "Main floor"}), retired=[("household", "note")])
    assert queries.dictionary().get("household", "well") is None, "not yet"
    actions.approve_change(change, by=approver, at=NOON)
    now = queries.dictionary()
    assert now.get("household", "well") == dataclasses.replace(WELL, since=DAY)
    assert (now.get("household", "floor").labels["en"], now.get("household", "floor").version) == ("Main floor", 2)
    assert now.get("household", "note") is None
    assert {(one.kind, one.name) for one in queries.done(change)} == {
        ("added", "well"),
        ("changed", "floor"),
        ("removed", "note"),
    }
    newest, first = queries.versions("household", "floor")
    assert (str(newest.change), newest.change.reason) == (str(change), "The ministry asks for it")
    assert (newest.change.prepared_by, newest.change.decided_by) == (steward, approver)
    assert first.change is None
    assert [variable.name for variable in now.of("household")][-1] == "well", "new ones stand at the end"


def test_what_is_retired_keeps_its_answers_and_comes_back_as_a_new_version(propose, approver, homes, officer):
    actions.approve_change(propose(retired=[("household", "note")]), by=approver, at=NOON)
    assert queries.household(homes["h1"].pk, reader=officer, on=DAY).facts.get("note") is None
    with pytest.raises(errors.TypeChanged):
        propose(Variable("note", "household", "integer"))
    actions.approve_change(propose(Variable("note", "household", "text")), by=approver, at=NOON)
    assert queries.dictionary().get("household", "note").version == 3
    assert queries.household(homes["h1"].pk, reader=officer, on=DAY).facts.get("note").value == "by the well, left"


def test_a_survey_declares_a_retired_variable_again(propose, approver):
    before = queries.dictionary().get("household", "note")
    actions.approve_change(propose(retired=[("household", "note")]), by=approver, at=NOON)
    village.declare(before)
    row = queries.variable("household", "note")
    assert (row.version, row.is_retired, row.change) == (3, False, None)


def test_of_a_file_only_what_is_new_is_kept(propose):
    change = propose(*queries.dictionary(), WELL)
    assert [entry["name"] for entry in change.put] == ["well"]


def test_nobody_approves_or_rejects_their_own(propose, loaded):
    both = village.officer("both", "data_steward")
    Grant.objects.create(user=both, role_id="programme_approver", starts_on=date(2020, 1, 1))
    change = propose(WELL, by=both)
    with pytest.raises(SameOfficer):
        actions.approve_change(change, by=both, at=NOON)
    with pytest.raises(SameOfficer):
        actions.reject_change(change, reason="no", by=both, at=NOON)
    assert queries.waiting(both) == []


def test_a_rejection_has_a_reason_and_ends_it(propose, approver):
    change = propose(WELL)
    assert queries.waiting(approver) == [change]
    with pytest.raises(errors.ReasonMissing):
        actions.reject_change(change, reason="  ", by=approver, at=NOON)
    done = actions.reject_change(change, reason="Asked elsewhere", by=approver, at=NOON)
    assert (done.status, done.decision_reason) == ("rejected", "Asked elsewhere")
    with pytest.raises(WrongState):
        actions.approve_change(change, by=approver, at=NOON)
    assert queries.waiting(approver) == []


def test_only_the_one_who_proposed_takes_it_back(propose, steward, approver):
    change = propose(WELL)
    other = village.officer("other", "data_steward")
    with pytest.raises(errors.NotYours):
        actions.withdraw_change(change, by=other, at=NOON)
    assert actions.withdraw_change(change, by=steward, at=NOON).status == "withdrawn"


def test_who_may_not_propose_may_not(propose, approver, officer):
    for nobody in (approver, officer):
        with pytest.raises(NotPermitted):
            propose(WELL, by=nobody)


def test_before_its_day_it_is_not_approved(propose, approver):
    with pytest.raises(errors.NotYet):
        actions.approve_change(propose(WELL, since=date(2026, 7, 2)), by=approver, at=NOON)
    assert queries.dictionary().get("household", "well") is None


@pytest.mark.parametrize(
    ("put", "retired", "refusal", "words"),
    [
        ([Variable("rooms", "household", "text")], (), errors.TypeChanged, "rooms is integer.*here it is text"),
        ([], [("household", "wells")], errors.UnknownVariable, "household.wells"),
        ([WELL], [("household", "floor"), ("household", "flor")], errors.UnknownVariable, "Did you mean “floor”"),
        ([WELL, WELL], (), errors.ToldTwice, "household.well"),
        ([], (), errors.NoChange, "nothing to change"),
        ([Variable("enrolled_x", "household", "text")], (), DictionaryError, "kept for other columns"),
    ],
)
def test_refuses_what_cannot_be(propose, put, retired, refusal, words):
    with pytest.raises(refusal, match=words):
        propose(*put, retired=retired)
    assert not models.DictionaryChange.objects.exists()


def test_a_reason_is_needed(propose):
    with pytest.raises(errors.ReasonMissing):
        propose(WELL, reason=" ")


def test_a_choice_that_answers_use_stays_and_they_are_counted(propose, steward, homes):
    with pytest.raises(errors.AnswersInUse, match=r"earth \(2\), cement \(1\)"):
        propose(floor(choices=(Choice("tile"),)))
    goods = Variable("goods", "household", "many_choice", choices=(Choice("radio"), Choice("boat")))
    may_not_apply = dataclasses.replace(WELL, missing=("not_applicable",))
    village.declare(goods, may_not_apply)
    for key in ("h1", "h2"):
        given = Answers({"goods": ["radio", "boat"]}, {"well": "not_applicable"})
        actions.record_household_answers(homes[key], given, source="v", on=DAY, by=steward)
    with pytest.raises(errors.AnswersInUse, match=r"household.goods.*boat \(2\)"):
        propose(dataclasses.replace(goods, choices=(Choice("radio"),)))
    with pytest.raises(errors.AnswersInUse, match=r"household.well.*not_applicable \(2\)"):
        propose(WELL)
    assert propose(dataclasses.replace(goods, choices=(*goods.choices, Choice("car"))))


def test_what_would_break_a_rule_is_refused_with_what_uses_it(propose, ruled):
    with pytest.raises(errors.WouldBreak) as refused:
        propose(retired=[("household", "floor"), ("household", "rooms")])
    assert [(use.kind, use.code, use.place) for use in refused.value.uses] == [
        ("programme", "roof-grant", "roof-grant.yaml:8:11"),
        ("programme", "roof-grant", "roof-grant.yaml:10:20"),
    ]
    assert "roof-grant v1, roof-grant.yaml:8:11: No household has a variable 'floor'." in str(refused.value)
    effect = queries.effect([], [("household", "floor")])
    assert (effect.is_possible, [use.code for use in effect.broken]) == (False, ["roof-grant"])


def test_a_rule_written_since_the_proposal_stops_the_approval(propose, approver):
    change = propose(retired=[("household", "floor")])
    programmes.prepare(PROGRAMME, by=village.officer("max", "programme_manager"), in_force_from=DAY)
    with pytest.raises(errors.WouldBreak):
        actions.approve_change(change, by=approver, at=NOON)
    change.refresh_from_db()
    assert (change.status, queries.dictionary().get("household", "floor").version) == ("draft", 1)


def test_a_rule_that_was_ill_before_stops_nothing(propose):
    """The village lacks nearly everything that the shipped instruments ask."""
    assessment.adopt_instruments(by=village.officer("max", "programme_manager"))
    assert propose(WELL, retired=[("household", "note")])


def test_instruments_and_indicators_are_asked_too(propose, loaded):
    assessment.adopt_instruments(by=village.officer("max", "programme_manager"))
    with pytest.raises(errors.WouldBreak) as refused:
        propose(retired=[("household", "survey_weight")])
    assert {(use.kind, use.code) for use in refused.value.uses} == {("instrument", "mpi"), ("instrument", "pmt")}
    disability = Variable("disability", "person", "boolean")
    village.declare(disability)
    with pytest.raises(errors.WouldBreak) as refused:
        propose(retired=[("person", "disability")])
    assert ("indicator", "disability", "the category with") in {
        (use.kind, use.code, use.place) for use in refused.value.uses
    }


def test_where_a_variable_is_used(ruled):
    found = queries.uses("household", "rooms", queries.dictionary())
    assert [(use.name, use.place) for use in found] == [("roof-grant v1", "roof-grant.yaml:10:20")]
    assert queries.uses("household", "spent", queries.dictionary()) == []


def test_a_file_is_looked_at_before_anything_is_saved(loaded):
    found = queries.effect([WELL, floor(labels={"en": "Ground"})])
    assert [(change.kind, change.name) for change in found.changes] == [("added", "well"), ("changed", "floor")]
    assert found.is_possible
    bad = queries.effect([Variable("rooms", "household", "text"), WELL])
    assert not bad.is_possible and "rooms is integer" in bad.refusals[0]
    assert [change.name for change in bad.changes] == ["rooms", "well"]
    assert not models.DictionaryChange.objects.exists()


def test_an_unknown_variable_or_change(officer, loaded):
    with pytest.raises(errors.UnknownVariable, match="Did you mean “floor”"):
        queries.variable("household", "flor")
    with pytest.raises(errors.UnknownVariable):
        queries.variable("village", "floor")
    with pytest.raises(errors.UnknownChange):
        queries.proposal(99, officer)
    with pytest.raises(NotPermitted):
        queries.proposals(village.officer("pay", "payment_officer"))
