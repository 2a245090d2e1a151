"""Pairs that may be one person, what officers say of them, and how many wait for officers who reach more."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

#: Open pairs of which whoever acts reaches one record and not the other: only how many, up to so many.
ELSEWHERE = """
CREATE FUNCTION identity_waiting_elsewhere(most int) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    scope text[] := ayni_paths('people');
    here bigint[];
    found bigint;
BEGIN
    IF '/' = ANY (scope) OR cardinality(scope) = 0 THEN
        RETURN 0;
    END IF;
    SELECT array_agg(a.id) INTO here FROM directory_area a WHERE a.path ^@ ANY (scope);
    SELECT count(*) INTO found FROM (
        (SELECT FROM identity_candidate c WHERE c.state IN ('waiting', 'second', 'third')
            AND c.one_area_id = ANY (here) AND (c.other_area_id = ANY (here)) IS NOT TRUE LIMIT most)
        UNION ALL
        (SELECT FROM identity_candidate c WHERE c.state IN ('waiting', 'second', 'third')
            AND c.other_area_id = ANY (here) AND (c.one_area_id = ANY (here)) IS NOT TRUE LIMIT most)
        LIMIT most) counted;
    RETURN found;
END $$;
"""
#: Once two records are merged their pair is over, and so are the pairs of the one that is no longer compared; parting
#: them puts back what was, but for their own pair: they are different people.
FOLLOW = """
CREATE FUNCTION identity_follow_pairs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.merged_into_id IS NOT NULL THEN
        UPDATE identity_candidate SET
            state_before = CASE WHEN state IN ('merged', 'overtaken') THEN state_before ELSE state END,
            state = CASE WHEN NEW.merged_into_id IN (one_id, other_id) THEN 'merged' ELSE 'overtaken' END,
            settled_how = CASE WHEN NEW.merged_into_id IN (one_id, other_id) THEN 'read' ELSE settled_how END,
            settled_at = coalesce(settled_at, now()), held_by_id = NULL, held_until = NULL
        WHERE NEW.id IN (one_id, other_id) AND state <> 'merged';
    ELSE
        UPDATE identity_candidate c SET
            state = CASE WHEN OLD.merged_into_id IN (c.one_id, c.other_id) THEN 'different' ELSE c.state_before END,
            settled_at = CASE WHEN OLD.merged_into_id IN (c.one_id, c.other_id) THEN now()
                WHEN c.state_before IN ('waiting', 'second', 'third') THEN NULL ELSE c.settled_at END,
            state_before = ''
        WHERE NEW.id IN (c.one_id, c.other_id) AND c.state_before <> '' AND NOT EXISTS (
            SELECT FROM registry_person p WHERE p.id IN (c.one_id, c.other_id) AND p.id <> NEW.id
                AND p.merged_into_id IS NOT NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER identity_follow_pairs AFTER UPDATE OF merged_into_id ON registry_person FOR EACH ROW
WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION identity_follow_pairs();
"""
NOT_FOLLOWED = "DROP TRIGGER identity_follow_pairs ON registry_person; DROP FUNCTION identity_follow_pairs();"
NOT_ELSEWHERE = "DROP FUNCTION identity_waiting_elsewhere(int);"


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("directory", "0004_people_of_areas"),
        ("identity", "0002_merging"),
        ("registry", "0018_merged_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkageRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("learns", models.BooleanField()),
                ("lowest", models.FloatField(default=0.01)),
                ("records", models.PositiveIntegerField(default=0)),
                ("pairs", models.PositiveIntegerField(default=0)),
                ("told", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="directory.area",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="runs",
                        to="identity.linkagemodel",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=24)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="members",
                        to="identity.linkagerun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one_print", models.CharField(blank=True, db_default="", default="", max_length=32)),
                ("other_print", models.CharField(blank=True, db_default="", default="", max_length=32)),
                (
                    "source",
                    models.CharField(
                        choices=[("run", "Run"), ("desk", "Desk"), ("file", "File"), ("officer", "Officer")],
                        max_length=7,
                    ),
                ),
                ("weight", models.FloatField(null=True)),
                ("chance", models.FloatField(null=True)),
                ("reasons", models.JSONField(db_default=models.Value("[]", models.JSONField()), default=list)),
                ("programmes", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("both_paid", models.BooleanField(db_default=False, default=False)),
                ("is_sensitive", models.BooleanField(db_default=False, default=False)),
                ("priority", models.IntegerField(db_default=0, default=0)),
                ("state", models.CharField(db_default="waiting", default="waiting", max_length=9)),
                ("state_before", models.CharField(blank=True, db_default="", default="", max_length=9)),
                ("settled_how", models.CharField(blank=True, db_default="", default="", max_length=9)),
                ("settled_at", models.DateTimeField(null=True)),
                ("round", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("held_until", models.DateTimeField(null=True)),
                ("found_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "held_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "one_area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="directory.area",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "other_area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="directory.area",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="candidates",
                        to="identity.linkagerun",
                    ),
                ),
            ],
            options={
                "ordering": ["-priority", "id"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("turn", models.PositiveSmallIntegerField()),
                ("answer", models.CharField(max_length=9)),
                ("because", models.TextField(blank=True, db_default="", default="")),
                ("chance", models.FloatField(null=True)),
                ("read_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="readings", to="identity.candidate"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.PositiveIntegerField()),
                ("bands", models.JSONField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "drawn_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Drawn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band", models.PositiveSmallIntegerField()),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="drawn", to="identity.candidate"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="drawn",
                        to="identity.sample",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Thresholds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("same_from", models.FloatField()),
                ("different_below", models.FloatField()),
                ("second_from", models.FloatField()),
                ("second_below", models.FloatField()),
                ("second_share", models.FloatField()),
                ("seed", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("expected", models.JSONField(default=dict)),
                ("state", models.CharField(default="proposed", max_length=8)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="linkagerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("lowest__gt", 0), ("lowest__lt", 1)), name="linkagerun_lowest_is_a_chance"
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.UniqueConstraint(fields=("run", "group", "person"), name="groupmember_once"),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                models.OrderBy(models.F("priority"), descending=True),
                models.F("id"),
                condition=models.Q(("state__in", ("waiting", "second", "third"))),
                name="candidate_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "second", "third"))),
                fields=["one_area"],
                name="candidate_one_area",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "second", "third"))),
                fields=["other_area"],
                name="candidate_other_area",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("held_by__isnull", False)), fields=["held_by"], name="candidate_held"
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["state", "chance"], name="candidate_state_chance"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="candidate_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="candidate_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("waiting", "second", "third", "same", "different", "unsure", "merged", "overtaken"))
                ),
                name="candidate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["run", "desk", "file", "officer"])), name="candidate_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("chance", None), models.Q(("chance__gte", 0), ("chance__lte", 1)), _connector="OR"),
                name="candidate_chance",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None), ("turn__gt", 0)),
                fields=("candidate", "round", "turn"),
                name="reading_one_a_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None), ("turn__gt", 0)),
                fields=("candidate", "round", "reader"),
                name="reading_one_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(condition=models.Q(("turn__lte", 3)), name="reading_turn_known"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ("same", "different", "unsure"))), name="reading_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="drawn",
            constraint=models.UniqueConstraint(fields=("sample", "candidate"), name="drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("different_below__gte", 0), ("different_below__lte", models.F("same_from")), ("same_from__lte", 1)
                ),
                name="thresholds_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_below__lte", 1), ("second_from__gte", 0), ("second_from__lte", models.F("second_below"))
                ),
                name="thresholds_second_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.CheckConstraint(
                condition=models.Q(("second_share__gte", 0), ("second_share__lte", 1)), name="thresholds_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="thresholds_have_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("proposed", "approved", "replaced", "rejected"))),
                name="thresholds_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "approved")), fields=("state",), name="thresholds_one_in_force"
            ),
        ),
        migrations.RunSQL(ELSEWHERE, NOT_ELSEWHERE),
        migrations.RunSQL(FOLLOW, NOT_FOLLOWED),
    ]
