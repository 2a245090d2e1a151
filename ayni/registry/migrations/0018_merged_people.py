"""A record that was merged into another leads there: it is found by no name, and its number by whoever reaches either."""

import importlib

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

marks = importlib.import_module("ayni.registry.migrations.0016_finding_among_ten_million")
ENDED = ["moved", "married", "died", "institution", "split", "joined", "merged", "other"]
NOT_MERGED = "p.id = ANY (given) AND p.merged_into_id IS NULL"
OF_NOBODY_MERGED = """WHERE n.person_id = ANY (given) AND NOT EXISTS (
            SELECT FROM registry_person p WHERE p.id = n.person_id AND p.merged_into_id IS NOT NULL)"""


def unmerged(statement: str) -> str:
    """The index of words, without those whose record was merged into another."""
    for before, after in (
        ("registry_words({names}) w WHERE p.id = ANY (given)", f"registry_words({{names}}) w WHERE {NOT_MERGED}"),
        ("WHERE n.person_id = ANY (given)", OF_NOBODY_MERGED),
        ("n.family_name_latin, n.registered_in_id)", "n.family_name_latin, n.registered_in_id, n.merged_into_id)"),
        ("o.family_name_latin, o.registered_in_id)", "o.family_name_latin, o.registered_in_id, o.merged_into_id)"),
    ):
        if before not in statement:
            raise ValueError(before)
        statement = statement.replace(before, after)
    return str(marks.whole(statement.replace("{besides}", marks.BESIDES)))


#: Where a number of a merged record leads is told to whoever asks: another number, and nothing of anybody.
LEADS = """
CREATE FUNCTION registry_merged_into(who bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT merged_into_id FROM registry_person WHERE id = who AND merged_into_id IS NOT NULL
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_people_of_areas"),
        ("registry", "0017_told_until_they_left"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="absorbed",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="person_merged"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="merged_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.merged_into_id IS NOT NULL)",
                    func="\n    IF EXISTS (\n        SELECT FROM registry_person p JOIN registry_person k ON k.id = p.merged_into_id\n        WHERE (p.id = NEW.id OR k.id = NEW.id) AND k.merged_into_id IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'person % is merged into a record that is merged itself', NEW.id;\n    END IF;\n    RETURN NULL;\n",
                    hash="0a3811ff4c1c6df2dff06cd3e06ba137f83255ac",
                    operation='UPDATE OF "merged_into_id"',
                    pgid="pgtrigger_merged_once_8665c",
                    table="registry_person",
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
                    func='INSERT INTO "registry_personevent" ("birth_known", "born_from", "born_to", "death_known", "died_from", "died_on", "family_name", "family_name_latin", "given_name", "given_name_latin", "id", "languages", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_in_id", "registered_on", "sex", "source", "source_key") VALUES (OLD."birth_known", OLD."born_from", OLD."born_to", OLD."death_known", OLD."died_from", OLD."died_on", OLD."family_name", OLD."family_name_latin", OLD."given_name", OLD."given_name_latin", OLD."id", OLD."languages", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."registered_in_id", OLD."registered_on", OLD."sex", OLD."source", OLD."source_key"); RETURN NULL;',
                    hash="cd02918e489a1cb692a5c8204f0ccb0feb8620b6",
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
                    func='INSERT INTO "registry_personevent" ("birth_known", "born_from", "born_to", "death_known", "died_from", "died_on", "family_name", "family_name_latin", "given_name", "given_name_latin", "id", "languages", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_in_id", "registered_on", "sex", "source", "source_key") VALUES (OLD."birth_known", OLD."born_from", OLD."born_to", OLD."death_known", OLD."died_from", OLD."died_on", OLD."family_name", OLD."family_name_latin", OLD."given_name", OLD."given_name_latin", OLD."id", OLD."languages", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."registered_in_id", OLD."registered_on", OLD."sex", OLD."source", OLD."source_key"); RETURN NULL;',
                    hash="f81e7a0b027de3015f17a57770981bb16458bd14",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a3234",
                    table="registry_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="person_not_merged_into_itself"
            ),
        ),
        migrations.RemoveConstraint(model_name="membership", name="membership_end_known"),
        *(
            migrations.AlterField(
                model_name=model,
                name="ended_because",
                field=models.CharField(
                    blank=True,
                    choices=[(one, one.title()) for one in ENDED],
                    db_default="",
                    default="",
                    max_length=11,
                ),
            )
            for model in ("membership", "membershipevent")
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_because__in", ["", *ENDED])), name="membership_end_known"
            ),
        ),
        migrations.RunSQL(unmerged(marks.PEOPLE), marks.whole(marks.PEOPLE.replace("{besides}", marks.BESIDES))),
        migrations.RunSQL(LEADS, "DROP FUNCTION registry_merged_into(bigint)"),
    ]
