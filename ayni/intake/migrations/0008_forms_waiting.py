"""What works itself off: which forms wait and whose they are, as numbers alone, and emptying drafts that are too old.

Nobody acts when this is asked, so that no policy shows a row: the functions tell and do this and nothing else.
"""

from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION intake_forms_waiting(most integer DEFAULT 1000) RETURNS TABLE (by_id bigint, numbers bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.by_id, array_agg(w.id ORDER BY w.id)
    FROM (
        SELECT s.by_id, s.id FROM intake_submission s WHERE s.status = 'received'
        ORDER BY s.id LIMIT least(greatest(most, 1), 10000)
    ) w
    GROUP BY w.by_id ORDER BY min(w.id)
$$;

CREATE FUNCTION intake_expire_drafts(at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    late bigint[];
BEGIN
    -- Not before their time, whatever moment is told.
    SELECT array_agg(d.id) INTO late FROM (
        SELECT id FROM intake_formdraft
        WHERE status = 'filling' AND expires_at <= least(at, clock_timestamp())
        ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED
    ) d;
    IF late IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM intake_formdraftcontent WHERE draft_id = ANY (late);
    DELETE FROM intake_formdraftfile WHERE draft_id = ANY (late);
    UPDATE intake_formdraft SET status = 'expired' WHERE id = ANY (late);
    RETURN cardinality(late);
END $$;
"""
GONE = "DROP FUNCTION intake_forms_waiting(integer); DROP FUNCTION intake_expire_drafts(timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_drafts_of_forms")]
    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("status", "received")), fields=["by", "id"], name="submission_to_process"
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("deprecated_id", ""), _negated=True),
                fields=["deprecated_id"],
                name="submission_edits",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, GONE),
    ]
