"""One's own tokens for the API. A new token's text is shown once, in the answer to making it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ayni.commons.access import actions, permissions, queries
from ayni.commons.signing import queries as signing
from ayni.web.account import forms
from ayni.web.attempts import attempt, found


def list_own(request: HttpRequest) -> HttpResponse:
    tokens = queries.tokens(request.user, at=timezone.now())
    used, told = signing.last_used(tokens), permissions.declared()
    rows = [(token, used.get(token.pk), [told.get(code, code) for code in token.permissions or ()]) for token in tokens]
    return render(request, "account/tokens.html", {"rows": rows})


@never_cache
def make(request: HttpRequest) -> HttpResponse:
    form = forms.TokenForm(request.POST or None, holder=request.user)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.make_token, **form.cleaned_data, **asked):
        return render(request, "account/token_made.html", {"made": form.result})
    return render(request, "account/make_token.html", {"form": form})


@never_cache
def rotate(request: HttpRequest, token_id: int) -> HttpResponse:
    token = found(queries.token(token_id, owner=request.user))
    form = forms.PlainForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.rotate_token, token, by=request.user, at=timezone.now()):
        return render(request, "account/token_made.html", {"made": form.result})
    return render(request, "account/rotate_token.html", {"token": token, "form": form})


def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    token = found(queries.token(token_id, owner=request.user))
    form = forms.PlainForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.revoke_token, token, by=request.user, at=timezone.now()):
        messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
        return redirect("web:tokens")
    return render(request, "account/revoke_token.html", {"token": token, "form": form})
