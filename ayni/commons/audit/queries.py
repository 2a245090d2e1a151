"""What was done to a subject, newest first."""

from ayni.commons.audit import models


def history(subject: str, *, limit: int = 50) -> list[models.Entry]:
    return list(models.Entry.objects.filter(subject=subject).select_related("actor").order_by("-id")[:limit])


def looks(subject: str, *, limit: int = 50) -> list[models.Look]:
    return list(models.Look.objects.filter(subject=subject).select_related("reader").order_by("-id")[:limit])


def subject_of(thing: object) -> str:
    """How a record is named in the audit: `benefits.paymentcycle:12`."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.label_lower}:{thing.pk}" if meta is not None else ""  # type: ignore[attr-defined]
