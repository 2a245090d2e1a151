"""One enrolment: a pause, its end, or the end of all."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access import scoping
from ayni.enrolment import queries
from ayni.web.attempts import attempt
from ayni.web.enrolment import explained, steps


def enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    found = queries.enrolment(enrolment_id, request.user)
    return render(request, "enrolment/enrolment.html", {"enrolment": found, "who": explained.who(found)})


def change(request: HttpRequest, enrolment_id: int, verb: str) -> HttpResponse:
    scoping.paths(request.user, "enrolment.review")
    found = queries.enrolment(enrolment_id, request.user)
    step = steps.of_enrolment(verb, found)
    if step is None:
        raise Http404
    form = step.form(request.POST or None)
    asked = {"on": timezone.localdate(), **(form.cleaned_data if form.is_valid() else {})}
    if form.is_valid() and attempt(form, step.action, found, by=request.user, **asked):
        messages.success(request, step.done)
        return redirect("web:enrolment", found.pk)
    back_url = reverse("web:enrolment", args=[found.pk])
    return render(request, "enrolment/step.html", {"step": step, "form": form, "back_url": back_url})
