"""Taking back many people at once: each look whether something still names one of them is answered by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_changes_taken_back_and_asked_for")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX registry_household_after ON registry_household (succeeded_by_id)"
            " WHERE succeeded_by_id IS NOT NULL",
            "DROP INDEX registry_household_after",
        ),
        migrations.AddIndex(
            model_name="qualityfinding",
            index=models.Index(
                condition=models.Q(("person__isnull", False)), fields=["person"], name="qualityfinding_of_person"
            ),
        ),
    ]
