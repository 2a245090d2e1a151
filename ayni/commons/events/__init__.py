"""News that travels up: published in the transaction of the change, delivered after it has committed, at least once.

An event is a frozen dataclass of plain values. Publishing keeps a delivery for each listed subscriber in the same
transaction, so that a crash between the change and the telling loses nothing. Subscribers are listed in one place, the
setting AYNI_SUBSCRIBERS, and are idempotent.
"""

import dataclasses
import importlib
import uuid
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress


def publish(event: Any) -> None:
    """Tell the listed subscribers of this kind of event, once the present transaction commits."""
    kind = f"{type(event).__module__}.{type(event).__qualname__}"
    for subscriber in settings.AYNI_SUBSCRIBERS.get(kind, ()):
        running.start(
            "events.deliver",
            key=f"event/{uuid.uuid4()}",
            by=None,
            subscriber=subscriber,
            kind=kind,
            facts=dataclasses.asdict(event),
        )


@running.job("events.deliver")
def deliver(progress: Progress, *, subscriber: str, kind: str, facts: dict[str, Any]) -> None:
    module, _, name = kind.rpartition(".")
    event = getattr(importlib.import_module(module), name)(**facts)
    import_string(subscriber)(event)
