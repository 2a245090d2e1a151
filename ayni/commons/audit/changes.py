"""What a record's plain fields held before an action and after it. A sensitive value is never told."""

from __future__ import annotations

from typing import Any

from django.db import models

CHANGED = "changed"
LONGEST = 200  # characters of a text that are kept
PLAIN = (bool, int, float)


def of(thing: object) -> dict[str, Any] | None:
    """The fields of a record as the database holds them now; None for what is no record or is not there.

    Only whoever is shown the record by the database's policies gets an answer, which is all that an action needs.
    """
    if not isinstance(thing, models.Model) or thing.pk is None:
        return None
    return type(thing)._base_manager.filter(pk=thing.pk).values(*_names(thing)).first()


def between(thing: object, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """Each field that differs, with both values: {"status": ["proposed", "accepted"]}; or "changed" alone."""
    if not isinstance(thing, models.Model) or before == after:
        return {}
    told: dict[str, Any] = {}
    for field in thing._meta.concrete_fields:
        was, became = ((values or {}).get(field.attname) for values in (before, after))
        if was != became:
            told[field.name] = [_plain(field, was), _plain(field, became)] if _is_told(thing, field) else CHANGED
    return told


def _names(thing: models.Model) -> list[str]:
    return [field.attname for field in thing._meta.concrete_fields]


def _is_told(thing: models.Model, field: models.Field[Any, Any]) -> bool:
    """Answers kept as JSON may be sensitive one by one, so that no JSON but what is public is told.

    A record may name fields `untold` that would name a person for ever here: what they held is in the record's own
    history, which retention reaches.
    """
    if field.name in getattr(thing, "untold", ()):
        return False
    classes: dict[str, str] = getattr(thing, "privacy", {})
    privacy = classes.get(field.name, classes.get("*", "sensitive"))
    if isinstance(field, models.JSONField | models.BinaryField):
        return privacy == "public" and isinstance(field, models.JSONField)
    return privacy != "sensitive"


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(value, PLAIN):
        return f"{_model_of(field)}:{value}" if field.is_relation and value is not None else value
    if isinstance(value, str):
        return value[:LONGEST]
    return str(value)[:LONGEST]


def _model_of(field: models.Field[Any, Any]) -> str:
    related = field.related_model
    return related._meta.label_lower if isinstance(related, type) and issubclass(related, models.Model) else ""
