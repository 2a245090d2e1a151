"""Rules tried on everybody: what is counted, kept and refused; and on one household."""

import os
from decimal import Decimal

import pytest

from ayni.commons.access.errors import NotPermitted
from ayni.commons.audit.models import Entry, Look
from ayni.commons.jobs.models import Work
from ayni.engines.rules.errors import DefinitionRefused
from ayni.enrolment import actions, errors, queries, tasks
from ayni.enrolment.models import Decision
from ayni.enrolment.queries import trials, trying
from ayni.programmes.errors import TextRefused
from tests.unit.enrolment import world

CROWDED = "household.rooms < 3"


@pytest.fixture
def many(places):
    """Twelve poor households in the north, seven of them crowded; six whose rooms nobody knows, in the south."""
    for place in range(12):
        rooms = 2 if place < 7 else 4
        members = [{"born": world.date(1990, 1, 1), "sex": "female"}]
        world.household(places["N1"], f"n{place}", members, floor="earth", rooms=rooms)
    for place in range(6):
        world.household(places["S1"], f"s{place}", [{"born": world.date(1990, 1, 1)}], floor="earth")


@pytest.fixture
def snapshot(manager, many):
    return world.snapshot(manager)


def tried(text, manager, **more):
    return actions.try_rules(text=text, unit="household", by=manager, **more)


def test_a_programme_is_counted_by_area_and_by_sex(snapshot, manager):
    trial = tried(world.HOUSING, manager)
    found = queries.figures(trial, manager)
    assert found.total.counts == (7, 5, 6, 18)
    assert [(row.label, row.counts) for row in found.by_area.rows] == [
        ("Region N", (7, 5, 0, 12)),
        ("Region S", (0, 0, 6, 6)),
    ]
    assert found.amount == 7 * Decimal("50.26")  # half to even: 50.255
    assert found.a_year == found.amount * 4
    assert Decision.objects.count() == 0


def test_what_excludes_and_what_is_asked(snapshot, manager):
    found = queries.figures(tried(world.HOUSING, manager), manager)
    assert [(one.name, one.not_met, one.alone, one.unknown) for one in found.excluding] == [
        ("crowded", 5, 5, 6),
        ("earth-floor", 0, 0, 0),
    ]
    assert found.asked == (("Rooms", 6),)


def test_small_cells_are_hidden(families, manager):
    world.snapshot(manager)
    found = queries.figures(tried(CROWDED, manager), manager)
    assert all(count is None for count in found.total.counts if count != 0)
    assert found.amount is None
    assert found.excluding[0].unknown is None


def test_the_same_again_is_the_trial_that_is_there(snapshot, manager):
    first = tried(CROWDED, manager)
    when = (first.folder / "figures.json").stat().st_mtime_ns
    assert tried(CROWDED, manager) == first
    assert (first.folder / "figures.json").stat().st_mtime_ns == when
    assert tried(CROWDED.replace("3", "4"), manager) != first


def test_who_tried_what_is_recorded(snapshot, manager):
    tried(CROWDED, manager)
    entry = Entry.objects.get(action="enrolment.try_rules")
    assert (entry.actor, entry.facts["text"]) == (manager, CROWDED)


def test_old_trials_are_taken_away(snapshot, manager, monkeypatch):
    kept = [tried(f"household.rooms < {number}", manager) for number in range(3)]
    for age, trial in enumerate(kept):
        os.utime(trials.home() / f"{trial.key}.json", (age, age))
    monkeypatch.setattr(trials, "KEPT", 2)
    last = tried("household.rooms < 9", manager)
    assert {path.stem for path in trials.home().glob("*.json")} == {kept[2].key, last.key}
    assert not kept[0].folder.exists()
    with pytest.raises(errors.NotFound):
        queries.trial(kept[0].key, manager)


def test_a_large_snapshot_is_decided_behind(snapshot, manager, monkeypatch):
    monkeypatch.setattr(trying, "AT_ONCE", 0)
    trial = tried(CROWDED, manager)
    assert queries.figures(trial, manager) is None
    work = trial.work()
    assert (work.kind, work.is_over) == ("enrolment.try", False)
    told = []
    progress = type("Progress", (), {"tell": lambda self, *steps: told.append(steps)})()
    tasks.try_rules(progress, **work.arguments)
    assert told[-1] == (2, 2)
    assert queries.figures(trial, manager).total.counts == (7, 5, 6, 18)
    tried(CROWDED, manager)
    assert Work.objects.filter(kind="enrolment.try").count() == 1


def test_two_texts_are_compared(snapshot, manager):
    wider = CROWDED.replace("3", "5")
    trial = tried(wider, manager, against=CROWDED)
    before = tried(CROWDED, manager)
    found = queries.moves(trial, before, manager)
    assert found.total.counts == (5, 0, 0, 0, 13, 18)
    assert [(row.label, row.counts[0]) for row in found.by_area.rows] == [("Region N", 5), ("Region S", 0)]


def test_what_it_costs_more_is_told(snapshot, manager):
    wider = world.HOUSING.replace("rooms < 3", "rooms < 5")
    found = queries.moves(tried(wider, manager, against=world.HOUSING), tried(world.HOUSING, manager), manager)
    assert found.difference == found.after - found.before > 0
    assert found.a_year == found.difference * 4


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("household.roms < 3", TextRefused),
        ("household.id == 5", errors.SinglesOut),
        ("members.exists(m, m.id == 5)", errors.SinglesOut),
        ("", DefinitionRefused),
        ("programme: x", DefinitionRefused),
    ],
)
def test_what_cannot_be_tried_is_refused(snapshot, manager, text, refusal):
    with pytest.raises(refusal):
        tried(text, manager)
    assert not list(trials.home().glob("*.json"))


def test_units_that_differ_are_not_compared(snapshot, manager):
    with pytest.raises(errors.UnitsDiffer):
        tried(world.HOUSING, manager, against=world.CHILD_GRANT)


def test_without_a_snapshot_there_is_nothing_to_try_on(manager):
    with pytest.raises(errors.NothingToTryOn):
        tried(CROWDED, manager)


def test_only_who_may_try_does(snapshot, manager, officer):
    trial = tried(CROWDED, manager)
    with pytest.raises(NotPermitted):
        tried(CROWDED, officer)
    with pytest.raises(NotPermitted):
        queries.figures(trial, officer)


def definition(text):
    return trials.alone.read(text, "household")


def test_one_household_is_told_what_would_change(families, manager, everywhere):
    world.snapshot(manager)
    found = queries.try_on(definition(CROWDED), families["gaps"].pk, everywhere)
    (one,) = found.tried
    assert (one.result, one.missing) == ("needs_information", ("Rooms",))
    (change,) = one.changes
    assert [(lead.answers, lead.result) for lead in change.leads] == [("2", "eligible"), ("3 · 4", "ineligible")]
    assert Look.objects.filter(reader=everywhere).count() == 1


def test_each_member_of_a_household_is_told(families, manager, everywhere):
    world.snapshot(manager)
    found = queries.try_on(definition(world.CHILD_GRANT), families["poor"].pk, everywhere)
    assert [one.result for one in found.tried] == ["ineligible", "eligible"]


def test_a_household_elsewhere_is_not_shown(families, manager, officer):
    world.snapshot(manager)
    with pytest.raises(Exception, match="area"):
        queries.try_on(definition(CROWDED), families["south"].pk, officer)


def test_a_rule_is_no_way_to_a_sensitive_answer(families, manager, places):
    world.snapshot(manager)
    auditor = world.officer("auditor", "auditor")
    with pytest.raises(errors.AsksSensitive, match="disability"):
        queries.try_on(definition("members.exists(m, m.disability)"), families["poor"].pk, auditor)


def test_a_household_that_came_later_is_not_in_the_snapshot(families, manager, everywhere, places):
    world.snapshot(manager)
    later = world.household(places["N1"], "later", [{"born": world.date(1990, 1, 1)}])
    assert queries.try_on(definition(CROWDED), later.pk, everywhere).tried == ()
