"""Finding people by name within the scope of whoever acts.

Under a policy PostgreSQL lets no index answer a full-text question, because its operators might tell of hidden rows in
their errors. So the question is asked here by the owner of the tables, with the scope in it.
"""

from django.db import migrations

FIND = """
CREATE FUNCTION registry_named(asked tsquery, on_day date, places text[], many int, skipped int, counted int)
RETURNS TABLE (people bigint[], total bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    is_everywhere boolean := ayni_everywhere('people') AND '/' = ANY (places);
    scope text[] := ayni_paths('people');
BEGIN
    IF is_everywhere THEN
        SELECT count(*) INTO total FROM (
            SELECT FROM registry_person p WHERE {words} @@ asked LIMIT counted
        ) c;
        SELECT array_agg(id ORDER BY given_name, family_name, id) INTO people FROM (
            SELECT p.id, p.given_name, p.family_name FROM registry_person p WHERE {words} @@ asked
            ORDER BY p.given_name, p.family_name, p.id LIMIT many OFFSET skipped
        ) page;
    ELSE
        SELECT count(*) INTO total FROM (
            SELECT FROM registry_person p WHERE {words} @@ asked AND {lives} LIMIT counted
        ) c;
        SELECT array_agg(id ORDER BY given_name, family_name, id) INTO people FROM (
            SELECT p.id, p.given_name, p.family_name FROM registry_person p WHERE {words} @@ asked AND {lives}
            ORDER BY p.given_name, p.family_name, p.id LIMIT many OFFSET skipped
        ) page;
    END IF;
    RETURN NEXT;
END $$;
"""
WORDS = """to_tsvector('simple'::regconfig,
                COALESCE(p.given_name, '') || ' ' || COALESCE(p.family_name, '') || ' ' ||
                COALESCE(p.given_name_latin, '') || ' ' || COALESCE(p.family_name_latin, ''))"""
LIVES = """EXISTS (
                SELECT FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
                JOIN directory_area a ON a.id = h.area_id
                WHERE m.person_id = p.id AND m.period @> on_day
                    AND a.path ^@ ANY (places) AND a.path ^@ ANY (scope)
            )"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_sensitive_answers_sealed")]
    operations = [
        migrations.RunSQL(
            FIND.format(words=WORDS, lives=LIVES),
            "DROP FUNCTION registry_named(tsquery, date, text[], int, int, int)",
        )
    ]
