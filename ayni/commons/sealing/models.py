from django.db import models
from django.db.models.functions import Now


class SealingKey(models.Model):
    """A key that seals or sealed documents: its number and fingerprint; the key itself is not in the database."""

    privacy = {"*": "public"}

    number = models.PositiveIntegerField(primary_key=True)
    fingerprint = models.CharField(max_length=32)
    made_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"key {self.number}"
