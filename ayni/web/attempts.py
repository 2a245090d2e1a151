"""From an action's refusal to an error on the form, and from nothing found to a page that says so."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import Http404

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.kernel.refusals import Refused

T = TypeVar("T")


def attempt(form: forms.Form, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Do the action; when it is refused, tell it on the form and answer False. What it returned is `form.result`.

    A missing permission or a place outside one's area is not the form's fault and goes on to its own page.
    """
    try:
        form.result = action(*args, **kwargs)  # type: ignore[attr-defined]
    except (NotPermitted, OutsideArea):
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def found(record: T | None) -> T:
    """The record; a page saying that there is none, when it does not exist or lies outside the reader's areas."""
    if record is None:
        raise Http404
    return record
