"""What enrolment holds on people: what was decided about them, why, and what they receive."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import holdings
from ayni.commons.access import scoping
from ayni.commons.holdings import Column, Section, Subject
from ayni.enrolment import models, permissions
from ayni.enrolment.queries import explaining
from ayni.registry import permissions as registry
from ayni.registry.models import Household


@holdings.gives("enrolment.decision")
def decisions(subject: Subject) -> Section:
    """What was decided about the person and the household, criterion by criterion where the last run still tells."""
    said = _explained(subject)
    rows = tuple(
        _decision(one, said.get(one.pk))
        for one in _of(models.Decision.objects.select_related("version__programme", "run"), subject)
    )
    columns = (
        Column("programme", _("Programme"), is_shown=False),
        Column("title", _("Programme")),
        Column("on", _("Decided for")),
        Column("result", _("Result")),
        Column("why", _("Why")),
        Column("legal_basis", _("Legal basis")),
        Column("status", pgettext_lazy("of a decision", "Review")),
        Column("reason", _("Reason")),
        Column("amount", _("Amount")),
    )
    return Section("decisions", _("What was decided about you"), columns, rows)


@holdings.gives("enrolment.enrolment")
def enrolments(subject: Subject) -> Section:
    """What the person and the household receive or received."""
    rows = tuple(
        {
            "programme": one.programme.code,
            "title": one.programme.title,
            "since": one.starts_on.isoformat(),
            "until": one.ends_on.isoformat() if one.ends_on else None,
            "status": one.status,
            "reason": one.reason,
            "amount": str(one.amount) if one.amount is not None else None,
        }
        for one in _of(models.Enrolment.objects.select_related("programme"), subject)
    )
    columns = (
        Column("programme", _("Programme"), is_shown=False),
        Column("title", _("Programme")),
        Column("since", _("Since")),
        Column("until", pgettext_lazy("the end of an enrolment", "Until")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("reason", _("Reason")),
        Column("amount", _("Amount")),
    )
    return Section("enrolments", _("Programmes you receive or received"), columns, rows)


def _of(rows: Any, subject: Subject) -> Any:
    """A person's own rows, and those of the household as a whole; other members' are theirs to ask."""
    mine = Q(person=subject.person_id) | Q(person=None, household=subject.household_id or 0)
    return rows.filter(mine).order_by("-pk")


def _explained(subject: Subject) -> dict[int, explaining.Explained]:
    """The last run's explanations by decision, when the officer may see decisions here."""
    may = all(subject.reader.may(one) for one in (permissions.SEE, registry.SEE))
    if subject.household_id is None or not may:
        return {}
    home = Household.objects.select_related("area").get(pk=subject.household_id)
    if not scoping.reaches(subject.reader.where(permissions.SEE), home.area.path):
        return {}
    found = explaining.for_household(home.pk, subject.reader)
    return {one.decision_id: one for one in found if one.decision_id and one.person_id in (None, subject.person_id)}


def _decision(one: models.Decision, said: explaining.Explained | None) -> dict[str, Any]:
    return {
        "programme": one.version.programme.code,
        "title": one.version.programme.title,
        "on": one.run.on.isoformat(),
        "result": one.result,
        "why": " ".join(f"{_mark(each.met)} {each.says}" for each in said.criteria) if said else "",
        "legal_basis": said.legal_basis if said else "",
        "status": one.status,
        "reason": one.reason,
        "amount": str(one.amount) if one.amount is not None else None,
    }


def _mark(met: bool | None) -> str:
    return "?" if met is None else "✓" if met else "✗"


PEOPLE = "t.person_id IN ({persons}) OR t.household_id IN ({households})"
REASON = "CASE WHEN t.reason = '' THEN '' ELSE 'anonymised' END"

holdings.forgets("enrolment.decision", where=PEOPLE, sets=lambda: {"reason": REASON})
holdings.forgets("enrolment.enrolment", where=PEOPLE, sets=lambda: {"reason": REASON})

holdings.follows(
    "application_refused",
    label=_("Every application was refused"),
    statement="""
        WITH refused AS (
            SELECT household_id, max(reviewed_at)::date AS happened_on FROM enrolment_decision
            GROUP BY household_id HAVING bool_or(status = 'declined') AND NOT bool_or(status = 'accepted')
        )
        SELECT NULL::bigint AS person_id, household_id, happened_on FROM refused
        UNION ALL
        SELECT m.person_id, NULL, r.happened_on FROM refused r
        JOIN registry_membership m ON m.household_id = r.household_id AND m.kind = 'usual' AND upper_inf(m.period)
    """,
)
holdings.follows(
    "programme_left",
    label=_("The household and its members left their last programme"),
    statement="""
        WITH gone AS (
            SELECT household_id, max(ends_on) AS happened_on FROM enrolment_enrolment
            GROUP BY household_id HAVING bool_and(status = 'exited')
        )
        SELECT NULL::bigint AS person_id, household_id, happened_on FROM gone
        UNION ALL
        SELECT m.person_id, NULL, g.happened_on FROM gone g
        JOIN registry_membership m ON m.household_id = g.household_id AND m.kind = 'usual' AND upper_inf(m.period)
    """,
)
holdings.keeps_back(
    "enrolled",
    label=_("Receives a programme"),
    statement="SELECT person_id, household_id FROM enrolment_enrolment WHERE status <> 'exited'",
)
holdings.keeps_back(
    "under_review",
    label=_("A decision waits for review"),
    statement="""
        SELECT person_id, household_id FROM enrolment_decision WHERE status IN ('proposed', 'asked')
        AND run_id = (SELECT max(id) FROM enrolment_run WHERE status = 'decided')
    """,
)
