"""Drawing interviews at random, having them held again by somebody else, and deciding about those that differ."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.sealing import boxes
from ayni.engines.questionnaires import errors as unreadable
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake import queries as of_forms
from ayni.intake.actions import campaigns
from ayni.intake.models import BackCheck, BackCheckAnswer, BackCheckContent, BackCheckDraw, Campaign, Visit
from ayni.intake.queries import backchecks as queries
from ayni.kernel import lifecycles

DECISIONS = {"accept": lifecycle.ACCEPTED, "visit again": lifecycle.VISIT_AGAIN, "turn down": lifecycle.TURNED_DOWN}


@action(permissions.SUPERVISE, says="drew a sample of interviews to be checked again")
def draw_back_checks(campaign: Campaign, *, at: datetime, by: User) -> BackCheckDraw:
    """Draw at random from the forms that came in since the last draw, and give each to somebody other than its
    enumerator. The seed is made now, after the forms are in: nobody could know before which would be drawn.

    Refuses: NothingToDraw; OutsideArea.
    """
    campaigns.check_some(campaign, permissions.SUPERVISE, by)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    draw = BackCheckDraw.objects.create(
        campaign=held,
        seed=secrets.token_hex(16),
        share=held.back_check_share,
        least=held.back_check_least,
        drawn_by=by,
        drawn_at=at,
    )
    fresh = Visit.objects.filter(campaign=held, status=lifecycle.COMPLETE, frame=None, enumerator__isnull=False)
    draw.frame_count = scoping.within(fresh, "area__path", by.where(permissions.SUPERVISE)).update(frame=draw)
    if not draw.frame_count:
        raise errors.NothingToDraw
    numbers = queries.drawn(draw)
    draw.digest, draw.drawn = queries.digest(draw), len(numbers)
    draw.save(update_fields=["frame_count", "digest", "drawn"])
    taken = (
        Visit.objects.filter(pk__in=numbers)
        .select_related("area", "submission", "enumerator")
        .defer("area__shape")
        .order_by("pk")
    )
    pool = _Checkers(held)
    BackCheck.objects.bulk_create(
        (
            BackCheck(
                draw=draw,
                campaign=held,
                visit=visit,
                submission=visit.submission,
                area=visit.area,
                interviewer=visit.enumerator,
                checked_by=pool.for_one(visit),
            )
            for visit in taken
        ),
        batch_size=1_000,
    )
    return draw


class _Checkers:
    """Who may check, and how many each has: the next goes to whoever has fewest, and never to its interviewer."""

    def __init__(self, campaign: Campaign) -> None:
        working = campaign.assignments.filter(ends_on=None).values("officer")
        officers = User.objects.filter(pk__in=working, is_active=True).order_by("pk")
        self.officers = [(one, one.where(permissions.BACK_CHECK)) for one in officers]
        open_ = BackCheck.objects.filter(campaign=campaign, status=lifecycle.DRAWN).values_list("checked_by", flat=True)
        self.load = Counter(open_)

    def for_one(self, visit: Visit) -> User | None:
        could = [
            one
            for one, held in self.officers
            if one.pk != visit.enumerator_id and held and scoping.reaches(held, visit.area.path)
        ]
        chosen = min(could, key=lambda one: self.load[one.pk], default=None)
        if chosen is not None:
            self.load[chosen.pk] += 1
        return chosen


@action(permissions.SUPERVISE, says="gave an interview to somebody to be checked again")
def assign_back_check(check: BackCheck, *, officer: User, by: User) -> BackCheck:
    """Have somebody else than the interviewer hold an interview again.

    Refuses: NotAnotherPerson; PlanRefused, when the officer may not do it there; WrongState; OutsideArea.
    """
    scoping.check(by, permissions.SUPERVISE, check.area.path)
    held = BackCheck.objects.select_for_update().get(pk=check.pk)
    lifecycles.step(lifecycle.BACK_CHECK, held.status, "compare", what=str(held))
    if officer.pk == held.interviewer_id:
        raise errors.NotAnotherPerson(officer)
    if not scoping.reaches(officer.where(permissions.BACK_CHECK), check.area.path):
        raise errors.PlanRefused(
            [_("%(who)s has no role for this in %(area)s. An administrator can give it.")
             % {"who": officer, "area": check.area}]
        )  # fmt: skip
    held.checked_by = officer
    held.save(update_fields=["checked_by"])
    return held


@action(permissions.BACK_CHECK, says="checked an interview again", unsaid=("answers",))
@sensitive_variables()
def record_back_check(check: BackCheck, *, answers: Mapping[str, str], at: datetime, by: User) -> BackCheck:
    """Keep what was answered the second time, sealed, beside what was answered the first time.

    Where all agree the form stands; else a supervisor decides. Refuses: NotOnYourList, for one that another is to do;
    WrongState, once it is done; OutcomeRefused, when no question is answered.
    """
    held = _own(check, by)
    first = _first_answers(held)
    asked = queries.questions(held.campaign, held.submission)
    told = {one.path: (first.get(one.path, ""), answers.get(one.path, "").strip()) for one in asked}
    if asked and not any(now for _was, now in told.values()):
        raise errors.OutcomeRefused(_("Answer at least one of the questions, or say that nobody was reached."))
    agreeing = {one.path: queries.agrees(one, *told[one.path]) for one in asked}
    held.compared = sum(one is not None for one in agreeing.values())
    held.differing = sum(one is False for one in agreeing.values())
    is_same = held.compared > 0 and held.differing == 0
    held.status = lifecycles.step(lifecycle.BACK_CHECK, held.status, "agree" if is_same else "compare", what=str(held))
    held.checked_at = at
    held.save(update_fields=["compared", "differing", "status", "checked_at"])
    BackCheckAnswer.objects.bulk_create(
        BackCheckAnswer(check_of=held, question=path, agrees=same) for path, same in agreeing.items()
    )
    sealer, day = boxes.Sealer(), timezone.localdate(at)
    sealed = sealer.document(told, queries.bound(held.pk, day))
    BackCheckContent.objects.create(
        check_of=held, source=queries.SOURCE, observed_on=day, key_id=sealer.key, ciphertext=sealed
    )
    return held


@action(permissions.BACK_CHECK, says="reached nobody to check an interview again", unsaid=("reason",))
def miss_back_check(check: BackCheck, *, reason: str, at: datetime, by: User) -> BackCheck:
    """Say that nobody could be asked again, and why. It can still be done later.

    Refuses: NotOnYourList, for one that another is to do; WrongState.
    """
    held = _own(check, by)
    held.status = lifecycles.step(lifecycle.BACK_CHECK, held.status, "miss", what=str(held))
    held.checked_at, held.reason = at, reason.strip()
    held.save(update_fields=["status", "checked_at", "reason"])
    return held


@action(
    permissions.SUPERVISE,
    says="decided about an interview that was checked again",
    unsaid=("reason",),
    not_same_as="checked",
    does="decides on",
)
def decide_back_check(check: BackCheck, *, decision: str, reason: str, at: datetime, by: User) -> BackCheck:
    """Let a form stand, have the household visited again, or do not accept the form, saying why.

    Nothing happens to anybody by itself. Refuses: SameOfficer, to who checked it; NotAnotherPerson, to who held the
    interview; OutcomeRefused, without a reason; WrongState; OutsideArea.
    """
    scoping.check(by, permissions.SUPERVISE, check.area.path)
    held = BackCheck.objects.select_for_update(of=("self",)).select_related("visit", "submission").get(pk=check.pk)
    if held.interviewer_id == by.pk:
        raise errors.NotAnotherPerson(by)
    if decision not in DECISIONS:
        raise errors.OutcomeRefused(_("Choose what is to be done."))
    if decision != "accept" and not reason.strip():
        raise errors.OutcomeRefused(_("Say why, in words that the enumerator understands."))
    held.status = lifecycles.step(lifecycle.BACK_CHECK, held.status, decision, what=str(held))
    held.decided_by, held.decided_at = by, at
    held.reason = reason.strip() or held.reason
    held.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    _follow(held.visit, decision, reason, at, by)
    return held


def _follow(visit: Visit, decision: str, reason: str, at: datetime, by: User) -> None:
    """What a decision means for the visit: it is made again, or its form does not count."""
    if decision == "accept" or visit.status != lifecycle.COMPLETE:
        return
    visit.status = lifecycles.step(
        lifecycle.VISIT, visit.status, "go again" if decision == "visit again" else decision, what=str(visit)
    )
    if decision == "visit again":
        visit.submission, visit.instance_id = None, ""
        visit.next_on, visit.settled_at = timezone.localdate(at), None
    visit.save(update_fields=["status", "submission", "instance_id", "next_on", "settled_at"])
    models.VisitAttempt.objects.create(
        visit=visit,
        kind=models.VisitAttempt.Kind.CORRECTED,
        outcome=visit.status,
        by=by,
        at=at,
        note=reason.strip()[:500],
    )


def _own(check: BackCheck, by: User) -> BackCheck:
    rows = BackCheck.objects.select_for_update(of=("self",)).filter(pk=check.pk, checked_by=by)
    held = rows.select_related("campaign", "submission__version").first()
    if held is None:
        raise errors.NotOnYourList(check)
    return held


@sensitive_variables()
def _first_answers(check: BackCheck) -> dict[str, str]:
    """What the form says to each question that is asked again, as it came."""
    version = check.submission.version
    if version is None:
        return {}
    try:
        instance = of_forms.filled(version, of_forms.xml_of(check.submission), {})
    except unreadable.InstanceError:
        return {}
    return {one["path"]: instance.value(one["path"]) for one in check.campaign.key_questions}
