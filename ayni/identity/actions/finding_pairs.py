"""What a run found, laid into the pairs that wait: what is new, and what was decided of records changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from ayni.identity import models
from ayni.identity.queries import exporting, stakes, thresholds

STAGED = (
    "CREATE TEMPORARY TABLE found_pair (one bigint, other bigint, weight double precision, chance double precision,"
    " reasons jsonb) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE found_member (grouped text, person bigint) ON COMMIT DROP",
)
#: The pairs of a file, the lower number first; of a pair told twice the heavier.
PAIRS = """
    SELECT least(l, r), greatest(l, r), max(weight), max(score), max_by(reasons, weight) FROM (
        SELECT CAST("left" AS BIGINT) AS l, CAST("right" AS BIGINT) AS r, weight, score,
            CAST(to_json(reasons) AS VARCHAR) AS reasons FROM given WHERE score >= ?)
    WHERE l <> r GROUP BY 1, 2
"""
GROUPS = """
    SELECT cluster, record FROM (SELECT *, count(*) OVER (PARTITION BY cluster) AS many FROM given) WHERE many >= 3
"""
#: Of each record that was found: where, its print, whether something sensitive is told of it.
FOUND = "SELECT one FROM found_pair UNION SELECT other FROM found_pair"
PEOPLE = f"""
    CREATE TEMPORARY TABLE found_person ON COMMIT DROP AS
    SELECT p.id, coalesce(h.area_id, p.registered_in_id) AS area, {exporting.PRINT} AS print,
        EXISTS (SELECT FROM registry_personsealed s WHERE s.person_id = p.id) AS is_sensitive
    FROM {exporting.PEOPLE.format(asked=f"AND person_id IN ({FOUND})")} WHERE p.id IN ({FOUND})
"""  # noqa: S608 our own words
RECEIVED = """
    CREATE TEMPORARY TABLE found_receives ON COMMIT DROP AS
    SELECT person_id, programme, bool_or(is_paid) AS is_paid FROM ({stakes}) s GROUP BY 1, 2
"""
STAKES = """
    CREATE TEMPORARY TABLE found_stake ON COMMIT DROP AS
    SELECT f.one, f.other, coalesce(t.programmes, 0) AS programmes, coalesce(b.both_paid, false) AS both_paid
    FROM found_pair f
    LEFT JOIN (SELECT f.one, f.other, count(*) AS programmes FROM found_pair f
        JOIN found_receives x ON x.person_id = f.one
        JOIN found_receives y ON y.person_id = f.other AND y.programme = x.programme GROUP BY 1, 2) t
        ON t.one = f.one AND t.other = f.other
    LEFT JOIN (SELECT f.one, f.other, true AS both_paid FROM found_pair f
        JOIN (SELECT DISTINCT person_id FROM found_receives WHERE is_paid) x ON x.person_id = f.one
        JOIN (SELECT DISTINCT person_id FROM found_receives WHERE is_paid) y ON y.person_id = f.other) b
        ON b.one = f.one AND b.other = f.other
"""
#: What is at stake stands before how likely it is: both paid, the same programmes, something sensitive.
PRIORITY = "s.both_paid::int * 10000 + least(s.programmes, 9) * 1000 + (x.is_sensitive OR y.is_sensitive)::int * 500"
KEPT = f"""
    WITH laid AS (
        INSERT INTO identity_candidate AS c (one_id, other_id, one_area_id, other_area_id, one_print, other_print,
            source, run_id, weight, chance, reasons, programmes, both_paid, is_sensitive, priority, state,
            settled_how, settled_at)
        SELECT f.one, f.other, x.area, y.area, x.print, y.print, 'run', %(run)s, f.weight, f.chance, f.reasons,
            least(s.programmes, 99), s.both_paid, x.is_sensitive OR y.is_sensitive,
            {PRIORITY} + round(f.chance * 100)::int,
            CASE WHEN f.chance >= %(same)s THEN 'same' WHEN f.chance < %(different)s THEN 'different'
                ELSE 'waiting' END,
            CASE WHEN f.chance >= %(same)s OR f.chance < %(different)s THEN 'threshold' ELSE '' END,
            CASE WHEN f.chance >= %(same)s OR f.chance < %(different)s THEN now() END
        FROM found_pair f JOIN found_person x ON x.id = f.one JOIN found_person y ON y.id = f.other
        JOIN found_stake s ON s.one = f.one AND s.other = f.other
        ON CONFLICT (one_id, other_id) DO UPDATE SET
            one_area_id = excluded.one_area_id, other_area_id = excluded.other_area_id,
            one_print = excluded.one_print, other_print = excluded.other_print,
            run_id = excluded.run_id, weight = excluded.weight, chance = excluded.chance, reasons = excluded.reasons,
            programmes = excluded.programmes, both_paid = excluded.both_paid, is_sensitive = excluded.is_sensitive,
            priority = excluded.priority,
            state = CASE WHEN {{anew}} THEN excluded.state ELSE c.state END,
            settled_how = CASE WHEN {{anew}} THEN excluded.settled_how ELSE c.settled_how END,
            settled_at = CASE WHEN {{anew}} THEN excluded.settled_at ELSE c.settled_at END,
            round = c.round + ({{changed}})::int
        WHERE c.state <> 'merged'
        RETURNING (xmax = 0) AS is_new, round > 1 AND state = 'waiting' AND run_id = %(run)s AS is_again)
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM laid
"""  # noqa: S608 our own words
#: A record says something else of who somebody is than when the pair was looked at.
CHANGED = """
    (c.one_print <> '' AND c.one_print <> excluded.one_print OR c.other_print <> ''
        AND c.other_print <> excluded.other_print OR c.state = 'overtaken')
    AND (c.state IN ('overtaken', 'second', 'third') OR c.settled_how = 'read')
"""
#: What a threshold decided follows the thresholds that are in force now; what officers said stands.
ANEW = f"(({CHANGED}) OR c.settled_how = 'threshold')"
MEMBERS = """
    INSERT INTO identity_groupmember (run_id, "group", person_id)
    SELECT %s, grouped, person FROM found_member m WHERE EXISTS (SELECT FROM registry_person p WHERE p.id = m.person)
    ON CONFLICT DO NOTHING
"""


def keep(run: models.LinkageRun, pairs: Path, clusters: Path) -> Mapping[str, int]:
    """Lay a run's pairs and groups into the database; how many are new, known, and in groups."""
    from ayni.snapshots import listing  # the engines are for who computes

    with connection.cursor() as cursor:
        for table in ("found_pair", "found_member", "found_person", "found_receives", "found_stake"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in STAGED:
            cursor.execute(statement)
        _copy(cursor, "found_pair (one, other, weight, chance, reasons)", listing.lines(PAIRS, pairs, [run.lowest]))
        _copy(cursor, "found_member (grouped, person)", listing.lines(GROUPS, clusters))
        cursor.execute("ANALYZE found_pair")
        cursor.execute(PEOPLE)
        cursor.execute(RECEIVED.format(stakes=stakes.stakes(FOUND)))
        cursor.execute("ANALYZE found_receives")
        cursor.execute(STAKES)
        for table in ("found_person", "found_stake"):
            cursor.execute(f"ANALYZE {table}")
        limits = thresholds.in_force()
        cursor.execute(
            KEPT.format(anew=ANEW, changed=CHANGED),
            {"run": run.pk, "same": limits.same_from, "different": limits.different_below},
        )
        new, known = cursor.fetchone()
        models.GroupMember.objects.exclude(run=run).delete()
        cursor.execute(MEMBERS, [run.pk])
        return {"new": new, "known": known, "members": cursor.rowcount}


def _copy(cursor: Any, table: str, lines: Iterable[bytes]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        for chunk in lines:
            copy.write(chunk)
