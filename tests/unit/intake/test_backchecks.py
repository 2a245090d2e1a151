import math
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ayni.commons import acting
from ayni.commons.actions.errors import SameOfficer
from ayni.intake import errors, models
from ayni.intake.actions import backchecks
from ayni.intake.queries import backchecks as queries
from ayni.intake.queries.backchecks_rates import Rate, wilson
from tests.unit.intake import campaign
from tests.unit.intake.field import DAY, MOMENT, member


@pytest.fixture
def here(db):
    return campaign.made()


@pytest.fixture
def drawn(here):
    """Three forms of each enumerator, of which two each are drawn."""
    for number in range(3):
        for officer in (here.enumerator, here.second):
            here.send(by=officer, members=[member(f"Lone{number}", "head", "female")], rooms="3")
    here.draw = backchecks.draw_back_checks(here.campaign, at=MOMENT, by=here.supervisor)
    return here


def one_check(drawn, *, interviewer):
    return models.BackCheck.objects.filter(interviewer=interviewer).order_by("pk").first()


def answered(check, **said):
    told = {campaign.path(name): text for name, text in said.items()}
    return backchecks.record_back_check(check, answers=told, at=MOMENT, by=check.checked_by)


def test_a_share_and_a_least_number_of_each_enumerator_is_drawn(drawn):
    counts = {
        officer: models.BackCheck.objects.filter(interviewer=officer).count()
        for officer in (drawn.enumerator, drawn.second)
    }
    assert counts == {drawn.enumerator: 2, drawn.second: 2}, "half of three, rounded up"
    assert (drawn.draw.frame_count, drawn.draw.drawn) == (6, 4)
    assert not models.BackCheck.objects.filter(checked_by=None).exists()
    for check in models.BackCheck.objects.all():
        assert check.checked_by != check.interviewer


def test_the_same_seed_draws_the_same_sample(drawn):
    assert queries.drawn(drawn.draw) == queries.kept(drawn.draw)
    assert queries.digest(drawn.draw) == drawn.draw.digest
    samples = set()
    for seed in ("a", "b", "c", "d", "e", "f"):
        drawn.draw.seed = seed
        samples.add(tuple(queries.drawn(drawn.draw)))
    assert len(samples) > 1, "another seed draws another"


def test_what_was_in_a_draw_is_in_no_other(drawn):
    with pytest.raises(errors.NothingToDraw):
        backchecks.draw_back_checks(drawn.campaign, at=MOMENT, by=drawn.supervisor)
    drawn.send(members=[member("New", "head", "male")])
    again = backchecks.draw_back_checks(drawn.campaign, at=MOMENT, by=drawn.supervisor)
    assert (again.frame_count, again.drawn) == (1, 1)


def test_a_draw_spreads_over_areas(here):
    models.Campaign.objects.update(back_check_share=Decimal("0.5"), back_check_least=0)
    draw = models.BackCheckDraw.objects.create(
        campaign=here.campaign, seed="s", share=Decimal("0.5"), least=0, drawn_by=here.supervisor, drawn_at=MOMENT
    )
    places = {place.area.code: place for place in here.campaign.places.select_related("area")}
    for code, count in (("N1", 20), ("N2", 10)):
        models.Visit.objects.bulk_create(
            models.Visit(campaign=here.campaign, place=places[code], area=places[code].area, key=f"{code}{n}",
                         enumerator=here.enumerator, status="done", frame=draw)
            for n in range(count)
        )  # fmt: skip
    taken = models.Visit.objects.filter(pk__in=queries.drawn(draw))
    assert [taken.filter(area__code=code).count() for code in ("N1", "N2")] == [10, 5]


def test_an_interviewer_does_not_learn_what_is_checked(drawn):
    with acting.as_user(drawn.enumerator):
        assert not models.BackCheck.objects.filter(interviewer=drawn.enumerator).exists()
        assert not models.BackCheckDraw.objects.exists()
        assert models.BackCheck.objects.filter(checked_by=drawn.enumerator).exists()


def test_nobody_checks_themselves_whoever_asks(drawn):
    check = one_check(drawn, interviewer=drawn.enumerator)
    with pytest.raises(errors.NotAnotherPerson):
        backchecks.assign_back_check(check, officer=drawn.enumerator, by=drawn.supervisor)
    with pytest.raises(IntegrityError, match="somebody_else"), transaction.atomic():
        models.BackCheck.objects.filter(pk=check.pk).update(checked_by=drawn.enumerator)
    with pytest.raises(errors.NotOnYourList):
        backchecks.record_back_check(check, answers={}, at=MOMENT, by=drawn.enumerator)


def test_who_asks_again_is_not_told_what_was_answered(drawn):
    check = one_check(drawn, interviewer=drawn.enumerator)
    _check, listed, questions = queries.to_do(check.pk, reader=drawn.second, on=DAY)
    assert [one.label for one in questions] == ["Rooms", "Floor"]
    assert not hasattr(questions[0], "was")
    assert listed.who.startswith("Lone")


def test_where_all_agree_the_form_stands(drawn):
    check = answered(one_check(drawn, interviewer=drawn.enumerator), rooms="3.0", floor="earth")
    assert (check.status, check.compared, check.differing) == ("accepted", 2, 0)


def test_where_answers_differ_a_third_decides(drawn):
    check = answered(one_check(drawn, interviewer=drawn.enumerator), rooms="9", floor="earth")
    assert (check.status, check.compared, check.differing) == ("compared", 2, 1)
    _check, compared = queries.decided(check.pk, reader=drawn.supervisor)
    assert [(one.was, one.now, one.agrees) for one in compared] == [("3", "9", False), ("Earth", "Earth", True)]
    with pytest.raises(errors.OutcomeRefused, match="why"):
        backchecks.decide_back_check(check, decision="visit again", reason="", at=MOMENT, by=drawn.supervisor)
    told = {"decision": "visit again", "reason": "Rooms are not three", "at": MOMENT}
    decided = backchecks.decide_back_check(check, **told, by=drawn.supervisor)
    visit = decided.visit
    visit.refresh_from_db()
    assert (decided.status, visit.status, visit.submission) == ("visit_again", "again", None)
    assert models.Submission.objects.filter(pk=check.submission_id).exists(), "the form itself stays"


def test_who_checked_or_held_it_does_not_decide(drawn):
    from ayni.commons.access.models import Grant, User

    check = answered(one_check(drawn, interviewer=drawn.enumerator), rooms="9", floor="tiles")
    for officer, refused in ((drawn.second, SameOfficer), (drawn.enumerator, errors.NotAnotherPerson)):
        Grant.objects.create(user=officer, role_id="district_officer", starts_on=DAY.replace(year=2020))
        officer = User.objects.get(pk=officer.pk)
        with pytest.raises(refused):
            backchecks.decide_back_check(check, decision="accept", reason="", at=MOMENT, by=officer)


def test_a_form_that_is_not_accepted_does_not_count(drawn):
    check = answered(one_check(drawn, interviewer=drawn.enumerator), rooms="9", floor="tiles")
    told = {"decision": "turn down", "reason": "Nobody was there", "at": MOMENT}
    backchecks.decide_back_check(check, **told, by=drawn.supervisor)
    check.visit.refresh_from_db()
    assert check.visit.status == "turned_down"


def test_nobody_reached_can_still_be_done_later(drawn):
    check = one_check(drawn, interviewer=drawn.enumerator)
    missed = backchecks.miss_back_check(check, reason="At market", at=MOMENT, by=check.checked_by)
    assert missed.status == "not_reached"
    assert answered(missed, rooms="3", floor="earth").status == "accepted"


def test_rates_of_what_differs(drawn):
    answered(one_check(drawn, interviewer=drawn.enumerator), rooms="9", floor="earth")
    answered(one_check(drawn, interviewer=drawn.second), rooms="3", floor="dont_know")
    rates = queries.rates(drawn.campaign, reader=drawn.supervisor)
    assert (rates.whole.count, rates.whole.of) == (1, 3)
    assert {str(one.officer): (one.rate.count, one.rate.of, one.drawn) for one in rates.officers} == {
        "enumerator": (1, 2, 2),
        "second": (0, 1, 2),
    }
    assert {one.question.label: (one.rate.count, one.rate.of) for one in rates.questions} == {
        "Rooms": (1, 2),
        "Floor": (0, 1),
    }


@pytest.mark.parametrize(
    ("kind", "was", "now", "same"),
    [
        ("integer", "3", "3.0", True),
        ("decimal", "1", "1.6", False),
        ("integer", "3", "", None),
        ("integer", "x", "3", None),
        ("select_multiple", "a b", "b a", True),
        ("select_multiple", "a b", "a", False),
        ("text", "  Ali  Haddad", "ali haddad", True),
        ("select_one", "dont_know", "yes", None),
        ("date", "2026-01-01", "2026-01-01T00:00", True),
    ],
)
def test_when_two_answers_are_the_same(kind, was, now, same):
    question = queries.KeyQuestion("/q", "Q", kind, tolerance=0.5)
    assert queries.agrees(question, was, now) is same


def test_the_interval_is_wilsons():
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(count, of)
        assert (round(found[0], 4), round(found[1], 4)) == (low, high)
    assert Rate(0, 0).share is None
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)
    assert math.isclose(wilson(5, 5)[1], 1.0)
