"""What users are granted: the review of access, giving and withdrawing, lending and taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import granting, queries, reviewing, scoping
from ayni.commons.access.models import Grant
from ayni.web import figures, paging
from ayni.web.administration import account_forms, grant_forms
from ayni.web.attempts import attempt, found


def review(request: HttpRequest) -> HttpResponse:
    rows = reviewing.review(request.user, on=timezone.localdate())
    page = paging.asked(request, per_page=50)
    shown = rows[page.offset : page.offset + page.limit]
    remarked = sum(bool(row.remarks) for row in rows)
    context = {"rows": shown, "remarked": remarked, "total": len(rows), "paging": page.of(len(rows))}
    return render(request, "administration/access_review.html", context)


def give(request: HttpRequest, user_id: int) -> HttpResponse:
    scoping.paths(request.user, granting.MANAGE)
    user = found(queries.user_by_id(user_id))
    form = grant_forms.GrantForm(request.POST or None)
    asked = {"by": request.user, "on": timezone.localdate()}
    if form.is_valid() and attempt(form, granting.grant, user, **form.cleaned_data, **asked):
        messages.success(request, _("The role is given. It holds from today."))
        return redirect("web:user_account", user_id)
    return render(request, "administration/give_role.html", {"holder": user, "form": form})


def withdraw(request: HttpRequest, grant_id: int) -> HttpResponse:
    scoping.paths(request.user, granting.MANAGE)
    grant = found(reviewing.grant(grant_id, reader=request.user))
    form = account_forms.ReasonForm(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, granting.withdraw_grant, grant, **form.cleaned_data, **asked):
        messages.success(request, _("The role is withdrawn, and what was lent from it."))
        return redirect("web:access_review")
    return render(request, "administration/withdraw_role.html", {**_told(grant), "form": form})


def confirm(request: HttpRequest, grant_id: int) -> HttpResponse:
    scoping.paths(request.user, granting.MANAGE)
    grant = found(reviewing.grant(grant_id, reader=request.user))
    form = account_forms.PlainForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, granting.confirm_grant, grant, by=request.user, at=timezone.now()):
        messages.success(request, _("Kept. It comes up for review again in half a year."))
        return redirect("web:access_review")
    return render(request, "administration/confirm_role.html", {**_told(grant), "form": form})


def lending(request: HttpRequest) -> HttpResponse:
    """One's own roles, and what one has lent or was lent."""
    today = timezone.localdate()
    context = {
        "own": granting.lendable(request.user, on=today),
        "lent": reviewing.lent(request.user, on=today),
    }
    return render(request, "account/lending.html", context)


def lend(request: HttpRequest, grant_id: int) -> HttpResponse:
    grant = found(reviewing.lent_by_or_to(grant_id, reader=request.user))
    form = grant_forms.LendForm(request.POST or None)
    asked = {"by": request.user, "on": timezone.localdate()}
    if form.is_valid() and attempt(form, granting.delegate, grant, **form.cleaned_data, **asked):
        messages.success(request, _("Lent. Your colleague has the role until that day; you keep it too."))
        return redirect("web:lending")
    return render(request, "account/lend.html", {**_told(grant), "form": form})


def take_back(request: HttpRequest, grant_id: int) -> HttpResponse:
    grant = found(reviewing.lent_by_or_to(grant_id, reader=request.user))
    form = account_forms.PlainForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, granting.take_back, grant, by=request.user, at=timezone.now()):
        if grant.user_id == request.user.pk:
            logout(request)  # whoever loses a role, even by giving it back, signs in again
        messages.success(request, _("Ended. The role is lent no longer."))
        return redirect("web:lending")
    return render(request, "account/take_back.html", {**_told(grant), "form": form})


def _told(grant: Grant) -> dict[str, Any]:
    """A grant, and in one line the role and where it holds: "District officer, Green Valley"."""
    parts = (grant.role, grant.area or _("Everywhere"), grant.institution)
    return {"grant": grant, "role": figures.listed(str(part) for part in parts if part)}
