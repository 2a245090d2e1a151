"""Looking through the registry for people who are on record twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.jobs import running
from ayni.identity import errors, models, permissions
from ayni.identity.actions import finding_pairs, learning
from ayni.identity.models import LinkageRun
from ayni.identity.queries import runs, telling

if TYPE_CHECKING:
    from ayni.engines.linkage.linking import Run

LOOK = "identity.link"
#: Where people live now, in the pairs that wait: who reaches both may have changed since they were found.
FOLLOWED = """
    UPDATE identity_candidate c SET one_area_id = one.area, other_area_id = other.area
    FROM ({lives}) one, ({lives}) other
    WHERE c.state IN ('waiting', 'second', 'third', 'same') AND one.id = c.one_id AND other.id = c.other_id
        AND (c.one_area_id IS DISTINCT FROM one.area OR c.other_area_id IS DISTINCT FROM other.area)
"""
LIVES = """
    SELECT p.id, coalesce(h.area_id, p.registered_in_id) AS area FROM registry_person p
    LEFT JOIN registry_membership m ON m.person_id = p.id AND m.kind = 'usual' AND upper_inf(m.period)
    LEFT JOIN registry_household h ON h.id = m.household_id
    WHERE p.id IN (SELECT {side}_id FROM identity_candidate WHERE state IN ('waiting', 'second', 'third', 'same'))
"""


@action(permissions.LINK, says="began to look for people on record twice")
def look_for_doubles(area: Area | None, *, learns: bool, at: datetime, by: User) -> LinkageRun:
    """Look through an area, or all (None), in the background: by the model in force, or by one learnt anew.

    Refuses: OutsideArea, LooksAlready, NothingLearnt.
    """
    scoping.check(by, permissions.LINK, area.path if area else "/")
    if runs.is_looking():
        raise errors.LooksAlready
    model = None if learns else runs.active_model()
    if model is None and not learns:
        raise errors.NothingLearnt
    run = LinkageRun.objects.create(area=area, learns=learns, model=model, started_by=by, started_at=at)
    running.start(LOOK, key=run.key, by=by, run=run.pk)
    return run


@action(permissions.LINK, says="kept the pairs that a search for people on record twice has found")
def keep_found(run: LinkageRun, *, found: Run, out: Path, at: datetime, by: User) -> LinkageRun:
    """Lay what the engine found into the pairs that wait; a model that was learnt from everybody is kept beside.

    Done already, nothing is done again. Refuses: OutsideArea.
    """
    scoping.check(by, permissions.LINK, run.area.path if run.area else "/")
    if run.finished_at is not None:
        return run
    if run.learns and run.area_id is None:
        run.model = _keep_model(run, found, out, at, by)
    counts = finding_pairs.keep(run, out / "pairs.parquet", out / "clusters.parquet")
    run.records, run.pairs, run.finished_at = found.records, counts["new"] + counts["known"], at
    run.told = {
        **runs.told(run, found, out),
        "new": counts["new"],
        "known": counts["known"],
        "members": counts["members"],
    }
    run.save(update_fields=["model", "records", "pairs", "finished_at", "told"])
    return run


@action(permissions.LINK, says="followed people who moved in the pairs that wait")
def follow_people(*, by: User) -> int:
    """Let pairs be read where their people live now; how many have changed."""
    with connection.cursor() as cursor:
        statement = FOLLOWED.replace("({lives}) one", f"({LIVES.format(side='one')}) one")
        cursor.execute(statement.replace("({lives}) other", f"({LIVES.format(side='other')}) other"))
        return int(cursor.rowcount)


def folder(run: LinkageRun) -> Path:
    """Where a run works; what is in it is of people, and goes when the run is over."""
    place = Path(settings.AYNI_HOME) / "linkage" / f"run-{run.pk}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def tidy(run: LinkageRun) -> None:
    shutil.rmtree(folder(run), ignore_errors=True)


def _keep_model(run: LinkageRun, found: Run, out: Path, at: datetime, by: User) -> models.LinkageModel:
    return learning.keep_model(
        (out / "model.json").read_text("utf-8"),
        columns=telling.plain(runs.meant(run)),
        frequencies=_frequencies(out),
        learnt_from=f"run {run.pk}",
        learnt_on=at.date(),
        records=found.records,
        pairs=found.scored,
        diagnostics=_diagnostics(found),
        by=by,
    )


def _frequencies(out: Path) -> Iterator[tuple[str, str, float]]:
    from ayni.snapshots import listing  # the engines are for who computes

    file = out / "frequencies.parquet"
    if file.exists():
        yield from listing.rows("SELECT field, CAST(value AS VARCHAR), share FROM given", file)


def _diagnostics(found: Run) -> Mapping[str, Any]:
    return {"pairs": dict(found.pairs), "expected": found.expected, "unused": list(found.unused)}
