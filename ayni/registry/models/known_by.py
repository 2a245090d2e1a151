from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.registry.models import history
from ayni.registry.models.people import Person


class NameKind(models.TextChoices):
    KNOWN_AS = "known_as"
    BEFORE_MARRIAGE = "before_marriage"
    EARLIER = "earlier"
    OTHER_SCRIPT = "other_script"
    TRANSLITERATION = "transliteration"


@history.kept()
class PersonName(models.Model):
    """Another name of a person, beside that of their record: known as, before marriage, in other letters.

    `script` is a code of ISO 15924 (Latn, Arab, Ethi), empty when not told.
    """

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="other_names")
    kind = models.CharField(max_length=15, choices=NameKind.choices)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    script = models.CharField(max_length=4, blank=True, default="", db_default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["person", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "given_name", "family_name"], name="personname_once"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="personname_kind_known"),
            models.CheckConstraint(condition=~Q(given_name="") | ~Q(family_name=""), name="personname_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Verification(models.TextChoices):
    """TOLD: as the person said it; SEEN: the document was shown; VERIFIED: its issuer confirmed it."""

    TOLD = "told"
    SEEN = "seen"
    VERIFIED = "verified"
    REFUTED = "refuted"


@history.kept()
class Identifier(models.Model):
    """A number somebody has given a person: of a type (setting AYNI_IDENTIFIERS), by an issuer, for a time.

    A verified one that has not ended is held by one person. `valid_to` is the last day; `ended_on` the day it was
    found lost, replaced or its holder dead.
    """

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="identifiers")
    type = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=60, blank=True, default="", db_default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True, default="", db_default="")
    verification = models.CharField(
        max_length=8, choices=Verification.choices, default=Verification.TOLD, db_default=Verification.TOLD
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    verified_on = models.DateField(null=True, blank=True)
    #: Who wrote it down, and so does not confirm it; none for what came in a file.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["person", "type", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "type", "issuer", "number"],
                name="identifier_once",
                condition=Q(ended_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["number", "type", "issuer"],
                name="identifier_of_one_person",
                condition=Q(verification="verified", ended_on__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="identifier_has_a_number"),
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values), name="identifier_verification_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="identifier_valid_forward",
            ),
            models.CheckConstraint(
                condition=~Q(verification="verified") | Q(verified_on__isnull=False),
                name="identifier_verified_some_day",
            ),
        ]
        indexes = [models.Index(fields=["number"], name="identifier_number")]

    def __str__(self) -> str:
        return f"{self.type} {self.number}"


class PhoneUse(models.TextChoices):
    OWN = "own"
    HOUSEHOLD = "household"
    NEIGHBOUR = "neighbour"
    WORK = "work"


@history.kept()
class Phone(models.Model):
    """A telephone number of a person, in the international form (E.164), and whose it is.

    The main one stands in the person's record too.
    """

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="phones")
    number = models.CharField(max_length=16)
    use = models.CharField(max_length=9, choices=PhoneUse.choices, default=PhoneUse.OWN, db_default=PhoneUse.OWN)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["person", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="phone_once", condition=Q(until__isnull=True)),
            models.CheckConstraint(condition=Q(number__regex=r"^\+[1-9][0-9]{6,14}$"), name="phone_international"),
            models.CheckConstraint(condition=Q(use__in=PhoneUse.values), name="phone_use_known"),
        ]
        indexes = [models.Index(fields=["number"], name="phone_number")]

    def __str__(self) -> str:
        return self.number


@history.kept()
class Photo(models.Model):
    """A person's picture, so that an officer knows who stands before them. Never in a list."""

    privacy = {"*": "personal"}

    person = models.OneToOneField(Person, models.RESTRICT, related_name="photo")
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    taken_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=["image/jpeg", "image/png"]), name="photo_is_a_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
