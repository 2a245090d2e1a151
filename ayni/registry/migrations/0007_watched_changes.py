from django.db import migrations

from ayni.snapshots import watching


class Migration(migrations.Migration):
    """Changes of what is published are watched, so that a snapshot writes only the areas that changed."""

    dependencies = [
        ("registry", "0006_a_dictionary_with_approval"),
        ("directory", "0001_initial"),
        ("snapshots", "0002_changes_and_pruning"),
    ]

    operations = [
        watching.watch_columns("directory_area", "code", "path"),
        watching.watch("registry_household", "area_id"),
        watching.watch("registry_membership", "household_id"),
        watching.watch("registry_person", "id"),
        watching.watch("registry_householdfacts", "household_id"),
        watching.watch("registry_personfacts", "person_id"),
        watching.watch("registry_areafacts", "area_id"),
    ]
