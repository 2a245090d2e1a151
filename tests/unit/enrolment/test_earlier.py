"""Rules that ask of earlier decisions, payments and areas: the run and the explanation read the same."""

from pathlib import Path

import duckdb
import pytest

from ayni.enrolment import models, tasks
from ayni.enrolment.queries import explaining
from ayni.snapshots import keeping, opening, results
from tests.unit.enrolment import conftest, world
from tests.unit.enrolment.world import DAY

TOP_UP = """
programme: top-up
title: {en: Top-up}
unit: household
criteria:
  - {name: in-the-north, rule: 'within(area, "N")', says: {en: It lives in the north}}
  - {name: has-grant, rule: 'enrolled("child-grant")', says: {en: Somebody has the child grant}}
  - {name: unpaid, rule: 'received("child-grant", 12) == 0', says: {en: Nothing was paid yet}}
  - {name: child, rule: 'members.exists(m, enrolled(m, "child-grant") && age(m, on) < 5)', says: {en: A young child}}
benefit: {amount: '10 + received("child-grant", 12)', every: month, currency: LCU}
"""


@pytest.fixture
def topped_up(decided, manager, approver, families):
    """The baby of the poor family is enrolled; then a programme that asks about it is decided."""
    version = decided.versions.get(programme__code="child-grant")
    baby = families["poor"].memberships.get(number=2).person
    models.Enrolment.objects.create(
        household=families["poor"],
        person=baby,
        programme=version.programme,
        version=version,
        decision=models.Decision.objects.get(run=decided, person=baby, version=version),
        amount=300,
        starts_on=world.START,
    )
    world.programme(TOP_UP, manager, approver)
    return conftest.decide(manager, world.snapshot(manager))


def test_only_the_family_with_an_enrolment_is_topped_up(topped_up, families):
    found = models.Decision.objects.filter(run=topped_up, version__programme__code="top-up", result="eligible")
    assert [(one.household_id, str(one.amount)) for one in found] == [(families["poor"].pk, "10.00")]
    assert topped_up.counts["top-up"]["criteria"]["in-the-north"] == {"met": 3, "not_met": 1, "unknown": 0}
    assert topped_up.counts["top-up"]["needs_information"] == 0


def test_the_explanation_says_what_the_run_found(topped_up, families, everywhere):
    for key, household in families.items():
        told = {one.programme: one for one in explaining.for_household(household.pk, everywhere)}["top-up"]
        assert told.result == ("eligible" if key == "poor" else "ineligible")
        assert {one.name: one.met for one in told.criteria}["has-grant"] == (key == "poor")


def test_what_was_gathered_is_kept_and_gives_the_same_again(topped_up, settings):
    kept = list((settings.AYNI_HOME / "features" / topped_up.snapshot.version).glob("*/households.parquet"))
    assert len(kept) == 1
    before = _read(topped_up)
    models.Decision.objects.filter(run=topped_up).delete()
    models.Run.objects.filter(pk=topped_up.pk).update(status="waiting", folder="", decided_at=None)
    tasks.decide(conftest.Quiet(), run=topped_up.pk)
    topped_up.refresh_from_db()
    assert _read(topped_up) == before


def test_a_run_says_where_it_comes_from(topped_up):
    said = results.provenance(Path(topped_up.folder), "household")
    assert said["snapshot"] == topped_up.snapshot.version
    assert (said["engine"], said["on"], said["rows"]) == ("duckdb", DAY.isoformat(), 4)
    assert set(said["programmes"]) == {"child-grant", "disability", "housing", "top-up"}


def test_kept_features_are_forgotten_with_their_snapshot(topped_up, settings):
    keeping.forget(topped_up.snapshot.version)
    assert not (settings.AYNI_HOME / "features" / topped_up.snapshot.version).exists()
    assert opening.dictionary(topped_up.snapshot)


def _read(run):
    """A run's answers on households, in the order of their ids."""
    return sorted(duckdb.sql(results.selection(Path(run.folder), "household")).fetchall())
