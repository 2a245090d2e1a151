from datetime import date, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ayni.cli import snapshots as commands
from ayni.commons.access.errors import NotPermitted
from ayni.enrolment.models import Run
from ayni.registry import actions, models
from ayni.snapshots import declared, errors, manifests, opening, pruning, queries
from tests.unit.registry import village
from tests.unit.registry.village import DAY


@pytest.fixture
def taken(loaded, steward):
    """One snapshot each twenty days, the newest last: of 30 June back to 2 March."""
    days = [DAY - timedelta(days=20 * back) for back in reversed(range(7))]
    models.Household.objects.update(registered_on=date(2026, 1, 1))
    models.Membership.objects.update(period=(date(2026, 1, 1), None))
    return [actions.take_snapshot(on=day, by=steward) for day in days]


def prune(steward, django_capture_on_commit_callbacks, **policy):
    with django_capture_on_commit_callbacks(execute=True):
        return actions.prune_snapshots(on=DAY, by=steward, policy=pruning.Policy(**policy))


def days(snapshots):
    return [(snapshot.on.month, snapshot.on.day) for snapshot in snapshots]


def test_the_newest_and_the_last_of_each_month_are_kept(taken):
    assert days(taken) == [(3, 2), (3, 22), (4, 11), (5, 1), (5, 21), (6, 10), (6, 30)]
    assert days(pruning.dispensable(pruning.Policy(1, 0), on=DAY)) == days(taken[:-1])
    assert days(pruning.dispensable(pruning.Policy(2, 0), on=DAY)) == days(taken[:-2])
    assert days(pruning.dispensable(pruning.Policy(1, 3), on=DAY)) == [(3, 2), (3, 22), (5, 1), (6, 10)]
    assert days(pruning.dispensable(pruning.Policy(1, 24), on=DAY)) == [(3, 2), (5, 1), (6, 10)]
    assert pruning.dispensable(pruning.policy(), on=DAY) == []


def test_a_pruned_one_says_so_and_leaves_its_manifest(taken, steward, django_capture_on_commit_callbacks):
    pruned = prune(steward, django_capture_on_commit_callbacks, newest=2, months=0)
    assert pruned == taken[:-2]
    assert {place.name for place in Path(taken[0].folder).parent.iterdir()} == {one.version for one in taken[-2:]}
    gone = queries.snapshot(taken[0].version)
    assert gone.manifest == taken[0].manifest
    with pytest.raises(errors.SnapshotPruned, match=r"were removed on \d{4}-.*take a new one"):
        opening.open(gone)
    with pytest.raises(errors.SnapshotPruned):
        opening.facts(gone, 1)
    assert queries.snapshots() == [taken[-1], taken[-2]]
    assert queries.latest(on=gone.on) is None
    assert len(queries.every_snapshot()) == 7
    assert prune(steward, django_capture_on_commit_callbacks, newest=2, months=0) == []


def test_files_shared_with_others_survive(taken, steward, django_capture_on_commit_callbacks):
    shared = [Path(one.folder) / "persons/area_1=N/part-0.parquet" for one in taken[:-1]]  # no answer was told yet
    assert len({path.stat().st_ino for path in shared}) == 1
    kept = taken[-2]
    before = pruning.size(kept)
    prune(steward, django_capture_on_commit_callbacks, newest=2, months=0)
    manifests.verify(queries.snapshot(kept.version))
    whole = sum(path.stat().st_size for path in Path(kept.folder).rglob("*") if path.is_file())
    assert before < pruning.size(kept) == whole


def test_what_anything_rests_on_is_never_pruned(taken, steward, monkeypatch, django_capture_on_commit_callbacks):
    Run.objects.create(snapshot=taken[0], on=DAY, asked_by=steward)
    monkeypatch.setattr(declared, "_citations", [lambda: [taken[2].pk]])
    assert pruning.cited() == {taken[0].pk, taken[2].pk}
    pruned = prune(steward, django_capture_on_commit_callbacks, newest=1, months=0)
    assert pruned == [taken[1], *taken[3:-1]]
    for kept in (taken[0], taken[2], taken[-1]):
        manifests.verify(queries.snapshot(kept.version))


def test_what_comes_to_rest_on_it_meanwhile_keeps_it(taken, steward, django_capture_on_commit_callbacks):
    dispensable = pruning.dispensable(pruning.Policy(1, 0), on=DAY)
    Run.objects.create(snapshot=taken[0], on=DAY, asked_by=steward)
    with django_capture_on_commit_callbacks(execute=True):
        assert pruning.prune(dispensable) == taken[1:-1]
    manifests.verify(taken[0])


def test_every_domain_that_points_at_snapshots_is_asked(loaded):
    from django.apps import apps

    from ayni.snapshots.models import Snapshot

    pointing = {
        relation.related_model._meta.label
        for relation in Snapshot._meta.get_fields(include_hidden=True)
        if relation.one_to_many
    }
    assert pointing >= {"enrolment.Run", "assessment.Assessment", "monitoring.Figure"}
    assert pointing == {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model is Snapshot
    }


def test_taken_again_it_is_whole_again(taken, steward, django_capture_on_commit_callbacks):
    prune(steward, django_capture_on_commit_callbacks, newest=1, months=0)
    again = actions.take_snapshot(on=taken[0].on, by=steward)
    assert (again, again.pruned_at) == (taken[0], None)
    opening.verify(again)


def test_what_a_crash_left_of_a_pruned_one_is_removed_the_next_time(taken, steward, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        actions.prune_snapshots(on=DAY, by=steward, policy=pruning.Policy(1, 0))
    assert Path(taken[0].folder).exists()
    prune(steward, django_capture_on_commit_callbacks, newest=1, months=0)
    assert not Path(taken[0].folder).exists()


def test_who_may_not_prune_is_refused(loaded):
    with pytest.raises(NotPermitted):
        actions.prune_snapshots(on=DAY, by=village.officer("a", "auditor"))
    with pytest.raises(ValueError, match="at least the newest"):
        pruning.Policy(0, 3)


def test_the_commands(taken, steward):
    app = typer.Typer()
    commands.add_to(app)

    def ayni(*words):
        done = CliRunner().invoke(app, ["snapshot", *words], env={"AYNI_AS": "steward", "COLUMNS": "200"})
        assert done.exit_code == 0, done.output
        return done.output

    Run.objects.create(snapshot=taken[0], on=DAY, asked_by=steward)
    said = ayni("prune", "--dry-run", "--newest", "1", "--months", "0", "--on", "2026-06-30")
    assert f"Would remove {taken[1].version}" in said
    assert "Would remove 5 of 7 snapshots" in said
    assert len(queries.snapshots()) == 7
    assert "Removed 5 of 7" in ayni("prune", "--newest", "1", "--months", "0", "--on", "2026-06-30")
    listed = ayni("list")
    assert (listed.count("pruned"), listed.count("cited")) == (5, 1)
    assert f"{taken[-1].version}" in ayni("--on", "2026-06-30")
    refused = CliRunner().invoke(app, ["snapshot"], env={"AYNI_AS": "steward"})
    assert (refused.exit_code, "--on" in refused.output) == (2, True)
