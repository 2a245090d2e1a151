from django.db import models
from django.db.models.functions import Now

from ayni.snapshots.models import Snapshot


class Figure(models.Model):
    """An indicator's value for one group of one snapshot. A hidden small cell has no value but keeps its n."""

    privacy = {"*": "public"}

    snapshot = models.ForeignKey(Snapshot, models.RESTRICT, related_name="+")
    indicator = models.CharField(max_length=60)
    area = models.CharField(max_length=32, blank=True)
    group = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    n = models.BigIntegerField()
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "indicator", "area", "group"], name="figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.group}: {self.value}"
