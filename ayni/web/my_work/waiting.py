"""What waits for a reader, from each domain that keeps something waiting; the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ayni.benefits import queries as benefits
from ayni.commons.access.models import User
from ayni.commons.directory.queries import changing as boundaries
from ayni.enrolment import queries as enrolment
from ayni.identity import queries as identity
from ayni.identity.queries import thresholds
from ayni.intake import queries as intake
from ayni.intake.queries import backchecks, campaigns, changes, quality, recertification, visits
from ayni.intake.queries import drafts as forms
from ayni.privacy import queries as privacy
from ayni.programmes import queries as programmes
from ayni.registry import queries as registry
from ayni.web import figures

FEW = 20


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


def households_to_finish(reader: User) -> Iterator[Task]:
    """Households that the reader began to write down."""
    for draft in registry.drafts(reader):
        members = draft.told.get("members") or []
        head = members[0] if members else {}
        name = f"{head.get('given_name', '')} {head.get('family_name', '')}".strip()
        yield Task(
            title=_("Finish registering a household"),
            detail=name or _("Nobody is written down yet"),
            since=draft.saved_at,
            url=reverse("web:draft", args=[draft.pk]),
            verb=_("Go on"),
        )


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


def boundaries_to_approve(reader: User) -> Iterator[Task]:
    """Changes of areas that another officer proposed, and households that a division left to be assigned."""
    for change in boundaries.waiting_for(reader):
        yield Task(
            title=_("Decide about a change of areas"),
            detail=f"{change}: {change.reason}",
            since=change.prepared_at,
            url=reverse("web:boundary_change", args=[change.pk]),
            verb=_("Look and decide"),
        )
    for left in boundaries.left_to(reader):
        yield Task(
            title=_("Assign households of an area that was divided"),
            detail=f"{left.area.name}: {figures.number(left.households)}",
            since=left.area.until,
            url=reverse("web:assign_people", args=[left.area.code]),
            verb=_("Assign them"),
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


def changes_to_check(reader: User) -> Iterator[Task]:
    """Changes of records that others asked for; what is overdue is said."""
    waiting = changes.waiting(reader, on=timezone.localdate())
    if not waiting.count:
        return
    told = ngettext("%(count)s change waits for your check", "%(count)s changes wait for your check", waiting.count)
    late = ngettext("%(count)s is overdue", "%(count)s are overdue", waiting.overdue)
    detail = [told % {"count": figures.number(waiting.count)}]
    if waiting.overdue:
        detail.append(late % {"count": figures.number(waiting.overdue)})
    url = f"{reverse('web:changes')}?whose=others&status=submitted"
    yield Task(_("Check changes of records"), _(", ").join(detail), waiting.oldest, url, _("Look and decide"))


def changes_to_go_on_with(reader: User) -> Iterator[Task]:
    """Changes that came back with a question, could not be put on record, or were accepted by rule and are a sample."""
    sampled = changes.samples(reader)[:FEW] if reader.may("intake.check_changes") else []
    for found, title, verb in (
        (changes.failed(reader)[:FEW], _("An approved change could not be put on record"), _("Look and decide")),
        (changes.asked_back(reader)[:FEW], _("More is asked about a change"), pgettext("a question", "Answer")),
        (sampled, _("Look at a change that a rule accepted"), _("Look")),
    ):
        for one in found:
            yield Task(title, f"{one}: {one.get_kind_display()}", one.submitted_at, _change(one), verb)


def people_who_moved_in(reader: User) -> Iterator[Task]:
    """People who came from another area."""
    if reader.may("intake.check_changes"):
        arrivals = changes.arrivals(reader)
        if count := arrivals.count():
            told = ngettext("%(count)s move into your area", "%(count)s moves into your area", count)
            since = arrivals[0].applied_at
            detail = told % {"count": figures.number(count)}
            yield Task(_("Receive people who moved"), detail, since, reverse("web:change_moves"), _("Look and receive"))


def rules_to_approve(reader: User) -> Iterator[Task]:
    """Rules for accepting changes that another officer prepared."""
    for rule in changes.rules_waiting(reader):
        address = reverse("web:decide_acceptance_rule", args=[rule.pk, "approve"])
        yield Task(
            _("Decide about a rule for accepting changes"), rule.title, rule.prepared_at, address, _("Look and decide")
        )


def households_to_ask_again(reader: User) -> Iterator[Task]:
    """Households that are due to be asked again, and schedules that wait for approval."""
    due = recertification.counts(reader, on=timezone.localdate())
    if due.count:
        told = ngettext("%(total)s household", "%(total)s households", due.count) % {"total": figures.number(due.count)}
        detail = f"{told} · {_('Late')}: {figures.number(due.late)}" if due.late else told
        yield Task(_("To ask again"), detail, None, reverse("web:recertifications"), _("Look"))
    for one in recertification.schedules_waiting(reader):
        address = reverse("web:decide_recertification", args=[one.pk, "approve"])
        yield Task(_("Approve the schedule"), one.title, one.prepared_at, address, _("Look and decide"))


def records_to_mend(reader: User) -> Iterator[Task]:
    """What the last check of quality found in the reader's areas; for who can do something about it."""
    if reader.may("intake.see_quality") and reader.may("intake.request_changes"):
        count = quality.tasks(reader).count()
        if count:
            told = ngettext("%(total)s task", "%(total)s tasks", count) % {"total": figures.number(count)}
            yield Task(_("To mend"), told, None, reverse("web:quality_tasks"), _("Look"))


def pairs_to_read(reader: User) -> Iterator[Task]:
    """Records that may be one person's, in the reader's areas."""
    if not reader.may("identity.review"):
        return
    counts = identity.same_counts(reader)
    if counts.waiting:
        told = ngettext("%(total)s pair waits for you", "%(total)s pairs wait for you", counts.waiting)
        many = _("%(total)s pairs and more wait for you") if counts.is_many else told
        detail = many % {"total": figures.number(counts.waiting)}
        yield Task(_("Read who may be on record twice"), detail, None, reverse("web:same"), _("Read"))


def thresholds_to_approve(reader: User) -> Iterator[Task]:
    """From which chance on two records count as the same, as another officer proposes."""
    for one in thresholds.proposed(reader):
        url = reverse("web:decide_thresholds", args=[one.pk, "approve"])
        yield Task(_("Decide about thresholds"), one.reason, one.proposed_at, url, _("Look and decide"))


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


def visits_to_make(reader: User) -> Iterator[Task]:
    """One's own visits in open campaigns, and interviews to ask again."""
    left, checks = visits.waiting(reader), backchecks.waiting(reader)
    if left:
        told = ngettext("%(count)s visit waits on your list", "%(count)s visits wait on your list", left)
        yield Task(
            _("Visit households"), told % {"count": figures.number(left)}, None, reverse("web:my_visits"), _("See")
        )
    if checks:
        told = ngettext(
            "%(count)s interview is to be asked again", "%(count)s interviews are to be asked again", checks
        )
        told = told % {"count": figures.number(checks)}
        yield Task(_("Ask again"), told, None, reverse("web:my_checks"), _("See"))


def campaigns_to_approve(reader: User) -> Iterator[Task]:
    """Campaigns that another officer planned."""
    for one in campaigns.waiting_for_approval(reader):
        url = reverse("web:campaign", args=[one.code])
        yield Task(_("Approve a campaign"), one.name, one.planned_at, url, _("Look and decide"))


def forms_to_go_on_with(reader: User) -> Iterator[Task]:
    """Questionnaires that the reader is filling in, the last one first."""
    if not reader.may("intake.submit"):
        return
    for one in forms.open_drafts(reader, at=timezone.now())[:FEW]:
        yield Task(
            title=_("Go on with a form"),
            detail=f"{one.version.questionnaire.name} {one.household or ''}".strip(),
            since=one.saved_at,
            url=reverse("web:form", args=[one.pk]),
            verb=_("Go on"),
        )


def questionnaires_to_approve(reader: User) -> Iterator[Task]:
    """Drafts that another officer prepared."""
    for version in intake.waiting_versions(reader)[:FEW]:
        yield Task(
            title=_("Decide about a questionnaire"),
            detail=f"{version.questionnaire.name}, {version.version}",
            since=version.prepared_at,
            url=reverse("web:questionnaire", args=[version.pk]),
            verb=_("Look and decide"),
        )


def sent_forms_to_mend(reader: User) -> Iterator[Task]:
    """Filled-in forms with problems, in the reader's areas."""
    count = intake.submissions_waiting(reader)
    if count:
        told = ngettext("%(count)s sent form has problems", "%(count)s sent forms have problems", count)
        url = f"{reverse('web:submissions')}?status=waiting"
        yield Task(_("Mend sent forms"), told % {"count": figures.number(count)}, None, url, _("Look and decide"))


SOURCES: tuple[Callable[[User], Iterator[Task]], ...] = (
    cycles_to_approve,
    cycles_to_release,
    versions_to_approve,
    changes_to_approve,
    boundaries_to_approve,
    corrections_to_decide,
    changes_to_check,
    changes_to_go_on_with,
    people_who_moved_in,
    rules_to_approve,
    households_to_ask_again,
    records_to_mend,
    pairs_to_read,
    thresholds_to_approve,
    questionnaires_to_approve,
    sent_forms_to_mend,
    papers_to_approve,
    decisions_to_review,
    households_to_finish,
    forms_to_go_on_with,
    visits_to_make,
    campaigns_to_approve,
)


def _change(change) -> str:  # type: ignore[no-untyped-def]
    return reverse("web:change", args=[change.pk])


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
