import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0006_quality"),
        ("registry", "0015_finding_in_every_script"),
        ("sealing", "0001_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("instance_id", models.CharField(max_length=200, unique=True)),
                ("status", models.CharField(db_default="filling", default="filling", max_length=10)),
                ("revision", models.PositiveIntegerField(db_default=0, default=0)),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="intake.submission",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="intake.questionnaireversion"
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
            },
        ),
        migrations.CreateModel(
            name="FormDraftContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("observed_on", models.DateField()),
                ("ciphertext", models.BinaryField()),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="content", to="intake.formdraft"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="sealing.sealingkey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FormDraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("observed_on", models.DateField()),
                ("ciphertext", models.BinaryField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="files", to="intake.formdraft"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="sealing.sealingkey",
                    ),
                ),
            ],
            options={
                "ordering": ["draft", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="formdraft",
            index=models.Index(
                condition=models.Q(("status", "filling")), fields=["by", "-saved_at"], name="form_draft_open"
            ),
        ),
        migrations.AddIndex(
            model_name="formdraft",
            index=models.Index(
                condition=models.Q(("status", "filling")), fields=["expires_at"], name="form_draft_expiring"
            ),
        ),
        migrations.AddConstraint(
            model_name="formdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("filling", "sent", "discarded", "expired"))),
                name="form_draft_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="formdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "sent"), _negated=True), ("submission__isnull", False), _connector="OR"
                ),
                name="form_draft_sent_became_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="formdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "discarded"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="form_draft_discarded_with_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formdraft",
            trigger=pgtrigger.compiler.Trigger(
                name="form_draft_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{filling:sent,filling:discarded,filling:expired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f034349c8aeb25aa0946bc60e8d0b387f56ed0b3",
                    operation="UPDATE",
                    pgid="pgtrigger_form_draft_steps_fe715",
                    table="intake_formdraft",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formdraft",
            trigger=pgtrigger.compiler.Trigger(
                name="form_draft_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."instance_id" IS DISTINCT FROM (NEW."instance_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1b44cabfaad590d1034bb4b2367df23957ff4a73",
                    operation="UPDATE",
                    pgid="pgtrigger_form_draft_stays_f72b6",
                    table="intake_formdraft",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="formdraftfile",
            constraint=models.UniqueConstraint(fields=("draft", "source"), name="form_draft_file_once"),
        ),
    ]
