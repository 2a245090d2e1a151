"""What an assessment found: its page, its papers, and two rounds beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ayni.assessment.queries import results as found_by
from ayni.assessment.queries import rounds as rounds_of
from ayni.commons.access import scoping
from ayni.engines.briefs import overlapping, printing, reading, sheets, speaking
from ayni.engines.briefs import telling as brief
from ayni.web import figures, limits
from ayni.web.assessments import drawn, forms, telling

SEE = "assessment.see"
KINDS = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def newest(request: HttpRequest, code: str) -> HttpResponse:
    """The last assessment by an instrument, by the instrument's code."""
    scoping.paths(request.user, SEE)
    made = telling.latest(code, request.user)
    if made is None:
        raise Http404
    return redirect("web:assessed", made.id)


def result(request: HttpRequest, id: int) -> HttpResponse:
    """What one found; the address says by what it is told apart."""
    told = telling.of(found_by.result(id, request.user))
    groups = {group.name: group.title for group in told.result.groups}
    form = forms.GroupForm(request.GET, groups=groups)
    by = form.chosen()
    sections = [one for one in drawn.of(told) if one.section.key not in groups or one.section.key == by]
    sections.sort(key=lambda one: one.section.key != by)
    made = told.result.assessment
    rounds = [one for one in found_by.assessments(request.user, code=made.code) if one.id != made.id]
    shown = {
        "made": made,
        "told": told,
        "read": told.read,
        "sections": sections,
        "form": form if groups else None,
        "rounds": rounds,
        "overlap": told.overlap,
        "has_map": any(one.chart for one in sections),
        "languages": [(code, dict(settings.LANGUAGES)[code]) for code in speaking.LANGUAGES],
        "language": (translation.get_language() or "en").split("-")[0],
        "weights": _weights(told.result),
    }
    return render(request, "assessments/result.html", shown)


def _weights(result: Any) -> list[tuple[str, float]]:
    """A formula's weights, for those who may see them: by each name its number."""
    found = result.extra.get("coefficients") or result.extra.get("formula") or {}
    given = found.get("coefficients", found) if isinstance(found, dict) else {}
    return [(str(name), value) for name, value in given.items() if isinstance(value, (int, float))]


@limits.door("export")
def paper(request: HttpRequest, id: int, kind: str) -> HttpResponse:
    """The brief to be printed, in the language that is asked for; or every figure as a file."""
    if kind not in KINDS:
        raise Http404
    found = found_by.result(id, request.user)
    language = request.GET.get("language", "")
    told = telling.of(found, language=language if language in speaking.LANGUAGES else "")
    made = found.assessment
    answer = HttpResponse(_written(told, kind), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{made.code}-{made.on.isoformat()}.{kind}"'
    return answer


def _written(told: telling.Telling, kind: str) -> bytes:
    if kind == "pdf":
        with translation.override(told.read.speaker.language):
            cover = (told.source, _("Version %(version)d") % {"version": told.result.assessment.version})
        font = printing.fonts(told.read.speaker)[0]
        overlap = overlapping.of(told.plain, told.read.speaker, told.names, font=font)
        today = timezone.localdate()
        return printing.pdf(printing.Brief((printing.Chapter(told.read, overlap),), today, cover=cover))
    rows = sheets.table(told.plain, told.read, names=told.names, figures=told.known)
    return sheets.as_csv(rows) if kind == "csv" else sheets.as_xlsx(rows, told.read)


@dataclass(frozen=True)
class ChangeTold:
    """One figure in two rounds: what it is of, both values, and the change in words. tone: good, harm or plain."""

    label: str
    of: str
    before: str
    after: str
    change: str
    between: str
    is_sure: bool | None
    n: str


def compared(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """Two rounds: each change with its interval, and whether it is clear at all."""
    found = rounds_of.compared(before, after, request.user)
    form = forms.GroupForm(request.GET, groups={group.name: group.title for group in found.groups}, none=_("Everybody"))
    by = form.chosen()
    names = {group.name for group in found.groups}
    chosen = [one for one in found.changes if (names & set(one.of)) == ({by} if by else set())]
    shown = {
        "found": found,
        "form": form if found.groups else None,
        "changes": [_change(one, telling.speaker()) for one in chosen],
        "instrument": reverse("web:instrument", args=[found.after.code]),
    }
    return render(request, "assessments/compared.html", shown)


def _change(one: Any, says: speaking.Speaker) -> ChangeTold:
    kind = _kind(one)

    def shown(value: float | None) -> str:
        return says.say("hidden_word") if value is None else says.value(value, kind)

    between = ""
    if one.low is not None and one.high is not None:
        between = says.say("range", low=_signed(one.low, kind, says), high=_signed(one.high, kind, says))
    counts = figures.listed(figures.number(n) for n in (one.n_before, one.n_after) if n is not None)
    teller = reading.Teller(says, {}, {})
    words = figures.listed(
        one.of_words.get(key) or f"{teller.key(key)} {teller.quality(key, value)}" for key, value in one.of.items()
    )
    change = brief.change(one.difference, one.low, one.high, kind, says)
    return ChangeTold(one.says, words, shown(one.before), shown(one.after), change, between, one.is_sure, counts)


def _signed(value: float, kind: speaking.Kind, says: speaking.Speaker) -> str:
    """A change's end with its sign; shares in points of a hundred."""
    size = says.number(100 * abs(value), 1) if kind == "share" else says.value(abs(value), kind)
    return f"\u2066{'+' if value > 0 else '−' if value < 0 else ''}{size}\u2069"


def _kind(one: Any) -> speaking.Kind:
    known = speaking.about_figure(one.name).get("kind")
    if known:
        return known  # type: ignore[no-any-return]
    if one.name.startswith(("is_", "band=")):
        return "share"
    return "number"
