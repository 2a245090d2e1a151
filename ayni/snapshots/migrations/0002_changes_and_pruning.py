from django.db import migrations, models

from ayni.snapshots import watching


class Migration(migrations.Migration):
    """What changed since the last snapshot, of which state each file is, and which files were pruned."""

    dependencies = [("snapshots", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=63)),
                ("low", models.BigIntegerField(null=True)),
                ("high", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AreaState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=63)),
                ("area", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "area"), name="area_state_once")],
            },
        ),
        migrations.AddField("snapshot", "states", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("snapshot", "pruned_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(watching.MARK, watching.UNMARK),
    ]
