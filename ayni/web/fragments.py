"""Whether a part of a page is asked for, or the whole page."""

from django.http import HttpRequest


def is_asked(request: HttpRequest) -> bool:
    """A live filter wants the results alone; going back in the history wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
