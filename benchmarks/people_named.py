"""A country of people with names in four scripts, common and rare ones, for the benchmarks of finding them."""

from __future__ import annotations

from typing import Any

from benchmarks import installation, measuring

REGIONS, DISTRICTS, WARDS = 10, 20, 10  # districts of each region, wards of each district
FAMILIES = 60_000  # made-up surnames besides those of the lists; the first are the most common
CULTURES = ("latin", "arabic", "devanagari", "ethiopic")  # of one region after another
SYLLABLES = (
    "ba ke du mo fi sha ngo tra lu zi wa ho",
    "la ri no ta mbe ka su vo ne di",
    "mba ko le ndo ri tu sha ne wi far",
)

AREAS = f"""
INSERT INTO directory_area (code, level, names, path)
SELECT lpad(r::text, 2, '0'), 1, jsonb_build_object('en', 'Region ' || chr(64 + r)), '/' || lpad(r::text, 2, '0') || '/'
FROM generate_series(1, {REGIONS}) r;
INSERT INTO directory_area (code, level, names, path, parent_id)
SELECT up.code || lpad(d::text, 2, '0'), 2, jsonb_build_object('en', 'Kaza' || chr(64 + d)),
    up.path || up.code || lpad(d::text, 2, '0') || '/', up.id
FROM directory_area up, generate_series(1, {DISTRICTS}) d WHERE up.level = 1;
INSERT INTO directory_area (code, level, names, path, parent_id)
SELECT up.code || lpad(d::text, 2, '0'), 3, jsonb_build_object('en', 'Ward ' || d),
    up.path || up.code || lpad(d::text, 2, '0') || '/', up.id
FROM directory_area up, generate_series(1, {WARDS}) d WHERE up.level = 2;
"""
NAMED = "CREATE TEMPORARY TABLE named (culture int, part text, place int, native text, latin text) ON COMMIT DROP"
SIZED = """
CREATE TEMPORARY TABLE sized ON COMMIT DROP AS SELECT culture, part, count(*) AS size FROM named GROUP BY 1, 2;
ALTER TABLE named ADD PRIMARY KEY (culture, part, place);
CREATE TEMPORARY TABLE homes ON COMMIT DROP AS
SELECT id, (left(code, 2)::int % 4) AS culture, row_number() OVER (ORDER BY md5(code)) - 1 AS place
FROM directory_area WHERE level = 3;
ANALYZE named, sized, homes;
"""
HOUSEHOLDS = f"""
INSERT INTO registry_household (id, area_id, source, source_key, registered_on)
SELECT n, homes.id, 'bench', 'h' || n, '2026-01-01'
FROM generate_series(1, %(households)s) n JOIN homes ON homes.place = n %% {REGIONS * DISTRICTS * WARDS};
"""
PERSONS = """
CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT 5 * (h.id - 1) + m AS id, h.area_id, homes.culture, CASE m %% 2 WHEN 0 THEN 'male' ELSE 'female' END AS sex,
    floor(g.size * power(random(), 3))::int AS given, floor(f.size * power(random(), 4))::int AS family,
    date '2026-01-01' - (random() * 30000)::int AS born
FROM registry_household h JOIN homes ON homes.id = h.area_id, generate_series(1, 5) m
JOIN sized g ON g.part = CASE m %% 2 WHEN 0 THEN 'male' ELSE 'female' END
JOIN sized f ON f.part = 'family' AND f.culture = g.culture WHERE g.culture = homes.culture;
ANALYZE drawn;
INSERT INTO registry_person (id, source, source_key, given_name, family_name, given_name_latin, family_name_latin,
    sex, born_from, born_to, phone, registered_on, registered_in_id)
SELECT d.id, 'bench', 'p' || d.id, g.native, f.native, g.latin, f.latin, d.sex, d.born, d.born,
    CASE WHEN d.id %% 5 = 1 THEN '+2547' || lpad((d.id / 5)::text, 8, '0') ELSE '' END, '2026-01-01', d.area_id
FROM drawn d JOIN named g ON g.culture = d.culture AND g.part = d.sex AND g.place = d.given
JOIN named f ON f.culture = d.culture AND f.part = 'family' AND f.place = d.family;
"""
MEMBERSHIPS = """
INSERT INTO registry_membership (person_id, household_id, number, relationship, period)
SELECT 5 * (h.id - 1) + m, h.id, m, CASE m WHEN 1 THEN 'head' ELSE 'child' END, daterange('2026-01-01', NULL)
FROM registry_household h, generate_series(1, 5) m;
"""
GUARDED = "registry_household registry_person registry_membership registry_kinship registry_householdfacts"


def names() -> list[tuple[int, str, int, str, str]]:
    """Culture, part, place by how common it is, as written and in Latin letters."""
    from ayni.engines.samples import naming

    first, second, third = (_parts(line.split()) for line in SYLLABLES)
    made = [f"{a}{b}{c}".capitalize() for c in third for b in second for a in first]
    found = []
    for number, culture in enumerate(CULTURES):
        for part in ("female", "male", "family"):
            words = naming.section(culture, part)
            pairs = (
                [(one, "") for one in words] if culture == "latin" else list(zip(words[::2], words[1::2], strict=True))
            )
            if part == "family":
                pairs += [(word, "") for word in made[: FAMILIES // (1 if culture == "latin" else 4)]]
            found += [(number, part, place, native, latin) for place, (native, latin) in enumerate(pairs)]
    return found


def _parts(given: list[str]) -> list[str]:
    """Beginnings, middles and ends in numbers enough for many surnames."""
    return [one + other for one in given for other in ("", "n", "la", "mi")]


def fill(households: int) -> None:
    """Areas, households of five, persons and where they live, in this process; then every word is read."""
    measuring.apart(lambda: _fill(households))


def _fill(households: int) -> float:
    import time

    from django.db import connection, transaction

    from ayni.registry.queries import finding_words

    given: dict[str, Any] = {"households": households}
    told: dict[str, float] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AREAS)
        cursor.execute(NAMED)
        with cursor.copy("COPY named FROM STDIN") as copy:
            for row in names():
                copy.write_row(row)
        cursor.execute(SIZED)
        cursor.execute("SELECT registry_guards_off(%s)", [GUARDED.split()])
        for name, statement in (("households", HOUSEHOLDS), ("persons", PERSONS), ("stays", MEMBERSHIPS)):
            began = time.perf_counter()
            cursor.execute(statement, given)
            told[name] = round(time.perf_counter() - began, 1)
        began = time.perf_counter()
        cursor.execute("SELECT registry_guards_on()")
        told["guards"] = round(time.perf_counter() - began, 1)
        cursor.execute("SELECT registry_analyse()")
    began = time.perf_counter()
    told["words"] = finding_words.read_new()
    told["reading"] = round(time.perf_counter() - began, 1)
    print(f"filled {5 * households:,} persons in seconds: {told}", flush=True)
    for table in ("person", "membership", "household", "searchentry", "searchword", "searchsound", "searcharea"):
        installation.run(f"VACUUM ANALYZE registry_{table}")
    return told["persons"]


def reader(area: str) -> Any:
    """An officer who sees people in an area, or everywhere."""
    from ayni.commons.access.models import Grant, User
    from ayni.commons.directory.models import Area

    user, _ = User.objects.get_or_create(username=f"reader-{area or 'everywhere'}")
    place = Area.objects.get(code=area) if area else None
    Grant.objects.get_or_create(user=user, role_id="auditor", area=place, defaults={"starts_on": installation.DAY})
    return user
