import math

import numpy as np
import pytest

from ayni.assessment import actions, errors, models, queries, tasks
from ayni.commons.access.errors import NotPermitted
from ayni.engines.measures.proxy_means import Formula
from ayni.snapshots import opening
from tests.unit.enrolment import world
from tests.unit.enrolment.world import DAY

MPI = """
code: mpi
k: 1/2
labels: {en: Deprivation}
dimensions:
  - name: dwelling
    indicators: [{name: floor, rule: household.floor == "earth"}]
  - name: light
    indicators: [{name: light, rule: "!household.electricity"}]
"""
PMT = """
code: pmt
outcome: {rule: household.consumption_per_person}
regressors:
  - {name: earth, rule: household.floor == "earth"}
  - {name: crowding, rule: size(members) / household.rooms}
"""


def instrument(text, code):
    kind = "deprivation" if code == "mpi" else "proxy_means"
    return models.Instrument.objects.create(
        code=code, version=1, kind=kind, title={"en": code.upper()}, definition=text, digest=code
    )


def home(area, key, size, **answers):
    return world.household(area, key, [{}] * size, **answers)


@pytest.fixture
def families(places):
    """Persons: 2 doubly deprived, 3 once, 4 not at all, in the north; 1 doubly in the south; 5 unknown."""
    north, south = places["N1"], places["S1"]
    return {
        "both": home(north, "both", 2, floor="earth", electricity=False, rooms=1),
        "one": home(north, "one", 3, floor="earth", electricity=True, rooms=1),
        "none": home(north, "none", 4, floor="cement", electricity=True, rooms=3),
        "south": home(south, "south", 1, floor="earth", electricity=False, rooms=1),
        "unknown": home(south, "unknown", 5, floor="earth", rooms=2),
    }


def test_deprivation_counts_persons_and_leaves_the_unknown_out(manager, families):
    made = actions.assess(instrument(MPI, "mpi"), world.snapshot(manager), by=manager)
    figures = made.figures
    # Ten persons are known; the poor are six (2 + 3 + 1), with scores 1, 1/2 and 1.
    assert figures["H"]["value"] == pytest.approx(6 / 10)
    assert figures["A"]["value"] == pytest.approx((2 + 1.5 + 1) / 6)
    assert figures["M0"]["value"] == pytest.approx(4.5 / 10)
    assert figures["retained"] == pytest.approx(10 / 15)
    assert figures["H"]["se"] > 0
    assert {area["area"]: area["H"]["value"] for area in figures["by_area"]} == pytest.approx({"N": 5 / 9, "S": 1.0})
    assert sum(one["percentage"]["value"] for one in figures["indicators"]) == pytest.approx(1)
    assert figures["indicators"][0]["censored"]["value"] == pytest.approx(0.6)
    assert not figures["sample"]["is_survey"]


def test_an_unknown_answer_gives_no_score_rather_than_a_low_one(manager, families):
    actions.assess(instrument(MPI, "mpi"), world.snapshot(manager), by=manager)
    scores = {row.household.source_key: float(row.value) for row in models.Score.objects.select_related("household")}
    assert scores == {"both": 1.0, "one": 0.5, "none": 0.0, "south": 1.0}
    shown = queries.for_household(families["both"].pk)[0]
    assert (shown.title, shown.value, shown.is_poor, shown.on) == ("MPI", 1.0, True, DAY)
    assert queries.for_household(families["unknown"].pk) == []


def test_scores_are_seen_in_the_readers_areas_only(manager, families, places):
    actions.assess(instrument(MPI, "mpi"), world.snapshot(manager), by=manager)
    noor = world.officer("noor", "district_officer", places["N"])
    assert len(queries.for_household(families["both"].pk, reader=noor)) == 1
    assert queries.for_household(families["south"].pk, reader=noor) == []
    with pytest.raises(NotPermitted):
        queries.for_household(families["both"].pk, reader=manager)


def test_scores_reach_the_rules_through_the_snapshot(manager, families):
    snapshot = world.snapshot(manager)
    actions.assess(instrument(MPI, "mpi"), snapshot, by=manager)
    files = queries.score_files(snapshot)
    with opening.open(snapshot, files) as opened:
        rows = opened.households.select("id", "score_mpi").to_pyarrow().to_pylist()
    assert {row["id"]: row["score_mpi"] for row in rows}[families["one"].pk] == 0.5
    assert opening.facts(snapshot, families["unknown"].pk, files)["scores"] == {"mpi": None}


def test_assessed_again_it_is_the_same_assessment(manager, families):
    snapshot, mpi = world.snapshot(manager), instrument(MPI, "mpi")
    first = actions.assess(mpi, snapshot, by=manager)
    assert actions.assess(mpi, snapshot, by=manager) == first
    assert models.Score.objects.count() == 4
    assert queries.latest("mpi", snapshot) == first
    assert queries.figures("mpi")["n"] == 4


def test_a_design_makes_the_errors_and_the_undrawn_are_scored_too(manager, places):
    for place in range(8):
        home(
            places["N1"],
            f"h{place}",
            1,
            floor="earth" if place % 4 else "cement",
            electricity=bool(place % 3),
            survey_weight=10.0 + place,
            survey_stratum=f"s{place % 2}",
            survey_psu=f"p{place // 2}",
        )
    outside = home(places["S1"], "outside", 1, floor="earth", electricity=False)
    made = actions.assess(instrument(MPI, "mpi"), world.snapshot(manager), by=manager)
    sample = made.figures["sample"]
    assert (sample["is_survey"], sample["households"], sample["strata"], sample["clusters"]) == (True, 8, 2, 8)
    weights = np.array([10.0 + place for place in range(8)])
    poor = np.array([bool(place % 4) or not place % 3 for place in range(8)])
    assert made.figures["H"]["value"] == pytest.approx(weights @ poor / weights.sum())
    assert [area["area"] for area in made.figures["by_area"]] == ["N"]
    assert queries.for_household(outside.pk)[0].value == 1.0


@pytest.fixture
def consumers(places):
    """Twelve households whose consumption follows exp(9 - 0.5 earth - 0.2 crowding); the last two are not known."""
    found = []
    for place in range(14):
        earth, size, rooms = place % 2, 1 + place % 3, 1 + place % 4
        consumption = math.exp(9 - 0.5 * earth - 0.2 * size / rooms)
        answers = {"floor": "earth" if earth else "cement", "rooms": rooms, "consumption_per_person": consumption}
        if place >= 12:
            del answers["consumption_per_person"]
        if place == 13:
            del answers["rooms"]
        found.append(home(places["N1"], f"c{place}", size, **answers))
    return found


def test_a_proxy_means_test_is_fitted_frozen_and_applied_to_all(manager, consumers):
    made = actions.assess(instrument(PMT, "pmt"), world.snapshot(manager), by=manager)
    figures = made.figures
    assert (figures["n"], figures["scored"], figures["households"]) == (12, 13, 14)
    assert figures["r2"] == pytest.approx(1)
    formula = Formula.from_dict(figures["formula"])
    assert formula.intercept == pytest.approx(9)
    assert formula.coefficients == pytest.approx({"earth": -0.5, "crowding": -0.2})
    assert [one["share"] for one in figures["errors"]] == [0.2, 0.4]
    assert figures["errors"][0]["in_sample"]["exclusion"] == pytest.approx(0)
    assert "out_of_sample" in figures["errors"][1]


def test_a_household_without_consumption_is_scored_and_one_without_a_proxy_is_not(manager, consumers):
    actions.assess(instrument(PMT, "pmt"), world.snapshot(manager), by=manager)
    scored = queries.for_household(consumers[12].pk)[0]
    assert scored.value == pytest.approx(math.exp(9 - 0.2 * 1 / 1))
    assert scored.is_poor is None
    assert queries.for_household(consumers[13].pk) == []


def test_too_few_households_are_refused_in_words(manager, families):
    with pytest.raises(errors.CannotAssess, match="Only 0 units have consumption"):
        actions.assess(instrument(PMT, "pmt"), world.snapshot(manager), by=manager)
    assert not models.Assessment.objects.exists()


def test_a_rule_that_does_not_check_is_refused_with_its_place(manager, families):
    with pytest.raises(errors.InstrumentRefused, match=r"“floor”, line 1, column 11.*flor"):
        actions.assess(
            instrument(MPI.replace("household.floor", "household.flor"), "mpi"), world.snapshot(manager), by=manager
        )


def test_killed_between_the_file_and_the_rows_it_ends_as_if_undisturbed(manager, families, monkeypatch, tmp_path):
    class Killed(BaseException):
        pass

    def dies(*args):
        raise Killed

    mpi, snapshot = instrument(MPI, "mpi"), world.snapshot(manager)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(actions.assessing.keeping, "rows", dies)
        actions.assess(mpi, snapshot, by=manager)
    assert not models.Assessment.objects.exists()
    result = tasks.assess(Asked(manager), instrument=mpi.pk, snapshot=snapshot.pk)
    assert models.Score.objects.filter(assessment=result["assessment"]).count() == 4
    assert len(list((tmp_path / "assessments").iterdir())) == 1


class Asked:
    """Progress of a piece of work somebody asked for."""

    def __init__(self, by):
        self.by = by

    def tell(self, done, total):
        assert done <= total
