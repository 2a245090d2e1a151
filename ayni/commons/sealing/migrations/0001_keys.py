import django.db.models.functions.datetime
from django.db import migrations, models

#: Counted by the owner of the tables, whatever the asker may see: a key that still seals something is never retired.
COUNTING = """
CREATE FUNCTION sealing_documents() RETURNS TABLE (key_id integer, documents bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one regclass;
BEGIN
    FOR one IN
        SELECT c.oid FROM pg_class c
        JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'key_id' AND NOT k.attisdropped
        JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'ciphertext' AND t.atttypid = 'bytea'::regtype
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
    LOOP
        RETURN QUERY EXECUTE format('SELECT key_id, count(*) FROM %s GROUP BY key_id', one);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunSQL(COUNTING, "DROP FUNCTION sealing_documents()"),
    ]
