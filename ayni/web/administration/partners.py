"""Service accounts of other systems. A secret is shown once, in the answer to making it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ayni.commons.access import scoping
from ayni.commons.signing import partners, queries
from ayni.web.administration import account_forms
from ayni.web.attempts import attempt, found


def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/service_accounts.html", {"accounts": partners.listed(request.user)})


@never_cache
def add(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "access.manage")
    form = account_forms.PartnerForm(request.POST or None)
    told = {"by": request.user, "on": timezone.localdate()}
    if form.is_valid() and attempt(form, partners.make_service_account, **form.cleaned_data, **told):
        return _shown_once(request, form.result)
    return render(request, "administration/add_service_account.html", {"form": form})


@never_cache
def rotate(request: HttpRequest, user_id: int) -> HttpResponse:
    account = found(queries.account(request.user, user_id, at=timezone.now()))
    form = account_forms.PlainForm(request.POST if request.method == "POST" else None)
    told = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, partners.rotate_secret, account.user, **told):
        return _shown_once(request, form.result)
    return render(request, "administration/rotate_secret.html", {"account": account, "form": form})


def _shown_once(request: HttpRequest, made: partners.MadeSecret) -> HttpResponse:
    where = request.build_absolute_uri(reverse("oauth_token"))
    return render(request, "administration/secret_made.html", {"made": made, "where": where})
