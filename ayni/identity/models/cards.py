from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from ayni.commons.directory.models import Area
from ayni.registry.models import Person, history


class CardKey(models.Model):
    """The public half of a key that cards are signed with; the secret half is on the servers, never here.

    A key that was in strange hands is withdrawn: no card of it counts any more.
    """

    privacy = {"*": "public"}

    id = models.CharField(max_length=8, primary_key=True)
    public = models.BinaryField(max_length=32)
    first_used_at = models.DateTimeField(db_default=Now())
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering = ["first_used_at", "id"]

    def __str__(self) -> str:
        return self.id


class CardSheet(models.Model):
    """A file of cards to print for many people at once. The page itself is kept sealed until its term."""

    privacy = {"*": "public"}

    area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+", db_index=False)
    office = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    second_language = models.CharField(max_length=12, blank=True)
    youngest = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    cards_made = models.PositiveIntegerField(default=0)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"CS{self.pk:06d}"


class CardEnd(models.TextChoices):
    """Why a card counts no longer."""

    LOST = "lost", pgettext_lazy("a card", "Lost")
    STOLEN = "stolen", pgettext_lazy("a card", "Stolen")
    DAMAGED = "damaged", pgettext_lazy("a card", "Damaged")
    CHANGED = "changed", pgettext_lazy("a card", "What is on it has changed")
    REPLACED = "replaced", pgettext_lazy("a card", "Replaced")
    TAKEN_BACK = "taken_back", pgettext_lazy("a card", "Taken back")
    DIED = "died", pgettext_lazy("a card", "Its holder died")
    MERGED = "merged", pgettext_lazy("a card", "Its record was merged")


@history.kept()
class Card(models.Model):
    """A card given to a person: a serial, until when it counts, and the signed text of its code.

    The code holds the serial, the person's code and name, the year of birth, the office and the last day; nothing else.
    `expires_on` is the last day. A person has one card at a time.
    """

    privacy = {"*": "personal"}
    untold = ("code",)

    person = models.ForeignKey(Person, models.RESTRICT, related_name="cards")
    serial = models.CharField(max_length=8, unique=True)
    key = models.ForeignKey(CardKey, models.RESTRICT, related_name="+", db_index=False)
    name = models.CharField(max_length=241)
    birth_year = models.PositiveSmallIntegerField(null=True)
    office = models.CharField(max_length=40)
    code = models.TextField()
    issued_on = models.DateField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", db_index=False)
    expires_on = models.DateField()
    sheet = models.ForeignKey(CardSheet, models.RESTRICT, null=True, related_name="cards")
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, related_name="replaced_by")
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=10, choices=CardEnd.choices, blank=True, default="", db_default="")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["person", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], name="card_one_at_a_time", condition=Q(ended_on__isnull=True)),
            models.CheckConstraint(condition=Q(expires_on__gte=F("issued_on")), name="card_expires_after_issued"),
            models.CheckConstraint(
                condition=Q(ended_because__in=["", *CardEnd.values]), name="card_ended_because_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="card_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def serial_shown(self) -> str:
        return f"{self.serial[:4]} {self.serial[4:]}"

    @property
    def ended_text(self) -> Any:
        return CardEnd(self.ended_because).label if self.ended_because else ""


class EndedCard(models.Model):
    """A serial on the list of cards that count no longer, which anybody may fetch; it leads to nobody."""

    privacy = {"*": "public"}

    serial = models.CharField(max_length=8, primary_key=True)
    #: After this day the card is refused without the list, and leaves it.
    expires_on = models.DateField()
    ended_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="ended_card_expires")]

    def __str__(self) -> str:
        return self.serial
