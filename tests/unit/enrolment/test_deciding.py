from decimal import Decimal
from pathlib import Path

import pytest

from ayni.commons.access.errors import NotPermitted
from ayni.commons.jobs import queries as jobs
from ayni.enrolment import actions, errors, models, tasks
from ayni.snapshots import results
from tests.unit.enrolment import conftest, world
from tests.unit.enrolment.world import DAY


def told(run):
    """Every decision as (programme, household, person's place, result, amount, missing, status)."""
    rows = run.decisions.select_related("version__programme", "household", "person")
    return sorted(
        (
            row.version.programme.code,
            row.household.source_key,
            row.person.source_key[-1] if row.person else "",
            row.result,
            row.amount,
            row.missing,
            row.status,
        )
        for row in rows
    )


def test_the_eligible_are_proposed_and_the_unknown_are_asked(decided):
    assert told(decided) == [
        ("child-grant", "gaps", "1", "needs_information", None, ["person.born"], "asked"),
        ("child-grant", "poor", "2", "eligible", Decimal("300.00"), [], "proposed"),
        ("child-grant", "south", "2", "eligible", Decimal("300.00"), [], "proposed"),
        ("disability", "gaps", "1", "needs_information", None, ["person.disability"], "asked"),
        ("disability", "gaps", "2", "needs_information", None, ["person.disability"], "asked"),
        ("disability", "poor", "2", "eligible", None, [], "proposed"),
        ("disability", "rich", "1", "needs_information", None, ["person.disability"], "asked"),
        ("disability", "south", "1", "needs_information", None, ["person.disability"], "asked"),
        ("disability", "south", "2", "needs_information", None, ["person.disability"], "asked"),
        ("housing", "gaps", "", "needs_information", None, ["household.rooms", "members.born"], "asked"),
        ("housing", "poor", "", "eligible", Decimal("150.26"), [], "proposed"),
        ("housing", "south", "", "eligible", Decimal("150.26"), [], "proposed"),
    ]


def test_unknown_is_never_no(decided):
    """The floor of the household with gaps is of earth; its rooms are not known: neither yes nor no."""
    gaps = results.lookup(Path(decided.folder), "household", household("gaps"))[0]
    assert (gaps["housing__earth-floor"], gaps["housing__crowded"]) == (True, None)
    assert gaps["housing__result"] == "needs_information"
    rich = results.lookup(Path(decided.folder), "household", household("rich"))[0]
    assert (rich["housing__earth-floor"], rich["housing__crowded"]) == (False, None)
    assert rich["housing__result"] == "ineligible"


def test_every_unit_and_criterion_is_counted(decided):
    assert decided.counts["housing"] == {
        "version": 1,
        "unit": "household",
        "eligible": 2,
        "ineligible": 1,
        "needs_information": 1,
        "criteria": {
            "earth-floor": {"met": 3, "not_met": 1, "unknown": 0},
            "crowded": {"met": 2, "not_met": 0, "unknown": 2},
        },
    }
    assert decided.counts["child-grant"]["ineligible"] == 4
    assert (decided.status, decided.decided_at is not None) == ("decided", True)


def test_the_same_snapshot_day_and_versions_are_one_run(decided, manager):
    again = conftest.decide(manager, decided.snapshot)
    assert again == decided
    assert models.Run.objects.count() == 1
    assert jobs.work(f"enrolment.decide/{decided.pk}").by == manager


def test_other_versions_are_another_run(decided, manager, approver):
    world.programme(world.CHILD_GRANT.replace("< 5", "< 3"), manager, approver)
    again = conftest.decide(manager, decided.snapshot)
    assert again != decided
    assert again.counts["child-grant"]["eligible"] == 1


def test_without_a_programme_in_force_there_is_nothing_to_decide(manager, families):
    with pytest.raises(errors.NothingInForce, match="Have a programme approved first"):
        actions.start_run(world.snapshot(manager), by=manager, on=DAY)


def test_starting_a_run_needs_its_permission(approver, manager, programmes, families):
    with pytest.raises(NotPermitted):
        actions.start_run(world.snapshot(manager), by=approver, on=DAY)


@pytest.mark.parametrize(
    "moment", ["before the files", "between two files", "before the rename", "between decisions", "at the end"]
)
def test_killed_at_any_moment_a_run_ends_as_if_undisturbed(moment, manager, programmes, families, monkeypatch, home):
    run = actions.start_run(world.snapshot(manager), by=manager, on=DAY)
    with pytest.raises(Killed), monkeypatch.context() as patch:
        kill_at(patch, moment)
        tasks.decide(conftest.Quiet(), run=run.pk)
    run.refresh_from_db()
    assert (run.status, run.decisions.count(), run.counts) == ("waiting", 0, {})

    tasks.decide(conftest.Quiet(), run=run.pk)

    run.refresh_from_db()
    disturbed = (told(run), run.counts)
    assert sorted(path.name for path in (home / "runs").iterdir()) == [str(run.pk)]
    run.decisions.all().delete()
    models.Run.objects.filter(pk=run.pk).update(status="waiting", counts={})
    tasks.decide(conftest.Quiet(), run=run.pk)
    run.refresh_from_db()
    assert disturbed == (told(run), run.counts)


def test_decided_again_nothing_changes(decided):
    before = told(decided)
    result = tasks.decide(conftest.Quiet(), run=decided.pk)
    assert told(decided) == before
    assert result["programmes"] == decided.counts


class Killed(BaseException):
    """The worker dies: no clean-up of ours runs for it."""


def kill_at(patch, moment):
    places = {
        "before the files": (tasks, "_matrix", 1),
        "between two files": (results, "write", 2),
        "before the rename": (tasks, "_settle", 1),
        "between decisions": (tasks, "_decisions", 2),
        "at the end": (tasks.lifecycles, "step", 1),
    }
    module, name, time = places[moment]
    real, calls = getattr(module, name), []

    def dies(*args, **kwargs):
        calls.append(name)
        if len(calls) == time:
            raise Killed
        return real(*args, **kwargs)

    patch.setattr(module, name, dies)


def household(key):
    return world.models.Household.objects.get(source_key=key).pk
