from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from ayni.registry.models import Identifier


class AskedState(models.TextChoices):
    """WAITING: to be sent, or to be sent again; ANSWERED: the register said something; GIVEN_UP: it never did."""

    WAITING = "waiting", pgettext_lazy("a question to a register", "Waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("a question to a register", "Answered")
    GIVEN_UP = "given_up", pgettext_lazy("a question to a register", "No answer")


class RegisterSaid(models.TextChoices):
    """UNKNOWN is not no: the register has not heard of the number, or may not say."""

    CONFIRMED = "confirmed", pgettext_lazy("a register's answer", "It is theirs")
    REFUTED = "refuted", pgettext_lazy("a register's answer", "It is not theirs")
    UNKNOWN = "unknown", pgettext_lazy("a register's answer", "It does not know")


class RegisterQuestion(models.Model):
    """A question to another office's register: is this number this person's? Who asked, when, and how it stands."""

    privacy = {"*": "personal"}

    identifier = models.ForeignKey(Identifier, models.CASCADE, related_name="+")
    reference = models.UUIDField(unique=True)
    register = models.CharField(max_length=40)
    #: What left of the person: the names of the fields, not what stood in them.
    told = models.JSONField(default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AskedState.choices, default=AskedState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier"], name="register_question_once_at_a_time", condition=Q(state="waiting")
            ),
            models.CheckConstraint(condition=Q(state__in=AskedState.values), name="register_question_state_known"),
        ]
        indexes = [models.Index(fields=["id"], name="register_question_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.reference}"


class RegisterAnswer(models.Model):
    """What a register answered, and when it came; a second answer stands beside the first."""

    privacy = {"*": "personal"}

    question = models.ForeignKey(RegisterQuestion, models.CASCADE, related_name="answers")
    said = models.CharField(max_length=9, choices=RegisterSaid.choices)
    received_at = models.DateTimeField(db_default=Now())
    #: What was done with it: taken, told before, contradicts the one before, or late for a number that has ended.
    became = models.CharField(max_length=11)

    class Meta:
        ordering = ["question", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=RegisterSaid.values), name="register_answer_known"),
            models.CheckConstraint(
                condition=Q(became__in=["taken", "repeated", "contradicts", "late", "held"]),
                name="register_answer_became_known",
            ),
        ]

    def __str__(self) -> str:
        return self.said
