"""Background work, and users with what they are granted. Nothing is changed here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.commons.access import queries as access
from ayni.commons.access import scoping
from ayni.commons.jobs import queries as jobs
from ayni.web import paging
from ayni.web.administration import roles
from ayni.web.attempts import found


def work_list(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "jobs.see")
    page = paging.asked(request, per_page=20)
    works, total = jobs.seen_by(request.user, limit=page.limit, offset=page.offset)
    return render(request, "administration/work_list.html", {"works": works, "paging": page.of(total)})


def progress(request: HttpRequest, work_id: int) -> HttpResponse:
    """How far a piece of work is, as a part of a page."""
    return render(request, "components/progress.html", {"work": found(jobs.one_seen_by(request.user, work_id))})


def users(request: HttpRequest) -> HttpResponse:
    rows = [(user, roles.shown(user.grants.all())) for user in access.users(request.user)]
    return render(request, "administration/users.html", {"rows": rows})
