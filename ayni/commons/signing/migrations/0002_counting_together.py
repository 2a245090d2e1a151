from django.db import migrations


class Migration(migrations.Migration):
    """The table in which several processes count attempts together: Django's own shape of a cache."""

    dependencies = [("signing", "0001_sessions_waits_and_links")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE signing_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX signing_cache_expires ON signing_cache (expires);
            """,
            "DROP TABLE signing_cache",
        )
    ]
