"""Every rule of quality over a whole snapshot: one pass of the engine for households, one for people, then counting."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import check
from ayni.engines.rules import errors as rule_errors
from ayni.intake import permissions
from ayni.intake.models import QualityFigure, QualityFinding, QualityRun
from ayni.intake.queries.quality import rules
from ayni.intake.queries.quality.rules import Rule
from ayni.snapshots.models import Snapshot

#: By what figures are told, and how a unit's is found.
ENUMERATOR = """
    (SELECT u.username FROM intake_submission s JOIN access_user u ON u.id = s.by_id
     WHERE s.household_id = h.id ORDER BY s.id DESC LIMIT 1)
"""
BY = {
    "all": "''",
    "area": "a.path",
    "source": "coalesce(p.source, h.source)",
    "enumerator": f"coalesce({ENUMERATOR}, '')",
}
FROM = """
    judged j JOIN registry_household h ON h.id = j.household JOIN directory_area a ON a.id = h.area_id
    LEFT JOIN registry_person p ON p.id = j.person
"""
TASKS = """
    WITH found AS (
        SELECT f.rule, h.area_id, count(*) AS wrong FROM intake_qualityfinding f
        JOIN registry_household h ON h.id = f.household_id WHERE f.run_id = %s GROUP BY 1, 2
    ), closed AS (
        UPDATE intake_qualitytask t SET closed_at = now(), found = 0, looked_at = now()
        WHERE closed_at IS NULL AND NOT EXISTS (
            SELECT FROM found WHERE found.rule = t.rule AND found.area_id = t.area_id)
    )
    INSERT INTO intake_qualitytask (rule, area_id, found, first) SELECT rule, area_id, wrong, wrong FROM found
    ON CONFLICT (rule, area_id) WHERE closed_at IS NULL
    DO UPDATE SET found = excluded.found, looked_at = now()
"""


class Telling(Protocol):
    def tell(self, done: int, total: int) -> None: ...


@action(permissions.CHECK_QUALITY, says="held the rules of quality against a snapshot", everywhere=True)
def check_quality(snapshot: Snapshot, *, by: User, progress: Telling | None = None) -> QualityRun:
    """Count by area, source and enumerator what is wrong, and for whom it cannot be said; open and close tasks.

    Held before, it is the run that is there. Refuses: SnapshotDamaged.
    """
    Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    known = QualityRun.objects.filter(snapshot=snapshot).first()
    if known is not None:
        return known
    tell = progress.tell if progress else lambda done, total: None
    run = QualityRun.objects.create(snapshot=snapshot, made_by=by)
    words, asked = _judged(run, snapshot, tell)
    run.rules = {one.code: one.text or "registry" for one in asked}
    run.save(update_fields=["rules"])
    _of_registry(run, [one for one in rules.of(words) if one.sql], snapshot)
    tell(3, 4)
    others: QuerySet[QualityFinding] = QualityFinding.objects.exclude(run=run)
    others._raw_delete(others.db)  # numbers of the run before; no row hangs on them
    with connection.cursor() as cursor:
        cursor.execute(TASKS, [run.pk])
    tell(4, 4)
    return run


def _judged(run: QualityRun, snapshot: Snapshot, tell: Any) -> tuple[dictionaries.Dictionary, list[Rule]]:
    """What the engine answers for every unit, counted and kept; the dictionary and the rules that it could ask."""
    from ayni.engines.rules import columns  # the engines, which the other actions do without
    from ayni.snapshots import opening, results

    folder = Path(settings.AYNI_HOME) / "temporary" / f"quality-{run.pk}"
    kept: list[Rule] = []
    try:
        with opening.open(snapshot) as opened:
            for done, unit in enumerate(("household", "person"), start=1):
                asked = dict(
                    _checked([one for one in rules.of(opened.dictionary) if one.unit == unit], opened.dictionary)
                )
                names = {f"r{number}": checked for number, checked in enumerate(asked.values())}
                found = columns.columns(names, unit, opened.households, opened.persons, on=snapshot.on)  # type: ignore[arg-type]
                results.write(found, folder, unit)
                chunks = results.copy_rows(folder, unit, ("id", "household_id", *names))
                _count(run, unit, list(asked), chunks)
                kept += asked
                tell(done, 4)
            return opened.dictionary, [*kept, *(one for one in rules.SHIPPED if one.sql)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _checked(asked: Sequence[Rule], words: dictionaries.Dictionary) -> Iterator[tuple[Rule, check.Checked]]:
    """The rules that this dictionary can answer."""
    for one in asked:
        if not one.text:
            continue
        try:
            yield one, check.expression(one.text, one.unit, words, "bool")
        except rule_errors.RuleRefused:
            continue  # this country does not ask it


def _count(run: QualityRun, unit: str, asked: Sequence[Rule], chunks: Iterator[Any]) -> None:
    """One row for each unit into a temporary table; figures by each way of telling, and whoever is found."""
    flags = ", ".join(f"r{number} boolean" for number in range(len(asked)))
    person = "id" if unit == "person" else "NULL::bigint"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS judged; DROP TABLE IF EXISTS answered")
        cursor.execute(f"CREATE TEMPORARY TABLE answered (id bigint, home bigint, {flags}) ON COMMIT DROP")
        with cursor.copy("COPY answered FROM STDIN (FORMAT csv)") as copy:
            for chunk in chunks:
                copy.write(chunk)
        cursor.execute(
            f"CREATE TEMPORARY TABLE judged ON COMMIT DROP AS SELECT {person} AS person,"  # noqa: S608 our own names
            " home AS household, answered.* FROM answered"
        )
        for by, key in BY.items():
            _figures(cursor, run, by, key, asked)
        _findings(cursor, run, asked)


def _figures(cursor: Any, run: QualityRun, by: str, key: str, asked: Sequence[Rule]) -> None:
    counts = ", ".join(
        f"count(*) FILTER (WHERE r{number}), count(*) FILTER (WHERE NOT r{number})" for number in range(len(asked))
    )
    cursor.execute(f"SELECT {key}, count(*), {counts} FROM {FROM} GROUP BY 1")  # noqa: S608 our own names
    made = []
    for key_found, total, *told in cursor.fetchall():
        for number, rule in enumerate(asked):
            yes, no = told[2 * number], told[2 * number + 1]
            unknown = total - yes - no
            n, wrong = (total, unknown) if rule.is_about_completeness else (yes + no, yes)
            shown = {"n": n, "wrong": wrong, "unknown": 0 if rule.is_about_completeness else unknown}
            made.append(QualityFigure(run=run, rule=rule.code, by=by, key=key_found[:255], **shown))
    QualityFigure.objects.bulk_create(made, batch_size=5_000)


def _findings(cursor: Any, run: QualityRun, asked: Sequence[Rule]) -> None:
    for number, rule in enumerate(asked):
        wrong = f"r{number} IS NULL" if rule.is_about_completeness else f"r{number}"
        cursor.execute(
            "INSERT INTO intake_qualityfinding (run_id, rule, household_id, person_id)"  # noqa: S608 our own names
            f" SELECT %s, %s, household, person FROM judged WHERE {wrong}",
            [run.pk, rule.code],
        )


def _of_registry(run: QualityRun, asked: Sequence[Rule], snapshot: Snapshot) -> None:
    """What the registry itself is asked: findings first, and figures of them out of everybody who was counted."""
    with connection.cursor() as cursor:
        for rule in asked:
            cursor.execute(
                "INSERT INTO intake_qualityfinding (run_id, rule, household_id, person_id)"  # noqa: S608 our own rules
                f" SELECT %(run)s, %(rule)s, f.household, f.person FROM ({rule.sql}) AS f(household, person)",
                {"run": run.pk, "rule": rule.code, "on": snapshot.on},
            )
            counted = "sex-told" if rule.unit == "person" else "head-missing"
            for by, key in BY.items():
                cursor.execute(
                    "INSERT INTO intake_qualityfigure (run_id, rule, by, key, n, wrong, unknown)"  # noqa: S608 our own
                    f" SELECT %(run)s, %(rule)s, %(by)s, f.key, f.n + f.unknown, coalesce(w.wrong, 0), 0"
                    f" FROM intake_qualityfigure f LEFT JOIN (SELECT {key} AS key, count(*)::int AS wrong"
                    " FROM (SELECT household_id AS household, person_id AS person FROM intake_qualityfinding"
                    "  WHERE run_id = %(run)s AND rule = %(rule)s) j"
                    " JOIN registry_household h ON h.id = j.household JOIN directory_area a ON a.id = h.area_id"
                    " LEFT JOIN registry_person p ON p.id = j.person GROUP BY 1) w ON w.key = f.key"
                    " WHERE f.run_id = %(run)s AND f.rule = %(counted)s AND f.by = %(by)s",
                    {"run": run.pk, "rule": rule.code, "by": by, "counted": counted},
                )
