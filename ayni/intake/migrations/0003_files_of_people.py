import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_questionnaires"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("status", models.CharField(default="uploaded", max_length=10)),
                ("described", models.JSONField(default=dict)),
                ("mapping", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, max_length=60)),
                ("observed_on", models.DateField(null=True)),
                ("report", models.JSONField(default=dict)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("checked_at", models.DateTimeField(null=True)),
                ("loaded_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("forgotten_at", models.DateTimeField(null=True)),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FilePortion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("first_row", models.PositiveIntegerField()),
                ("last_row", models.PositiveIntegerField()),
                (
                    "households",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "changed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "kinship",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="portions", to="intake.fileload"
                    ),
                ),
            ],
            options={
                "ordering": ["file", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="fileload",
            index=models.Index(fields=["digest"], name="file_load_digest"),
        ),
        migrations.AddConstraint(
            model_name="fileload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("uploaded", "mapped", "checked", "loading", "loaded", "undone", "withdrawn"))
                ),
                name="file_load_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fileload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["loading", "loaded"]), _negated=True),
                    ("loaded_by__isnull", False),
                    _connector="OR",
                ),
                name="file_load_loaded_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="fileload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "undone"), _negated=True),
                    models.Q(("undone_by__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="file_load_undone_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="fileload",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__lte", models.F("rows")), ("rows", 0), _connector="OR"),
                name="file_load_position_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="fileportion",
            constraint=models.UniqueConstraint(fields=("file", "number"), name="file_portion_once"),
        ),
    ]
