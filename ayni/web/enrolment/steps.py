"""The steps an officer takes with a decision or an enrolment, each a page that says its effect and asks the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.enrolment import actions
from ayni.web.enrolment import explained, forms, queue


@dataclass(frozen=True)
class Step:
    """What is done, with which answers, and how the page tells it."""

    action: Callable[..., Any]
    form: type[django.Form]
    title: str
    effect: str
    means: str
    undo: str
    done: str
    tone: str = ""


def of_decision(verb: str, decision: Any) -> Step | None:
    """The step of a verb; None for a verb that decisions do not have."""
    facts = {"who": explained.who(decision), "programme": decision.version.programme.title}
    steps = {
        "decline": Step(
            action=actions.decline,
            form=forms.ReasonForm,
            title=_("Decline"),
            effect=_("%(who)s will not receive: %(programme)s.") % facts,
            means=_("They are told your reason, and may appeal."),
            undo=_("You can take it up again as long as no later run has decided."),
            done=_("Declined: %(who)s.") % facts,
            tone="harm",
        ),
        "reconsider": Step(
            action=actions.reconsider,
            form=forms.ReasonForm,
            title=_("Take up again"),
            effect=_("The decision about %(who)s waits for review again: %(programme)s.") % facts,
            means=_("Nobody is enrolled by this. Somebody reviews it again."),
            undo=_("It can be declined again."),
            done=_("Taken up again: %(who)s.") % facts,
        ),
    }
    return steps.get(verb)


def of_enrolment(verb: str, enrolment: Any) -> Step | None:
    """The step of a verb; None for a verb that enrolments do not have."""
    facts = {"who": explained.who(enrolment), "programme": enrolment.programme.title}
    steps = {
        "suspend": Step(
            action=actions.suspend,
            form=forms.ReasonForm,
            title=_("Suspend"),
            effect=_("%(who)s receives nothing for now: %(programme)s.") % facts,
            means=_("The next payment cycle leaves them out. They are told your reason."),
            undo=_("You can resume it at any time."),
            done=_("Suspended: %(who)s.") % facts,
            tone="harm",
        ),
        "resume": Step(
            action=actions.resume,
            form=forms.ReasonForm,
            title=_("Resume"),
            effect=_("%(who)s receives it again: %(programme)s.") % facts,
            means=_("The next payment cycle includes them."),
            undo=_("You can suspend it again."),
            done=_("Resumed: %(who)s.") % facts,
        ),
        "exit": Step(
            action=actions.exit,
            form=forms.ExitForm,
            title=_("End"),
            effect=_("%(who)s receives nothing more: %(programme)s.") % facts,
            means=_("They are told your reason, and may appeal."),
            undo="",
            done=_("Ended: %(who)s.") % facts,
            tone="harm",
        ),
    }
    return steps.get(verb)


def back(decision: Any, place: queue.Place | None) -> str:
    """The decision a step was begun from, at its place in the queue."""
    address = reverse("web:decision", args=[decision.pk])
    return f"{address}?{place.query}" if place else address
