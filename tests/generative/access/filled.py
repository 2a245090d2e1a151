"""Questionnaires being filled in on the web: what the walk names of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ayni.commons.access.models import User
from ayni.intake import models
from tests.generative.access import sent
from tests.generative.access.land import NOON

#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS = {
    "web:form": (302, 302),
    "web:form_over": (302, 302),
    "web:form_file": (404, 404),  # nothing was added to it
    "web:sync_form": (405, 409),  # nothing was brought
}
OF_VERSIONS = ("web:begin_form", "web:fill_visit", "web:form_definition", "web:offline_form")


def draft(user: User) -> models.FormDraft:
    """A form that somebody has begun."""
    given = {"version": sent._version(), "by": user, "expires_at": NOON.replace(year=2099)}
    return models.FormDraft.objects.get_or_create(instance_id=f"uuid:of-{user.username}", defaults=given)[0]


def named(row: str) -> dict[str, Any]:
    """What the addresses name beside the form itself."""
    if row in OF_VERSIONS:
        return {"version_id": sent._version().pk}
    return {"web:form_page": {"place": "1"}, "web:form_file": {"name": "x"}}.get(row, {})


def samples(sample: Callable[..., Any], own: str, anyone: str) -> dict[str, Any]:
    """What each action is tried on: another's form, and a questionnaire that is given out."""

    def of(**given: Any) -> Any:
        another = User.objects.get_or_create
        return sample(own, lambda land, side: ((draft(another(username="who-fills-in")[0]),), {"at": NOON, **given}))

    return {
        "intake.actions.drafts.begin_form": sample(anyone, lambda land, side: ((sent._version(),), {"at": NOON})),
        "intake.actions.drafts.discard_form": of(reason="A trial"),
        "intake.actions.drafts.save_form": of(answers={}, revision=0),
        "intake.actions.drafts.send_form": of(),
    }
