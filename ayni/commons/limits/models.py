from django.db import models


class Allowance(models.Model):
    """What somebody has spent at one kind of door: everything until this moment. `key` is a keyed digest of both."""

    privacy = {"*": "personal"}

    key = models.CharField(max_length=64, primary_key=True)
    spent_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.key[:8]
