"""Institutions and places: lists, one of each, the nearest ones, and keeping them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.directory import importing, permissions
from ayni.commons.directory.actions import places as actions
from ayni.commons.directory.queries import area as area_of
from ayni.commons.directory.queries import exporting
from ayni.commons.directory.queries import places as queries
from ayni.web import fragments, limits, paging
from ayni.web.attempts import attempt, found
from ayni.web.places import area_files, area_forms, asked, place_forms, words

SHOWN = 200


def places(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    form, page = place_forms.PlaceFilter(request.GET), paging.asked(request)
    rows = queries.places(on=timezone.localdate(), **form.chosen())
    shown = [(row, words.PLACES[row.kind]) for row in rows[page.offset : page.offset + page.limit]]
    context = {"form": form, "rows": shown, "paging": page.of(rows.count())}
    return render(request, "places/places_found.html" if fragments.is_asked(request) else "places/places.html", context)


def place(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    return render(request, "places/place.html", _shown(request, code))


def add(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.KEEP)
    form = place_forms.PlaceForm(request.POST or None)
    if form.is_valid() and queries.place(form.cleaned_data["code"]):
        form.add_error("code", _("There is such a place already. Open it to change it."))
    if form.is_valid() and attempt(form, actions.keep_place, form.place, by=request.user):
        messages.success(request, _("The place is added."))
        return redirect("web:place", form.cleaned_data["code"])
    return render(request, "places/add_place.html", {"form": form})


def change(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.KEEP)
    page = _shown(request, code)
    form = place_forms.PlaceForm(request.POST or None, before=page["place"])
    if form.is_valid() and attempt(form, actions.keep_place, form.place, by=request.user):
        messages.success(request, _("The place is changed."))
        return redirect("web:place", code)
    return render(request, "places/change_place.html", {**page, "form": form})


def close(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, area_forms.EndForm, actions.close_place, "places/close_place.html")


def offer(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.KEEP)
    page = _shown(request, code)
    form = place_forms.OfferForm(request.POST or None)
    is_valid = form.is_valid()
    told = form.offer(get_language() or "en") if is_valid else None
    if is_valid and attempt(form, actions.offer_service, page["place"], told, by=request.user):
        return redirect("web:place", code)
    return render(request, "places/offer.html", {**page, "form": form})


def end_offer(request: HttpRequest, pk: int) -> HttpResponse:
    scoping.paths(request.user, permissions.KEEP)
    one = found(queries.offer(pk))
    form = area_forms.EndForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.end_offer, one, by=request.user, **form.cleaned_data):
        return redirect("web:place", one.place.code)
    return render(request, "places/end_offer.html", {"form": form, "offer": one})


def plan_stop(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.KEEP)
    page = _shown(request, code)
    form = place_forms.StopForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.plan_stop, page["place"], form.stop, by=request.user):
        return redirect("web:place", code)
    return render(request, "places/plan_stop.html", {**page, "form": form})


def cancel_stop(request: HttpRequest, pk: int) -> HttpResponse:
    scoping.paths(request.user, permissions.KEEP)
    one = found(queries.stop(pk))
    form = asked.PlainForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.cancel_stop, one, by=request.user):
        messages.success(request, _("The day is cancelled."))
        return redirect("web:place", one.place.code)
    return render(request, "places/cancel_stop.html", {"form": form, "stop": one})


def load(request: HttpRequest) -> HttpResponse:
    """A table of places: what it would do is shown; what can be taken is, once that is asked."""
    scoping.paths(request.user, permissions.KEEP)
    form = area_forms.TableForm(request.POST or None, request.FILES or None)
    read = importing.places(form.cleaned_data["file"]) if form.is_valid() else None
    is_kept = read is not None and form.cleaned_data["keep"]
    if read is not None and is_kept and attempt(form, actions.import_places, read, by=request.user):
        count = form.result  # type: ignore[attr-defined]
        told = ngettext("%(count)s place is kept.", "%(count)s places are kept.", count)
        messages.success(request, told % {"count": count})
        if not read.flaws:
            return redirect("web:places")
    report = area_files.refused(read.flaws) if read and read.flaws else ""
    flaws = read.flaws if read else []
    context = {"form": form, "read": read, "flaws": flaws[:SHOWN], "total": len(flaws), "report": report}
    return render(request, "places/import_places.html", context)


@limits.door("export")
def export(request: HttpRequest) -> HttpResponse:
    """The places open today, as a table that can be imported again."""
    scoping.paths(request.user, permissions.SEE)
    return area_files.places(exporting.places(timezone.localdate()))


def near(request: HttpRequest) -> HttpResponse:
    """The open places nearest to an area or a point."""
    scoping.paths(request.user, permissions.SEE)
    form = place_forms.NearForm(request.GET or None)
    rows, lacks_point = [], False
    if form.is_valid():
        told = form.cleaned_data
        area = area_of(told["area"]) if told["area"] else None
        longitude, latitude = (area.longitude, area.latitude) if area else (told["longitude"], told["latitude"])
        lacks_point = longitude is None or latitude is None
        if longitude is not None and latitude is not None:
            given = {"kind": told["kind"], "service": told["service"], "on": timezone.localdate()}
            rows = queries.nearest(longitude=longitude, latitude=latitude, **given)
    shown = [(row, words.PLACES[row.place.kind]) for row in rows]
    context = {"form": form, "rows": shown, "lacks_point": lacks_point, "is_asked": form.is_bound and form.is_valid()}
    return render(request, "places/near.html", context)


def institutions(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    form, page = place_forms.InstitutionFilter(request.GET), paging.asked(request)
    rows = queries.institutions(**form.chosen())
    shown = [(row, words.INSTITUTIONS.get(row.kind, "")) for row in rows[page.offset : page.offset + page.limit]]
    context = {"form": form, "rows": shown, "paging": page.of(rows.count())}
    is_part = fragments.is_asked(request)
    return render(request, "places/institutions_found.html" if is_part else "places/institutions.html", context)


def institution(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    one = found(queries.institution(code))
    rows = queries.places(on=timezone.localdate(), institution=code)
    context = {"one": one, "kind": words.INSTITUTIONS.get(one.kind, ""), "total": rows.count()}
    shown = [(row, words.PLACES[row.kind]) for row in rows[:50]]
    return render(request, "places/institution.html", {**context, "rows": shown})


def define_institution(request: HttpRequest, code: str = "") -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    before = found(queries.institution(code)) if code else None
    form = place_forms.InstitutionForm(request.POST or None, before=before)
    if form.is_valid() and not before and queries.institution(form.cleaned_data["code"]):
        form.add_error("code", _("There is such an institution already. Open it to change it."))
    if form.is_valid() and attempt(form, actions.define_institution, form.institution, by=request.user):
        messages.success(request, _("The institution is kept."))
        return redirect("web:institution", form.cleaned_data["code"])
    return render(request, "places/define_institution.html", {"form": form, "before": before})


def services(request: HttpRequest) -> HttpResponse:
    """What can be offered; and adding to it."""
    scoping.paths(request.user, permissions.DEFINE)
    form = place_forms.ServiceForm(request.POST or None)
    is_valid = form.is_valid()
    names = asked.names(form.cleaned_data) if is_valid else {}
    code = form.cleaned_data.get("code") if is_valid else ""
    if is_valid and attempt(form, actions.define_service, code, names=names, by=request.user):
        messages.success(request, _("The service is kept. Places can offer it."))
        return redirect("web:service_kinds")
    return render(request, "places/services.html", {"form": form, "rows": queries.services(active=False)})


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    one = found(queries.place(code))
    today = timezone.localdate()
    offers = [(offer, words.SEXES[offer.sex]) for offer in one.offers.all()]
    may_keep = one.area.path.startswith(request.user.where(permissions.KEEP) or ("-",))  # type: ignore[union-attr]
    stops = queries.stops(one, since=today)
    context = {"place": one, "kind": words.PLACES[one.kind], "offers": offers, "stops": stops, "today": today}
    return {**context, "may_keep": may_keep}


def _step(request: HttpRequest, code: str, kind: Any, act: Any, template: str) -> HttpResponse:
    """One question about a place, and its action."""
    scoping.paths(request.user, permissions.KEEP)
    page = _shown(request, code)
    form = kind(request.POST or None)
    if form.is_valid() and attempt(form, act, page["place"], by=request.user, **form.cleaned_data):
        return redirect("web:place", code)
    return render(request, template, {**page, "form": form})
