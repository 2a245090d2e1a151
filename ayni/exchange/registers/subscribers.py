"""What is done when officers ask about numbers."""

from uuid import uuid4

from django.contrib.auth import get_user_model

from ayni.commons.jobs import running
from ayni.identity import events


def ask(event: events.NumbersAsked) -> None:
    """Begin to send what waits; told twice, the second finds nothing."""
    by = get_user_model().objects.get(pk=event.by_id)
    running.start("registers.ask", key=f"registers/{uuid4()}", by=by)
