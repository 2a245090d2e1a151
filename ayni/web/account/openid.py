"""Signing in through another organisation's OpenID Connect provider, for users who are known here."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ayni.commons.signing import providers

log = logging.getLogger(__name__)
STARTED = "openid_started"


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Go to the provider. What it must give back is kept in the session."""
    provider = _provider()
    try:
        asked = provider.ask(_back(request), at=timezone.now())
    except providers.ProviderFailed as failed:
        return _refused(request, failed)
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    request.session[STARTED] = {**asked.kept, "next": wanted if is_ours else ""}
    return redirect(asked.address)


@require_GET
@never_cache
def came_back(request: HttpRequest) -> HttpResponse:
    """Come from the provider: each answer is good once, for the browser that asked."""
    provider = _provider()
    kept: dict[str, Any] = request.session.pop(STARTED, {})
    try:
        claims = provider.claims(request.GET.dict(), kept, _back(request), at=timezone.now())
        user = provider.user(claims)
    except providers.ProviderFailed as failed:
        return _refused(request, failed)
    if user is None:
        return render(request, "account/openid_unknown.html", status=403)
    flows.login.record_authentication(request, user, method="openid")
    return flows.login.perform_login(request, Login(user=user, redirect_url=kept.get("next") or None))


def _refused(request: HttpRequest, failed: Exception) -> HttpResponse:
    log.warning("Signing in through the provider was refused: %s", failed)
    return render(request, "account/openid_failed.html", status=400)


def _provider() -> providers.Provider:
    if not settings.AYNI_OIDC_URL:
        raise Http404
    return providers.configured()


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("web:openid_back"))
