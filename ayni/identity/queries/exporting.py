"""Everybody on record as a file that the engine links, and what is told of a few of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from ayni.commons.directory.models import Area
from ayni.identity.queries import telling

if TYPE_CHECKING:
    from ayni.engines.linkage.mapping import Columns

#: A birth as far as it is known for certain: a day, a month or a year.
BORN = """
    CASE WHEN p.born_from = p.born_to THEN to_char(p.born_from, 'YYYY-MM-DD')
        WHEN date_trunc('month', p.born_from) = date_trunc('month', p.born_to) THEN to_char(p.born_from, 'YYYY-MM')
        ELSE to_char(p.born_to, 'YYYY') END
"""
#: Where somebody lives or lived last, else where they were registered. Who died is on record like anybody.
PEOPLE = """
    (SELECT * FROM registry_person WHERE merged_into_id IS NULL) p
    LEFT JOIN (SELECT DISTINCT ON (person_id) person_id, household_id FROM registry_membership
        WHERE kind = 'usual' {asked} ORDER BY person_id, upper(period) DESC NULLS FIRST) m ON m.person_id = p.id
    LEFT JOIN registry_household h ON h.id = m.household_id
    LEFT JOIN directory_area a ON a.id = coalesce(h.area_id, p.registered_in_id)
"""
NUMBERS = """
    LEFT JOIN (SELECT person_id, {chosen} FROM registry_identifier WHERE verification <> 'refuted' AND ended_on IS NULL
        GROUP BY person_id) i ON i.person_id = p.id
"""
#: What a record says of who somebody is; where they live is not in it, for people move.
PRINT = """
    md5(concat_ws('|', p.given_name, p.family_name, p.born_from, p.born_to, p.sex, p.phone,
        (SELECT string_agg(n.type || n.number, ',' ORDER BY n.type, n.number) FROM registry_identifier n
            WHERE n.person_id = p.id AND n.ended_on IS NULL AND n.verification <> 'refuted')))
"""


def columns() -> Columns:
    """What the registry has of people: names, births, so many levels of areas, the numbers that somebody has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(level), 0) FROM directory_area")
        levels = cursor.fetchone()[0]
        cursor.execute("SELECT DISTINCT type FROM registry_identifier WHERE ended_on IS NULL ORDER BY type")
        kinds = [kind for (kind,) in cursor.fetchall()]
    return telling.columns(levels=levels, kinds=kinds)


def write(area: Area | None, meant: Columns, file: Path) -> int:
    """Everybody of an area or of all, in the scope of whoever acts; how many they are."""
    from ayni.snapshots import listing  # the engines are for who computes

    chosen = ["p.id", "p.given_name", "p.family_name", BORN, "p.sex"]
    chosen += [f"split_part(a.path, '/', {level + 1})" for level, _column in enumerate(meant.place, 1)]
    chosen += ["p.phone", *(f"i.{_quoted(column)}" for column in meant.identifiers.values())]
    numbers = ", ".join(
        f"max(number) FILTER (WHERE type = {_literal(kind)}) AS {_quoted(column)}"
        for kind, column in meant.identifiers.items()
    )
    source = PEOPLE.format(asked="") + (NUMBERS.format(chosen=numbers) if numbers else "")
    where = "p.merged_into_id IS NULL" + (" AND a.path ^@ %(path)s" if area else "")
    named = {
        "person": "integer",
        "given_name": "text",
        "family_name": "text",
        "born": "text",
        "sex": "text",
        **dict.fromkeys((*meant.place, "phone", *meant.identifiers.values()), "text"),
    }
    statement = f"SELECT {', '.join(chosen)} FROM {source} WHERE {where}"  # noqa: S608 our own words
    return listing.write(statement, named, file, {"path": area.path} if area else {})


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
