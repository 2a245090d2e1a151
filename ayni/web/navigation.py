"""The navigation: what people do, each role seeing its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry: its word, the page it opens, the addresses it stands for, and which permission shows it."""

    label: str | Promise
    page: str
    begins: str
    permissions: frozenset[str] = frozenset()
    #: Where it has several pages: each with its permission; the first that is held opens.
    doors: tuple[tuple[str, str], ...] = ()


PLACES = (
    Place(_("My work"), "web:home", ""),
    Place(_("People"), "web:people", "people", frozenset({"registry.see_households"})),
    Place(_("Forms"), "web:filling", "filling", frozenset({"intake.submit"})),
    Place(
        _("Questionnaires"),
        "web:questionnaires",
        "questionnaires",
        frozenset({"intake.see_forms"}),
        (("intake.mend", "web:submissions"), ("intake.see_forms", "web:questionnaires")),
    ),
    Place(_("Changes"), "web:changes", "changes", frozenset({"intake.request_changes", "intake.check_changes"})),
    Place(_("Files"), "web:files", "files", frozenset({"intake.load"})),
    Place(
        _("Quality"),
        "web:quality",
        "quality",
        frozenset({"intake.see_quality", "intake.request_changes", "intake.check_changes"}),
        (("intake.see_quality", "web:quality"), ("intake.request_changes", "web:recertifications")),
    ),
    Place(_("On record twice?"), "web:same", "same", frozenset({"identity.see"})),
    Place(_("My visits"), "web:my_visits", "visits", frozenset({"intake.visit"})),
    Place(
        _("Campaigns"),
        "web:campaigns",
        "campaigns",
        frozenset({"intake.plan_campaign", "intake.supervise", "intake.approve_campaign"}),
    ),
    Place(
        _("Programmes"),
        "web:programmes",
        "programmes",
        frozenset({"programmes.see", "enrolment.see_runs"}),
    ),
    Place(_("Payments"), "web:cycles", "payments", frozenset({"benefits.see_payments"})),
    Place(_("Dictionary"), "web:dictionary", "dictionary", frozenset({"registry.see_dictionary"})),
    Place(_("Insight"), "web:insight", "insight", frozenset({"monitoring.see"})),
    Place(_("Places"), "web:places", "places", frozenset({"directory.see"})),
    Place(
        _("Privacy"),
        "web:privacy",
        "privacy",
        frozenset({"privacy.see", "privacy.lodge_correction", "privacy.decide_correction"}),
        (("privacy.see", "web:processing"), ("privacy.lodge_correction", "web:corrections")),
    ),
    Place(
        _("Administration"),
        "web:administration",
        "administration",
        frozenset({"access.manage", "jobs.see", "audit.see"}),
        (("jobs.see", "web:administration"), ("access.manage", "web:users"), ("audit.see", "web:audit")),
    ),
)


def context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    here = request.path.strip("/").partition("/")[0]
    shown = [place for place in PLACES if not place.permissions or place.permissions & user.places.keys()]
    return {
        "places": [_entry(place, here, user) for place in shown],
        "may_search": user.may("registry.see_households"),
    }


def _entry(place: Place, here: str, user: Any) -> dict[str, Any]:
    page = next((page for permission, page in place.doors if permission in user.places), place.page)
    return {"label": place.label, "address": reverse(page), "is_here": here == place.begins}
