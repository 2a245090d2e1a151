from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.commons import languages


class AreaQuerySet(models.QuerySet["Area"]):
    def within(self, paths: tuple[str, ...]) -> AreaQuerySet:
        """Areas at or under any of the paths; none for no path."""
        asked = Q(pk__in=[])
        for path in paths:
            asked |= Q(path__startswith=path)
        return self.filter(asked)

    def standing(self) -> AreaQuerySet:
        """Areas that there are now; not those that were merged or divided."""
        return self.filter(until=None)


class Area(models.Model):
    """An administrative area, for a half-open period: `since` none is from of old, `until` none is still.

    `stands_since` is the day from which it is as it is now; how it was before is in its earlier states. The path of an
    area that was merged is that of the area it became, so that whatever names it is reached there. `shape` is drawn
    for the screen; the original is an `AreaShape`.
    """

    privacy = {"*": "public"}

    code = models.CharField(max_length=32, unique=True)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    path = models.CharField(max_length=255)
    shape = models.JSONField(null=True)
    aliases = models.JSONField(default=list, db_default=[], blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    stands_since = models.DateField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="area_period_forward"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="area_not_within_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code

    def stands_on(self, day: date) -> bool:
        """Whether there was, is or will be such an area on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


class AreaLevel(models.Model):
    """What a level of areas is called in this country: region, district, ward."""

    privacy = {"*": "public"}

    number = models.PositiveSmallIntegerField(unique=True)
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="area_level_number_from_one")]

    def __str__(self) -> str:
        return languages.text(self.names) or str(self.number)


class AreaCode(models.Model):
    """A code that others have for an area: a P-code, the statistics office's, the post's. Never given a second time."""

    privacy = {"*": "public"}

    area = models.ForeignKey(Area, models.RESTRICT, related_name="codes")
    system = models.CharField(max_length=40)
    code = models.CharField(max_length=64)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["system", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "system"], name="area_code_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="area_code_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


class AreaShape(models.Model):
    """The boundary of an area as it was given, to the last point; what it was before stays, with its days."""

    privacy = {"*": "public"}

    area = models.ForeignKey(Area, models.RESTRICT, related_name="shapes")
    geometry = models.JSONField()
    points = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["area", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(until=None), name="area_shape_one_now"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.points}"


class EarlierState(models.Model):
    """How an area stood until a change took effect: in which area it lay, and what it was called."""

    privacy = {"*": "public"}

    area = models.ForeignKey(Area, models.RESTRICT, related_name="earlier")
    parent = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+")
    names = models.JSONField(default=dict)
    since = models.DateField(null=True)
    until = models.DateField()
    change = models.ForeignKey("directory.BoundaryChange", models.RESTRICT, related_name="earlier_states")

    class Meta:
        ordering = ["area", "until"]
        constraints = [
            models.UniqueConstraint(fields=["area", "until"], name="earlier_state_once"),
            models.CheckConstraint(condition=Q(since=None) | Q(until__gt=F("since")), name="earlier_state_forward"),
        ]

    def __str__(self) -> str:
        return languages.text(self.names)


class ShapeFile(models.Model):
    """A file of shapes that was sent and is looked at; it goes when its shapes are taken, or after a day."""

    privacy = {"*": "public"}

    name = models.CharField(max_length=120)
    content = models.TextField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
