"""What the registry knows that a file is read against: areas, the dictionary, people who came before, people alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from ayni.commons.access.models import User
from ayni.commons.directory import models as directory
from ayni.engines.files import checking, tidying
from ayni.engines.files.mapping import Mapping
from ayni.intake import permissions
from ayni.registry import queries as registry

Rows = list[tuple[int, str | None, str | None]]
STAGE = """
    row bigint, key text, household text, is_head boolean, name text, born date, area text, number text,
    born_from date, born_to date, mother text, father text
"""
KNOWN = """
    SELECT a.row, a.key, NULL FROM asked a
    JOIN registry_person p ON p.source = %(source)s AND p.source_key = a.key
"""
DEAD = """
    SELECT a.row, a.key, p.died_on::text FROM asked a
    JOIN registry_person p ON p.source = %(source)s AND p.source_key = a.key
    WHERE p.died_on <= %(on)s
"""
HEADED = """
    SELECT DISTINCT a.row, a.household, NULL FROM asked a
    JOIN registry_household h ON h.source = %(source)s AND h.source_key = a.household
    JOIN registry_membership m ON m.household_id = h.id AND m.relationship = 'head' AND m.period @> %(on)s
    JOIN registry_person p ON p.id = m.person_id
    WHERE a.is_head AND p.source_key <> a.key
"""
#: Somebody of the same name and day of birth who lives, or was registered, in the same area.
ALIKE = """
    SELECT a.row, a.name, string_agg(DISTINCT 'P' || lpad(p.id::text, 8, '0'), ' ') FROM asked a
    JOIN registry_person p ON lower(btrim(p.given_name || ' ' || p.family_name)) = a.name
        AND p.born_from = a.born AND p.born_to = a.born
    LEFT JOIN registry_membership m ON m.person_id = p.id AND m.period @> %(on)s
    LEFT JOIN registry_household h ON h.id = m.household_id
    JOIN directory_area d ON d.id = coalesce(h.area_id, p.registered_in_id) AND d.code = a.area
    WHERE NOT (p.source = %(source)s AND p.source_key = a.key)
    GROUP BY 1, 2
"""

#: Somebody with that number on a document that has not ended.
IDENTIFIED = """
    SELECT a.row, a.number, string_agg(DISTINCT 'P' || lpad(p.id::text, 8, '0'), ' ') FROM asked a
    JOIN registry_identifier i ON i.number = a.number AND i.ended_on IS NULL
    JOIN registry_person p ON p.id = i.person_id
    WHERE NOT (p.source = %(source)s AND p.source_key = a.key)
    GROUP BY 1, 2
"""
#: A parent in the file who is too young by a day of birth that only the registry has.
YOUNG = """
    SELECT a.row, b.key, b.row::text FROM asked a JOIN asked b ON b.key = a.{kin}
    LEFT JOIN registry_person p ON p.source = %(source)s AND p.source_key = a.key
    LEFT JOIN registry_person r ON r.source = %(source)s AND r.source_key = b.key
    WHERE (a.born_to IS NULL OR b.born_from IS NULL)
        AND coalesce(b.born_from, r.born_from) + interval '10 years' > coalesce(a.born_to, p.born_to)
"""
#: What an update leaves as it is: later answers, and where people live.
LATER = """
    SELECT a.row, a.key, max(f.observed_on)::text FROM asked a
    JOIN registry_person p ON p.source = %(source)s AND p.source_key = a.key
    JOIN registry_personfacts f ON f.person_id = p.id AND f.observed_on > %(on)s
    GROUP BY 1, 2
"""
ELSEWHERE = """
    SELECT a.row, a.household, 'H' || lpad(h.id::text, 8, '0') FROM asked a
    JOIN registry_person p ON p.source = %(source)s AND p.source_key = a.key
    JOIN registry_membership m ON m.person_id = p.id AND m.kind = 'usual' AND m.period @> %(on)s
    JOIN registry_household h ON h.id = m.household_id
    WHERE (h.source, h.source_key) <> (%(source)s, a.household)
"""


def known(reader: User) -> tidying.Known:
    """The dictionary, and the areas in which the reader may load: by code, and by name in any language."""
    paths = tuple(reader.where(permissions.LOAD))
    areas: dict[str, str | None] = {}
    codes: dict[str, str] = {}
    for code, names, path in directory.Area.objects.values_list("code", "names", "path"):
        if not any(path.startswith(one) for one in paths):
            continue
        codes[code] = code
        for name in {str(name).casefold() for name in (names or {}).values()}:
            areas[name] = None if name in areas else code
    folded = {code.casefold(): code for code in codes}
    return tidying.Known(registry.dictionary(), {**areas, **folded, **codes})


@contextmanager
def asking() -> Iterator[Callable[[bytes], object]]:
    """Inside, what is given is staged to be held against the registry: in a table that ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS asked")
        cursor.execute(f"CREATE TEMPORARY TABLE asked ({STAGE}) ON COMMIT DROP")
        with cursor.copy("COPY asked FROM STDIN (FORMAT csv)") as copy:
            yield copy.write
        cursor.execute("ANALYZE asked")


def held_against(checked: checking.Checked, *, after: int = 0) -> checking.Checked:
    """What was staged, held against the registry; rows of known people are told as the mapping wants them.

    Rows up to `after` came with this very file.
    """
    mapping = checked.mapping
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM asked WHERE row <= %s", [after])
        cursor.execute("SELECT EXISTS (SELECT FROM registry_person)")
        if not cursor.fetchone()[0]:
            return checked
        key, home = mapping.person["key"].column, mapping.person.get("household")
        code = {"refuse": "known", "skip": "known_skipped", "update": "known_updated"}[mapping.known]
        found = [(key, code, _asked(cursor, KNOWN, mapping)), (key, "known_dead", _asked(cursor, DEAD, mapping))]
        if home is not None:
            found.append((home.column, "head_known", _asked(cursor, HEADED, mapping)))
        alike = "alike_skipped" if mapping.alike == "skip" else "alike"
        found.append((key, alike, _asked(cursor, ALIKE, mapping)))
        if "identifier" in mapping.person:
            same = "identified_skipped" if mapping.alike == "skip" else "identified"
            found.append((mapping.person["identifier"].column, same, _asked(cursor, IDENTIFIED, mapping)))
        for kin in ("mother", "father"):
            if kin in mapping.person and mapping.known != "refuse":
                young = _asked(cursor, YOUNG.format(kin=kin), mapping)
                found.append((mapping.person[kin].column, "parent_too_young", young))
        if mapping.known == "update":
            found += _left_as_it_is(cursor, mapping)
        return checking.held_against(checked, found)


def _left_as_it_is(cursor: Any, mapping: Mapping) -> list[tuple[str, str, Rows]]:
    """What rows of known people tell and their records do not take."""
    found: list[tuple[str, str, Rows]] = []
    if mapping.answers.get("person"):
        found.append((mapping.person["key"].column, "answers_older", _asked(cursor, LATER, mapping)))
    if "household" in mapping.person:
        found.append((mapping.person["household"].column, "lives_elsewhere", _asked(cursor, ELSEWHERE, mapping)))
    return found


def _asked(cursor: Any, statement: str, mapping: Mapping) -> Rows:
    cursor.execute(statement, {"source": mapping.source, "on": mapping.on})
    return list(cursor.fetchall())


def known_households(source: str, keys: list[str]) -> set[str]:
    """Those of the keys that the source brought before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_key FROM registry_household WHERE source = %s AND source_key = ANY (%s)", [source, keys]
        )
        return {key for (key,) in cursor.fetchall()}


def is_registry_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM registry_person) AND NOT EXISTS (SELECT FROM registry_household)"
        )
        return bool(cursor.fetchone()[0])
