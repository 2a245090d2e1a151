"""What people do with their own sign-in, in the audit. Nobody needs a permission to look after their own."""

from __future__ import annotations

from ayni.commons.access.models import User
from ayni.commons.audit import queries, recording

OWN = "access.own_sign_in"


def record(user: User, says: str, **facts: str | int | None) -> None:
    """Keep that the user did this; `facts` never hold a secret."""
    told = {"says": says, **{name: value for name, value in facts.items() if value is not None}}
    recording.entry(actor=user, permission=OWN, subject=queries.subject_of(user), facts=told, changes={})
