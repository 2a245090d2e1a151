"""The columns the registry publishes to snapshots.

A household is published when somebody alive lived in it on the day and it was not closed; a person when they were
alive and lived in a published household. Of the dictionary's variables the latest known answer up to the day stands; an
answer recorded as null takes the earlier one back.
"""

from __future__ import annotations

from collections.abc import Iterable

from ayni.engines import dictionary as dictionaries
from ayni.snapshots import declared
from ayni.snapshots.tables import SQL_TYPES, Column, Table, quoted

AREA = (
    Column("area", "a.code", "text", "Code of the lowest area the household lives in", "public"),
    Column("area_1", "split_part(a.path, '/', 2)", "text", "Code of its first-level area", "public"),
)
HOUSEHOLD = (Column("id", "h.id", "integer", "The household in the registry"), *AREA)
PERSON = (
    Column("id", "p.id", "integer", "The person in the registry"),
    Column("household_id", "m.household_id", "integer", "The household lived in on the day"),
    Column("number", "m.number", "integer", "Place in the list of members"),
    Column("relationship", "m.relationship", "choice", "Relationship to the head of the household"),
    Column("sex", "p.sex", "choice", "Female or male"),
    Column("born_from", "p.born_from", "date", "Earliest possible day of birth"),
    Column("born_to", "p.born_to", "date", "Latest possible day of birth"),
    *AREA,
)

#: Who lived where on the day, and was alive.
LIVING = """
    registry_membership m
    JOIN registry_person p ON p.id = m.person_id AND (p.died_on IS NULL OR p.died_on > %(on)s)
    JOIN registry_household h ON h.id = m.household_id
        AND h.registered_on <= %(on)s AND (h.closed_on IS NULL OR h.closed_on > %(on)s)
"""
LIVES = "m.period @> %(on)s::date"


@declared.extract
def tables(dictionary: dictionaries.Dictionary) -> list[Table]:
    """Households and persons, with the variables of a dictionary as typed columns."""
    return [_households(dictionary), _persons(dictionary)]


def _households(dictionary: dictionaries.Dictionary) -> Table:
    variables = dictionary.of("household")
    inhabited = f"(SELECT DISTINCT m.household_id FROM {LIVING} WHERE {LIVES}) AS lived"  # noqa: S608
    source = f"""
        {inhabited}
        JOIN registry_household h ON h.id = lived.household_id
        JOIN directory_area a ON a.id = h.area_id
        {_answers("household", "h.id", variables)}
    """
    return Table("households", [*HOUSEHOLD, *map(_column, variables)], source, order_by=("area_1", "area", "id"))


def _persons(dictionary: dictionaries.Dictionary) -> Table:
    variables = dictionary.of("person")
    source = f"""
        {LIVING}
        JOIN directory_area a ON a.id = h.area_id
        {_answers("person", "p.id", variables)}
        WHERE {LIVES}
    """
    return Table(
        "persons",
        [*PERSON, *map(_column, variables)],
        source,
        order_by=("area_1", "area", "household_id", "number", "id"),
    )


def _column(variable: dictionaries.Variable) -> Column:
    meaning = variable.labels.get("en") or variable.name
    return Column(variable.name, f"v.{quoted(variable.name)}", variable.type, meaning, variable.sensitivity)


def _answers(entity: str, key: str, variables: Iterable[dictionaries.Variable]) -> str:
    """The join that gives each unit its answers as columns of `v`."""
    typed = ", ".join(f"{quoted(variable.name)} {SQL_TYPES[variable.type]}" for variable in variables)
    if not typed:
        return ""
    return f"""
        LEFT JOIN (
            SELECT {entity}_id, registry_merged(values ORDER BY observed_on, id) AS values
            FROM registry_{entity}facts WHERE observed_on <= %(on)s GROUP BY {entity}_id
        ) f ON f.{entity}_id = {key}
        LEFT JOIN LATERAL jsonb_to_record(f.values) AS v({typed}) ON true
    """  # noqa: S608 names of the dictionary, quoted
