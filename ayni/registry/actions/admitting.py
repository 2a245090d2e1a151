"""Admitting many households at once, as a survey or a file gives them: staged by COPY, then one INSERT a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines import dictionary as dictionaries
from ayni.registry import errors, permissions, queries
from ayni.registry.actions import bulk, declaring, moving, sealing

#: What each staged table holds; households and persons end with their answers as a JSON object.
HOUSEHOLD = ("key", "area")
PERSON = (
    "key",
    "household",
    "number",
    "relationship",
    "sex",
    "born_from",
    "born_to",
    "given_name",
    "family_name",
    "given_name_latin",
    "family_name_latin",
)
KINSHIP = ("person", "relative", "kind")

LOADED = (
    "registry_household",
    "registry_person",
    "registry_membership",
    "registry_kinship",
    "registry_householdfacts",
    "registry_personfacts",
)
STAGES = {
    "staged_households": """
        key text PRIMARY KEY, area text, answers jsonb,
        id bigint DEFAULT nextval(pg_get_serial_sequence('registry_household', 'id'))""",
    "staged_persons": """
        key text, household text, number integer, relationship text, sex text, born_from date, born_to date,
        given_name text, family_name text, given_name_latin text, family_name_latin text, answers jsonb,
        id bigint DEFAULT nextval(pg_get_serial_sequence('registry_person', 'id'))""",
    "staged_kinship": "person text, relative text, kind text",
}

INSERTS = {
    "households": """
        INSERT INTO registry_household (id, area_id, source, source_key, registered_on)
        SELECT s.id, a.id, %(source)s, s.key, %(on)s
        FROM staged_households s LEFT JOIN directory_area a ON a.code = s.area""",
    "persons": """
        INSERT INTO registry_person (id, source, source_key, given_name, family_name, given_name_latin,
            family_name_latin, sex, born_from, born_to, phone, registered_on, registered_in_id)
        SELECT s.id, %(source)s, s.key, coalesce(given_name, ''), coalesce(family_name, ''),
            coalesce(given_name_latin, ''), coalesce(family_name_latin, ''), sex, born_from, born_to,
            left(regexp_replace(coalesce(s.answers ->> 'phone_number', ''), '[^0-9+]', '', 'g'), 20), %(on)s, a.id
        FROM staged_persons s LEFT JOIN staged_households h ON h.key = s.household
        LEFT JOIN directory_area a ON a.code = h.area""",
    "memberships": """
        INSERT INTO registry_membership (person_id, household_id, number, relationship, period)
        SELECT p.id, h.id, p.number, p.relationship, daterange(%(on)s, NULL)
        FROM staged_persons p LEFT JOIN staged_households h ON h.key = p.household""",
    "kinship": """
        INSERT INTO registry_kinship (person_id, relative_id, kind)
        SELECT p.id, r.id, k.kind FROM staged_kinship k
        LEFT JOIN staged_persons p ON p.key = k.person LEFT JOIN staged_persons r ON r.key = k.relative""",
    "household answers": """
        INSERT INTO registry_householdfacts (source, observed_on, values, household_id)
        SELECT %(source)s, %(on)s, jsonb_strip_nulls(answers), id
        FROM staged_households WHERE answers IS NOT NULL""",
    "person answers": """
        INSERT INTO registry_personfacts (source, observed_on, values, person_id)
        SELECT %(source)s, %(on)s, jsonb_strip_nulls(answers), id
        FROM staged_persons WHERE answers IS NOT NULL""",
}

#: The same for persons whose household may have come before.
HOME = """
        LEFT JOIN registry_household known ON h.id IS NULL AND known.source = %(source)s
            AND known.source_key = p.household"""
JOINS = {
    **INSERTS,
    "persons": INSERTS["persons"]
    .replace("%(on)s, a.id", "%(on)s, coalesce(a.id, known.area_id)")
    .replace("LEFT JOIN directory_area a", HOME.replace("p.household", "s.household") + " LEFT JOIN directory_area a"),
    "memberships": INSERTS["memberships"].replace("p.id, h.id,", "p.id, coalesce(h.id, known.id),") + HOME,
}


@dataclass(frozen=True)
class Incoming:
    """Rows to admit, as chunks of CSV (`ayni.snapshots.copying.lines`) in the columns named above.

    Chunks end with a row. Keys are the source's own; kinship and persons name them. Null is unknown.
    """

    households: Iterable[bytes]
    persons: Iterable[bytes]
    kinship: Iterable[bytes]


@action(permissions.ADMIT, says="admitted households", everywhere=True)
def admit(
    incoming: Incoming,
    dictionary: dictionaries.Dictionary,
    *,
    source: str,
    on: date,
    by: User,
    tell: Callable[[str], None] = lambda step: None,
    joins: bool = False,
) -> dict[str, int]:
    """Register households, persons, memberships, kinship and answers of one source, as it stood on a day.

    All or nothing. `tell` hears each step as it begins. Gives the number of rows by table. With `joins` persons may
    come to households that the source brought before; the statistics are then left to the end of all that comes.
    Sensitive answers are sealed as they come in. Refuses: TypeChanged, AreasUnknown, SourceKnown, SeveralHeads;
    KeyMissing, KeyWrong.
    """
    before = {(row.entity, row.name): row.declared for row in queries.newest()}
    added = declaring.declare(dictionary, since=on)
    moving.begin(before, (row.declared for row in added), key=f"{source}/{on}", by=by)
    words = queries.dictionary()
    households = sealing.staging("household", words, source=source, on=on)
    persons = sealing.staging("person", words, source=source, on=on)
    with connection.cursor() as cursor:
        tell("staging")
        staged = _stage(cursor, incoming, households, persons)
        _check(cursor, source)
        inserts = JOINS if joins else INSERTS
        with bulk.quick_when_empty(cursor, (*LOADED, *sealing.tables([households, persons])), rows=staged):
            counts = {}
            for name, statement in inserts.items():
                tell(name)
                cursor.execute(statement, {"source": source, "on": on})
                counts[name] = cursor.rowcount
            for staging in filter(None, (households, persons)):
                staging.insert(cursor)
            bulk.follow(cursor)
            tell("checks")
        tell("statistics")
        if not joins:
            cursor.execute("SELECT registry_analyse()")
    return counts


@dataclass(frozen=True)
class Numbers:
    """The numbers that records were given."""

    households: list[int]
    persons: list[int]


def admitted() -> Numbers:
    """What `admit` made last in this transaction."""
    with connection.cursor() as cursor:
        found = []
        for stage in ("staged_households", "staged_persons"):
            cursor.execute(f"SELECT coalesce(array_agg(id ORDER BY id), '{{}}') FROM {stage}")  # noqa: S608 ours
            found.append(cursor.fetchone()[0])
    return Numbers(*found)


def _stage(cursor: Any, incoming: Incoming, households: sealing.Staging | None, persons: sealing.Staging | None) -> int:
    """Copy what comes in into temporary tables, which give each row the key it will have; how many persons came.

    What is sensitive is sealed on its way, and never staged as it is.
    """
    for stage, columns in STAGES.items():
        cursor.execute(f"DROP TABLE IF EXISTS {stage}")
        cursor.execute(f"CREATE TEMPORARY TABLE {stage} ({columns}) ON COMMIT DROP")
    (households.copy if households else _copy)(
        cursor, "staged_households", (*HOUSEHOLD, "answers"), incoming.households
    )
    (persons.copy if persons else _copy)(cursor, "staged_persons", (*PERSON, "answers"), incoming.persons)
    _copy(cursor, "staged_kinship", KINSHIP, incoming.kinship)
    cursor.execute("ANALYZE staged_households (key, area), staged_persons (key, household), staged_kinship")
    cursor.execute("SELECT count(*) FROM staged_persons")
    return int(cursor.fetchone()[0])


def _copy(cursor: Any, table: str, columns: tuple[str, ...], chunks: Iterable[bytes]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
        for chunk in chunks:
            copy.write(chunk)


def _check(cursor: Any, source: str) -> None:
    """Refuse what the constraints would refuse, in words."""
    cursor.execute(
        "SELECT DISTINCT s.area FROM staged_households s"
        " LEFT JOIN directory_area a ON a.code = s.area WHERE a.id IS NULL ORDER BY 1"
    )
    unknown = [row[0] for row in cursor.fetchall()]
    if unknown:
        raise errors.AreasUnknown(unknown)
    cursor.execute(
        "SELECT (SELECT count(*) FROM staged_households s JOIN registry_household r"
        "   ON r.source = %(source)s AND r.source_key = s.key)"
        " + (SELECT count(*) FROM staged_persons s JOIN registry_person r"
        "   ON r.source = %(source)s AND r.source_key = s.key)",
        {"source": source},
    )
    known = cursor.fetchone()[0]
    if known:
        raise errors.SourceKnown(source, known)
    cursor.execute(
        "SELECT household, count(*) OVER () FROM staged_persons WHERE relationship = 'head' AND household IS NOT NULL"
        " GROUP BY household HAVING count(*) > 1 ORDER BY household LIMIT 5"
    )
    led_twice = cursor.fetchall()
    if led_twice:
        raise errors.SeveralHeads([household for household, _count in led_twice], led_twice[0][1])
