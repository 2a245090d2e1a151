"""The names of somebody's kin, wherever they live: of people whom whoever acts reaches, and of their kin nothing else."""

from django.db import migrations

KIN = """
CREATE FUNCTION registry_kin(asked bigint[])
RETURNS TABLE (kind text, person_id bigint, person text[], relative_id bigint, relative text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
        ARRAY[r.given_name, r.family_name]::text[]
    FROM registry_kinship k JOIN registry_person p ON p.id = k.person_id JOIN registry_person r ON r.id = k.relative_id
    WHERE k.person_id = ANY (reached) OR k.relative_id = ANY (reached)
    ORDER BY k.kind, p.id, r.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_finding_by_name")]
    operations = [migrations.RunSQL(KIN, "DROP FUNCTION registry_kin(bigint[])")]
