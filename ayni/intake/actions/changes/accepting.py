"""Accepting by rule: changes from sources that officers have agreed to trust, each naming its rule.

A rule is in the rule language, about the request: `request.kind == "birth" && request.has_number`. It accepts on behalf
of the officer who prepared it, within what that officer may do; a share of what it accepts goes to an officer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import check, reading
from ayni.engines.rules import errors as rules
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.actions.changes import applying
from ayni.intake.models import AcceptanceRule, ChangeRequest
from ayni.intake.queries.changes import ground, registered
from ayni.intake.queries.changes.kinds import Subject
from ayni.kernel import lifecycles

JOB = "intake.accept_change"
TEXTS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\brequest\.""")


@dataclass(frozen=True)
class NewRule:
    """A rule to accept changes by. `sample_percent` of what it accepts is looked at by an officer."""

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    sample_percent: int = 5


@action(permissions.PREPARE_ACCEPTANCE, says="prepared a rule for accepting changes", everywhere=True)
def prepare_rule(rule: NewRule, *, reason: str, by: User) -> AcceptanceRule:
    """Write down a rule, or the next version of one; two other officers approve it.

    Refuses: AcceptanceRefused, with what is wrong in the rule.
    """
    if not reason.strip():
        raise errors.ReasonNeeded
    if not re.fullmatch(r"[a-z0-9-]{1,40}", rule.code) or not 1 <= rule.sample_percent <= 100:
        raise errors.AcceptanceRefused(
            _("Write the code in small letters, digits and hyphens, and a sample between 1 and 100 of a hundred.")
        )
    checked(rule.rule)
    last = AcceptanceRule.objects.filter(code=rule.code).aggregate(last=Max("version"))["last"] or 0
    return AcceptanceRule.objects.create(
        code=rule.code,
        version=last + 1,
        names=dict(rule.names),
        rule=rule.rule.strip(),
        sample_percent=rule.sample_percent,
        reason=reason.strip(),
        prepared_by=by,
    )


@action(
    permissions.APPROVE_ACCEPTANCE,
    says="approved a rule for accepting changes",
    not_same_as=("prepared", "approved"),
    everywhere=True,
)
def approve_rule(rule: AcceptanceRule, *, at: datetime, by: User) -> AcceptanceRule:
    """The first approval, and by a third officer the second: from then on it accepts. It ends the version before.

    Refuses: SameOfficer, WrongState, NotEverywhere.
    """
    kept = AcceptanceRule.objects.select_for_update().get(pk=rule.pk)
    after = lifecycles.step(lifecycle.RULE, kept.status, "approve", what=str(kept))
    if kept.approved_by_id is None:
        kept.approved_by, kept.approved_at = by, at
    else:
        before = AcceptanceRule.objects.filter(code=kept.code, status=lifecycle.APPROVED)
        before.update(status=lifecycle.RETIRED, ended_by=by, ended_at=at)
        kept.countersigned_by, kept.countersigned_at, kept.status = by, at, after
    kept.save()
    return kept


@action(
    permissions.APPROVE_ACCEPTANCE,
    says="rejected a rule for accepting changes",
    not_same_as="prepared",
    does="rejects",
    everywhere=True,
)
def reject_rule(rule: AcceptanceRule, *, at: datetime, by: User) -> AcceptanceRule:
    """It will not be in force. Refuses: SameOfficer, WrongState."""
    return _ended(rule, "reject", at=at, by=by)


@action(permissions.APPROVE_ACCEPTANCE, says="ended a rule for accepting changes", everywhere=True)
def retire_rule(rule: AcceptanceRule, *, at: datetime, by: User) -> AcceptanceRule:
    """From now on officers check what it accepted. Refuses: WrongState."""
    return _ended(rule, "retire", at=at, by=by)


@action(permissions.CHECK, says="accepted a change by rule")
def accept_change(change: ChangeRequest, *, rule: AcceptanceRule, at: datetime, by: User) -> ChangeRequest:
    """Accept and apply a change that a rule in force accepts; what no longer fits is left for an officer.

    Refuses: WrongState, OutsideArea.
    """
    kept = (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("area", "to_area")
        .filter(pk=change.pk)
        .first()
    )
    if kept is None:
        raise errors.NoSuchChange(change.pk)
    scoping.check(by, permissions.CHECK, kept.area.path)
    in_force = AcceptanceRule.objects.filter(pk=rule.pk, status=lifecycle.APPROVED).exists()
    if kept.status != lifecycle.SUBMITTED or not in_force or _is_doubtful(kept, at):
        return kept
    kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "approve", what=str(kept))
    kept.accepted_by_rule, kept.checked_at = rule, at
    kept.is_sample = _is_sampled(kept, rule)
    kept.save(update_fields=["status", "accepted_by_rule", "checked_at", "is_sample"])
    return applying.applied(kept, by=by, at=at)


def consider(change: ChangeRequest, *, at: datetime) -> None:
    """Have the first rule in force that accepts a change do so, in the background."""
    for rule in AcceptanceRule.objects.filter(status=lifecycle.APPROVED).select_related("prepared_by"):
        if change.made_by_id != rule.prepared_by_id and meets(rule.rule, change, on=at.date()):
            running.start(
                JOB, key=f"{JOB}/{change.pk}/{at.isoformat()}", by=rule.prepared_by, change=change.pk, rule=rule.pk
            )
            return


def meets(rule: str, change: ChangeRequest, *, on: date) -> bool:
    """Whether a rule accepts a request; what is unknown does not accept."""
    value = reading.Reader({"household": facts(change, on=on), "members": []}, on).read(checked(rule).root).value
    return value is True


def checked(rule: str) -> check.Checked:
    """The rule as it can be read. Refuses: AcceptanceRefused, with the place and the nearest valid name."""
    try:
        return check.expression(TEXTS.sub(lambda found: found[1] or "household.", rule), "household", WORDS, "bool")
    except rules.RuleRefused as refused:
        raise errors.AcceptanceRefused(str(refused).replace("household.", "request.")) from refused


def facts(change: ChangeRequest, *, on: date) -> dict[str, Any]:
    """What rules may ask of a request."""
    return {
        "area": change.area.code,
        "area_1": change.area.path.split("/")[1] if change.area.path.strip("/") else None,
        "kind": change.kind,
        "source": change.source,
        "evidence": change.evidence or "none",
        "has_number": bool(change.document_number),
        "has_file": change.papers.exists(),
        "days_since": (on - change.happened_on).days,
        "leaves_area": change.to_area_id is not None,
        "things": len(change.proposed),
    }


def _choices(values: Any, empty: str = "") -> tuple[dictionaries.Choice, ...]:
    return tuple(dictionaries.Choice(code or empty) for code in values if code or empty)


WORDS = dictionaries.Dictionary(
    (
        dictionaries.Variable("kind", "household", "choice", choices=_choices(models.ChangeKind.values)),
        dictionaries.Variable("source", "household", "choice", choices=_choices(models.ChangeSource.values)),
        dictionaries.Variable("evidence", "household", "choice", choices=_choices(models.EvidenceKind.values, "none")),
        dictionaries.Variable("has_number", "household", "boolean"),
        dictionaries.Variable("has_file", "household", "boolean"),
        dictionaries.Variable("days_since", "household", "integer"),
        dictionaries.Variable("leaves_area", "household", "boolean"),
        dictionaries.Variable("things", "household", "integer"),
    )
)


def _ended(rule: AcceptanceRule, verb: str, *, at: datetime, by: User) -> AcceptanceRule:
    kept = AcceptanceRule.objects.select_for_update().get(pk=rule.pk)
    kept.status = lifecycles.step(lifecycle.RULE, kept.status, verb, what=str(kept))
    kept.ended_by, kept.ended_at = by, at
    kept.save(update_fields=["status", "ended_by", "ended_at"])
    return kept


def _is_doubtful(change: ChangeRequest, at: datetime) -> bool:
    """Whether the record has changed meanwhile, or the same document was used before: then an officer looks."""
    kind = registered.KINDS[change.kind]
    now = ground.of(kind.needs(Subject.of(change)), on=at.date())
    if ground.changed(change.ground, now):
        return True
    same = ChangeRequest.objects.filter(
        kind=change.kind, evidence=change.evidence, document_number=change.document_number
    ).exclude(pk=change.pk)
    return bool(change.document_number) and same.exclude(status__in=(lifecycle.WITHDRAWN, lifecycle.REJECTED)).exists()


def _is_sampled(change: ChangeRequest, rule: AcceptanceRule) -> bool:
    """Drawn by the request's number and the rule's: nobody who sends requests can tell which."""
    drawn = hashlib.sha256(f"{rule.pk}/{rule.countersigned_at}/{change.pk}".encode()).digest()
    return int.from_bytes(drawn[:4]) % 100 < rule.sample_percent
