"""The phones of an officer: each with a key, and the settings that ODK Collect and KoboCollect ask for."""

from __future__ import annotations

import json
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import queries as access
from ayni.commons.access import scoping
from ayni.intake import actions, queries
from ayni.web.attempts import attempt
from ayni.web.intake import forms


@sensitive_variables()
def phones(request: HttpRequest) -> HttpResponse:
    """The keys one has; a new one is shown once, with the settings of the phone."""
    scoping.paths(request.user, "intake.submit")
    form, now = forms.PhoneForm(request.POST or None), timezone.now()
    settings = ""
    if form.is_valid():
        until = now + timedelta(days=form.cleaned_data["days"])
        asked = {"name": form.cleaned_data["name"], "expires_at": until, "by": request.user, "at": now}
        if attempt(form, actions.make_device_key, access.user_by_id(request.user.pk), **asked):
            settings = _settings(request, form.result.secret)
    context = {"form": form, "settings": settings, "keys": queries.device_keys(request.user), "now": now}
    return render(request, "intake/phones.html", context)


def withdraw(request: HttpRequest, key_id: int) -> HttpResponse:
    key = next((one for one in queries.device_keys(request.user) if one.pk == key_id), None)
    if key is None:
        raise Http404
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.withdraw_device_key, key, by=request.user, at=timezone.now()):
        messages.success(request, _("The key is withdrawn: this phone sends nothing more."))
        return redirect("web:phones")
    return render(request, "intake/withdraw_phone.html", {"form": form, "key": key})


def _settings(request: HttpRequest, secret: str) -> str:
    """The settings as Collect reads them, to be typed or made into a code to scan."""
    server = request.build_absolute_uri(reverse("openrosa:openrosa_by_key:form_list", kwargs={"key": secret}))
    told = {
        "general": {
            "protocol": "odk_default",
            "server_url": server.removesuffix("/formList"),
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": "Ayni"},
    }
    return json.dumps(told, indent=1)
