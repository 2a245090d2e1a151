"""Cases of overpayment: the list, one of them, and deciding about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.benefits import actions, queries
from ayni.commons.access import scoping
from ayni.web import fragments, paging
from ayni.web.attempts import attempt
from ayni.web.benefits import overpayment_forms as forms


def listed(request: HttpRequest) -> HttpResponse:
    form, page = forms.OverpaymentFilter(request.GET), paging.asked(request)
    found = queries.overpayments(reader=request.user, status=form.chosen())
    rows = found[page.offset : page.offset + page.limit]
    shown = {"form": form, "rows": rows, "paging": page.of(found.count())}
    part = "overpayments_found" if fragments.is_asked(request) else "overpayments"
    return render(request, f"benefits/{part}.html", shown)


def page(request: HttpRequest, case_id: int) -> HttpResponse:
    case = queries.overpayment(case_id, reader=request.user)
    return render(request, "benefits/overpayment.html", {"case": case, "lines": queries.overpaid(case)})


def decide(request: HttpRequest, case_id: int) -> HttpResponse:
    scoping.paths(request.user, "benefits.reconcile")
    case = queries.overpayment(case_id, reader=request.user)
    form = forms.DecideForm(request.POST or None)
    asked = {"at": timezone.now(), "by": request.user}
    if form.is_valid() and attempt(form, actions.decide_overpayment, case, **form.told, **asked):
        messages.success(request, _("Recorded."))
        return redirect("web:overpayment", case_id)
    return render(request, "benefits/decide_overpayment.html", {"case": case, "form": form})
