"""My work: what waits for the reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.commons.jobs import queries as jobs
from ayni.web.my_work import waiting


def home(request: HttpRequest) -> HttpResponse:
    works, _total = jobs.seen_by(request.user, limit=5)
    return render(request, "my_work/home.html", {"tasks": waiting.tasks(request.user), "works": works})
