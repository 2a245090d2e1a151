from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.snapshots.models import Snapshot


class Figure(models.Model):
    """An indicator's value for everybody, an area or a category of one snapshot.

    `group` and `category` are empty for everybody and for areas. A hidden figure has no value. `n` is how many units it
    rests on; `low` and `high` are the interval of an estimate from a sample.
    """

    privacy = {"*": "public"}

    snapshot = models.ForeignKey(Snapshot, models.RESTRICT, related_name="+")
    indicator = models.CharField(max_length=60)
    area = models.CharField(max_length=32, blank=True)
    group = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    n = models.BigIntegerField()
    is_estimate = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-snapshot", "indicator", "area", "group", "category"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "indicator", "area", "group", "category"], name="figure_once"),
            models.CheckConstraint(condition=Q(is_hidden=False) | Q(value=None), name="figure_hidden_has_no_value"),
            models.CheckConstraint(condition=Q(n__gte=0), name="figure_n_not_negative"),
        ]

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.area, self.group, self.category)))
        return f"{self.indicator} {place}: {self.value}"
