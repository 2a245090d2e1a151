"""An officer's saved lists: saved from a search, opened by their address, dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.registry import actions
from ayni.registry import queries as registry
from ayni.web.attempts import attempt
from ayni.web.people import forms


@dataclass(frozen=True)
class Shown:
    """A saved list and the address that opens it."""

    name: str
    address: str


def shown(reader: Any) -> list[Shown]:
    return [Shown(one.name, f"{reverse('web:people')}?{urlencode(one.asked)}") for one in registry.saved_lists(reader)]


def register(user: Any) -> str:
    """Where somebody who was not found is registered; nothing for who may not."""
    try:
        return reverse("web:register_household") if user.may("registry.register") else ""
    except NoReverseMatch:
        return ""


def save(request: HttpRequest) -> HttpResponse:
    """The name is asked for on a page of its own; the address says what is saved."""
    form = forms.ListForm(request.POST or None)
    wanted = forms.SearchForm(dict(parse_qsl(request.POST.get("asked") or request.GET.urlencode())))
    asked = wanted.asked()
    if form.is_valid() and attempt(form, actions.save_list, asked=asked, by=request.user, **form.cleaned_data):
        messages.success(request, _("The list “%(name)s” is saved.") % {"name": form.result.name})
        return redirect(f"{reverse('web:people')}?{urlencode(asked)}")
    return render(request, "people/save_list.html", {"form": form, "asked": urlencode(asked), "wanted": wanted})


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    actions.drop_list(request.POST.get("name", "")[:80], by=request.user)
    messages.success(request, _("The list is dropped. Nothing else has changed."))
    return redirect("web:people")
