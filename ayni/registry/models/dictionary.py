from __future__ import annotations

import dataclasses
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import variables
from ayni.registry import lifecycle
from ayni.registry.models import history

#: What a row keeps in columns of its own.
AS_COLUMNS = ("entity", "name", "version", "since")


def defined(variable: dictionaries.Variable) -> dict[str, Any]:
    """What a variable says besides its name, as JSON gives it back."""
    definition = {word: said for word, said in dataclasses.asdict(variable).items() if word not in AS_COLUMNS}
    return definition | {word: list(definition[word]) for word in ("choices", "missing")}


def declared(definition: dict[str, Any], **columns: Any) -> dictionaries.Variable:
    """The variable that a definition and its columns keep."""
    choices = tuple(dictionaries.Choice(**choice) for choice in definition["choices"])
    return dictionaries.Variable(**{**definition, "choices": choices}, **columns)


@history.kept()
class DictionaryChange(models.Model):
    """Variables proposed to be added, changed (`put`) or retired together; one officer prepares, another decides.

    `put` lists definitions with their entity and name, `retired` pairs of entity and name.
    """

    privacy = {"*": "public", "reason": "personal", "decision_reason": "personal"}

    put = models.JSONField(default=list)
    retired = models.JSONField(default=list)
    reason = models.TextField()
    since = models.DateField()
    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.STATES), name="change_status_known"),
            models.CheckConstraint(
                condition=Q(status=lifecycle.DRAFT, decided_by=None) | Q(decided_by__isnull=False),
                name="change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(status=lifecycle.WITHDRAWN) | ~Q(decided_by=F("prepared_by")),
                name="change_two_officers",
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.REJECTED) | ~Q(decision_reason=""), name="change_rejected_with_a_reason"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"D{self.pk:06d}"

    @property
    def variables(self) -> tuple[dictionaries.Variable, ...]:
        """The variables to be added or to stand in place of their namesakes."""
        return tuple(
            declared(
                {word: said for word, said in entry.items() if word not in AS_COLUMNS},
                entity=entry["entity"],
                name=entry["name"],
                since=self.since,
            )
            for entry in self.put
        )

    @property
    def retires(self) -> tuple[tuple[str, str], ...]:
        return tuple((entity, name) for entity, name in self.retired)


class Variable(models.Model):
    """A variable of the dictionary; each version is a row, the highest is in force unless it retires the variable.

    `change` is the approved change it came by; a row without one came with a survey or file.
    """

    privacy = {"*": "public"}

    entity = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    definition = models.JSONField()
    since = models.DateField()
    is_retired = models.BooleanField(default=False, db_default=False)
    change = models.ForeignKey(DictionaryChange, models.RESTRICT, null=True, related_name="rows")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["entity", "position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name", "version"], name="variable_version_once"),
            models.CheckConstraint(
                condition=Q(entity__in=["household", "person", "area"]), name="variable_entity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity}.{self.name}"

    @classmethod
    def declaring(cls, variable: dictionaries.Variable, **columns: Any) -> Variable:
        """The row that keeps a variable of the dictionary."""
        definition = defined(variable)
        return cls(entity=variable.entity, name=variable.name, definition=definition, **columns)

    @property
    def declared(self) -> dictionaries.Variable:
        """The variable of the dictionary that this row keeps."""
        return declared(
            self.definition,
            entity=cast(variables.Entity, self.entity),
            name=self.name,
            version=self.version,
            since=self.since,
        )
