"""Who wrote a number down; and whether somebody lives nowhere, whom the area that knew them last then keeps."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

UNSETTLED = """
CREATE FUNCTION registry_unsettled(who bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM registry_membership m WHERE m.person_id = who AND m.kind = 'usual' AND m.period @> current_date
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0016_finding_among_ten_million"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(UNSETTLED, "DROP FUNCTION registry_unsettled(bigint)"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="identifier",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="identifier",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="identifier",
            name="recorded_by",
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
            name="recorded_by",
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
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "registry_identifierevent" ("ended_because", "ended_on", "id", "issuer", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "type", "valid_from", "valid_to", "verification", "verified_by_id", "verified_on") VALUES (OLD."ended_because", OLD."ended_on", OLD."id", OLD."issuer", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."type", OLD."valid_from", OLD."valid_to", OLD."verification", OLD."verified_by_id", OLD."verified_on"); RETURN NULL;',
                    hash="86186885ffd6e594e4360f1550777439772a7da9",
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
                    func='INSERT INTO "registry_identifierevent" ("ended_because", "ended_on", "id", "issuer", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "type", "valid_from", "valid_to", "verification", "verified_by_id", "verified_on") VALUES (OLD."ended_because", OLD."ended_on", OLD."id", OLD."issuer", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."type", OLD."valid_from", OLD."valid_to", OLD."verification", OLD."verified_by_id", OLD."verified_on"); RETURN NULL;',
                    hash="91d81943f2da8a82a882b81f615d0ff4a7636634",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bed94",
                    table="registry_identifier",
                    when="AFTER",
                ),
            ),
        ),
    ]
