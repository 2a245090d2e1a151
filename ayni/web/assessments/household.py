"""What was found of a household, in plain words: what it is, how sure, what could help, and the next step."""

from __future__ import annotations

from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from ayni.assessment import queries
from ayni.assessment.queries import plain
from ayni.registry import queries as registry
from ayni.web import fragments
from ayni.web.assessments import forms
from ayni.web.attempts import attempt


def assessed(request: HttpRequest, household_id: int) -> HttpResponse:
    """The page, or its part on the household's own page; in another language when the family speaks one."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else ""
    shown = {
        "household_id": household_id,
        "languages": [(code, translation.get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
        "language": language or translation.get_language(),
        "is_rtl": translation.get_language_info(language)["bidi"] if language else translation.get_language_bidi(),
    }
    name = "household_part" if fragments.is_asked(request) else "household"
    with translation.override(language) if language else nullcontext():
        shown["found"] = plain.of_household(household_id, request.user)
        return render(request, f"assessments/{name}.html", shown)


def past(request: HttpRequest, household_id: int, code: str) -> HttpResponse:
    """The rounds of one household by one instrument."""
    rows = plain.past(household_id, code, request.user)
    shown = {"household_id": household_id, "rows": rows, "title": queries.titles().get(code, code)}
    return render(request, "assessments/household_past.html", shown)


def apart(request: HttpRequest, household_id: int, code: str) -> HttpResponse:
    """What rests on sensitive answers: asked for with a purpose, and shown once, in the answer to that."""
    registry.sensitive_of("household", household_id, reader=request.user)
    form = forms.PurposeForm(request.POST or None)
    shown = {"household_id": household_id, "form": form, "title": queries.titles().get(code, code)}
    if form.is_valid() and attempt(
        form, queries.household_apart, household_id, code, reader=request.user, **form.cleaned_data
    ):
        shown["opened"] = form.result  # type: ignore[attr-defined]
    return render(request, "assessments/household_apart.html", shown)
