"""The columns the registry publishes to snapshots.

A household is published when somebody alive lived in it on the day and it was not closed; a person when they were
alive and lived in a published household. Nobody is published twice: a record that was merged into another is published
for no day, and who shares a second home counts where they usually live. Of the dictionary's variables the latest known
answer of the most trusted sources up to the day stands; an answer recorded as null takes the earlier one back. Of an
area's variables the answer of the smallest area stands that has one: the area the household lives in, else the one it
is part of. Sensitive answers are opened and published only for variables that a rule in force reads. Each variable has
the columns of `ayni.engines.dictionary.canonical`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import canonical
from ayni.engines.dictionary.variables import Entity
from ayni.registry.queries import sealed, standing, unsealing, using
from ayni.snapshots import declared
from ayni.snapshots.tables import Column, Source, Table

AREA = (
    Column("area", "a.code", "text", "Code of the lowest area the household lives in", "public"),
    Column("area_1", "split_part(a.path, '/', 2)", "text", "Code of its first-level area", "public"),
)
PATH = Column("area_path", "a.path", "text", "Codes of all its areas, from the top down, between slashes", "public")
HOUSEHOLD = (Column("id", "h.id", "integer", "The household in the registry"), *AREA, PATH)
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

#: Which households were open on the day, in the areas asked for.
OPEN = """
    h.registered_on <= %(on)s AND (h.closed_on IS NULL OR h.closed_on > %(on)s)
    AND (%(areas)s::bigint[] IS NULL OR h.area_id = ANY(%(areas)s::bigint[]))
"""
#: Who lived where on the day, and was alive.
LIVING = """
    registry_membership m
    JOIN registry_person p ON p.id = m.person_id AND (p.died_on IS NULL OR p.died_on > %(on)s)
        AND p.merged_into_id IS NULL
"""
LIVES = "m.period @> %(on)s::date AND m.kind = 'usual'"

#: From the keys of changed rows to the areas they concern. A household that moves has both its areas as keys.
OF_AREAS = """
    SELECT split_part(a.path, '/', 2) FROM changed JOIN directory_area a ON a.id >= low AND a.id < high
"""
OF_HOUSEHOLDS = """
    SELECT DISTINCT split_part(a.path, '/', 2) FROM changed
    JOIN registry_household h ON h.id >= low AND h.id < high JOIN directory_area a ON a.id = h.area_id
"""
OF_PERSONS = """
    SELECT DISTINCT split_part(a.path, '/', 2) FROM changed
    JOIN registry_membership m ON m.person_id >= low AND m.person_id < high
    JOIN registry_household h ON h.id = m.household_id JOIN directory_area a ON a.id = h.area_id
"""
LIVING_SOURCES = (
    Source("directory_area"),
    Source("registry_household", OF_AREAS),
    Source("registry_membership", OF_HOUSEHOLDS),
    Source("registry_person", OF_PERSONS),
)
ANSWERS_SOURCE = {
    "household": Source("registry_householdfacts", OF_HOUSEHOLDS),
    "person": Source("registry_personfacts", OF_PERSONS),
    "area": Source("registry_areafacts", OF_AREAS),
}
SEALED_SOURCE = {
    "household": Source("registry_householdsealed", OF_HOUSEHOLDS),
    "person": Source("registry_personsealed", OF_PERSONS),
}
#: Where somebody's stay, a household or an answer begins or ends between two days.
TURNING = """
    WITH turned AS (
        SELECT id FROM registry_household
        WHERE registered_on > %(after)s AND registered_on <= %(upto)s
            OR closed_on > %(after)s AND closed_on <= %(upto)s
        UNION SELECT household_id FROM registry_membership
        WHERE lower(period) > %(after)s AND lower(period) <= %(upto)s
            OR upper(period) > %(after)s AND upper(period) <= %(upto)s
        UNION SELECT m.household_id FROM registry_person p JOIN registry_membership m ON m.person_id = p.id
        WHERE p.died_on > %(after)s AND p.died_on <= %(upto)s
        UNION {answered}
    )
    SELECT DISTINCT split_part(a.path, '/', 2)
    FROM turned JOIN registry_household h ON h.id = turned.id JOIN directory_area a ON a.id = h.area_id
"""
ANSWERED = {
    "household": """
        SELECT household_id FROM registry_householdfacts WHERE observed_on > %(after)s AND observed_on <= %(upto)s
    """,
    "person": """
        SELECT m.household_id FROM registry_personfacts f JOIN registry_membership m ON m.person_id = f.person_id
        WHERE f.observed_on > %(after)s AND f.observed_on <= %(upto)s
    """,
    "area": """
        SELECT h.id FROM registry_areafacts f JOIN directory_area wider ON wider.id = f.area_id
        JOIN directory_area home ON starts_with(home.path, wider.path) JOIN registry_household h ON h.area_id = home.id
        WHERE f.observed_on > %(after)s AND f.observed_on <= %(upto)s
    """,
}


@declared.extract
def tables(dictionary: dictionaries.Dictionary) -> list[Table]:
    """Households and persons, with the variables of a dictionary as typed columns."""
    return [_households(dictionary), _persons(dictionary)]


def _households(dictionary: dictionaries.Dictionary) -> Table:
    (variables, secret), of_areas = _split(dictionary, "household"), dictionary.of("area")
    told = ("household", "area") if of_areas else ("household",)
    source = f"""
        registry_household h
        JOIN directory_area a ON a.id = h.area_id
        {standing.join("household", "h.id", variables)}
        {standing.join_areas("a.id", of_areas)}
        WHERE {OPEN} AND EXISTS (SELECT FROM {LIVING} WHERE m.household_id = h.id AND {LIVES})
    """
    return Table(
        "households",
        [*HOUSEHOLD, *_columns("v", variables), *_columns("av", of_areas), *_sealed(dictionary, secret)],
        source,
        order_by=("area_1", "area", "id"),
        sources=(*LIVING_SOURCES, *(ANSWERS_SOURCE[one] for one in told), *_also(SEALED_SOURCE["household"], secret)),
        turning=TURNING.format(answered=" UNION ".join(ANSWERED[one] for one in told)),
        sealed=unsealing.source("household", "h.id", secret),
    )


def _persons(dictionary: dictionaries.Dictionary) -> Table:
    variables, secret = _split(dictionary, "person")
    source = f"""
        {LIVING}
        JOIN registry_household h ON h.id = m.household_id
        JOIN directory_area a ON a.id = h.area_id
        {standing.join("person", "p.id", variables)}
        WHERE {OPEN} AND {LIVES}
    """
    return Table(
        "persons",
        [*PERSON, *_columns("v", variables), *_sealed(dictionary, secret)],
        source,
        order_by=("area_1", "area", "household_id", "number", "id"),
        sources=(*LIVING_SOURCES, ANSWERS_SOURCE["person"], *_also(SEALED_SOURCE["person"], secret)),
        turning=TURNING.format(answered=ANSWERED["person"]),
        sealed=unsealing.source("person", "p.id", secret),
    )


def _split(
    dictionary: dictionaries.Dictionary, entity: Entity
) -> tuple[list[dictionaries.Variable], list[dictionaries.Variable]]:
    """The variables whose answers are open, and those whose answers are sealed and published."""
    secret, read = sealed.names(dictionary, entity), using.in_force(dictionary)
    asked = dictionary.of(entity)
    return (
        [one for one in asked if one.name not in secret],
        [one for one in asked if one.name in secret and (entity, one.name) in read],
    )


def _also(source: Source, secret: Sequence[dictionaries.Variable]) -> tuple[Source, ...]:
    return (source,) if secret else ()


def _sealed(dictionary: dictionaries.Dictionary, secret: Sequence[dictionaries.Variable]) -> Iterator[Column]:
    """Columns without an expression: they are opened, for the rules named."""
    read = using.in_force(dictionary) if secret else {}
    for one in secret:
        for column in _columns("", [one]):
            yield dataclasses.replace(column, sql="", read_by=read[one.entity, one.name])


def _columns(record: str, variables: Iterable[dictionaries.Variable]) -> Iterator[Column]:
    for variable in variables:
        meaning = variable.labels.get("en") or variable.name
        for column in canonical.columns(variable):
            sql = standing.column(record, variable, column.part)
            type_ = "choice" if variable.type == "choice" and column.part == "value" else column.type
            yield Column(column.name, sql, type_, meaning + standing.MEANINGS[column.part], variable.sensitivity)
