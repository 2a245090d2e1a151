"""Changing the dictionary: propose, then decide. A file is looked at before anything of it is proposed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.registry import actions, queries
from ayni.web.attempts import attempt
from ayni.web.dictionary import files, forms, shown

PROPOSE, APPROVE = "registry.propose_dictionary", "registry.approve_dictionary"


def add(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, PROPOSE)
    return _propose(request, forms.VariableForm(request.POST or None), {})


def change(request: HttpRequest, entity: str, name: str) -> HttpResponse:
    scoping.paths(request.user, PROPOSE)
    page = shown.of_variable(entity, name, request.user)
    return _propose(request, forms.VariableForm(request.POST or None, before=page["variable"]), page)


def retire(request: HttpRequest, entity: str, name: str) -> HttpResponse:
    scoping.paths(request.user, PROPOSE)
    page = shown.of_variable(entity, name, request.user)
    form = forms.ProposalForm(request.POST or None)
    asked = {"by": request.user, "retired": [(entity, name)]}
    if form.is_valid() and attempt(form, actions.propose_change, (), **asked, **form.cleaned_data):
        return _proposed(request, form.result)
    return render(request, "dictionary/retire.html", {**page, "form": form})


def load(request: HttpRequest) -> HttpResponse:
    """A file as a proposed change: what it would do is shown, and nothing is kept until that is sent."""
    scoping.paths(request.user, PROPOSE)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "dictionary/import.html", {"form": form})
    read = form.cleaned_data["file"]
    return render(
        request, "dictionary/import_effect.html", files.seen(read, forms.LoadedForm(initial={"text": read.text}))
    )


def propose_loaded(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, PROPOSE)
    form = forms.LoadedForm(request.POST or None)
    if not form.is_bound or "text" in form.errors:
        return redirect("web:import_dictionary")
    read = files.Read(form.cleaned_data["text"])
    if form.is_valid() and attempt(form, actions.propose_change, read.variables, by=request.user, **form.answers):
        return _proposed(request, form.result)
    return render(request, "dictionary/import_effect.html", files.seen(read, form))


def approve(request: HttpRequest, change_id: int) -> HttpResponse:
    scoping.paths(request.user, APPROVE)
    page = shown.of_proposal(change_id, request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.approve_change, page["change"], **asked):
        messages.success(request, _("The change is approved: the dictionary says so from now on."))
        return redirect("web:dictionary_change", change_id)
    return render(request, "dictionary/approve.html", {**page, "form": form})


def reject(request: HttpRequest, change_id: int) -> HttpResponse:
    scoping.paths(request.user, APPROVE)
    page = shown.of_proposal(change_id, request.user)
    form = forms.ReasonForm(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.reject_change, page["change"], **asked, **form.cleaned_data):
        messages.success(request, _("The change is rejected. Whoever proposed it sees your reason."))
        return redirect("web:dictionary_change", change_id)
    return render(request, "dictionary/reject.html", {**page, "form": form})


def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    scoping.paths(request.user, PROPOSE)
    page = shown.of_proposal(change_id, request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.withdraw_change, page["change"], **asked):
        messages.success(request, _("The proposal is taken back."))
        return redirect("web:dictionary_change", change_id)
    return render(request, "dictionary/withdraw.html", {**page, "form": form})


def _propose(request: HttpRequest, form: forms.VariableForm, page: dict[str, object]) -> HttpResponse:
    """One variable: its effect is shown first, and it is proposed when it is sent again."""
    if form.is_confirmed() and attempt(form, actions.propose_change, [form.variable], by=request.user, **form.given):
        return _proposed(request, form.result)
    told = shown.told(queries.effect([form.variable]).changes) if form.is_shown else []
    return render(request, "dictionary/propose.html", {**page, "form": form, "told": told})


def _proposed(request: HttpRequest, change: object) -> HttpResponse:
    messages.success(request, _("The change is proposed. Another officer must approve it before it holds."))
    return redirect("web:dictionary_change", change.pk)  # type: ignore[attr-defined]
