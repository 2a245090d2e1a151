"""Rules by which changes are accepted, and what each has accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.intake import errors, permissions
from ayni.intake.models import AcceptanceRule, ChangeRequest

SEEN_BY = (permissions.PREPARE_ACCEPTANCE, permissions.APPROVE_ACCEPTANCE, permissions.CHECK)


@dataclass(frozen=True)
class Rule:
    """A rule with what it accepted in the reader's areas, and what officers found of the sample."""

    rule: AcceptanceRule
    accepted: int
    sampled: int
    right: int
    wrong: int


def rules(reader: User) -> list[Rule]:
    """Every version of every rule, the newest first. Refuses: NotPermitted."""
    _may(reader)
    of_rules = ChangeRequest.objects.exclude(accepted_by_rule=None).values("accepted_by_rule")
    counts: dict[int, Any] = {
        row["accepted_by_rule"]: row
        for row in of_rules.annotate(
            accepted=Count("pk"),
            sampled=Count("pk", filter=Q(is_sample=True)),
            right=Count("pk", filter=Q(sample_found="right")),
            wrong=Count("pk", filter=Q(sample_found="wrong")),
        ).order_by()
    }
    found = AcceptanceRule.objects.select_related("prepared_by", "approved_by", "countersigned_by", "ended_by")
    names = ("accepted", "sampled", "right", "wrong")
    return [Rule(one, *(counts.get(one.pk, {}).get(name, 0) for name in names)) for one in found]


def rule(number: int, *, reader: User) -> AcceptanceRule:
    """One rule. Refuses: NotPermitted, NoSuchRule."""
    _may(reader)
    found = AcceptanceRule.objects.select_related("prepared_by", "approved_by", "countersigned_by").filter(pk=number)
    one = found.first()
    if one is None:
        raise errors.NoSuchRule(number)
    return one


def rules_waiting(reader: User) -> list[AcceptanceRule]:
    """Drafts that this reader may approve: neither prepared nor approved by them."""
    if not reader.may(permissions.APPROVE_ACCEPTANCE):
        return []
    drafts = AcceptanceRule.objects.filter(status="draft").exclude(prepared_by=reader)
    return list(drafts.exclude(approved_by=reader))


def _may(reader: User) -> None:
    scoping.paths(reader, next((one for one in SEEN_BY if reader.may(one)), SEEN_BY[0]))
