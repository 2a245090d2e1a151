"""Defining areas: levels, a new one, a correction, codes of others, tables and shapes from files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.access import scoping
from ayni.commons.directory import importing, matching, permissions
from ayni.commons.directory.actions import areas as actions
from ayni.commons.directory.queries import area as area_of
from ayni.commons.directory.queries import finding
from ayni.engines.shapes import reading
from ayni.web.attempts import attempt, found
from ayni.web.places import area_files, area_forms

SHOWN = 200  # rows of a report on a page


def add(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    form = area_forms.AreaForm(request.POST or None, initial={"parent": request.GET.get("in", "")})
    if form.is_valid() and attempt(form, actions.add_area, by=request.user, **form.answers):
        messages.success(request, _("The area is added."))
        return redirect("web:area", form.cleaned_data["code"])
    return render(request, "places/add_area.html", {"form": form})


def correct(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    area = found(area_of(code))
    form = area_forms.CorrectionForm(request.POST or None, area=area)
    if form.is_valid() and attempt(form, actions.correct_area, area, by=request.user, **form.answers):
        messages.success(request, _("The names are corrected."))
        return redirect("web:area", code)
    return render(request, "places/correct_area.html", {"form": form, "area": area})


def give_code(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    area = found(area_of(code))
    form = area_forms.CodeForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.give_code, area, by=request.user, **form.cleaned_data):
        messages.success(request, _("The code is written down; it finds the area."))
        return redirect("web:area", code)
    return render(request, "places/give_code.html", {"form": form, "area": area})


def end_code(request: HttpRequest, code: str, number: int) -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    shown = found(finding.shown(code))
    one = found(next((held for held in shown.codes if held.pk == number), None))
    form = area_forms.EndForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.end_code, one, by=request.user, **form.cleaned_data):
        return redirect("web:area", code)
    return render(request, "places/end_code.html", {"form": form, "area": shown.area, "held": one})


def levels(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    form = area_forms.LevelsForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.define_levels, form.names, by=request.user):
        messages.success(request, _("The levels are named."))
        return redirect("web:areas")
    return render(request, "places/levels.html", {"form": form})


def load(request: HttpRequest) -> HttpResponse:
    """A table of areas: what it would do is shown; what can be taken is, once that is asked."""
    scoping.paths(request.user, permissions.DEFINE)
    form = area_forms.TableForm(request.POST or None, request.FILES or None)
    read = importing.areas(form.cleaned_data["file"]) if form.is_valid() else None
    is_kept = read is not None and form.cleaned_data["keep"]
    if read is not None and is_kept and attempt(form, actions.import_areas, read, by=request.user):
        told = ngettext("%(count)s area is added.", "%(count)s areas are added.", form.result)  # type: ignore[attr-defined]
        messages.success(request, told % {"count": form.result})  # type: ignore[attr-defined]
        if not read.flaws:
            return redirect("web:areas")
    return render(request, "places/import_areas.html", {"form": form, "read": read, **_report(read)})


def shapes(request: HttpRequest) -> HttpResponse:
    """A file of shapes is sent; what it would do is shown on the next page."""
    scoping.paths(request.user, permissions.DEFINE)
    form = area_forms.ShapesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        name, given = str(request.FILES["file"].name), {"content": form.cleaned_data["file"], "at": timezone.now()}  # type: ignore[union-attr]
        if attempt(form, actions.receive_shapes, name, by=request.user, **given):
            return redirect("web:shape_file", form.result.pk)  # type: ignore[attr-defined]
    return render(request, "places/shapes.html", {"form": form})


def shape_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file of shapes would do, by the property that is chosen; and doing it."""
    scoping.paths(request.user, permissions.DEFINE)
    file = found(finding.shape_file(pk, sender=request.user))
    features = reading.features(file.content.encode())
    known, codes = reading.properties(features), matching.codes()
    chosen = request.POST.get("property") or request.GET.get("property") or reading.suggested(features, codes)[0]
    chosen = chosen if chosen in known else (known[0] if known else "")
    initial = {"property": chosen, "source": file.name, "since": timezone.localdate()}
    form = area_forms.MatchForm(request.POST or None, properties=known, initial=initial)
    matched = matching.match(features, chosen)
    given = {name: form.cleaned_data[name] for name in ("source", "since")} if form.is_valid() else {}
    if given and attempt(form, actions.import_shapes, matched, by=request.user, file=file, **given):
        told = ngettext("%(count)s shape is taken.", "%(count)s shapes are taken.", form.result)  # type: ignore[attr-defined]
        messages.success(request, told % {"count": form.result})  # type: ignore[attr-defined]
        return redirect("web:areas")
    context = {"form": form, "file": file, "matched": matched, "chosen": chosen, "known": known}
    shown = {"refused": matched.refused[:SHOWN], "without": matched.without[:SHOWN]}
    return render(request, "places/shape_file.html", {**context, **shown})


def example(request: HttpRequest, kind: str) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    return area_files.example(kind)


def _report(read: Any) -> dict[str, Any]:
    if read is None:
        return {}
    report = area_files.refused(read.flaws) if read.flaws else ""
    return {"flaws": read.flaws[:SHOWN], "total": len(read.flaws), "report": report}
