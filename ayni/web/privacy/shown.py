"""Purposes, schedules, agreements and anonymisations, as rows of a list and as terms with what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons import holdings
from ayni.commons.access.models import User
from ayni.web import figures

LANGUAGES = dict(settings.LANGUAGES)
#: verb: the permission it needs
STEPS = {
    "draft": ("approve", "reject", "withdraw"),
    "approved": ("suspend", "retire"),
    "suspended": ("resume", "retire"),
}
NEEDED = {"withdraw": "privacy.see", "suspend": "privacy.share"}


@dataclass(frozen=True)
class Row:
    """A paper in a list: its page, name, state, and what there is to say."""

    url: str
    name: str
    status: str
    detail: str


def row(kind: str, paper: Any) -> Row:
    return Row(address(kind, paper), title(kind, paper), paper.status, DETAILS[kind](paper))


def address(kind: str, paper: Any) -> str:
    return reverse("web:paper", args=[kind, paper.pk])


def title(kind: str, paper: Any) -> str:
    """What a paper is called on a page."""
    if kind == "purpose":
        return _("%(name)s, version %(version)s") % {"name": paper.name, "version": paper.version}
    if kind == "agreement":
        return f"{paper.code}: {paper.partner}"
    return str(paper)


def steps(kind: str, paper: Any, reader: User) -> list[str]:
    """What this reader may do with a paper now."""
    possible = STEPS.get(paper.status, ())
    if kind == "anonymisation" and paper.status != "draft":
        return []
    if kind != "agreement":
        possible = tuple(one for one in possible if one not in ("suspend", "resume"))
    is_own = paper.prepared_by_id == reader.pk
    return [one for one in possible if _may(one, reader, is_own=is_own)]


def terms(kind: str, paper: Any) -> list[tuple[str, str]]:
    """What a paper says, term by term; what is empty is left out."""
    told = [*TERMS[kind](paper), *_signed(paper)]
    return [(term, said) for term, said in told if said]


def occasion(code: str) -> str:
    found = holdings.declared().occasions.get(code)
    return str(found.label) if found else code


def months(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def _may(verb: str, reader: User, *, is_own: bool) -> bool:
    if verb == "withdraw":
        return is_own
    return reader.may(NEEDED.get(verb, "privacy.approve")) and (verb == "suspend" or not is_own)


def _purpose(paper: Any) -> Iterator[tuple[str, str]]:
    for language, text in paper.texts.items():
        yield _("What is read to people in %(language)s") % {"language": LANGUAGES.get(language, language)}, text
    yield _("Legal basis"), str(paper.get_basis_display())
    yield _("Law or decree"), paper.law
    yield _("Answers that it needs"), ", ".join(paper.variables)
    yield _("Tables that it needs"), ", ".join(paper.tables)
    yield _("Kept for"), months(paper.keep_months)
    yield _("Holds from"), figures.day(paper.since)
    if paper.needs_consent:
        yield _("Must people be asked again?"), _("Yes") if paper.asks_again else _("No")


def _schedule(paper: Any) -> Iterator[tuple[str, str]]:
    yield _("Purpose"), paper.purpose.name
    yield _("Counted from"), occasion(paper.occasion)
    yield _("Kept for"), months(paper.months)
    yield _("Tables"), ", ".join(paper.tables) or _("All: people become anonymous everywhere")


def _agreement(paper: Any) -> Iterator[tuple[str, str]]:
    yield _("Partner"), str(paper.partner)
    yield _("Purpose"), paper.purpose.name
    yield _("Law or decree"), paper.law
    yield _("Holds from"), figures.day(paper.starts_on)
    yield _("First day on which it no longer holds"), figures.day(paper.ends_on)
    yield _("What may leave"), ", ".join(paper.fields)
    yield _("Areas"), ", ".join(paper.areas) or _("All")
    yield _("Programmes"), ", ".join(paper.programmes) or _("All")


def _anonymisation(paper: Any) -> Iterator[tuple[str, str]]:
    yield _("Schedule"), str(paper.schedule)
    yield _("Purpose"), paper.schedule.purpose.name
    yield _("Counted from"), occasion(paper.schedule.occasion)
    yield _("On"), figures.day(paper.on)
    yield _("People found"), _count(paper.counts.get("persons"))
    yield _("Households found"), _count(paper.counts.get("households"))
    tables = (f"{table}: {figures.number(rows)}" for table, rows in paper.counts.get("tables", {}).items())
    yield _("Rows in each table"), ", ".join(tables)
    guards = holdings.declared().guards
    kept = (f"{guards[code].label}: {figures.number(many)}" for code, many in paper.counts.get("kept_back", {}).items())
    yield _("Kept back, and why"), ", ".join(kept)
    if paper.status == "done":
        yield _("People made anonymous"), _count(paper.result.get("persons"))
        yield _("Households made anonymous"), _count(paper.result.get("households"))
        yield _("Kept back in the end"), _count(paper.result.get("kept_back"))


def _signed(paper: Any) -> Iterator[tuple[str, str]]:
    yield _("Reason"), paper.reason
    yield _("Prepared"), f"{paper.prepared_by}, {figures.moment(paper.prepared_at)}"
    if paper.decided_by:
        yield _("Decided"), f"{paper.decided_by}, {figures.moment(paper.decided_at)}"
    yield _("Reason of the decision"), paper.decision_reason


def _count(count: int | None) -> str:
    return "" if count is None else figures.number(count)


TERMS = {"purpose": _purpose, "schedule": _schedule, "agreement": _agreement, "anonymisation": _anonymisation}
DETAILS: dict[str, Any] = {
    "purpose": lambda paper: str(paper.get_basis_display()),
    "schedule": lambda paper: f"{paper.purpose.name} · {occasion(paper.occasion)} · {months(paper.months)}",
    "agreement": lambda paper: f"{paper.purpose.name} · {figures.day(paper.starts_on)} – {figures.day(paper.ends_on)}",
    "anonymisation": lambda paper: f"{paper.schedule} · {figures.day(paper.on)}",
}
