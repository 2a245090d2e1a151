"""Cards, questions to other offices' registers, and files that are linked; a card ends with its holder."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

ENDED = """
CREATE FUNCTION identity_end_cards() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.died_on IS NOT NULL OR NEW.merged_into_id IS NOT NULL THEN
        WITH ended AS (
            UPDATE identity_card SET ended_on = current_date,
                ended_because = CASE WHEN NEW.merged_into_id IS NULL THEN 'died' ELSE 'merged' END
            WHERE person_id = NEW.id AND ended_on IS NULL RETURNING serial, expires_on, ended_on)
        INSERT INTO identity_endedcard (serial, expires_on, ended_on) SELECT * FROM ended ON CONFLICT DO NOTHING;
    ELSE
        WITH opened AS (
            UPDATE identity_card SET ended_on = NULL, ended_because = ''
            WHERE id = (SELECT max(id) FROM identity_card WHERE person_id = NEW.id)
                AND ended_because IN ('died', 'merged') RETURNING serial)
        DELETE FROM identity_endedcard e USING opened WHERE e.serial = opened.serial;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION identity_end_cards() FROM PUBLIC;
CREATE TRIGGER identity_end_cards AFTER UPDATE OF died_on, merged_into_id ON registry_person FOR EACH ROW
WHEN ((OLD.died_on IS NULL, OLD.merged_into_id IS NULL) IS DISTINCT FROM (NEW.died_on IS NULL, NEW.merged_into_id IS NULL))
EXECUTE FUNCTION identity_end_cards();
"""
GONE = "DROP TRIGGER identity_end_cards ON registry_person; DROP FUNCTION identity_end_cards()"


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_people_of_areas"),
        ("identity", "0003_reviewing"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("registry", "0018_merged_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CardKey",
            fields=[
                ("id", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("public", models.BinaryField(max_length=32)),
                ("first_used_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, db_default="", default="", max_length=200)),
            ],
            options={
                "ordering": ["first_used_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=241)),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("office", models.CharField(max_length=40)),
                ("code", models.TextField()),
                ("issued_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("damaged", "Damaged"),
                            ("changed", "What is on it has changed"),
                            ("replaced", "Replaced"),
                            ("taken_back", "Taken back"),
                            ("died", "Its holder died"),
                            ("merged", "Its record was merged"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="cards", to="registry.person"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaced_by",
                        to="identity.card",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="identity.cardkey",
                    ),
                ),
            ],
            options={
                "ordering": ["person", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CardSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=12)),
                ("second_language", models.CharField(blank=True, max_length=12)),
                ("youngest", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("cards_made", models.PositiveIntegerField(default=0)),
                ("forgotten_at", models.DateTimeField(null=True)),
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CardEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("serial", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=241)),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("office", models.CharField(max_length=40)),
                ("code", models.TextField()),
                ("issued_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("damaged", "Damaged"),
                            ("changed", "What is on it has changed"),
                            ("replaced", "Replaced"),
                            ("taken_back", "Taken back"),
                            ("died", "Its holder died"),
                            ("merged", "Its record was merged"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="identity.card",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identity.card",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identity.cardkey",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identity.cardsheet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="card",
            name="sheet",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="cards", to="identity.cardsheet"
            ),
        ),
        migrations.CreateModel(
            name="EndedCard",
            fields=[
                ("serial", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("expires_on", models.DateField()),
                ("ended_on", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_on"], name="ended_card_expires")],
            },
        ),
        migrations.CreateModel(
            name="FileLinking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=list)),
                ("with_registry", models.BooleanField(default=False)),
                ("purpose", models.CharField(max_length=200)),
                ("described", models.JSONField(default=list)),
                ("mappings", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "To be mapped"),
                            ("running", "At work"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("forgotten", "Deleted"),
                        ],
                        default="uploaded",
                        max_length=9,
                    ),
                ),
                ("report", models.JSONField(default=dict)),
                ("message", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("keep_until", models.DateField()),
                ("forgotten_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RegisterQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.UUIDField(unique=True)),
                ("register", models.CharField(max_length=40)),
                ("told", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("given_up", "No answer"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("last_tried_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "identifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.identifier"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RegisterAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("confirmed", "It is theirs"),
                            ("refuted", "It is not theirs"),
                            ("unknown", "It does not know"),
                        ],
                        max_length=9,
                    ),
                ),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("became", models.CharField(max_length=11)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="identity.registerquestion",
                    ),
                ),
            ],
            options={
                "ordering": ["question", "id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cardevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="db863db34d5387a018036ba963bef27bdf1b8615",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b5dee",
                    table="identity_cardevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)), fields=("person",), name="card_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("issued_on"))), name="card_expires_after_issued"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ended_because__in",
                        ["", "lost", "stolen", "damaged", "changed", "replaced", "taken_back", "died", "merged"],
                    )
                ),
                name="card_ended_because_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_because", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("ended_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="card_ended_with_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "identity_cardevent" ("birth_year", "code", "ended_because", "ended_by_id", "ended_on", "expires_on", "id", "issued_by_id", "issued_on", "key_id", "name", "office", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "serial", "sheet_id") VALUES (OLD."birth_year", OLD."code", OLD."ended_because", OLD."ended_by_id", OLD."ended_on", OLD."expires_on", OLD."id", OLD."issued_by_id", OLD."issued_on", OLD."key_id", OLD."name", OLD."office", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."replaces_id", OLD."serial", OLD."sheet_id"); RETURN NULL;',
                    hash="2d6beb0407e0499fbde67d402dd6a3f6de4bd339",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bff00",
                    table="identity_card",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "identity_cardevent" ("birth_year", "code", "ended_because", "ended_by_id", "ended_on", "expires_on", "id", "issued_by_id", "issued_on", "key_id", "name", "office", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "serial", "sheet_id") VALUES (OLD."birth_year", OLD."code", OLD."ended_because", OLD."ended_by_id", OLD."ended_on", OLD."expires_on", OLD."id", OLD."issued_by_id", OLD."issued_on", OLD."key_id", OLD."name", OLD."office", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."serial", OLD."sheet_id"); RETURN NULL;',
                    hash="41d2fe99a9cfe48d50206ff9b82ff034bd778b03",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_94c58",
                    table="identity_card",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="filelinking",
            index=models.Index(
                condition=models.Q(("forgotten_at__isnull", True)), fields=["keep_until"], name="file_linking_kept"
            ),
        ),
        migrations.AddConstraint(
            model_name="filelinking",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["uploaded", "running", "done", "failed", "forgotten"])),
                name="file_linking_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="registerquestion",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["id"], name="register_question_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("identifier",),
                name="register_question_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "answered", "given_up"])),
                name="register_question_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="registeranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("said__in", ["confirmed", "refuted", "unknown"])), name="register_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="registeranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("became__in", ["taken", "repeated", "contradicts", "late", "held"])),
                name="register_answer_became_known",
            ),
        ),
        migrations.RunSQL(ENDED, GONE),
    ]
