"""What answers each need: programmes, services and kinds of places, as one officer proposed and another approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ayni.assessment import lifecycle, models, permissions
from ayni.assessment.queries import catalogue, helping
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area, Place


@dataclass(frozen=True)
class ProposedAnswer:
    """What is said to answer a need, and how that stands: proposed, approved, rejected, ended."""

    id: int
    need: str
    need_title: str
    kind: str
    code: str
    title: str
    status: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    #: What this reader may do: approve, reject, end.
    steps: tuple[str, ...]


def last_assessment() -> models.Assessment | None:
    """The newest assessment of needs."""
    found = models.Assessment.objects.filter(instrument__kind=models.Kind.NEEDS)
    return found.select_related("instrument", "snapshot").order_by("-snapshot__on", "-id").first()


def answers(reader: User, *, need: str = "") -> list[ProposedAnswer]:
    """What is proposed and approved to answer needs, of one need when it is given; what was decided last at the end."""
    allowed = (permissions.SEE, permissions.PROPOSE_ANSWERS, permissions.APPROVE_ANSWERS)
    if not any(reader.may(one) for one in allowed):
        scoping.paths(reader, permissions.SEE)
    listed = models.NeedAnswer.objects.select_related("proposed_by", "decided_by")
    listed = listed.filter(need=need) if need else listed
    known, titles = catalogue.needs(), helping.offered()
    return [_proposed(one, known, titles, reader) for one in listed.order_by("need", "-status", "kind", "code")]


def answer(id: int, reader: User) -> models.NeedAnswer | None:
    """One, for an action."""
    del reader  # what answers a need is public
    return models.NeedAnswer.objects.filter(pk=id).first()


def approved() -> dict[str, list[models.NeedAnswer]]:
    """What two officers agreed on, by need."""
    found: dict[str, list[models.NeedAnswer]] = {}
    for one in models.NeedAnswer.objects.filter(status=lifecycle.APPROVED):
        found.setdefault(one.need, []).append(one)
    return found


def places(one: models.NeedAnswer, area: Area | None) -> Any:
    """The open places that answer a need and serve an area: they say so, or they lie in it."""
    today = timezone.localdate()
    found = Place.objects.filter(Q(until=None) | Q(until__gt=today))
    if one.kind == models.AnswerKind.SERVICE:
        open_ = Q(offers__until=None) | Q(offers__until__gt=today)
        found = found.filter(open_, offers__service__code=one.code)
    else:
        found = found.filter(kind=one.code)
    if area is not None:
        codes = [code for code in area.path.strip("/").split("/") if code]
        found = found.filter(Q(area__path__startswith=area.path) | Q(serves__code__in=codes) | Q(area__code__in=codes))
    return found.distinct().order_by("code")


def _proposed(
    one: models.NeedAnswer, known: Mapping[str, catalogue.Need], titles: Mapping[Any, helping.Offered], reader: User
) -> ProposedAnswer:
    offered = titles.get((one.kind, one.code))
    verbs = [verb for before, verb, _after in lifecycle.ANSWER if before == one.status]
    may = reader.may(permissions.APPROVE_ANSWERS)
    steps = tuple(verb for verb in verbs if may and (verb == "end" or one.proposed_by_id != reader.pk))
    return ProposedAnswer(
        one.pk,
        one.need,
        known[one.need].title if one.need in known else one.need,
        one.kind,
        one.code,
        offered.title if offered else one.code,
        one.status,
        one.reason,
        str(one.proposed_by),
        one.proposed_at,
        str(one.decided_by) if one.decided_by else "",
        steps,
    )
