"""More is told of people and households: other names, numbers, telephones, dwellings, residences, and moves."""

from importlib import import_module

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

#: What the constraints of one table cannot say. They look at all rows, whoever acts. Of who is anonymous only the year
#: of death is left, and nothing is asked.
GUARDS = """
CREATE FUNCTION registry_dead_lead_nobody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows m JOIN registry_person p ON p.id = m.person_id
        WHERE m.relationship = 'head' AND p.died_on IS NOT NULL AND m.period && daterange(p.died_on + 1, NULL)
            AND p.source_key NOT LIKE 'anonymous-%'
    ) THEN
        RAISE EXCEPTION 'a household is led by somebody who has died'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_head_is_alive';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER head_is_alive_new AFTER INSERT ON registry_membership REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_dead_lead_nobody();
CREATE TRIGGER head_is_alive_changed AFTER UPDATE ON registry_membership REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_dead_lead_nobody();

CREATE FUNCTION registry_head_dies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM registry_membership m
        WHERE m.person_id = NEW.id AND m.relationship = 'head' AND m.period && daterange(NEW.died_on + 1, NULL)
    ) THEN
        RAISE EXCEPTION 'a household is led by somebody who has died'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_head_is_alive';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER head_dies AFTER UPDATE OF died_on ON registry_person DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (
        NEW.died_on IS NOT NULL AND OLD.died_on IS DISTINCT FROM NEW.died_on AND NEW.source_key NOT LIKE 'anonymous-%'
    )
    EXECUTE FUNCTION registry_head_dies();

CREATE FUNCTION registry_parts_have_no_parts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM registry_household h WHERE h.id = NEW.part_of_id AND h.part_of_id IS NOT NULL)
        OR EXISTS (SELECT FROM registry_household h WHERE h.part_of_id = NEW.id)
    THEN
        RAISE EXCEPTION 'a household is part of one that is itself a part'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_parts_have_no_parts';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER parts_have_no_parts AFTER INSERT OR UPDATE OF part_of_id ON registry_household
    FOR EACH ROW WHEN (NEW.part_of_id IS NOT NULL) EXECUTE FUNCTION registry_parts_have_no_parts();
"""
UNGUARDED = """
DROP TRIGGER parts_have_no_parts ON registry_household; DROP FUNCTION registry_parts_have_no_parts();
DROP TRIGGER head_dies ON registry_person; DROP FUNCTION registry_head_dies();
DROP TRIGGER head_is_alive_new ON registry_membership; DROP TRIGGER head_is_alive_changed ON registry_membership;
DROP FUNCTION registry_dead_lead_nobody();
"""

#: Kin as before, and since when and by what; a tie that has ended is told with its end.
KIN = """
DROP FUNCTION registry_kin(bigint[]);
CREATE FUNCTION registry_kin(asked bigint[])
RETURNS TABLE (
    kind text, person_id bigint, person text[], relative_id bigint, relative text[], nature text, since date,
    until date, evidence text, recorded_at timestamptz, relative_died date
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    scope text[] := ayni_paths('people');
    reached bigint[] := CASE WHEN '/' = ANY (scope) THEN asked ELSE ARRAY(
        SELECT DISTINCT m.person_id FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
        JOIN directory_area a ON a.id = h.area_id
        WHERE m.person_id = ANY (asked) AND a.path ^@ ANY (scope)
    ) END;
BEGIN
    RETURN QUERY
    SELECT k.kind::text, p.id, ARRAY[p.given_name, p.family_name]::text[], r.id,
        ARRAY[r.given_name, r.family_name]::text[], k.nature::text, k.since, k.until, k.evidence::text,
        k.recorded_at, r.died_on
    FROM registry_kinship k JOIN registry_person p ON p.id = k.person_id JOIN registry_person r ON r.id = k.relative_id
    WHERE k.person_id = ANY (reached) OR k.relative_id = ANY (reached)
    ORDER BY k.kind, p.id, r.id;
END $$;
"""
KIN_BEFORE = f"DROP FUNCTION registry_kin(bigint[]); {import_module('ayni.registry.migrations.0013_kin_elsewhere').KIN}"

#: People and households that leave an area and come into another, and what each side is told.
MOVES = """
CREATE FUNCTION registry_reached(who bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH stays AS (
        SELECT a.path, m.period @> on_day AS is_now FROM registry_membership m
        JOIN registry_household h ON h.id = m.household_id JOIN directory_area a ON a.id = h.area_id
        WHERE m.person_id = who AND m.kind = 'usual'
    )
    SELECT '/' = ANY (ayni_paths('people'))
        OR EXISTS (SELECT FROM stays WHERE is_now AND path ^@ ANY (ayni_paths('people')))
        OR NOT EXISTS (SELECT FROM stays WHERE is_now) AND (
            EXISTS (SELECT FROM stays WHERE path ^@ ANY (ayni_paths('people')))
            OR EXISTS (
                SELECT FROM registry_person p JOIN directory_area a ON a.id = p.registered_in_id
                WHERE p.id = who AND a.path ^@ ANY (ayni_paths('people'))
            )
        )
$$;

CREATE FUNCTION registry_move_person(who bigint, home bigint, on_day date, as_what text, because text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place integer;
    made bigint;
BEGIN
    IF NOT registry_reached(who, on_day) THEN
        RAISE EXCEPTION 'the person lives outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM registry_household h
        WHERE h.id = home AND h.registered_on <= on_day AND (h.closed_on IS NULL OR h.closed_on > on_day) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    DELETE FROM registry_membership m
        WHERE m.person_id = who AND m.period @> on_day AND lower(m.period) = on_day
            AND (m.kind = 'usual' OR m.household_id = home);
    UPDATE registry_membership m SET period = daterange(lower(m.period), on_day), ended_because = because
        WHERE m.person_id = who AND m.period @> on_day AND (m.kind = 'usual' OR m.household_id = home);
    SELECT coalesce(max(m.number), 0) + 1 INTO place FROM registry_membership m WHERE m.household_id = home;
    INSERT INTO registry_membership (person_id, household_id, number, relationship, kind, period)
        VALUES (who, home, place, as_what, 'usual', daterange(on_day, NULL)) RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION registry_move_household(home bigint, place bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE registry_household h SET area_id = place FROM directory_area a
        WHERE h.id = home AND a.id = h.area_id AND a.path ^@ ANY (ayni_paths('people'));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the household lives outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION registry_stays(asked bigint[], on_day date)
RETURNS TABLE (
    person_id bigint, household_id bigint, area_code text, area_names jsonb, is_reached boolean, kind text,
    relationship text, period daterange, ended_because text
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT m.person_id, h.id, a.code::text, a.names, a.path ^@ ANY (ayni_paths('people')), m.kind::text,
        m.relationship::text, m.period, m.ended_because::text
    FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
    JOIN directory_area a ON a.id = h.area_id
    WHERE m.person_id = ANY (ARRAY(SELECT who FROM unnest(asked) who WHERE registry_reached(who, on_day)))
    ORDER BY m.person_id, m.period;
END $$;
"""
UNMOVED = """
DROP FUNCTION registry_stays(bigint[], date); DROP FUNCTION registry_move_household(bigint, bigint);
DROP FUNCTION registry_move_person(bigint, bigint, date, text, text); DROP FUNCTION registry_reached(bigint, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_roles_and_institutions"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("registry", "0013_kin_elsewhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dwelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("directions", models.TextField(blank=True, db_default="", default="")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("accuracy", models.FloatField(blank=True, null=True)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("left_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["household", "period"],
            },
        ),
        migrations.CreateModel(
            name="DwellingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("address", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("directions", models.TextField(blank=True, db_default="", default="")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("accuracy", models.FloatField(blank=True, null=True)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("left_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=60)),
                ("issuer", models.CharField(blank=True, db_default="", default="", max_length=60)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "verification",
                    models.CharField(
                        choices=[("told", "Told"), ("seen", "Seen"), ("verified", "Verified"), ("refuted", "Refuted")],
                        db_default="told",
                        default="told",
                        max_length=8,
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["person", "type", "id"],
            },
        ),
        migrations.CreateModel(
            name="IdentifierEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("type", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=60)),
                ("issuer", models.CharField(blank=True, db_default="", default="", max_length=60)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "verification",
                    models.CharField(
                        choices=[("told", "Told"), ("seen", "Seen"), ("verified", "Verified"), ("refuted", "Refuted")],
                        db_default="told",
                        default="told",
                        max_length=8,
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("known_as", "Known As"),
                            ("before_marriage", "Before Marriage"),
                            ("earlier", "Earlier"),
                            ("other_script", "Other Script"),
                            ("transliteration", "Transliteration"),
                        ],
                        max_length=15,
                    ),
                ),
                ("given_name", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("script", models.CharField(blank=True, db_default="", default="", max_length=4)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["person", "id"],
            },
        ),
        migrations.CreateModel(
            name="PersonNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("known_as", "Known As"),
                            ("before_marriage", "Before Marriage"),
                            ("earlier", "Earlier"),
                            ("other_script", "Other Script"),
                            ("transliteration", "Transliteration"),
                        ],
                        max_length=15,
                    ),
                ),
                ("given_name", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("script", models.CharField(blank=True, db_default="", default="", max_length=4)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=16)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("own", "Own"),
                            ("household", "Household"),
                            ("neighbour", "Neighbour"),
                            ("work", "Work"),
                        ],
                        db_default="own",
                        default="own",
                        max_length=9,
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["person", "id"],
            },
        ),
        migrations.CreateModel(
            name="PhoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=16)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("own", "Own"),
                            ("household", "Household"),
                            ("neighbour", "Neighbour"),
                            ("work", "Work"),
                        ],
                        db_default="own",
                        default="own",
                        max_length=9,
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("media_type", models.CharField(max_length=20)),
                ("taken_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="PhotoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("content", models.BinaryField()),
                ("media_type", models.CharField(max_length=20)),
                ("taken_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegistrationDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("told", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-saved_at"],
            },
        ),
        migrations.CreateModel(
            name="Residence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_parental_care", "No Care"),
                            ("protection", "Protection"),
                            ("disability", "Disability"),
                            ("health", "Health"),
                            ("school", "School"),
                            ("old_age", "Old Age"),
                            ("justice", "Justice"),
                            ("shelter", "Shelter"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("evidence", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("left_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["person", "period"],
            },
        ),
        migrations.CreateModel(
            name="ResidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_parental_care", "No Care"),
                            ("protection", "Protection"),
                            ("disability", "Disability"),
                            ("health", "Health"),
                            ("school", "School"),
                            ("old_age", "Old Age"),
                            ("justice", "Justice"),
                            ("shelter", "Shelter"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("evidence", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("left_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("variable", models.CharField(max_length=60)),
                ("source", models.CharField(max_length=60)),
                ("observed_on", models.DateField()),
                ("reason", models.TextField()),
                ("decided_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="areafacts",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="areafacts",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdfacts",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdfacts",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdsealed",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdsealed",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kinship",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kinship",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="personfacts",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="personfacts",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="personsealed",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="personsealed",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="kinship",
            name="kinship_once",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_one_household_at_a_time",
        ),
        migrations.AddField(
            model_name="areafacts",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="areafactsevent",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="parts",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="succeeded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="succeeded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdfacts",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="householdfactsevent",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="householdsealed",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="householdsealedevent",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="kinship",
            name="evidence",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="kinship",
            name="nature",
            field=models.CharField(
                blank=True,
                choices=[
                    ("biological", "Biological"),
                    ("adoptive", "Adoptive"),
                    ("foster", "Foster"),
                    ("step", "Step"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="kinship",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="kinship",
            name="since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="kinship",
            name="until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="kinshipevent",
            name="evidence",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="kinshipevent",
            name="nature",
            field=models.CharField(
                blank=True,
                choices=[
                    ("biological", "Biological"),
                    ("adoptive", "Adoptive"),
                    ("foster", "Foster"),
                    ("step", "Step"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="kinshipevent",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="kinshipevent",
            name="since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="kinshipevent",
            name="until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "Moved"),
                    ("married", "Married"),
                    ("died", "Died"),
                    ("institution", "Institution"),
                    ("split", "Split"),
                    ("joined", "Joined"),
                    ("other", "Other"),
                ],
                db_default="",
                default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="kind",
            field=models.CharField(
                choices=[("usual", "Usual"), ("shared", "Shared")], db_default="usual", default="usual", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "Moved"),
                    ("married", "Married"),
                    ("died", "Died"),
                    ("institution", "Institution"),
                    ("split", "Split"),
                    ("joined", "Joined"),
                    ("other", "Other"),
                ],
                db_default="",
                default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="kind",
            field=models.CharField(
                choices=[("usual", "Usual"), ("shared", "Shared")], db_default="usual", default="usual", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="person",
            name="birth_known",
            field=models.CharField(
                blank=True,
                choices=[("day", "Day"), ("month", "Month"), ("year", "Year"), ("estimated", "Estimated")],
                db_default="",
                default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="death_known",
            field=models.CharField(
                blank=True,
                choices=[("certificate", "Certificate"), ("family", "Family"), ("office", "Office")],
                db_default="",
                default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="died_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                db_default=models.Value("{}"),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="birth_known",
            field=models.CharField(
                blank=True,
                choices=[("day", "Day"), ("month", "Month"), ("year", "Year"), ("estimated", "Estimated")],
                db_default="",
                default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="death_known",
            field=models.CharField(
                blank=True,
                choices=[("certificate", "Certificate"), ("family", "Family"), ("office", "Office")],
                db_default="",
                default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="died_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="personevent",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                db_default=models.Value("{}"),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="personfacts",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="personfactsevent",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="personsealed",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddField(
            model_name="personsealedevent",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Hearsay"), (2, "Told"), (3, "Proved")], db_default=2, default=2
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("part_of__isnull", False)), fields=["part_of"], name="household_parts"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("died_on__isnull", False)), fields=["died_on"], name="person_died"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areafacts",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_areafactsevent" ("area_id", "confidence", "id", "observed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "states", "values") VALUES (OLD."area_id", OLD."confidence", OLD."id", OLD."observed_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."source", OLD."states", OLD."values"); RETURN NULL;',
                    hash="e60bfd58972b13579b502e3fccb36a5fc663bd93",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d33e2",
                    table="registry_areafacts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areafacts",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_areafactsevent" ("area_id", "confidence", "id", "observed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "states", "values") VALUES (OLD."area_id", OLD."confidence", OLD."id", OLD."observed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."source", OLD."states", OLD."values"); RETURN NULL;',
                    hash="cec4c103c0d22e596685f533501c77bdcb0a4e71",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9da99",
                    table="registry_areafacts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_householdevent" ("area_id", "closed_on", "id", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_on", "source", "source_key", "succeeded_by_id") VALUES (OLD."area_id", OLD."closed_on", OLD."id", OLD."part_of_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."registered_on", OLD."source", OLD."source_key", OLD."succeeded_by_id"); RETURN NULL;',
                    hash="99b9fe5731c8284599d31bf1a90bebdb70f99a31",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d30e4",
                    table="registry_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_householdevent" ("area_id", "closed_on", "id", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_on", "source", "source_key", "succeeded_by_id") VALUES (OLD."area_id", OLD."closed_on", OLD."id", OLD."part_of_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_on", OLD."source", OLD."source_key", OLD."succeeded_by_id"); RETURN NULL;',
                    hash="c243929f2c8feaf2b59ec59b40039b6a3b3819d9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7c8ce",
                    table="registry_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdfacts",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_householdfactsevent" ("confidence", "household_id", "id", "observed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "states", "values") VALUES (OLD."confidence", OLD."household_id", OLD."id", OLD."observed_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."source", OLD."states", OLD."values"); RETURN NULL;',
                    hash="f85d39564d997c2c3cea339060232e06ceb319e9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8ec99",
                    table="registry_householdfacts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdfacts",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_householdfactsevent" ("confidence", "household_id", "id", "observed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "states", "values") VALUES (OLD."confidence", OLD."household_id", OLD."id", OLD."observed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."source", OLD."states", OLD."values"); RETURN NULL;',
                    hash="977e0235058e256f76413b7fbffcf966ddd15ea4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d3d5c",
                    table="registry_householdfacts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdsealed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_householdsealedevent" ("answers", "ciphertext", "confidence", "household_id", "id", "key_id", "observed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source") VALUES (OLD."answers", OLD."ciphertext", OLD."confidence", OLD."household_id", OLD."id", OLD."key_id", OLD."observed_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."source"); RETURN NULL;',
                    hash="0e71f48b17bf3d7cd8059baab6dbf7eeb2990f5a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_15453",
                    table="registry_householdsealed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdsealed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_householdsealedevent" ("answers", "ciphertext", "confidence", "household_id", "id", "key_id", "observed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source") VALUES (OLD."answers", OLD."ciphertext", OLD."confidence", OLD."household_id", OLD."id", OLD."key_id", OLD."observed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."source"); RETURN NULL;',
                    hash="c62db9018e0f170c268b40a1b8a1b51a8894379e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_730e0",
                    table="registry_householdsealed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kinship",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_kinshipevent" ("evidence", "id", "kind", "nature", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "relative_id", "since", "until") VALUES (OLD."evidence", OLD."id", OLD."kind", OLD."nature", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."relative_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="b2b6e34d249bc65934570215e714a02b545265c0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_29d48",
                    table="registry_kinship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kinship",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_kinshipevent" ("evidence", "id", "kind", "nature", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "relative_id", "since", "until") VALUES (OLD."evidence", OLD."id", OLD."kind", OLD."nature", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."relative_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="7525bb6a4675e104bfdb586f1f1cd2356b7f5d44",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d3765",
                    table="registry_kinship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_membershipevent" ("ended_because", "household_id", "id", "kind", "number", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "relationship") VALUES (OLD."ended_because", OLD."household_id", OLD."id", OLD."kind", OLD."number", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."relationship"); RETURN NULL;',
                    hash="0eb11f3b5c532df38d46a515aaac604ccc46d3c3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e25f",
                    table="registry_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_membershipevent" ("ended_because", "household_id", "id", "kind", "number", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "relationship") VALUES (OLD."ended_because", OLD."household_id", OLD."id", OLD."kind", OLD."number", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."relationship"); RETURN NULL;',
                    hash="c3975f8305c1a90fa4bc9ae80e8cae8d24d7a567",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c1c02",
                    table="registry_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_personevent" ("birth_known", "born_from", "born_to", "death_known", "died_from", "died_on", "family_name", "family_name_latin", "given_name", "given_name_latin", "id", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_in_id", "registered_on", "sex", "source", "source_key") VALUES (OLD."birth_known", OLD."born_from", OLD."born_to", OLD."death_known", OLD."died_from", OLD."died_on", OLD."family_name", OLD."family_name_latin", OLD."given_name", OLD."given_name_latin", OLD."id", OLD."languages", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."registered_in_id", OLD."registered_on", OLD."sex", OLD."source", OLD."source_key"); RETURN NULL;',
                    hash="da3196058f1d8ea4bf8955edd19c5f7deecc4b83",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_56ba8",
                    table="registry_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_personevent" ("birth_known", "born_from", "born_to", "death_known", "died_from", "died_on", "family_name", "family_name_latin", "given_name", "given_name_latin", "id", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_in_id", "registered_on", "sex", "source", "source_key") VALUES (OLD."birth_known", OLD."born_from", OLD."born_to", OLD."death_known", OLD."died_from", OLD."died_on", OLD."family_name", OLD."family_name_latin", OLD."given_name", OLD."given_name_latin", OLD."id", OLD."languages", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."registered_in_id", OLD."registered_on", OLD."sex", OLD."source", OLD."source_key"); RETURN NULL;',
                    hash="252a3d1cbce52cd5893fd0578fc575dd6503e4eb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a3234",
                    table="registry_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personfacts",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_personfactsevent" ("confidence", "id", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "states", "values") VALUES (OLD."confidence", OLD."id", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."source", OLD."states", OLD."values"); RETURN NULL;',
                    hash="5bed17cd260044b1e46555f7c0505f335b90aa7f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5d031",
                    table="registry_personfacts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personfacts",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_personfactsevent" ("confidence", "id", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "states", "values") VALUES (OLD."confidence", OLD."id", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."source", OLD."states", OLD."values"); RETURN NULL;',
                    hash="0af0d038ac9fdbce4d0105071d2660e39a3de49e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a6d68",
                    table="registry_personfacts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personsealed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_personsealedevent" ("answers", "ciphertext", "confidence", "id", "key_id", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source") VALUES (OLD."answers", OLD."ciphertext", OLD."confidence", OLD."id", OLD."key_id", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."source"); RETURN NULL;',
                    hash="f2ba958ae21da6a7e07379f3b0589cf562302d10",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ea29f",
                    table="registry_personsealed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personsealed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_personsealedevent" ("answers", "ciphertext", "confidence", "id", "key_id", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source") VALUES (OLD."answers", OLD."ciphertext", OLD."confidence", OLD."id", OLD."key_id", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."source"); RETURN NULL;',
                    hash="32113025ae0cda85f9301cbebb7300bd9d651632",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df72a",
                    table="registry_personsealed",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(("part_of", models.F("id")), _negated=True), name="household_not_within_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(("succeeded_by", models.F("id")), _negated=True), name="household_not_after_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("person", "relative", "kind"), name="kinship_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["mother", "father"]), ("nature", "biological")),
                fields=("person", "kind"),
                name="kinship_born_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(("nature__in", ["", "biological", "adoptive", "foster", "step"])),
                name="kinship_nature_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="kinship_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "usual")),
                expressions=[
                    (
                        models.Func(models.F("person"), models.F("person"), models.Value("[]"), function="int8range"),
                        "=",
                    ),
                    ("period", "&&"),
                ],
                name="membership_one_household_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "shared")),
                expressions=[
                    (
                        models.Func(models.F("person"), models.F("person"), models.Value("[]"), function="int8range"),
                        "=",
                    ),
                    (
                        models.Func(
                            models.F("household"), models.F("household"), models.Value("[]"), function="int8range"
                        ),
                        "=",
                    ),
                    ("period", "&&"),
                ],
                name="membership_shared_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("relationship", "head")),
                expressions=[
                    (
                        models.Func(
                            models.F("household"), models.F("household"), models.Value("[]"), function="int8range"
                        ),
                        "=",
                    ),
                    ("period", "&&"),
                ],
                name="membership_one_head_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["usual", "shared"])), name="membership_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "usual"),
                    ("relationship", None),
                    models.Q(("relationship", "head"), _negated=True),
                    _connector="OR",
                ),
                name="membership_head_lives_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="membership_period_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_because__in", ["", "moved", "married", "died", "institution", "split", "joined", "other"])
                ),
                name="membership_end_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_known__in", ["", "day", "month", "year", "estimated"])),
                name="person_birth_known_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("died_from", None), ("died_from__lte", models.F("died_on")), _connector="OR"),
                name="person_death_interval",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("died_on", None), ("born_from", None), ("died_on__gte", models.F("born_from")), _connector="OR"
                ),
                name="person_born_before_death",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("death_known__in", ["", "certificate", "family", "office"])),
                name="person_death_known_how",
            ),
        ),
        migrations.AddField(
            model_name="dwelling",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="directory.area"
            ),
        ),
        migrations.AddField(
            model_name="dwelling",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="dwellings", to="registry.household"
            ),
        ),
        migrations.AddField(
            model_name="dwellingevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directory.area",
            ),
        ),
        migrations.AddField(
            model_name="dwellingevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="dwellingevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="dwellingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="registry.dwelling",
            ),
        ),
        migrations.AddField(
            model_name="identifier",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="identifiers", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="identifier",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="identifierevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="identifierevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="identifierevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="registry.identifier",
            ),
        ),
        migrations.AddField(
            model_name="identifierevent",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personname",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="other_names", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="personnameevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="personnameevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="personnameevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="registry.personname",
            ),
        ),
        migrations.AddField(
            model_name="phone",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="phones", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="phoneevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="phoneevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="phoneevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="registry.phone",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="photo", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="photoevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="photoevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="photoevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="registry.photo",
            ),
        ),
        migrations.AddField(
            model_name="registrationdraft",
            name="household",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="registry.household"
            ),
        ),
        migrations.AddField(
            model_name="registrationdraft",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="residence",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="directory.institution"
            ),
        ),
        migrations.AddField(
            model_name="residence",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="residences", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="residenceevent",
            name="institution",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directory.institution",
            ),
        ),
        migrations.AddField(
            model_name="residenceevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="residenceevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="residenceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="registry.residence",
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="household",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="resolutions",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="resolutions",
                to="registry.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="dwelling",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("household"), models.F("household"), models.Value("[]"), function="int8range"
                        ),
                        "=",
                    ),
                    ("period", "&&"),
                ],
                name="dwelling_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="dwelling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(
                        ("latitude__gte", -90), ("latitude__lte", 90), ("longitude__gte", -180), ("longitude__lte", 180)
                    ),
                    _connector="OR",
                ),
                name="dwelling_point_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="dwelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("accuracy", None), ("accuracy__gte", 0), _connector="OR"),
                name="dwelling_accuracy_positive",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dwelling",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_dwellingevent" ("accuracy", "address", "area_id", "directions", "household_id", "id", "latitude", "left_because", "longitude", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (OLD."accuracy", OLD."address", OLD."area_id", OLD."directions", OLD."household_id", OLD."id", OLD."latitude", OLD."left_because", OLD."longitude", OLD."period", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at"); RETURN NULL;',
                    hash="0a7d0836dd2dd7dd01ebc7cc43fba8c1f19d6a3e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7db2",
                    table="registry_dwelling",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dwelling",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_dwellingevent" ("accuracy", "address", "area_id", "directions", "household_id", "id", "latitude", "left_because", "longitude", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (OLD."accuracy", OLD."address", OLD."area_id", OLD."directions", OLD."household_id", OLD."id", OLD."latitude", OLD."left_because", OLD."longitude", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at"); RETURN NULL;',
                    hash="6010eab405f37b6df2e21a2c1f9839d6fe75e7c5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_594a8",
                    table="registry_dwelling",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dwellingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ce8830b3a6baec03669de7ac3f1209b5f4dad4b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e2d0f",
                    table="registry_dwellingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(fields=["number"], name="identifier_number"),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("person", "type", "issuer", "number"),
                name="identifier_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True), ("verification", "verified")),
                fields=("number", "type", "issuer"),
                name="identifier_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="identifier_has_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("verification__in", ["told", "seen", "verified", "refuted"])),
                name="identifier_verification_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None), ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="identifier_valid_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verification", "verified"), _negated=True),
                    ("verified_on__isnull", False),
                    _connector="OR",
                ),
                name="identifier_verified_some_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_identifierevent" ("ended_because", "ended_on", "id", "issuer", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "type", "valid_from", "valid_to", "verification", "verified_by_id", "verified_on") VALUES (OLD."ended_because", OLD."ended_on", OLD."id", OLD."issuer", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."type", OLD."valid_from", OLD."valid_to", OLD."verification", OLD."verified_by_id", OLD."verified_on"); RETURN NULL;',
                    hash="50f9ece1df6f0944cfeaa8e6e8dff306b0574d37",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0b9e7",
                    table="registry_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_identifierevent" ("ended_because", "ended_on", "id", "issuer", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "type", "valid_from", "valid_to", "verification", "verified_by_id", "verified_on") VALUES (OLD."ended_because", OLD."ended_on", OLD."id", OLD."issuer", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."type", OLD."valid_from", OLD."valid_to", OLD."verification", OLD."verified_by_id", OLD."verified_on"); RETURN NULL;',
                    hash="23a881503f9e5bec4c21199f572631011504576d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bed94",
                    table="registry_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifierevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b4b6aaff930d85d6f24f2d0de9313a08a4c9845d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b7a6b",
                    table="registry_identifierevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="personname",
            constraint=models.UniqueConstraint(
                fields=("person", "kind", "given_name", "family_name"), name="personname_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="personname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["known_as", "before_marriage", "earlier", "other_script", "transliteration"])
                ),
                name="personname_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="personname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("given_name", ""), _negated=True),
                    models.Q(("family_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="personname_says_something",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personname",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_personnameevent" ("family_name", "given_name", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "script", "since", "until") VALUES (OLD."family_name", OLD."given_name", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."script", OLD."since", OLD."until"); RETURN NULL;',
                    hash="2c16bcf5355cd07a23394790c58ff4fd9c1068ed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc78e",
                    table="registry_personname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personname",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_personnameevent" ("family_name", "given_name", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "script", "since", "until") VALUES (OLD."family_name", OLD."given_name", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."script", OLD."since", OLD."until"); RETURN NULL;',
                    hash="30e618c6383c2f977ef1c72d885a3697a686554c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_356f1",
                    table="registry_personname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personnameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9b902438853ba9bfd7fe55b75799709ac3d6990b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_989f4",
                    table="registry_personnameevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="phone",
            index=models.Index(fields=["number"], name="phone_number"),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("person", "number"), name="phone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^\\+[1-9][0-9]{6,14}$")), name="phone_international"
            ),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.CheckConstraint(
                condition=models.Q(("use__in", ["own", "household", "neighbour", "work"])), name="phone_use_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_phoneevent" ("id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "since", "until", "use") VALUES (OLD."id", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."since", OLD."until", OLD."use"); RETURN NULL;',
                    hash="e934267d9ba05e3df1264d85f9ca6f6ffbed22f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7ea50",
                    table="registry_phone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_phoneevent" ("id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "since", "until", "use") VALUES (OLD."id", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."since", OLD."until", OLD."use"); RETURN NULL;',
                    hash="86b124e10b35d30e5d3619000c88ae446d34be65",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91668",
                    table="registry_phone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phoneevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d1fb692ef1ee83acd7585c73c76e53e913da8ef7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e982b",
                    table="registry_phoneevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("media_type__in", ["image/jpeg", "image/png"])), name="photo_is_a_picture"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="photo",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_photoevent" ("content", "id", "media_type", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "taken_on") VALUES (OLD."content", OLD."id", OLD."media_type", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."taken_on"); RETURN NULL;',
                    hash="838bc260fa25ed42b8629165244fff1d5fe8a283",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9855c",
                    table="registry_photo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="photo",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_photoevent" ("content", "id", "media_type", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "taken_on") VALUES (OLD."content", OLD."id", OLD."media_type", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."taken_on"); RETURN NULL;',
                    hash="9dd47fd0b265aa792c34c1c39ac9cb2a831f3a05",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7ae7a",
                    table="registry_photo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="photoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="42248ad5393b1684c34e1543387886c2f6b8479d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_85e15",
                    table="registry_photoevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="registrationdraft",
            index=models.Index(
                condition=models.Q(("household__isnull", True)), fields=["owner"], name="registrationdraft_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="residence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(models.F("person"), models.F("person"), models.Value("[]"), function="int8range"),
                        "=",
                    ),
                    ("period", "&&"),
                ],
                name="residence_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="residence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "no_parental_care",
                            "protection",
                            "disability",
                            "health",
                            "school",
                            "old_age",
                            "justice",
                            "shelter",
                            "other",
                        ],
                    )
                ),
                name="residence_reason_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="residence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_residenceevent" ("evidence", "id", "institution_id", "left_because", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at") VALUES (OLD."evidence", OLD."id", OLD."institution_id", OLD."left_because", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at"); RETURN NULL;',
                    hash="ac0eea9fb9023c3cf7ce12ed87b322d8742551cb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc0c2",
                    table="registry_residence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="residence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "registry_residenceevent" ("evidence", "id", "institution_id", "left_because", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at") VALUES (OLD."evidence", OLD."id", OLD."institution_id", OLD."left_because", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at"); RETURN NULL;',
                    hash="2422b431bb813cbb17027df4d639c1b557b19e24",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a74d9",
                    table="registry_residence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="residenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a9ebe94eb6583432eb9de761ff03c7ee4e5750fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_03e3c",
                    table="registry_residenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("household", None), ("person__isnull", False)),
                    models.Q(("household__isnull", False), ("person", None)),
                    _connector="OR",
                ),
                name="resolution_of_one_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="resolution_has_a_reason"
            ),
        ),
        migrations.RunSQL(GUARDS, UNGUARDED),
        migrations.RunSQL(KIN, KIN_BEFORE),
        migrations.RunSQL(MOVES, UNMOVED),
    ]
