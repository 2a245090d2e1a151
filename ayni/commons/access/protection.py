"""Row-level security: each domain declares by what its rows are reached, and the database sees to it.

    protect("registry_household", Area("area_id"))
    protect("registry_membership", Through("registry_household", "household_id"))

Policies bind the application's own role; the owner of the tables, who makes them, is bound by none. They are made anew
whenever the tables are brought up to date, from what is declared: no screen, interface or job adds anything to a query.
Without a scope, or with one that is not ours, nothing is reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from django.db import connections, transaction

ROLE = "ayni_application"
PEOPLE = "people"
SENSITIVE = "sensitive"


class Way(Protocol):
    """How a row of a table is reached."""

    def condition(self, table: str, kind: str) -> str: ...


@dataclass(frozen=True)
class Area:
    """A column names the area in which the row lies."""

    column: str

    def condition(self, table: str, kind: str) -> str:
        return (
            f"EXISTS (SELECT FROM directory_area a WHERE a.id = {table}.{self.column}"
            f" AND a.path ^@ ANY ((SELECT ayni_paths('{kind}'))::text[]))"
        )


@dataclass(frozen=True)
class Through:
    """A column names a row of another protected table, which is reached."""

    table: str
    column: str
    key: str = "id"

    def condition(self, table: str, kind: str) -> str:
        return f"EXISTS (SELECT FROM {self.table} t WHERE t.{self.key} = {table}.{self.column})"


@dataclass(frozen=True)
class Programme:
    """A household in an area, by a programme of an institution: both as one grant gives them."""

    household: str = "household_id"
    programme: str = "programme_id"
    #: From the row to its programme, when the row itself does not name it.
    by: str = ""

    def condition(self, table: str, kind: str) -> str:
        programme = self.by or f"p.id = {table}.{self.programme}"
        return (
            "EXISTS (SELECT FROM registry_household h JOIN directory_area a ON a.id = h.area_id"
            f" CROSS JOIN programmes_programme p WHERE h.id = {table}.{self.household} AND {programme}"
            f" AND (a.path ^@ ANY ((SELECT ayni_paths_of_all('{kind}'))::text[])"
            f" OR p.institution_id || ':' || a.path ^@ ANY ((SELECT ayni_pairs('{kind}'))::text[])))"
        )


@dataclass(frozen=True)
class Policy:
    """Who reads and writes the rows of a table: conditions in SQL."""

    table: str
    reads: str
    writes: str

    @property
    def statements(self) -> Iterator[str]:
        yield f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY"
        named = f"{self.table}_scope ON {self.table} TO {ROLE}"
        yield f"CREATE POLICY {named} USING ({self.reads}) WITH CHECK ({self.writes})"


_policies: dict[str, Policy] = {}
_kept: set[str] = set()
_hidden: set[str] = set()
_open: dict[str, str] = {}


def protect(table: str, *ways: Way, kind: str = PEOPLE, new: str = "") -> None:
    """The rows of a table are reached by any of the ways, by whose scope opens the kind.

    A row is written under the same condition, or under `new` where what it is reached by does not stand yet.
    """
    everywhere = "ayni_all" if any(isinstance(way, Programme) for way in ways) else "ayni_everywhere"
    reads = " OR ".join([f"(SELECT {everywhere}('{kind}'))", *(way.condition(table, kind) for way in ways)])
    _policies[table] = Policy(table, reads, new or reads)


def keep(*tables: str) -> None:
    """Tables to which the application adds, and of which it changes and takes away nothing."""
    _kept.update(tables)


def hidden() -> frozenset[str]:
    """The tables that only functions of the database read."""
    return frozenset(_hidden)


def hide(*tables: str) -> None:
    """Tables that only the owner reads and writes."""
    _hidden.update(tables)


def leave_open(table: str, *, because: str) -> None:
    """A table that holds personal data and has no policy, with the reason."""
    _open[table] = because


def declared() -> dict[str, Policy]:
    return dict(_policies)


def left_open() -> dict[str, str]:
    return dict(_open)


MAKE_ROLE = f"""
    DO $$ BEGIN
        CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""
GRANT = (
    f"GRANT USAGE ON SCHEMA public TO {ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}",
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}",
    f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE}",
)
OLD_POLICIES = """
    SELECT format('DROP POLICY %%I ON %%I.%%I', policyname, schemaname, tablename) FROM pg_policies
    WHERE schemaname = 'public' AND policyname LIKE %s
"""
#: What is granted and protected; an index that is made anew changes nothing of it.
TABLES = """
    SELECT count(*), coalesce(max(oid), 0) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
"""


def statements() -> tuple[str, ...]:
    """What makes everything that is declared, once the role is there and old policies are gone."""
    return (
        *GRANT,
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {ROLE}" for table in sorted(_kept)),
        *(f"REVOKE ALL ON {table} FROM {ROLE}" for table in sorted(_hidden | {"access_seal"})),
        *(statement for policy in _policies.values() for statement in policy.statements),
    )


def apply(using: str, statements: Sequence[str], pads: tuple[bytes, bytes]) -> None:
    """Make the application's role, what it may do and every policy, as the owner of the tables; all or nothing.

    Nothing is done when all of it stands already.
    """
    if stands(using, statements, pads):
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(MAKE_ROLE)
        cursor.execute(OLD_POLICIES, [r"%\_scope"])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("DELETE FROM access_seal")
        wanted = _digest(cursor, statements, pads)
        cursor.execute("INSERT INTO access_seal (inner_pad, outer_pad, stands) VALUES (%s, %s, %s)", [*pads, wanted])


def stands(using: str, statements: Sequence[str], pads: tuple[bytes, bytes]) -> bool:
    """Whether these statements were the last, over the tables there are now, with this key."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT ayni_stands(%s)", [_digest(cursor, statements, pads)])
        return bool(cursor.fetchone()[0])


def _digest(cursor: Any, statements: Sequence[str], pads: tuple[bytes, bytes]) -> bytes:
    cursor.execute(TABLES)
    told = repr(cursor.fetchone()), *statements
    return sha256(b"\0".join([*pads, *(line.encode() for line in told)])).digest()
