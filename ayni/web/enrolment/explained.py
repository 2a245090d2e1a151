"""Decisions as the pages show them: in lists, and one with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.access.models import User
from ayni.enrolment import actions, queries
from ayni.web import figures
from ayni.web.enrolment import queue
from ayni.web.paging import Paging


@dataclass(frozen=True)
class CriterionRead:
    """A criterion with its sign and the answers it used, as pairs of label and answer."""

    says: str
    met: bool | None
    used: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DecisionRead:
    """One programme's answer with its reasons, as the shared piece of HTML wants it."""

    programme: str
    person: str
    result: str
    sentence: str
    criteria: tuple[CriterionRead, ...]
    missing: tuple[str, ...]
    amount: Decimal | None
    benefit: str
    change: str
    legal_basis: str
    version: int
    decided_on: date


def read(one: queries.Explained) -> DecisionRead:
    """What the domain explains, for the page."""
    criteria = tuple(
        CriterionRead(criterion.says, criterion.met, tuple((used.label, used.value) for used in criterion.used))
        for criterion in one.criteria
    )
    return DecisionRead(
        programme=one.title,
        person=one.person,
        result=one.result,
        sentence=one.sentence,
        criteria=criteria,
        missing=one.missing,
        amount=one.amount,
        benefit=one.benefit,
        change=one.change,
        legal_basis=one.legal_basis,
        version=one.version,
        decided_on=one.snapshot_on,
    )


def of_list(run_id: int, version_id: int, reader: User) -> dict[str, Any]:
    """A run, one of its programmes' versions, and how that one's review stands."""
    record = queries.run(run_id, reader)
    counts = next((one for one in record.programmes if one.version.pk == version_id), None)
    if counts is None:
        raise Http404
    return {"record": record, "run": record.run, "counts": counts, "version": counts.version}


def rows(shown: dict[str, Any], chosen: dict[str, str], reader: User, page: Paging) -> queries.DecisionPage:
    """The decisions of a page of the list, of one status and area or of all."""
    status, area = chosen["status"] or None, chosen["area"]
    return queries.decisions(
        shown["run"], shown["version"], status, reader, area=area, limit=page.limit, offset=page.offset
    )


def of_decision(decision_id: int, reader: User, place: queue.Place | None) -> dict[str, Any]:
    """A decision's page, with its reasons when it is of the last run; of an earlier one they are overtaken."""
    decision = queries.decision(decision_id, reader)
    every = queries.for_household(decision.household_id, reader)
    one = next((found for found in every if found.decision_id == decision.pk), None)
    return {
        "decision": decision,
        "explained": one,
        "read": read(one) if one else None,
        "who": who(decision),
        "place": queue.counted(place, decision.run, decision.version, reader) if place else None,
        "may_review": reader.may("enrolment.review"),
    }


def proposed(version: Any, reader: User) -> int:
    """How many the reader may enrol at once: proposed by the last run, in their areas, not enrolled yet."""
    return next((one.proposed for one in queries.waiting(reader) if one.version == version), 0)


def accepted(done: actions.Accepted) -> str:
    """What accepting all has done."""
    said = ngettext("%(count)s was enrolled.", "%(count)s were enrolled.", done.enrolled)
    told = said % {"count": figures.number(done.enrolled)}
    if not done.already_enrolled:
        return told
    left = ngettext("%(count)s was enrolled already.", "%(count)s were enrolled already.", done.already_enrolled)
    return _("%(done)s %(left)s") % {"done": told, "left": left % {"count": figures.number(done.already_enrolled)}}


def who(decision: Any) -> str:
    """Whom a decision, or an enrolment, is about."""
    return decision.person.name if decision.person else decision.household.code
