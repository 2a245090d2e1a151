"""One's own tokens for the API. A new token's text is shown once, in the answer to making it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ayni.commons.access import actions, queries
from ayni.web.account import forms
from ayni.web.attempts import attempt, found


def list_own(request: HttpRequest) -> HttpResponse:
    tokens = queries.tokens(request.user, at=timezone.now())
    return render(request, "account/tokens.html", {"tokens": tokens})


@never_cache
def make(request: HttpRequest) -> HttpResponse:
    form = forms.TokenForm(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.make_token, **form.cleaned_data, **asked):
        return render(request, "account/token_made.html", {"made": form.result})
    return render(request, "account/make_token.html", {"form": form})


def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    token = found(queries.token(token_id, owner=request.user))
    form = forms.RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.revoke_token, token, by=request.user, at=timezone.now()):
        messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
        return redirect("web:tokens")
    return render(request, "account/revoke_token.html", {"token": token, "form": form})
