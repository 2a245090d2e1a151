"""The names by which purposes and agreements speak of data: tables, their columns, and variables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from ayni.commons.directory.models import Area
from ayni.privacy import errors
from ayni.programmes.models import Programme
from ayni.registry import queries as registry


def tables() -> list[Any]:
    """Every record of ours but the tables of earlier states, by label."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("ayni."))
    return sorted((one for one in ours if not one.__name__.endswith("Event")), key=lambda one: one._meta.label_lower)


def columns(model: Any) -> dict[str, str]:
    """The privacy class of each column of a record."""
    declared = getattr(model, "privacy", {})
    fields = (field for field in model._meta.get_fields() if field.concrete and not field.many_to_many)
    return {field.name: declared.get(field.name, declared.get("*", "personal")) for field in fields}


def columns_of(label: str) -> list[str]:
    """A table's columns as agreements name them: "registry.person.given_name"."""
    return [f"{label}.{name}" for name in columns(apps.get_model(label))]


def known() -> set[str]:
    labels = {model._meta.label_lower for model in tables()}
    named = {f"{model._meta.label_lower}.{name}" for model in tables() for name in columns(model)}
    return labels | named | {f"{one.entity}.{one.name}" for one in registry.dictionary().variables}


def check(names: Iterable[str]) -> None:
    """Refuses: UnknownFields."""
    unknown = sorted(set(names) - known())
    if unknown:
        raise errors.UnknownFields(unknown)


def check_places(areas: Sequence[str], programmes: Sequence[str]) -> None:
    """Refuses: UnknownFields, for codes of areas and programmes that do not exist."""
    unknown = set(areas) - set(Area.objects.filter(code__in=areas).values_list("code", flat=True))
    unknown |= set(programmes) - set(Programme.objects.filter(code__in=programmes).values_list("code", flat=True))
    if unknown:
        raise errors.UnknownFields(sorted(unknown))


def kept_as_it_is() -> str:
    return _("It is kept as it is: nothing in it names a person, or it proves what was done.")
