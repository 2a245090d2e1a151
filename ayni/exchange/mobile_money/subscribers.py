"""What is done when payments are released."""

from django.contrib.auth import get_user_model

from ayni.benefits import events
from ayni.commons.jobs import running


def send_released_cycle(event: events.CycleReleased) -> None:
    """Begin to send the cycle; told twice, it is one piece of work."""
    by = get_user_model().objects.get(pk=event.by_id)
    running.start("mobile_money.send", key=f"send/{event.cycle_id}", by=by, cycle=event.cycle_id)
