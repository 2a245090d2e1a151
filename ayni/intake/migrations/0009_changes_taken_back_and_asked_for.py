"""What a change wrote, so that it can be taken back; and a household asked for by the area it moved to."""

from django.conf import settings
from django.db import migrations, models

#: A number with a name, both as told: the household they belong to and its area, and nothing more.
TOLD = """
CREATE FUNCTION intake_same_name(words text[], given text, family text) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT cardinality(words) > 0
        AND words <@ known AND cardinality(words) >= least(2, cardinality(known))
    FROM (SELECT array_remove(regexp_split_to_array(lower(normalize(given || ' ' || family, NFKC)), '\\s+'), '')
        AS known) told
$$;

CREATE FUNCTION intake_household_told(code text, words text[], on_day date)
RETURNS TABLE (household bigint, area bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH asked AS (
        SELECT CASE WHEN code ~ '^H[0-9]{1,18}$' THEN substr(code, 2)::bigint END AS home,
            CASE WHEN code ~ '^P[0-9]{1,18}$' THEN substr(code, 2)::bigint END AS who
    ), living AS (
        SELECT m.household_id, m.person_id FROM asked JOIN registry_membership m ON m.household_id = asked.home
        WHERE m.period @> on_day AND m.kind = 'usual'
        UNION
        SELECT m.household_id, m.person_id FROM asked JOIN registry_membership m ON m.person_id = asked.who
        WHERE m.period @> on_day AND m.kind = 'usual'
        UNION
        SELECT m.household_id, m.person_id FROM registry_identifier i JOIN registry_membership m USING (person_id)
        WHERE i.number = code AND i.ended_on IS NULL AND m.period @> on_day AND m.kind = 'usual'
    )
    SELECT DISTINCT h.id, h.area_id FROM living l
    JOIN registry_person p ON p.id = l.person_id AND p.died_on IS NULL
    JOIN registry_household h ON h.id = l.household_id AND h.closed_on IS NULL
    WHERE ayni_user() IS NOT NULL AND (
        intake_same_name(words, p.given_name, p.family_name)
        OR intake_same_name(words, p.given_name_latin, p.family_name_latin)
    )
    LIMIT 2
$$;
"""
UNTOLD = """
DROP FUNCTION intake_household_told(text, text[], date); DROP FUNCTION intake_same_name(text[], text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_people_of_areas"),
        ("intake", "0008_forms_waiting"),
        ("registry", "0015_finding_in_every_script"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="changerequest",
            name="changerequest_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="changerequest",
            name="changerequest_source_known",
        ),
        migrations.AddField(
            model_name="changerequest",
            name="written",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="changerequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("birth", "Birth"),
                    ("death", "Death"),
                    ("household_move", "A household moves"),
                    ("person_move", "A person moves to another household"),
                    ("split", "A household splits"),
                    ("marriage", "Marriage"),
                    ("correction", "Correction of a person's record"),
                    ("person_facts", "New answers of a person"),
                    ("household_facts", "New answers of a household"),
                    ("taking_back", "A change is taken back"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "birth",
                            "death",
                            "household_move",
                            "person_move",
                            "split",
                            "marriage",
                            "correction",
                            "person_facts",
                            "household_facts",
                            "taking_back",
                        ],
                    )
                ),
                name="changerequest_kind_known",
            ),
        ),
        migrations.AlterField(
            model_name="changerequest",
            name="source",
            field=models.CharField(
                choices=[
                    ("officer", "An officer"),
                    ("applicant", "The people themselves"),
                    ("person", "A person, who asked for a correction"),
                    ("partner", "A partner's system"),
                    ("submission", "A form from the field"),
                    ("civil_registration", "Civil registration"),
                    ("recertification", "A recertification"),
                    ("quality", "A check of data quality"),
                    ("receiving", "The area where they live now"),
                ],
                default="officer",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "source__in",
                        [
                            "officer",
                            "applicant",
                            "person",
                            "partner",
                            "submission",
                            "civil_registration",
                            "recertification",
                            "quality",
                            "receiving",
                        ],
                    )
                ),
                name="changerequest_source_known",
            ),
        ),
        migrations.RunSQL(TOLD, UNTOLD),
    ]
