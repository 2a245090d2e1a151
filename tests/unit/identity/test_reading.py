"""Reading pairs: who may answer when, what follows from one, two and three answers, and taking an answer back."""

from datetime import timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.identity import actions, errors, models, queries
from ayni.identity.actions import reading
from ayni.identity.queries import differing, pairs, reviewing
from ayni.kernel.lifecycles import WrongState
from tests.unit.identity import town

pytestmark = pytest.mark.django_db
LATER = town.NOON + timedelta(hours=1)
ALONE = {"same_from": 1, "different_below": 0, "second_from": 0, "second_below": 0, "second_share": 0, "seed": 1}


@pytest.fixture
def readers(db):
    return [town.officer(name) for name in ("amal", "binta", "chidi", "dora")]


@pytest.fixture
def made(db):
    return town.built(count=8, twice=0)


@pytest.fixture
def alone(readers):
    """Nobody reads second but where they must."""
    return models.Thresholds.objects.create(
        **ALONE, reason="Alone", state="approved", proposed_by=readers[0], proposed_at=town.NOON
    )


def read(pair, *answers):
    for by, answer in answers:
        actions.read_pair(pair, answer=answer, because="Seen", at=town.NOON, by=by)
    return models.Candidate.objects.get(pk=pair.pk)


def test_one_answer_settles_what_need_not_be_read_twice(made, readers, alone):
    pair = town.pair(made.people[0], made.people[2], 0.9)
    settled = read(pair, (readers[0], "same"))
    assert (settled.state, settled.settled_how, settled.held_by) == ("same", "read", None)
    assert queries.said_same(pair.one_id, pair.other_id) == {readers[0].pk}
    with pytest.raises(WrongState):
        read(pair, (readers[1], "same"))


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (("same", "same"), "same"),
        (("unsure", "unsure"), "unsure"),
        (("same", "different"), "third"),
        (("same", "different", "different"), "different"),
        (("same", "different", "unsure"), "unsure"),
    ],
)
def test_what_two_and_three_say(made, readers, answers, state):
    pair = town.pair(made.people[0], made.people[2], 0.5)
    assert read(pair, *zip(readers, answers, strict=False)).state == state


def test_nobody_reads_a_pair_twice(made, readers):
    pair = town.pair(made.people[0], made.people[2], 0.5)
    read(pair, (readers[0], "same"))
    with pytest.raises(errors.AlreadyRead):
        read(pair, (readers[0], "same"))
    with acting.as_user(readers[0]):
        assert pair not in reviewing.open_pairs(readers[0], reviewing.Asked())
    with acting.as_user(readers[1]):
        assert reviewing.readings(models.Candidate.objects.get(pk=pair.pk), reader=readers[1]) == []


def test_not_sure_or_against_what_is_known_needs_a_reason(made, readers, alone):
    likely = town.pair(made.people[0], made.people[2], 0.99)
    for answer in ("unsure", "different"):
        with pytest.raises(errors.WhyMissing):
            actions.read_pair(likely, answer=answer, at=town.NOON, by=readers[0])
    said = actions.read_pair(likely, answer="different", because="Two mothers", at=town.NOON, by=readers[0])
    assert said.state == "second"


def test_the_lot_decides_by_the_seed_alone(made, readers):
    limits = models.Thresholds(**{**ALONE, "second_share": 0.3, "seed": 5})
    asked = [models.Candidate(pk=number, chance=0.9) for number in range(1, 1001)]
    first = [reading.needs_second(one, limits, "same") for one in asked]
    assert first == [reading.needs_second(one, limits, "same") for one in asked]
    assert 250 < sum(first) < 350
    other = models.Thresholds(**{**ALONE, "second_share": 0.3, "seed": 6})
    assert first != [reading.needs_second(one, other, "same") for one in asked]


def test_an_answer_is_taken_back_until_somebody_reads_on(made, readers, alone):
    pair = town.pair(made.people[0], made.people[2], 0.9)
    read(pair, (readers[0], "same"))
    with pytest.raises(errors.NothingToTakeBack):
        actions.take_back(pair, at=LATER, by=readers[1])
    back = actions.take_back(pair, at=LATER, by=readers[0])
    assert (back.state, back.settled_how, back.held_by) == ("waiting", "", readers[0])
    assert queries.said_same(pair.one_id, pair.other_id) == set()
    even = town.pair(made.people[4], made.people[6], 0.5)
    read(even, (readers[0], "unsure"), (readers[1], "same"))
    assert actions.take_back(even, at=LATER, by=readers[1]).state == "second"


def test_two_officers_do_not_read_the_same_pair(made, readers):
    first = town.pair(made.people[0], made.people[2], 0.9, priority=9)
    second = town.pair(made.people[2], made.people[4], 0.9, priority=5)
    asked = reviewing.Asked()
    assert actions.take_pair(asked, at=town.NOON, by=readers[0]) == first
    assert actions.take_pair(asked, at=town.NOON, by=readers[1]) == second
    with pytest.raises(errors.HeldByAnother):
        actions.read_pair(first, answer="same", at=town.NOON, by=readers[1])
    assert actions.take_pair(asked, at=LATER, by=readers[2]) == first
    assert actions.take_pair(asked, after=first.pk, at=LATER, by=readers[2]) == second
    assert models.Candidate.objects.filter(held_by=readers[2]).count() == 2
    assert actions.take_pair(asked, skipping=[first.pk, second.pk], at=LATER, by=readers[2]) is None


def test_told_twice_opens_what_was_settled(made, readers, alone):
    pair = town.pair(made.people[0], made.people[2], 0.9)
    read(pair, (readers[0], "different"))
    desk = town.officer("desk", "desk_officer")
    told = actions.report_same(made.people[2], made.people[0], because="She says so", at=LATER, by=desk)
    assert (told.pk, told.state, told.round) == (pair.pk, "waiting", 2)
    assert queries.said_same(pair.other_id, pair.one_id) == {desk.pk}
    with pytest.raises(errors.OneRecord):
        actions.report_same(made.people[0], made.people[0], because="x", at=LATER, by=desk)
    with pytest.raises(errors.WhyMissing):
        actions.report_same(made.people[0], made.people[4], because=" ", at=LATER, by=desk)
    nora = town.officer("nora", "desk_officer", made.north)
    with pytest.raises(OutsideArea):
        actions.report_same(made.people[0], made.people[1], because="x", at=LATER, by=nora)
    with pytest.raises(NotPermitted):
        actions.report_same(
            made.people[0], made.people[2], because="x", at=LATER, by=town.officer("pay", "payment_officer")
        )


def test_letters_that_differ_are_marked_with_their_marks():
    one, other = differing.pieces("Fatima", "Fatma")
    assert [(piece.text, piece.differs) for piece in one] == [("Fat", False), ("i", True), ("ma", False)]
    assert [piece.text for piece in other] == ["Fatma"]
    here, there = differing.pieces("مُحَمَّد", "محمد")
    assert [piece.text for piece in here if piece.differs] == ["مُحَمَّ"] and any(piece.differs for piece in there)
    assert differing.pieces("", "Ada") == ((), (differing.Piece("Ada", differs=False),))


def test_a_pair_is_shown_with_its_households_in_a_fixed_number_of_questions(
    made, readers, django_assert_max_num_queries
):
    pair = town.pair(made.people[0], made.people[2], 0.9)
    with acting.as_user(readers[0]), django_assert_max_num_queries(16):
        told = pairs.shown(pair, reader=readers[0], at=town.NOON)
    assert told.lines[0].label == "Name"
    assert told.said[0].is_for and told.said[0].text == "Same day of birth" and told.said[0].much == "says very much"
