from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    """A grant that is changed or taken away, by whatever road, ends its user's sessions."""

    dependencies = [
        ("signing", "0002_counting_together"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION signing_end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                DELETE FROM django_session
                 WHERE session_key IN (SELECT key FROM signing_opensession WHERE user_id = OLD.user_id);
                DELETE FROM signing_opensession WHERE user_id = OLD.user_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER signing_changed_grant AFTER UPDATE ON access_grant
                FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION signing_end_sessions();
            CREATE TRIGGER signing_deleted_grant AFTER DELETE ON access_grant
                FOR EACH ROW EXECUTE FUNCTION signing_end_sessions();
            """,
            """
            DROP TRIGGER signing_changed_grant ON access_grant;
            DROP TRIGGER signing_deleted_grant ON access_grant;
            DROP FUNCTION signing_end_sessions();
            """,
        )
    ]
