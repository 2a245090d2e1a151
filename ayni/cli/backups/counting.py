"""What a database holds, as numbers that another one can be held against: rows and a sum of every table."""

from dataclasses import dataclass

from psycopg import Connection, sql

#: So that the same row is the same text in every session.
SETTINGS = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL row_security = off; "
    "SET LOCAL search_path = pg_catalog"
)
#: Of our own schemas, not PostgreSQL's.
OURS = "nspname !~ '^pg_' AND nspname <> 'information_schema'"
TABLES = f"""
    SELECT nspname, relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND {OURS} ORDER BY 1, 2
"""  # noqa: S608 no word of it comes from outside
#: The order of rows does not count; each row does.
SUM = (
    "SELECT count(*)::text || ' ' || coalesce(sum(('x' || encode(substring(sha256(convert_to(t::text, 'UTF8')) "
    "from 1 for 8), 'hex'))::bit(64)::bigint::numeric), 0)::text FROM ONLY {} AS t"
)
#: What guards the rows: by name, since a definition's text may read otherwise in another version.
GUARDS = {
    "triggers": """
        SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    """,
    "policies": """
        SELECT concat_ws(' ', schemaname, tablename, policyname, permissive, roles::text, cmd) FROM pg_policies
    """,
    "secured": "SELECT concat_ws(' ', oid::regclass, relforcerowsecurity) FROM pg_class WHERE relrowsecurity",
    "constraints": f"""
        SELECT concat_ws(' ', conrelid::regclass, conname, contype) FROM pg_constraint
        JOIN pg_namespace n ON n.oid = connamespace WHERE {OURS} AND contype <> 'n'
    """,  # noqa: S608 as above
    "indexes": f"""
        SELECT schemaname || '.' || indexname FROM pg_indexes JOIN pg_namespace ON nspname = schemaname WHERE {OURS}
    """,  # noqa: S608 as above
    "functions": f"""
        SELECT p.oid::regprocedure || ' ' || encode(sha256(convert_to(prosrc, 'UTF8')), 'hex')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE {OURS}
    """,  # noqa: S608 as above
    "views": f"""
        SELECT schemaname || '.' || viewname FROM pg_views JOIN pg_namespace ON nspname = schemaname WHERE {OURS}
    """,  # noqa: S608 as above
    "grants": f"""
        SELECT concat_ws(' ', c.oid::regclass, a.grantee::regrole, a.privilege_type) FROM pg_class c
        JOIN pg_namespace n ON n.oid = relnamespace CROSS JOIN aclexplode(c.relacl) a
        WHERE {OURS} AND a.grantee <> c.relowner AND a.grantee <> 0
    """,  # noqa: S608 as above
}
LEDGER = """
    SELECT a.code, coalesce(sum(p.amount), 0)::text FROM public.benefits_account a
    LEFT JOIN public.benefits_posting p ON p.account_id = a.id GROUP BY a.code ORDER BY a.code
"""
DIGEST = (
    "SELECT count(*)::text || ' ' || coalesce(encode(sha256(convert_to(string_agg(told, chr(10) "
    "ORDER BY told COLLATE \"C\"), 'UTF8')), 'hex'), '') FROM ({}) AS one(told)"
)
ROLES = """
    SELECT DISTINCT rolname::text, rolcanlogin
    FROM pg_catalog.pg_shdepend d JOIN pg_catalog.pg_roles r ON r.oid = d.refobjid
    WHERE d.refclassid = 'pg_catalog.pg_authid'::regclass AND d.deptype <> 'o' AND rolname !~ '^pg_'
      AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) ORDER BY 1
"""


@dataclass(frozen=True)
class Holding:
    """Rows and sum of each table, count and digest of each kind of guard, each account's balance.

    `roles` are those that grants and policies name, and whether each may sign in.
    """

    tables: dict[str, str]
    guards: dict[str, str]
    ledger: dict[str, str]
    roles: dict[str, bool]


def holding(database: Connection) -> Holding:
    """What the database holds now. Inside a transaction: it sets how the session writes values."""
    database.execute(SETTINGS)
    tables = {
        f"{schema}.{table}": _one(database, _sum(schema, table))
        for schema, table in database.execute(TABLES).fetchall()
    }
    guards = {kind: _one(database, DIGEST.format(asked)) for kind, asked in GUARDS.items()}
    ledger: dict[str, str] = dict(database.execute(LEDGER).fetchall())
    roles: dict[str, bool] = dict(database.execute(ROLES).fetchall())
    return Holding(tables, guards, ledger, roles)


def is_empty(database: Connection) -> bool:
    """Whether there is no table at all."""
    return database.execute(TABLES).fetchone() is None


def proving(held: Holding) -> str:
    """SQL that fails, and with it its transaction, unless the database holds just this."""
    tests = [_test(f"table {name}", _sum(*name.split(".", 1)), told) for name, told in held.tables.items()]
    tests += [_test(kind, DIGEST.format(GUARDS[kind]), told) for kind, told in held.guards.items() if kind in GUARDS]
    tests.append(_test("tables", f"SELECT count(*)::text FROM ({TABLES}) AS tables", str(len(held.tables))))  # noqa: S608
    tests += [_test(f"account {code}", _balance(code), balance) for code, balance in held.ledger.items()]
    return f"{SETTINGS};\nDO $prove$ DECLARE found text; BEGIN\n{''.join(tests)}END $prove$;\n"


def _sum(schema: str, table: str) -> str:
    return SUM.format(sql.Identifier(schema, table).as_string(None))


def _balance(code: str) -> str:
    chosen = sql.Literal(code).as_string(None)
    return f"SELECT one.balance FROM ({LEDGER}) AS one(code, balance) WHERE one.code = {chosen}"  # noqa: S608 quoted


def _test(what: str, asked: str, told: str) -> str:
    wrong = sql.Literal(f"{what}: the backup says {told}, here is ").as_string(None)
    return (
        f"found := ({asked});\n"
        f"IF found IS DISTINCT FROM {sql.Literal(told).as_string(None)} THEN\n"
        f"  RAISE EXCEPTION USING MESSAGE = {wrong} || coalesce(found, 'nothing'); END IF;\n"
    )


def _one(database: Connection, asked: str) -> str:
    row = database.execute(asked).fetchone()
    assert row is not None
    return str(row[0])
