"""What the pages of the dictionary show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.engines.dictionary import Variable
from ayni.engines.dictionary.changes import Change, Difference
from ayni.registry import queries
from ayni.web.dictionary import words


@dataclass(frozen=True)
class Row:
    """A variable in the list."""

    variable: Variable
    label: str
    entity: str
    type: str
    sensitivity: str


@dataclass(frozen=True)
class Told:
    """One change as it is read: what becomes of the variable, and each difference in words."""

    entity: str
    name: str
    entity_text: str
    kind: str
    tone: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class UseShown:
    """Something that uses the variable, with its page when the reader may open it."""

    kind: str
    name: str
    place: str
    url: str


def rows(chosen: dict[str, str]) -> list[Row]:
    """The dictionary's variables that meet the filters, in order."""
    return [_row(variable) for variable in queries.dictionary() if _meets(variable, chosen)]


def of_variable(entity: str, name: str, reader: User) -> dict[str, Any]:
    """One variable's page."""
    scoping.paths(reader, "registry.see_dictionary")
    row = queries.variable(entity, name)
    variable = row.declared
    return {
        "row": _row(variable),
        "variable": variable,
        "is_retired": row.is_retired,
        "missing": [str(words.MISSING[kind]) for kind in variable.missing],
        "versions": queries.versions(entity, name),
        "uses": [] if row.is_retired else _uses(entity, name, reader),
        "languages": _languages(variable),
        "choices": [(choice.code, languages.text(choice.labels), choice.labels) for choice in variable.choices],
    }


def of_proposal(change_id: int, reader: User) -> dict[str, Any]:
    """A proposed change: what it would do now, or what it did."""
    change = queries.proposal(change_id, reader)
    is_draft = change.status == "draft"
    effect = queries.effect(change.variables, change.retires) if is_draft else None
    return {
        "change": change,
        "effect": effect,
        "told": told(effect.changes if effect else queries.done(change)),
        "named": [*(f"{v.entity}.{v.name}" for v in change.variables), *(f"{e}.{n}" for e, n in change.retires)],
        "is_own": change.prepared_by_id == reader.pk,
    }


def told(changes: Iterable[Change]) -> list[Told]:
    return [
        Told(
            entity=one.entity,
            name=one.name,
            entity_text=str(words.ENTITIES.get(one.entity, one.entity)),
            kind=str(words.KINDS[one.kind]),
            tone=words.TONES[one.kind],
            differences=tuple(_difference(difference) for difference in one.differences),
        )
        for one in changes
    ]


def _difference(one: Difference) -> tuple[str, str, str]:
    return words.field(one.field), words.said(one.field, one.before), words.said(one.field, one.after)


def _row(variable: Variable) -> Row:
    return Row(
        variable,
        languages.text(variable.labels) or variable.name,
        str(words.ENTITIES[variable.entity]),
        str(words.TYPES[variable.type]),
        str(words.SENSITIVITIES[variable.sensitivity]),
    )


def _meets(variable: Variable, chosen: dict[str, str]) -> bool:
    for part in ("entity", "type", "sensitivity"):
        if chosen[part] and getattr(variable, part) != chosen[part]:
            return False
    texts = (variable.name, *variable.labels.values(), *variable.question.values())
    return chosen["text"].lower() in "\n".join(texts).lower()


def _uses(entity: str, name: str, reader: User) -> list[UseShown]:
    return [
        UseShown(str(words.USES.get(use.kind, use.kind)), use.name, use.place, _address(use, reader))
        for use in queries.uses(entity, name, queries.dictionary())
    ]


def _address(use: queries.Use, reader: User) -> str:
    is_open = use.kind == "programme" and reader.may("programmes.see")
    return reverse("web:programme", args=[use.code]) if is_open else ""


def _languages(variable: Variable) -> list[tuple[str, str, str]]:
    """(language, label, question) for each language in which there is either."""
    found = dict.fromkeys((*variable.labels, *variable.question))
    return [(one, variable.labels.get(one, ""), variable.question.get(one, "")) for one in found]
