"""What waits for a reader, from each domain that keeps something waiting; the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.benefits import queries as benefits
from ayni.commons.access.models import User
from ayni.enrolment import queries as enrolment
from ayni.privacy import queries as privacy
from ayni.programmes import queries as programmes
from ayni.registry import queries as registry
from ayni.web import figures


@dataclass(frozen=True)
class Task:
    """One thing to do: what waits, what it is about, since when, and the page on which to do it."""

    title: str
    detail: str
    since: date | datetime | None
    url: str
    verb: str


def tasks(reader: User) -> list[Task]:
    """Everything that waits for this reader: money first, then programmes, then people to review."""
    return [task for source in SOURCES for task in source(reader)]


def cycles_to_approve(reader: User) -> Iterator[Task]:
    """Payment cycles that another officer prepared."""
    if not reader.may("benefits.approve"):
        return
    for standing in benefits.cycles(reader):
        cycle = standing.cycle
        if cycle.status == "computed" and cycle.prepared_by_id != reader.pk:
            yield _of_cycle(cycle, _("Approve a payment cycle"), "web:approve_cycle", cycle.prepared_at)
        if cycle.waits_for_countersigning and reader.pk not in (cycle.prepared_by_id, cycle.approved_by_id):
            yield _of_cycle(cycle, _("Countersign a payment cycle"), "web:countersign_cycle", cycle.approved_at)


def cycles_to_release(reader: User) -> Iterator[Task]:
    """Payment cycles that another officer approved."""
    if not reader.may("benefits.release"):
        return
    for standing in benefits.cycles(reader):
        cycle = standing.cycle
        is_ready = cycle.status == "approved" and not cycle.waits_for_countersigning
        if is_ready and reader.pk not in (cycle.approved_by_id, cycle.countersigned_by_id):
            yield _of_cycle(cycle, _("Release a payment cycle"), "web:release_cycle", cycle.approved_at)


def versions_to_approve(reader: User) -> Iterator[Task]:
    """Rules of programmes that another officer drafted."""
    for version in programmes.waiting(reader):
        yield Task(
            title=_("Approve the rules of a programme"),
            detail=_("%(programme)s, version %(number)d")
            % {"programme": version.programme.title, "number": version.number},
            since=version.prepared_at,
            url=reverse("web:programme", args=[version.programme.code]),
            verb=_("Read and approve"),
        )


def changes_to_approve(reader: User) -> Iterator[Task]:
    """Changes of the dictionary that another officer proposed."""
    for change in registry.waiting(reader):
        yield Task(
            title=_("Decide about a change of the dictionary"),
            detail=f"{change}: {change.reason}",
            since=change.prepared_at,
            url=reverse("web:dictionary_change", args=[change.pk]),
            verb=_("Look and decide"),
        )


def decisions_to_review(reader: User) -> Iterator[Task]:
    """Proposals of the last run in the reader's areas."""
    for waiting in enrolment.waiting(reader):
        if waiting.proposed:
            yield _of_run(waiting, waiting.proposed)


def corrections_to_decide(reader: User) -> Iterator[Task]:
    """Corrections that people asked for and another officer wrote down; those due soonest first."""
    for request in privacy.corrections_waiting(reader):
        yield Task(
            title=_("Decide about a correction"),
            detail=f"{request}: {request.get_what_display()}, {request.person.name}",
            since=request.lodged_at,
            url=reverse("web:correction", args=[request.pk]),
            verb=_("Look and decide"),
        )


def papers_to_approve(reader: User) -> Iterator[Task]:
    """Purposes, schedules, agreements and anonymisations that another officer prepared."""
    for kind, paper in privacy.waiting(reader):
        yield Task(
            title=_("Decide about privacy"),
            detail=f"{paper}: {paper.reason}",
            since=paper.prepared_at,
            url=reverse("web:paper", args=[kind, paper.pk]),
            verb=_("Look and decide"),
        )


SOURCES: tuple[Callable[[User], Iterator[Task]], ...] = (
    cycles_to_approve,
    cycles_to_release,
    versions_to_approve,
    changes_to_approve,
    corrections_to_decide,
    papers_to_approve,
    decisions_to_review,
)


def _of_cycle(cycle, title: str, page: str, since: datetime | None) -> Task:  # type: ignore[no-untyped-def]
    count = figures.number(cycle.lines_count)
    paid = ngettext("%(count)s payment, %(amount)s", "%(count)s payments, %(amount)s", cycle.lines_count)
    told = paid % {"count": count, "amount": figures.money(cycle.amount)}
    detail = _("%(programme)s, %(month)s: %(payments)s") % {
        "programme": cycle.programme.title,
        "month": figures.month(cycle.period_from),
        "payments": told,
    }
    return Task(title, detail, since, reverse(page, args=[cycle.pk]), _("Look and decide"))


def _of_run(waiting: enrolment.Waiting, proposed: int) -> Task:
    found = ngettext("%(count)s proposal waits for your review", "%(count)s proposals wait for your review", proposed)
    address = reverse("web:decisions", args=[waiting.run.pk, waiting.version.pk])
    return Task(waiting.title, found % {"count": figures.number(proposed)}, waiting.since, address, _("Review"))
