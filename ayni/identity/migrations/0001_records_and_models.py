"""What was learnt, and everybody as they are compared: in two halves, kept up by what triggers say has changed."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

HALVES = """
CREATE TABLE identity_record (
    half smallint NOT NULL, person_id bigint NOT NULL, variant smallint NOT NULL, told text NOT NULL,
    keys bigint[] NOT NULL, prepared_at timestamptz NOT NULL, PRIMARY KEY (half, person_id, variant)
) PARTITION BY LIST (half);
CREATE TABLE identity_record_0 PARTITION OF identity_record FOR VALUES IN (0);
CREATE TABLE identity_record_1 PARTITION OF identity_record FOR VALUES IN (1);
CREATE INDEX identity_record_0_keys ON identity_record_0 USING gin (keys) WITH (fastupdate = off);
CREATE INDEX identity_record_1_keys ON identity_record_1 USING gin (keys) WITH (fastupdate = off);
"""

#: Each statement that changes what is compared adds the people it changes, in one statement.
MARKING = """
CREATE FUNCTION identity_mark_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO identity_stale (person_id) SELECT id FROM added;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM identity_record r USING removed o WHERE r.half IN (0, 1) AND r.person_id = o.id;
        INSERT INTO identity_stale (person_id) SELECT id FROM removed;  -- a preparation may be under way
    ELSE
        INSERT INTO identity_stale (person_id)
        SELECT n.id FROM added n JOIN removed o ON o.id = n.id
        WHERE (to_jsonb(n) - ARRAY['source', 'source_key', 'languages', 'died_from', 'died_on', 'death_known', 'registered_on'])
            IS DISTINCT FROM
            (to_jsonb(o) - ARRAY['source', 'source_key', 'languages', 'died_from', 'died_on', 'death_known', 'registered_on']);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION identity_mark_known_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO identity_stale (person_id) SELECT DISTINCT person_id FROM added;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO identity_stale (person_id) SELECT DISTINCT person_id FROM removed;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION identity_mark_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO identity_stale (person_id)
    SELECT DISTINCT m.person_id FROM added n JOIN removed o ON o.id = n.id AND o.area_id <> n.area_id
    JOIN registry_membership m ON m.household_id = n.id;
    RETURN NULL;
END $$;
"""
MARKED = "".join(
    f"""
CREATE TRIGGER identity_{event.lower()} AFTER {event} ON {table} REFERENCING {told}
    FOR EACH STATEMENT EXECUTE FUNCTION identity_mark_{function}();
"""
    for table, function in (
        ("registry_person", "person"),
        *((f"registry_{table}", "known_by") for table in ("personname", "phone", "identifier", "membership")),
        ("registry_household", "household"),
    )
    for event, told in (
        ("INSERT", "NEW TABLE AS added"),
        ("UPDATE", "OLD TABLE AS removed NEW TABLE AS added"),
        ("DELETE", "OLD TABLE AS removed"),
    )
    if function != "household" or event == "UPDATE"
)
UNMARKED = "".join(
    f"DROP TRIGGER identity_{event} ON registry_{table};"
    for table in ("person", "personname", "phone", "identifier", "membership")
    for event in ("insert", "update", "delete")
)
UNMARKED += """
DROP TRIGGER identity_update ON registry_household;
DROP FUNCTION identity_mark_person(); DROP FUNCTION identity_mark_known_by(); DROP FUNCTION identity_mark_household();
"""

#: What the application asks of the owner: it works out how people are compared, in a scope that may not show them.
PREPARING = """
CREATE FUNCTION identity_take_stale(most integer) RETURNS bigint[] LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH taken AS (
        DELETE FROM identity_stale WHERE id IN (
            SELECT id FROM identity_stale WHERE ayni_user() IS NOT NULL ORDER BY id DESC LIMIT most FOR UPDATE SKIP LOCKED)
        RETURNING person_id
    )
    SELECT coalesce(array_agg(DISTINCT person_id), '{}') FROM taken
$$;

CREATE FUNCTION identity_count_stale(most integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM (SELECT FROM identity_stale LIMIT most) s
$$;

CREATE FUNCTION identity_people(after bigint, most integer) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT array_agg(id ORDER BY id) FROM (
        SELECT id FROM registry_person WHERE id > after AND merged_into_id IS NULL AND ayni_user() IS NOT NULL
        ORDER BY id LIMIT most) p
$$;

CREATE FUNCTION identity_told(asked bigint[]) RETURNS TABLE (
    person bigint, given text, family text, given_latin text, family_latin text, born_from date, born_to date, sex text,
    places text[], phones text[], identifiers jsonb, household bigint, names jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.given_name, p.family_name, p.given_name_latin, p.family_name_latin, p.born_from, p.born_to, p.sex,
        string_to_array(trim('/' FROM a.path), '/'),
        (SELECT array_agg(t.number ORDER BY t.number = p.phone DESC, t.id) FROM (
            SELECT 0 AS id, p.phone AS number WHERE p.phone <> ''
            UNION ALL SELECT f.id, f.number FROM registry_phone f WHERE f.person_id = p.id AND f.number <> p.phone) t),
        (SELECT jsonb_object_agg(i.type, i.number) FROM (
            SELECT DISTINCT ON (type) type, number FROM registry_identifier WHERE person_id = p.id AND verification <> 'refuted'
            ORDER BY type, ended_on IS NOT NULL, number DESC) i),
        m.household_id,
        (SELECT jsonb_agg(jsonb_build_array(o.given_name, o.family_name) ORDER BY o.id)
            FROM registry_personname o WHERE o.person_id = p.id)
    FROM registry_person p
    LEFT JOIN LATERAL (
        SELECT household_id FROM registry_membership m WHERE m.person_id = p.id AND m.kind = 'usual'
        ORDER BY upper(m.period) DESC NULLS FIRST LIMIT 1) m ON true
    LEFT JOIN registry_household h ON h.id = m.household_id
    LEFT JOIN directory_area a ON a.id = coalesce(h.area_id, p.registered_in_id)
    WHERE p.id = ANY (asked) AND p.merged_into_id IS NULL AND ayni_user() IS NOT NULL
$$;

CREATE FUNCTION identity_kinds() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT type ORDER BY type), '{}') FROM registry_identifier WHERE ayni_user() IS NOT NULL
$$;

CREATE FUNCTION identity_keep(
    in_half integer, given bigint[], people bigint[], variants integer[], texts text[], keyed text[], read_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF ayni_user() IS NULL THEN
        RAISE EXCEPTION 'nobody acts';
    END IF;
    DELETE FROM identity_record r WHERE r.half = in_half AND r.person_id = ANY (given) AND r.prepared_at <= read_at
        AND NOT EXISTS (SELECT FROM unnest(people, variants) u (person, variant)
            WHERE u.person = r.person_id AND u.variant = r.variant);
    INSERT INTO identity_record AS r (half, person_id, variant, told, keys, prepared_at)
    SELECT in_half, u.person, u.variant, u.told, u.keys::bigint[], read_at
    FROM unnest(people, variants, texts, keyed) u (person, variant, told, keys)
    ON CONFLICT (half, person_id, variant) DO UPDATE
    SET told = excluded.told, keys = excluded.keys, prepared_at = excluded.prepared_at
    WHERE r.prepared_at <= excluded.prepared_at;
END $$;

CREATE FUNCTION identity_begin(in_half integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF ayni_user() IS NULL OR in_half NOT IN (0, 1)
        OR EXISTS (SELECT FROM identity_linkagemodel WHERE half = in_half AND state = 'active') THEN
        RAISE EXCEPTION 'this half of the prepared records answers now';
    END IF;
    EXECUTE format('TRUNCATE identity_record_%s', in_half);
    EXECUTE format('DROP INDEX IF EXISTS identity_record_%s_keys', in_half);
    DELETE FROM identity_frequentkey WHERE half = in_half;
    IF NOT EXISTS (SELECT FROM identity_linkagemodel WHERE state = 'active') THEN
        DELETE FROM identity_stale;  -- everybody on record is about to be prepared, and nothing else keeps them
    END IF;
END $$;

CREATE FUNCTION identity_finish(in_half integer, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET maintenance_work_mem = '512MB' AS $$
BEGIN
    IF ayni_user() IS NULL OR in_half NOT IN (0, 1) THEN
        RAISE EXCEPTION 'nobody acts';
    END IF;
    EXECUTE format('CREATE INDEX IF NOT EXISTS identity_record_%s_keys ON identity_record_%s USING gin (keys)
        WITH (fastupdate = off)', in_half, in_half);
    EXECUTE format('ANALYZE identity_record_%s (half, person_id, variant)', in_half);
    RETURN identity_count_keys(in_half, most);
END $$;

CREATE FUNCTION identity_count_keys(in_half integer, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET work_mem = '256MB' AS $$
BEGIN
    IF ayni_user() IS NULL THEN
        RAISE EXCEPTION 'nobody acts';
    END IF;
    DELETE FROM identity_frequentkey WHERE half = in_half;
    INSERT INTO identity_frequentkey (half, key)
    SELECT in_half, k FROM identity_record r, unnest(r.keys) k WHERE r.half = in_half GROUP BY k HAVING count(*) > most;
    RETURN (SELECT count(*) FROM identity_frequentkey WHERE half = in_half);
END $$;

CREATE FUNCTION identity_count_values(in_half integer, of_model bigint, fields text[], positions integer[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '256MB' AS $$
BEGIN
    IF ayni_user() IS NULL THEN
        RAISE EXCEPTION 'nobody acts';
    END IF;
    FOR place IN 1 .. cardinality(fields) LOOP
        INSERT INTO identity_frequency (model_id, field, value, share)
        SELECT of_model, fields[place], v.value, v.times / v.every
        FROM (
            SELECT g.value, g.times, sum(g.times) OVER () AS every FROM (
                SELECT split_part(told, chr(31), positions[place]) AS value, count(*)::double precision AS times
                FROM identity_record WHERE half = in_half AND variant = 0 GROUP BY 1
            ) g WHERE g.value <> ''
        ) v WHERE v.times > 1
        ON CONFLICT (model_id, field, value) DO UPDATE SET share = excluded.share;
    END LOOP;
    ANALYZE identity_frequency;
END $$;
"""
#: Where an applicant's likely doubles are looked for, beyond the scope of who asks; and the little that is shown of them.
ASKING = """
CREATE FUNCTION identity_candidates(in_half integer, asked bigint[], most integer)
RETURNS TABLE (person bigint, told text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    wanted bigint[] := ARRAY(SELECT k FROM unnest(asked) k WHERE NOT EXISTS (
        SELECT FROM identity_frequentkey f WHERE f.half = in_half AND f.key = k));
BEGIN
    IF ayni_user() IS NULL OR wanted = '{}' THEN
        RETURN;
    END IF;
    IF in_half = 0 THEN
        RETURN QUERY SELECT r.person_id, r.told FROM identity_record_0 r WHERE r.keys && wanted LIMIT most;
    ELSE
        RETURN QUERY SELECT r.person_id, r.told FROM identity_record_1 r WHERE r.keys && wanted LIMIT most;
    END IF;
END $$;

CREATE FUNCTION identity_seen(asked bigint[]) RETURNS TABLE (
    person bigint, given text, initial text, year integer, area text, area_names jsonb, since date, reached boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, split_part(p.given_name, ' ', 1), left(p.family_name, 1), extract(year FROM p.born_from)::integer, a.code,
        a.names, p.registered_on, coalesce(a.path ^@ ANY (ayni_paths('people')), '/' = ANY (ayni_paths('people')))
    FROM registry_person p
    LEFT JOIN LATERAL (
        SELECT household_id FROM registry_membership m WHERE m.person_id = p.id AND m.kind = 'usual'
        ORDER BY upper(m.period) DESC NULLS FIRST LIMIT 1) m ON true
    LEFT JOIN registry_household h ON h.id = m.household_id
    LEFT JOIN directory_area a ON a.id = coalesce(h.area_id, p.registered_in_id)
    WHERE p.id = ANY (asked) AND ayni_user() IS NOT NULL
$$;

-- Whoever registers somebody and says that they are on record elsewhere passes the pair on to those who read pairs, of
-- which they need not reach the other record.
CREATE FUNCTION identity_report(registered bigint, elsewhere bigint, because text, likely double precision)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    lower_one CONSTANT bigint := least(registered, elsewhere);
    higher_one CONSTANT bigint := greatest(registered, elsewhere);
    pair bigint;
BEGIN
    IF registered = elsewhere OR NOT coalesce((SELECT reached FROM identity_seen(ARRAY[registered])), false) THEN
        RAISE EXCEPTION 'only who is registered within reach is told of';
    END IF;
    INSERT INTO identity_candidate AS c (one_id, other_id, one_area_id, other_area_id, source, priority, chance)
    SELECT lower_one, higher_one, (SELECT id FROM directory_area WHERE code = l.area),
        (SELECT id FROM directory_area WHERE code = h.area), 'officer', 9000, likely
    FROM identity_seen(ARRAY[lower_one]) l, identity_seen(ARRAY[higher_one]) h
    ON CONFLICT (one_id, other_id) DO UPDATE SET priority = greatest(c.priority, excluded.priority)
    RETURNING id INTO pair;
    INSERT INTO identity_reading (candidate_id, round, turn, answer, because, chance, reader_id, read_at)
    SELECT pair, round, 0, 'same', identity_report.because, likely, ayni_user(), now()
    FROM identity_candidate WHERE id = pair;
END $$;
"""
FUNCTIONS = (
    "identity_take_stale(integer)", "identity_count_stale(integer)", "identity_people(bigint, integer)",
    "identity_told(bigint[])", "identity_keep(integer, bigint[], bigint[], integer[], text[], text[], timestamptz)",
    "identity_report(bigint, bigint, text, double precision)", "identity_begin(integer)", "identity_kinds()", "identity_count_values(integer, bigint, text[], integer[])",
    "identity_finish(integer, integer)", "identity_count_keys(integer, integer)",
    "identity_candidates(integer, bigint[], integer)", "identity_seen(bigint[])",
)  # fmt: skip
USER = settings.AUTH_USER_MODEL


def officer(**options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=USER, **options)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("access", "0003_scope"),
        ("registry", "0018_merged_people"),
        migrations.swappable_dependency(USER),
    ]
    operations = [
        migrations.CreateModel(
            name="LinkageModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("preparing", "Preparing"),
                            ("active", "Active"),
                            ("retired", "Retired"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("document", models.TextField()),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("learnt_from", models.CharField(max_length=200)),
                ("learnt_on", models.DateField()),
                ("records", models.BigIntegerField(default=0)),
                ("pairs", models.BigIntegerField(default=0)),
                ("diagnostics", models.JSONField(blank=True, default=dict)),
                ("half", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("activated_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("activated_by", officer(null=True)),
                ("kept_by", officer()),
            ],
            options={"ordering": ["-version"]},
        ),
        *(
            migrations.AddConstraint(
                model_name="linkagemodel",
                constraint=models.UniqueConstraint(
                    fields=["state"], condition=models.Q(state=state), name=f"linkagemodel_one_{state}"
                ),
            )
            for state in ("active", "preparing")
        ),
        migrations.AddConstraint(
            model_name="linkagemodel",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "preparing", "active", "retired"]),
                name="linkagemodel_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkagemodel",
            constraint=models.CheckConstraint(
                condition=models.Q(half=None) | models.Q(half__in=[0, 1]), name="linkagemodel_half_known"
            ),
        ),
        migrations.CreateModel(
            name="Frequency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40)),
                ("value", models.TextField()),
                ("share", models.FloatField()),
                (
                    "model",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frequencies",
                        to="identity.linkagemodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["model", "field", "value"], name="frequency_once"),
                ]
            },
        ),
        migrations.CreateModel(
            name="StaleRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"db_table": "identity_stale"},
        ),
        migrations.CreateModel(
            name="FrequentKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "half", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("half", models.PositiveSmallIntegerField()),
                ("key", models.BigIntegerField()),
            ],
            options={"db_table": "identity_frequentkey"},
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(HALVES, "DROP TABLE identity_record")],
            [
                migrations.CreateModel(
                    name="PreparedRecord",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "half",
                                "person_id",
                                "variant",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("half", models.PositiveSmallIntegerField()),
                        ("person_id", models.BigIntegerField()),
                        ("variant", models.PositiveSmallIntegerField()),
                        ("told", models.TextField()),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                        ),
                        ("prepared_at", models.DateTimeField()),
                    ],
                    options={"db_table": "identity_record"},
                )
            ],
        ),
        migrations.RunSQL(MARKING + MARKED, UNMARKED),
        migrations.RunSQL(PREPARING + ASKING, "".join(f"DROP FUNCTION {one};" for one in reversed(FUNCTIONS))),
        # Whoever is registered already is prepared at the first refresh.
        migrations.RunSQL(
            "INSERT INTO identity_stale (person_id) SELECT id FROM registry_person", migrations.RunSQL.noop
        ),
    ]
