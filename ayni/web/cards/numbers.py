"""A person's number: what its register was asked and answered, and who else holds it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.identity import actions, queries
from ayni.registry import queries as registry
from ayni.web.attempts import attempt, found


def number(request: HttpRequest, person_id: int, pk: int) -> HttpResponse:
    who = registry.known_person(person_id, reader=request.user, under="registry.verify")
    one = found(registry.identifier(who, pk))
    form = Form(request.POST if request.method == "POST" else None)
    said = {"on": timezone.localdate(), "at": timezone.now(), "by": request.user}
    if form.is_valid() and attempt(form, actions.ask_verification, one, **said):
        messages.success(request, _("The question is on its way. The answer appears here."))
        return redirect("web:number_checks", who.pk, one.pk)
    shown = {
        "who": who,
        "number": one,
        "form": form,
        "asked": [question for question in queries.questions_of(who.pk) if question.identifier_id == one.pk],
        "others": queries.others_with(one),
    }
    return render(request, "cards/number.html", shown)
