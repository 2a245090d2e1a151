"""Watching a table: each statement that changes its rows leaves the keys of those rows, in the same transaction.

The triggers are of statements and work on sets, so that a load of a million rows leaves a few lines. They keep keys and
not areas: to which area a key belongs is asked when a snapshot is taken, in the same view as the rows themselves, so
that two transactions, one that moves a household and one that adds an answer to it, cannot hide each other.
"""

from __future__ import annotations

from django.db import migrations

#: The first argument of the trigger names the key. Consecutive keys make one span.
MARK = """
CREATE FUNCTION snapshots_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keys text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %1$I AS key FROM new_rows', TG_ARGV[0])
        WHEN 'DELETE' THEN format('SELECT %1$I AS key FROM old_rows', TG_ARGV[0])
        ELSE format('SELECT %1$I AS key FROM old_rows UNION ALL SELECT %1$I FROM new_rows', TG_ARGV[0])
    END;
BEGIN
    EXECUTE format(
        'INSERT INTO snapshots_change (source, low, high)
        SELECT $1, min(key), max(key) + 1
        FROM (SELECT key, key - row_number() OVER (ORDER BY key) AS span FROM (SELECT DISTINCT key FROM (%s) k) d) s
        GROUP BY span',
        keys
    ) USING TG_TABLE_NAME;
    RETURN NULL;
END $$;
CREATE FUNCTION snapshots_mark_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_changed boolean := true;
    columns text := (SELECT string_agg(format('%1$s.%2$I', 'rows', name), ', ') FROM unnest(TG_ARGV) name);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT rows.id, %1$s FROM new_rows rows EXCEPT SELECT rows.id, %1$s FROM old_rows rows)',
            columns
        ) INTO is_changed;
    ELSIF TG_OP = 'DELETE' THEN
        is_changed := EXISTS (SELECT FROM old_rows);
    END IF;
    IF is_changed THEN
        INSERT INTO snapshots_change (source) VALUES (TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$;
"""
UNMARK = "DROP FUNCTION snapshots_mark(); DROP FUNCTION snapshots_mark_all();"

ROWS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


def watch(table: str, key: str) -> migrations.RunSQL:
    """For a migration: leave the old and new values of `key`, a whole number, of every row that changes."""
    marked = [_trigger(table, verb, f"snapshots_mark('{key}')") for verb in ("INSERT", "UPDATE", "DELETE")]
    return _operation(table, [*marked, _trigger(table, "TRUNCATE", "snapshots_mark_all()")])


def watch_columns(table: str, *columns: str) -> migrations.RunSQL:
    """For a migration: another value in these columns, or a row taken out, concerns everything; a new row nothing."""
    named = ", ".join(f"'{column}'" for column in columns)
    return _operation(
        table, [_trigger(table, verb, f"snapshots_mark_all({named})") for verb in ("UPDATE", "DELETE", "TRUNCATE")]
    )


def _trigger(table: str, verb: str, call: str) -> str:
    return (
        f"CREATE TRIGGER snapshots_{verb.lower()} AFTER {verb} ON {table} {ROWS.get(verb, '')}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {call};"
    )


def _operation(table: str, triggers: list[str]) -> migrations.RunSQL:
    names = [trigger.split()[2] for trigger in triggers]
    return migrations.RunSQL("\n".join(triggers), "\n".join(f"DROP TRIGGER {name} ON {table};" for name in names))
