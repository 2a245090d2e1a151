"""Finding people within the scope of whoever asks, under the database's policies, beside the same without any."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from benchmarks import installation, measuring

GOAL = 1.2
SEARCHES = 60
REGIONS, DISTRICTS = 10, 20  # districts of each region
GIVEN, FAMILY = 400, 3_000  # so many names; the first are the most common

FILL = f"""
INSERT INTO directory_area (code, level, names, path)
SELECT lpad(r::text, 2, '0'), 1, '{{}}', '/' || lpad(r::text, 2, '0') || '/' FROM generate_series(1, {REGIONS}) r;
INSERT INTO directory_area (code, level, names, path, parent_id)
SELECT up.code || lpad(d::text, 2, '0'), 2, '{{}}', up.path || up.code || lpad(d::text, 2, '0') || '/', up.id
FROM directory_area up, generate_series(1, {DISTRICTS}) d WHERE up.level = 1;
CREATE TEMPORARY TABLE homes ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM directory_area WHERE level = 2;
SELECT registry_guards_off(ARRAY['registry_household', 'registry_person', 'registry_membership', 'registry_kinship',
    'registry_householdfacts', 'registry_personfacts']);
INSERT INTO registry_household (id, area_id, source, source_key, registered_on)
SELECT n, homes.id, 'bench', 'h' || n, '2026-01-01'
FROM generate_series(1, %(households)s) n JOIN homes ON homes.place = n %% {REGIONS * DISTRICTS};
INSERT INTO registry_person (id, source, source_key, given_name, family_name, given_name_latin, family_name_latin,
    phone, registered_on, registered_in_id)
SELECT 5 * (h.id - 1) + m, 'bench', 'p' || (5 * (h.id - 1) + m),
    translate('given' || floor({GIVEN} * power(random(), 3))::int, '0123456789', 'abcdefghij'),
    translate('family' || floor({FAMILY} * power(random(), 3))::int, '0123456789', 'abcdefghij'),
    '', '', '', '2026-01-01', h.area_id
FROM registry_household h, generate_series(1, 5) m;
INSERT INTO registry_membership (person_id, household_id, number, relationship, period)
SELECT 5 * (h.id - 1) + m, h.id, m, CASE m WHEN 1 THEN 'head' ELSE 'child' END, daterange('2026-01-01', NULL)
FROM registry_household h, generate_series(1, 5) m;
SELECT registry_guards_on();
SELECT registry_analyse();
"""
PLAIN = """
SELECT id FROM registry_person
WHERE to_tsvector('simple'::regconfig, COALESCE(given_name, '') || ' ' || COALESCE(family_name, '') || ' '
    || COALESCE(given_name_latin, '') || ' ' || COALESCE(family_name_latin, '')) @@ to_tsquery('simple', %(asked)s)
"""
LIVES = """
AND EXISTS (
    SELECT FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
    JOIN directory_area a ON a.id = h.area_id
    WHERE m.person_id = registry_person.id AND m.period @> %(on)s AND a.path ^@ %(path)s)
"""
PAGE = "ORDER BY given_name, family_name, id LIMIT 25"


def cases(households: int) -> list[measuring.Case]:
    measuring.apart(functools.partial(_fill, households))
    size = f"{5 * households:,} persons"
    kinds = {"a name and a surname": _both, "a common name": _common, "the beginning of a surname": _beginning}
    return [
        measuring.Case(
            work=f"search by {kind}, {who}",
            size=size,
            ours=functools.partial(_ours, asked, area, tells=tells),
            beside_name=beside,
            beside=functools.partial(_beside, asked, within, tells=tells),
            goal=GOAL,
            units=("searches", SEARCHES),
        )
        for kind, asked in kinds.items()
        for who, area, within, beside, tells in (
            ("everywhere", "", "", "the same without policies", True),
            ("one district", "0101", "/01/0101/", "the same, the district asked for, without policies", True),
            ("one district", "0101", "", "everywhere, without policies", False),
        )
    ]


def _fill(households: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILL, {"households": households})
    installation.run("VACUUM ANALYZE registry_person")
    installation.run("VACUUM ANALYZE registry_membership")


LETTERS = str.maketrans("0123456789", "abcdefghij")  # a word with a digit would be asked for as a number too


def _both() -> list[str]:
    return [f"given{7 + 3 * n} family{11 + 17 * n}".translate(LETTERS) for n in range(SEARCHES)]


def _common() -> list[str]:
    return [f"given{n % 5}".translate(LETTERS) for n in range(SEARCHES)]


def _beginning() -> list[str]:
    return [f"family{1 + n}".translate(LETTERS) for n in range(SEARCHES)]


def _ours(asked: Any, area: str, *, tells: bool) -> Iterator[None]:
    """As the search page asks: the reader's own scope, under every policy."""
    from ayni.registry import queries

    reader = _reader(area)
    texts = asked()
    queries.search(texts[0], reader=reader, on=installation.DAY)
    yield
    found = [queries.search(text, reader=reader, on=installation.DAY) for text in texts]
    yield
    return [[one.total, [row.id for row in one.rows]] for one in found] if tells else len(found)


def _beside(asked: Any, path: str, *, tells: bool) -> Iterator[None]:
    """As the owner of the tables, whom no policy binds: the same two questions, and the same rows to show."""
    from django.db import connection
    from django.db.models import Q

    from ayni.registry.queries import finding

    told = []
    texts = asked()
    plain = PLAIN + (LIVES if path else "")
    finding.models.Person.objects.first()
    yield
    for text in texts:
        given = {"asked": finding._tsquery(text), "on": installation.DAY, "path": path}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({plain} LIMIT 1001) c", given)
            total = min(cursor.fetchone()[0], finding.COUNTED)
            cursor.execute(f"{plain} {PAGE}", given)
            ids = [pk for (pk,) in cursor.fetchall()]
        rows = [
            finding._row(row, installation.DAY) for row in finding._persons(Q(pk__in=ids), ("/",), installation.DAY)
        ]
        told.append([total, [row.id for row in rows]])
    yield
    return told if tells else len(told)


def _reader(area: str) -> Any:
    from ayni.commons.access.models import Grant, User
    from ayni.commons.directory.models import Area

    user, _ = User.objects.get_or_create(username=f"reader-{area or 'everywhere'}")
    place = Area.objects.get(code=area) if area else None
    Grant.objects.get_or_create(user=user, role_id="auditor", area=place, defaults={"starts_on": installation.DAY})
    return user
