from __future__ import annotations

from django.db import models
from django.db.models import Q

from ayni.commons import languages


class AreaQuerySet(models.QuerySet["Area"]):
    def within(self, paths: tuple[str, ...]) -> AreaQuerySet:
        """Areas at or under any of the paths; none for no path."""
        asked = Q(pk__in=[])
        for path in paths:
            asked |= Q(path__startswith=path)
        return self.filter(asked)


class Area(models.Model):
    """An administrative area."""

    privacy = {"*": "public"}

    code = models.CharField(max_length=32, unique=True)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    path = models.CharField(max_length=255)
    shape = models.JSONField(null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["path"], name="area_path", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1), name="area_level_from_one"),
            models.CheckConstraint(
                condition=Q(parent=None, level=1) | Q(parent__isnull=False, level__gt=1),
                name="area_top_is_level_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code


class Institution(models.Model):
    """A ministry, agency, district office or provider that runs programmes or serves people."""

    privacy = {"*": "public"}

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, models.RESTRICT, null=True, blank=True, related_name="institutions")
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return languages.text(self.names) or self.code
