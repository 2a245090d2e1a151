"""A person who was paid twice is a case that an officer decides."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0006_countersigning"),
        ("programmes", "0002_institution"),
        ("registry", "0018_merged_people"),
        ("identity", "0002_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Overpayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("status", models.CharField(default="found", max_length=9)),
                ("found_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="registry.household"
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="overpayments", to="identity.merge"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="overpayments",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="OverpaidLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "beside",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="benefits.paymentline",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="benefits.paymentline"
                    ),
                ),
                (
                    "overpayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="lines", to="benefits.overpayment"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="overpayment",
            index=models.Index(fields=["status"], name="overpayment_status"),
        ),
        migrations.AddConstraint(
            model_name="overpayment",
            constraint=models.UniqueConstraint(fields=("merge", "programme"), name="overpayment_once"),
        ),
        migrations.AddConstraint(
            model_name="overpayment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="overpayment_of_money"),
        ),
        migrations.AddConstraint(
            model_name="overpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("found", "confirmed", "no_debt", "withdrawn"))),
                name="overpayment_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="overpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["confirmed", "no_debt"]), _negated=True),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="overpayment_decided_with_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="overpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="overpayment_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{found:confirmed,found:no_debt,found:withdrawn,confirmed:withdrawn,no_debt:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a51227e043c3fad4cf992d7aab167c75d4854c84",
                    operation="UPDATE",
                    pgid="pgtrigger_overpayment_steps_ad826",
                    table="benefits_overpayment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="overpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="overpayment_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."merge_id" IS DISTINCT FROM (NEW."merge_id") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."household_id" IS DISTINCT FROM (NEW."household_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="33a83a9025289587d7539046c7e24835ea39af76",
                    operation="UPDATE",
                    pgid="pgtrigger_overpayment_stays_cf92d",
                    table="benefits_overpayment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="overpaidline",
            constraint=models.UniqueConstraint(fields=("overpayment", "line"), name="overpaidline_once"),
        ),
        migrations.AddConstraint(
            model_name="overpaidline",
            constraint=models.CheckConstraint(
                condition=models.Q(("line", models.F("beside")), _negated=True), name="overpaidline_of_two"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="overpaidline",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="29a3bac3a8810332f19051b014e1c58194cd1454",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_79946",
                    table="benefits_overpaidline",
                    when="BEFORE",
                ),
            ),
        ),
    ]
