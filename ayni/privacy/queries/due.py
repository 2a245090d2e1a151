"""Whose data are due to become anonymous, as statements over whole tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from ayni.commons import holdings
from ayni.commons.holdings import Forgetting
from ayni.privacy import models

#: Whoever is kept back, and with them those who usually live in the same household now, and their household. Sharing
#: a second home keeps nobody back.
KEPT = """
    guarded AS ({guards}),
    kept_homes AS (
        SELECT household_id FROM guarded WHERE household_id IS NOT NULL
        UNION SELECT m.household_id FROM guarded g
        JOIN registry_membership m ON m.person_id = g.person_id AND m.kind = 'usual' AND upper_inf(m.period)
    ),
    kept_people AS (
        SELECT person_id FROM guarded WHERE person_id IS NOT NULL
        UNION SELECT m.person_id FROM kept_homes k
        JOIN registry_membership m
            ON m.household_id = k.household_id AND m.kind = 'usual' AND upper_inf(m.period)
    )
"""
IS_KEPT = """(
    {0}.person_id IN (SELECT person_id FROM kept_people)
    OR {0}.household_id IN (SELECT household_id FROM kept_homes)
)"""
DUE = """
    due AS (
        SELECT DISTINCT person_id, household_id FROM ({occasion}) o
        WHERE happened_on <= %(on)s::date - make_interval(months => %(months)s) AND NOT EXISTS (
            SELECT FROM privacy_anonymised d
            JOIN privacy_anonymisation a ON a.id = d.anonymisation_id
            JOIN privacy_retentionschedule s ON s.id = a.schedule_id
            WHERE d.done_at IS NOT NULL AND (d.person_id = o.person_id OR d.household_id = o.household_id)
            AND (s.id = %(schedule)s OR cardinality(s.tables) = 0)
        )
    )
"""


def parameters(anonymisation: models.Anonymisation) -> dict[str, Any]:
    schedule = anonymisation.schedule
    return {
        "anonymisation": anonymisation.pk,
        "schedule": schedule.pk,
        "months": schedule.months,
        "on": anonymisation.on,
    }


def listing(schedule: models.RetentionSchedule) -> str:
    """Writes down everybody who is due and not kept back."""
    return f"""
        WITH {_kept()}, {_due(schedule)}
        INSERT INTO privacy_anonymised (anonymisation_id, person_id, household_id)
        SELECT %(anonymisation)s, person_id, household_id FROM due WHERE ({IS_KEPT.format("due")}) IS NOT TRUE
    """  # noqa: S608 statements declared in code


def skipping() -> str:
    """Marks those on the list who are kept back by now."""
    return f"""
        WITH {_kept()}
        UPDATE privacy_anonymised u SET is_skipped = true
        WHERE u.anonymisation_id = %(anonymisation)s AND u.done_at IS NULL AND NOT u.is_skipped
        AND {IS_KEPT.format("u")}
    """  # noqa: S608 statements declared in code


def counts(anonymisation: models.Anonymisation) -> dict[str, Any]:
    """How many people, households and rows it concerns, and how many are kept back, by reason."""
    schedule = anonymisation.schedule
    units = anonymisation.units
    listed = "SELECT {0} FROM privacy_anonymised WHERE anonymisation_id = %(anonymisation)s AND {0} IS NOT NULL"
    tables = {
        one.table: _count(f"SELECT count(*) FROM {_of(one)} t WHERE {_where(one, listed)}", anonymisation)  # noqa: S608
        for one in forgettings(schedule)
    }
    kept_back = {
        guard.code: _count(
            f"WITH {_kept(guard)}, {_due(schedule)} SELECT count(*) FROM due WHERE {IS_KEPT.format('due')}",  # noqa: S608
            anonymisation,
        )
        for guard in holdings.declared().guards.values()
    }
    return {
        "persons": units.filter(person__isnull=False).count(),
        "households": units.filter(household__isnull=False).count(),
        "tables": {table: rows for table, rows in tables.items() if rows},
        "kept_back": {code: many for code, many in kept_back.items() if many},
    }


def done(anonymisation: models.Anonymisation) -> dict[str, int]:
    """Who became anonymous, and who was kept back in the end."""
    units = anonymisation.units
    changed = units.filter(done_at__isnull=False)
    return {
        "persons": changed.filter(person__isnull=False).count(),
        "households": changed.filter(household__isnull=False).count(),
        "kept_back": units.filter(is_skipped=True).count(),
    }


def forgettings(schedule: models.RetentionSchedule) -> list[Forgetting]:
    """What is done to each table of a schedule."""
    known = holdings.declared().forgotten
    return [one for table, one in known.items() if schedule.is_whole or table in schedule.tables]


def statements(forgetting: Forgetting) -> Iterator[str]:
    """Rewrites the rows of the people of a %(batch)s, and their earlier states."""
    listed = "SELECT {0} FROM privacy_anonymised WHERE id = ANY(%(batch)s) AND {0} IS NOT NULL"
    tables = [_of(forgetting), *([_of(forgetting) + "event"] if forgetting.has_history else [])]
    for table in tables:
        if forgetting.sets is None:
            yield f"DELETE FROM {table} t WHERE {_where(forgetting, listed)}"  # noqa: S608
        else:
            sets = ", ".join(f'"{name}" = {_safe(said)}' for name, said in forgetting.sets().items())
            yield f"UPDATE {table} t SET {sets} WHERE {_where(forgetting, listed)}"  # noqa: S608


def keeping_history(forgetting: Forgetting) -> tuple[str, ...]:
    """The triggers that keep earlier states, and those that keep these from being changed."""
    if not forgetting.has_history:
        return ()
    label = apps.get_model(forgetting.table)._meta.label
    return (f"{label}:update_update", f"{label}:delete_delete", f"{label}Event:append_only")


def _kept(guard: holdings.Guard | None = None) -> str:
    guards = [guard] if guard else list(holdings.declared().guards.values())
    return KEPT.format(guards=" UNION ALL ".join(f"({_safe(one.statement)})" for one in guards))


def _due(schedule: models.RetentionSchedule) -> str:
    return DUE.format(occasion=_safe(holdings.declared().occasions[schedule.occasion].statement))


def _of(forgetting: Forgetting) -> str:
    return str(apps.get_model(forgetting.table)._meta.db_table)


def _where(forgetting: Forgetting, listed: str) -> str:
    units = {"persons": listed.format("person_id"), "households": listed.format("household_id")}
    return "(" + _safe(forgetting.where).format(**units) + ")"


def _safe(statement: str) -> str:
    """A declared piece of SQL inside a statement that has parameters."""
    return statement.replace("%", "%%")


def _count(statement: str, anonymisation: models.Anonymisation) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(anonymisation))
        return int(cursor.fetchone()[0])
