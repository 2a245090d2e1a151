from django.db import migrations


class Migration(migrations.Migration):
    """An aggregate that lays later answers over earlier ones."""

    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE AGGREGATE registry_merged(jsonb)"
            " (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}', PARALLEL = SAFE)",
            "DROP AGGREGATE registry_merged(jsonb)",
        ),
    ]
