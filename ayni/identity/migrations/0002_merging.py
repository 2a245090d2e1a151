"""Two records of one person become one, and every row that is moved by it is written down."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_records_and_models"),
        ("registry", "0018_merged_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("because", models.TextField()),
                ("although", models.TextField(blank=True, default="")),
                ("picked", models.JSONField(default=dict)),
                ("marks", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=dict)),
                ("together", models.UUIDField(db_index=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("merged", "Merged"), ("parted", "Parted")], default="merged", max_length=6
                    ),
                ),
                ("on", models.DateField()),
                ("merged_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("parted_at", models.DateTimeField(null=True)),
                ("parted_because", models.TextField(blank=True, default="")),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="merged_away", to="registry.person"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="merges", to="registry.person"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "parted_by",
                    models.ForeignKey(
                        null=True,
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
            name="MovedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("key", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("is_gone", models.BooleanField(default=False)),
                ("follows", models.BooleanField(default=False)),
                ("digest", models.CharField(blank=True, default="", max_length=32)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="rows", to="identity.merge"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "merged")), fields=("absorbed",), name="merge_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("absorbed")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("because", ""), _negated=True), name="merge_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["merged", "parted"])), name="merge_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parted_at", None), ("parted_by", None), ("status", "merged")),
                    models.Q(
                        ("parted_at__isnull", False),
                        ("parted_by__isnull", False),
                        ("status", "parted"),
                        models.Q(("parted_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="merge_parted_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merge",
            trigger=pgtrigger.compiler.Trigger(
                name="merge_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{merged:parted}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="be828781a2d0f273649aec7a89a8a41ef10c6cda",
                    operation="UPDATE",
                    pgid="pgtrigger_merge_steps_f1b64",
                    table="identity_merge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merge",
            trigger=pgtrigger.compiler.Trigger(
                name="merge_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kept_id" IS DISTINCT FROM (NEW."kept_id") OR OLD."absorbed_id" IS DISTINCT FROM (NEW."absorbed_id") OR OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."although" IS DISTINCT FROM (NEW."although") OR OLD."household_id" IS DISTINCT FROM (NEW."household_id") OR OLD."picked" IS DISTINCT FROM (NEW."picked") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."merged_by_id" IS DISTINCT FROM (NEW."merged_by_id") OR OLD."merged_at" IS DISTINCT FROM (NEW."merged_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="eb461a3a99df21c92433929c7125d6ab20295f1c",
                    operation="UPDATE",
                    pgid="pgtrigger_merge_stays_ba1e0",
                    table="identity_merge",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="movedrow",
            index=models.Index(fields=["table", "key"], name="movedrow_of_row"),
        ),
        migrations.AddConstraint(
            model_name="movedrow",
            constraint=models.UniqueConstraint(fields=("merge", "table", "key", "follows"), name="movedrow_once"),
        ),
    ]
