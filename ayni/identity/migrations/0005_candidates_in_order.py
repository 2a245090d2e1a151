"""Whoever shares most keys with an applicant is weighed first: a limit then cuts off the least likely."""

from django.db import migrations

CANDIDATES = """
CREATE OR REPLACE FUNCTION identity_candidates(in_half integer, asked bigint[], most integer)
RETURNS TABLE (person bigint, told text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    wanted bigint[] := ARRAY(SELECT k FROM unnest(asked) k WHERE NOT EXISTS (
        SELECT FROM identity_frequentkey f WHERE f.half = in_half AND f.key = k));
BEGIN
    IF ayni_user() IS NULL OR wanted = '{}' THEN
        RETURN;
    END IF;
    IF in_half = 0 THEN
        RETURN QUERY SELECT r.person_id, r.told FROM identity_record_0 r WHERE r.keys && wanted
            ORDER BY (SELECT count(*) FROM unnest(r.keys) k WHERE k = ANY (wanted)) DESC, r.person_id LIMIT most;
    ELSE
        RETURN QUERY SELECT r.person_id, r.told FROM identity_record_1 r WHERE r.keys && wanted
            ORDER BY (SELECT count(*) FROM unnest(r.keys) k WHERE k = ANY (wanted)) DESC, r.person_id LIMIT most;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_cards")]
    operations = [migrations.RunSQL(CANDIDATES, migrations.RunSQL.noop)]
