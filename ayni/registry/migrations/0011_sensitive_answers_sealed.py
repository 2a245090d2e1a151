from typing import Any

from django.db import migrations

from ayni.registry.actions import moving


def seal(apps: Any, schema_editor: Any) -> None:
    """Take the answers of sensitive variables out of the open documents, and out of their history."""
    newest: dict[tuple[str, str], Any] = {}
    for row in apps.get_model("registry", "Variable").objects.order_by("version"):
        newest[row.entity, row.name] = row
    for entity in ("household", "person"):
        names = [
            name for (of, name), row in newest.items() if of == entity and row.definition["sensitivity"] == "sensitive"
        ]
        for _ in moving.seal(entity, sorted(names)):
            pass


class Migration(migrations.Migration):
    """What is known and sensitive is sealed, with a key that is made now if there is none."""

    dependencies = [
        ("registry", "0010_sealed_answers"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
