from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class PreparedRecord(models.Model):
    """A person as the engine compares them, by one of their names, with the keys that likely doubles share.

    Two halves: one answers, in the other everybody is prepared for a model to come. `told` are the compared columns in
    the model's order. Only the database's own functions read it, for an applicant may live where the officer does not
    reach.
    """

    privacy = {"*": "personal"}

    pk = models.CompositePrimaryKey("half", "person_id", "variant")
    half = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    #: 0 is the name of their record, then their other names.
    variant = models.PositiveSmallIntegerField()
    told = models.TextField()
    keys = ArrayField(models.BigIntegerField())
    prepared_at = models.DateTimeField()

    class Meta:
        db_table = "identity_record"

    def __str__(self) -> str:
        return f"{self.person_id} ({self.variant})"


class StaleRecord(models.Model):
    """A person whose prepared record is behind: something it is made from has changed since."""

    privacy = {"*": "public"}

    person_id = models.BigIntegerField()
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "identity_stale"

    def __str__(self) -> str:
        return f"{self.person_id}"


class FrequentKey(models.Model):
    """A key that so many people share that it tells nobody apart; nobody is looked for by it."""

    privacy = {"*": "public"}

    pk = models.CompositePrimaryKey("half", "key")
    half = models.PositiveSmallIntegerField()
    key = models.BigIntegerField()

    class Meta:
        db_table = "identity_frequentkey"

    def __str__(self) -> str:
        return f"{self.key}"
