"""Choosing a password by a one-time link that an administrator gave."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ayni.commons.signing import links, mailing, waits
from ayni.web.account import forms
from ayni.web.attempts import attempt


@sensitive_post_parameters("password", "again")
@never_cache
def choose(request: HttpRequest, text: str) -> HttpResponse:
    """The page uses nothing up; only choosing does, so that a preview of the link spends nothing."""
    link = links.usable(text, at=timezone.now())
    if link is None:
        return render(request, "account/link_spent.html", status=404)
    form = forms.ChooseForm(request.POST or None)
    if form.is_valid() and attempt(form, links.use, text, password=form.cleaned_data["password"], at=timezone.now()):
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("web:sign_in")
    return render(request, "account/choose_password.html", {"form": form, "owner": link.user})


def forgotten(request: HttpRequest) -> HttpResponse:
    """A new password by e-mail where there is e-mail; else who to ask. The answer is the same for every name."""
    form = forms.ForgottenForm(request.POST or None)
    is_asked = settings.AYNI_HAS_MAIL and form.is_valid()
    if is_asked:
        name, address = form.cleaned_data["username"], get_adapter().get_client_ip(request)
        if waits.attempted(f"forgotten:{name}", address, at=timezone.now()) is None:
            where = request.build_absolute_uri(reverse("web:choose_password", args=["0"]))
            mailing.ask(name, address=f"{where.removesuffix('0/')}{{}}/")
    shown = {"form": form, "has_mail": settings.AYNI_HAS_MAIL, "is_asked": is_asked}
    return render(request, "account/forgotten.html", shown)
