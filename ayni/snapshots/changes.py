"""Which areas changed since the snapshot before: what the triggers left is taken up and becomes new states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import IntegrityError, OperationalError, connection
from psycopg.errors import SerializationFailure, UniqueViolation

from ayni.snapshots import errors, models
from ayni.snapshots.tables import Source, Table

EVERYWHERE = ""  # in place of a first-level area's code

#: Takes the marks of a source away and tells which areas they concern; in one statement, so that none slips between.
TAKEN_UP = """
    WITH gone AS (DELETE FROM snapshots_change WHERE source = %(source)s RETURNING low, high),
    changed AS MATERIALIZED (
        SELECT lower(span) AS low, upper(span) AS high
        FROM (SELECT unnest(range_agg(int8range(low, high))) AS span FROM gone WHERE low IS NOT NULL) spans
    )
    SELECT '' FROM gone WHERE low IS NULL
"""


#: Tables whose every change leaves a mark at present.
WATCHED = """
    SELECT tgrelid::regclass::text FROM pg_trigger
    WHERE tgfoid IN ('snapshots_mark'::regproc, 'snapshots_mark_all'::regproc) AND NOT tgisinternal
    GROUP BY tgrelid HAVING bool_and(tgenabled IN ('O', 'A'))
"""


class States:
    """The state of each source's rows, by first-level area."""

    def __init__(self, rows: Iterable[tuple[str, str, int]], watched: Collection[str]) -> None:
        self._numbers: dict[str, dict[str, int]] = defaultdict(dict)
        for source, area, number in rows:
            self._numbers[source][area] = number
        self._watched = watched

    def are_known(self, table: Table) -> bool:
        """Whether every change of what the table is made from is seen."""
        return bool(table.sources) and all(source.name in self._watched for source in table.sources)

    def key(self, table: Table, area: str) -> str:
        """Names the rows of a table in an area, whatever the day: the same key again is the same rows."""
        numbers = [self._numbers[source.name].get(place, 0) for source in table.sources for place in (area, EVERYWHERE)]
        return f"{table.definition}:{'.'.join(map(str, numbers))}"


def take_up(tables: Sequence[Table]) -> States:
    """Take up what changed in the tables' sources since the last snapshot, and tell their states now.

    To be called before the rows are read: a change that is seen in the rows and not here is found the next time. It
    belongs to the caller's transaction, and when that fails nothing was taken up. Refuses: SnapshotBusy.
    """
    sources = {source.name: source for table in tables for source in table.sources}
    watched = _watched()
    try:
        for source in sources.values():
            _renew(source.name, _changed(source) if source.name in watched else [EVERYWHERE])
        _take_up_unread(sources)
    except (OperationalError, IntegrityError) as error:
        if isinstance(error.__cause__, SerializationFailure | UniqueViolation):
            raise errors.SnapshotBusy from error  # another was finished after this transaction had begun to look
        raise
    return States(models.AreaState.objects.values_list("source", "area", "pk"), watched)


def _take_up_unread(read: Collection[str]) -> None:
    """Marks of what no table reads today: everything of such a source is of a new state, should one read it again."""
    unread = models.Change.objects.exclude(source__in=read)
    for source in unread.values_list("source", flat=True).distinct():
        models.Change.objects.filter(source=source).delete()
        _renew(source, [EVERYWHERE])


def _watched() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WATCHED)
        return {name for (name,) in cursor.fetchall()}


def _changed(source: Source) -> list[str]:
    statement = f"{TAKEN_UP} UNION {source.areas}" if source.areas else TAKEN_UP
    with connection.cursor() as cursor:
        cursor.execute(statement, {"source": source.name})
        return [area for (area,) in cursor.fetchall()]


def _renew(source: str, areas: Sequence[str]) -> None:
    models.AreaState.objects.filter(source=source, area__in=areas).delete()
    models.AreaState.objects.bulk_create(models.AreaState(source=source, area=area) for area in areas)
