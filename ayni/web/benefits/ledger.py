"""The ledger: what every account holds, the statements that prove it, and money that arrives."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.benefits import actions
from ayni.commons.access import scoping
from ayni.web.attempts import attempt
from ayni.web.benefits import forms, shown


def ledger(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "benefits.see_payments")
    return render(request, "benefits/ledger.html", shown.books())


def adopt_accounts(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "benefits.fund")
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.adopt_accounts, by=request.user):
        messages.success(request, _("The ledger has its accounts."))
        return redirect("web:ledger")
    return render(request, "benefits/adopt_accounts.html", {"form": form})


def fund(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "benefits.fund")
    form = forms.FundForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_confirmed() and attempt(form, actions.fund, by=request.user, **form.answers):
        messages.success(request, _("The money is recorded."))
        return redirect("web:ledger")
    effect = shown.funded(form.answers["amount"]) if form.is_shown else None
    return render(request, "benefits/fund.html", {"form": form, "effect": effect})
