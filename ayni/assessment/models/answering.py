"""What answers a need."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.assessment import lifecycle


class AnswerKind(models.TextChoices):
    PROGRAMME = "programme"
    SERVICE = "service"
    PLACE = "place"


class NeedAnswer(models.Model):
    """A programme, a service or a kind of place answers a need; one officer proposes it, another approves.

    `code` is that of the programme, of the kind of service, or the kind of place in the directory.
    """

    privacy = {"*": "public", "reason": "personal"}

    need = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=AnswerKind.choices)
    code = models.CharField(max_length=60)
    status = models.CharField(max_length=10, default=lifecycle.PROPOSED)
    reason = models.TextField(blank=True, default="", db_default="")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["need", "kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "kind", "code"],
                condition=Q(status__in=[lifecycle.PROPOSED, lifecycle.APPROVED]),
                name="need_answer_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=AnswerKind.values), name="need_answer_kind_known"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.ANSWER_STATES), name="need_answer_status_known"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")) | Q(status=lifecycle.ENDED),
                name="need_answer_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.kind} {self.code}"
