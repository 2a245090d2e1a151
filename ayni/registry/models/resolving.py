from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.registry.models.people import Household, Person


class Resolution(models.Model):
    """Which of several sources holds on one question about a household or a person, and why.

    The answer itself is kept like any other, told by the resolution on its day; what is told later opens the question
    again.
    """

    privacy = {"*": "personal", "reason": "sensitive"}

    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="resolutions")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="resolutions")
    variable = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    decided_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(household=None, person__isnull=False) | Q(household__isnull=False, person=None),
                name="resolution_of_one_record",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="resolution_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.variable
