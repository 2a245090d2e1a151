"""Thresholds and the sample behind them: what they would do, who approves them, what follows for what is unread."""

import pytest

from ayni.commons.actions.errors import SameOfficer
from ayni.identity import actions, errors, models
from ayni.identity.queries import thresholds
from tests.unit.identity import town

pytestmark = pytest.mark.django_db
GIVEN = {"second_from": 0.2, "second_below": 0.8, "second_share": 0.1, "seed": 3, "reason": "Read in June"}


@pytest.fixture
def steward(db):
    return town.officer("steward")


@pytest.fixture
def approver(db):
    return town.officer("approver", "programme_approver")


@pytest.fixture
def laid(db):
    """Forty pairs in two bands: below one half nobody is one person, above nine in ten are."""
    made = town.built(count=80, twice=0)
    people = made.people[::2] + made.people[1::2]
    return [
        town.pair(people[at * 2], people[at * 2 + 1], 0.3 if at < 20 else 0.97)
        for at in range(40)
        if people[at * 2].pk != people[at * 2 + 1].pk
    ]


def read_all(pairs):
    for one in pairs:
        state = "different" if one.chance < 0.5 or one.pk == pairs[-1].pk else "same"
        models.Candidate.objects.filter(pk=one.pk).update(state=state, settled_how="read")


def test_a_sample_is_the_same_again_by_its_seed(laid, steward):
    one = actions.draw_sample(seed=4, per_band=5, at=town.NOON, by=steward)
    again = actions.draw_sample(seed=4, per_band=5, at=town.NOON, by=steward)
    other = actions.draw_sample(seed=5, per_band=5, at=town.NOON, by=steward)
    drawn = [sorted(sample.drawn.values_list("candidate", flat=True)) for sample in (one, again, other)]
    assert drawn[0] == drawn[1] != drawn[2] and len(drawn[0]) == 10
    assert sum(band["pairs"] for band in one.bands) == len(laid)


def test_estimates_come_from_what_was_read(laid, steward):
    sample = actions.draw_sample(seed=4, per_band=50, at=town.NOON, by=steward)
    assert thresholds.expected(0.95, 0.2) is None
    read_all(laid)
    at = {one.threshold: one for one in thresholds.estimates(sample)}
    assert at[0.95].precision.value == pytest.approx(19 / 20) == at[0.95].precision.low
    assert at[0.95].recall.value == 1
    assert at[0.01].precision.value == pytest.approx(19 / 40)
    told = thresholds.expected(0.95, 0.5)
    assert (told["linked"], told["set_aside"], told["read"]) == (20, 20, 0)
    assert told["wrong"][0] == pytest.approx(1) and told["missed"][0] == pytest.approx(0)


def test_nothing_goes_unread_before_a_sample_was_read(laid, steward):
    with pytest.raises(errors.NothingRead):
        actions.propose_thresholds(same_from=0.95, different_below=0, at=town.NOON, by=steward, **GIVEN)
    with pytest.raises(errors.NotInOrder):
        actions.propose_thresholds(same_from=0.2, different_below=0.5, at=town.NOON, by=steward, **GIVEN)
    made = actions.propose_thresholds(same_from=1, different_below=0, at=town.NOON, by=steward, **GIVEN)
    assert made.state == "proposed"


def test_another_officer_approves_and_what_nobody_read_follows(laid, steward, approver):
    actions.draw_sample(seed=4, per_band=5, at=town.NOON, by=steward)
    drawn = set(models.Drawn.objects.values_list("candidate", flat=True))
    models.Candidate.objects.filter(pk__in=drawn, chance__gt=0.5).update(state="same", settled_how="read")
    made = actions.propose_thresholds(same_from=0.95, different_below=0.4, at=town.NOON, by=steward, **GIVEN)
    with pytest.raises(SameOfficer):
        models.Thresholds.objects.filter(pk=made.pk).update(proposed_by=approver)
        actions.approve_thresholds(made, at=town.NOON, by=approver)
    models.Thresholds.objects.filter(pk=made.pk).update(proposed_by=steward)
    actions.approve_thresholds(made, at=town.NOON, by=approver)
    by_threshold = models.Candidate.objects.filter(settled_how="threshold")
    assert set(by_threshold.filter(state="same").values_list("chance", flat=True)) == {0.97}
    assert by_threshold.filter(state="same").count() == 15 and by_threshold.filter(state="different").count() == 15
    assert models.Candidate.objects.filter(pk__in=drawn, state="waiting").count() == 5
    later = actions.propose_thresholds(same_from=1, different_below=0, at=town.NOON, by=steward, **GIVEN)
    actions.approve_thresholds(later, at=town.NOON, by=approver)
    assert not models.Candidate.objects.filter(settled_how="threshold").exists()
    made.refresh_from_db()
    assert (made.state, thresholds.in_force().pk) == ("replaced", later.pk)


def test_two_readers_agreement_is_measured(laid, steward):
    other = town.officer("other")
    for pair, answers in zip(laid[:4], (("same", "same"), ("same", "different"), ("unsure", "unsure")), strict=False):
        models.Candidate.objects.filter(pk=pair.pk).update(chance=0.5)
        pair.refresh_from_db()
        for by, answer in zip((steward, other), answers, strict=True):
            actions.read_pair(pair, answer=answer, because="Seen", at=town.NOON, by=by)
    told = thresholds.agreement()
    assert (told.things, told.agreed) == (3, 2)
