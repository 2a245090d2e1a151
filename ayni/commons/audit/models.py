import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

#: For other tables that keep every row as it was written. The audit's own have this and more from their migration.
APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Origin(models.Model):
    """How every row of the audit tells by which door, from where, and by which grants somebody came."""

    road = models.CharField(max_length=20, blank=True, default="")
    address = models.GenericIPAddressField(null=True)
    authority = models.JSONField(default=list)
    request = models.UUIDField(null=True)

    class Meta:
        abstract = True


class Entry(Origin):
    """One action, as it was done. `changes` tells of each field of the subject what it held before and after."""

    privacy = {"*": "personal"}

    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", db_index=False)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_subject"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["action", "-id"], name="audit_action"),
            models.Index(fields=["request"], name="audit_request"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Look(Origin):
    """Somebody opened a person's or a household's record, or took out a list of people.

    A list (`kind` list or export) is one look, with what was asked and how many rows it had.
    """

    privacy = {"*": "personal"}

    at = models.DateTimeField(db_default=Now())
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, default="record")
    subject = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True, default="")
    asked = models.JSONField(default=dict)
    rows = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="look_subject"),
            models.Index(fields=["reader", "-id"], name="look_reader"),
            models.Index(fields=["request"], name="look_request"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.subject}"


class Chain(models.Model):
    """A chain's head: how many links it has, and the digest of the last."""

    privacy = {"*": "public"}

    chain = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.chain}: {self.number}"


class Link(models.Model):
    """An entry's or a look's place in a chain, and the digest of it and of all before. Added by the database."""

    privacy = {"*": "public"}

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.SmallIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    log = models.CharField(max_length=5)
    record = models.BigIntegerField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.chain}.{self.number}"


class Waiting(models.Model):
    """A row whose transaction could not see its chain's newest link; the next transaction links it."""

    privacy = {"*": "public"}

    at = models.DateTimeField()
    log = models.CharField(max_length=5)
    record = models.BigIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.log} {self.record}"


class Seal(models.Model):
    """The chains' heads at one moment, signed with a key that is kept outside the database."""

    privacy = {"*": "public"}

    at = models.DateTimeField()
    text = models.TextField()
    signature = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
