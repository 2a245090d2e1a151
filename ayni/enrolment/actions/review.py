"""Reviewing decisions: one by one, or all that a run proposes for a programme."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.enrolment import errors, lifecycle, models, permissions
from ayni.enrolment.queries import wording
from ayni.kernel import lifecycles
from ayni.programmes.models import Version
from ayni.registry import queries as registry


@dataclass(frozen=True)
class Accepted:
    """What became of the proposals: newly enrolled, and left alone because they are enrolled already."""

    enrolled: int
    already_enrolled: int


@action(permissions.REVIEW, says="accepted a decision")
def accept(
    decision: models.Decision, *, by: User, at: datetime, starts_on: date | None = None, reason: str = ""
) -> models.Enrolment:
    """Enrol a unit that the rules found eligible, from a day on (the day of the review unless given).

    Refuses: OutsideArea; AnswersMissing; WrongState; Superseded, when a later run has decided; AlreadyEnrolled.
    """
    scoping.check(by, permissions.REVIEW, registry.path_of(decision.household_id))
    if decision.status == lifecycle.ASKED:
        words = wording.Words(registry.dictionary())
        raise errors.AnswersMissing(_who(decision), wording.listed([words.label(name) for name in decision.missing]))
    decision = _step(decision, "accept", by=by, at=at, reason=reason)
    _latest(decision.run)
    try:
        with transaction.atomic():
            return models.Enrolment.objects.create(
                programme_id=decision.version.programme_id,
                version_id=decision.version_id,
                household_id=decision.household_id,
                person_id=decision.person_id,
                decision=decision,
                amount=decision.amount,
                starts_on=starts_on or at.date(),
            )
    except IntegrityError as twice:
        if "enrolment_household_once" not in str(twice) and "enrolment_person_once" not in str(twice):
            raise
        raise errors.AlreadyEnrolled(_who(decision), decision.version.programme.title) from None


@action(permissions.REVIEW, says="declined a decision")
def decline(decision: models.Decision, *, by: User, at: datetime, reason: str) -> models.Decision:
    """Say no to an eligible unit, with the reason it will be told.

    Refuses: OutsideArea; WrongState; ReasonMissing.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    return _step(decision, "decline", by=by, at=at, reason=reason)


@action(permissions.REVIEW, says="took a declined decision up again")
def reconsider(decision: models.Decision, *, by: User, at: datetime, reason: str) -> models.Decision:
    """Put a declined decision back among those that wait for review.

    Refuses: OutsideArea; WrongState; ReasonMissing.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    return _step(decision, "reconsider", by=by, at=at, reason=reason)


@action(permissions.REVIEW, says="accepted all proposals of a programme")
def accept_all(run: models.Run, version: Version, *, by: User, at: datetime, starts_on: date) -> Accepted:
    """Enrol everyone a run proposes for a programme, within the officer's areas, in one statement.

    Who is enrolled already stays as they are, is counted, and stays proposed. Again, it does nothing.
    Refuses: NotDecided; Superseded.
    """
    if run.status != lifecycle.DECIDED:
        raise errors.NotDecided(run.pk)
    _latest(run)
    areas = [f"{path}%" for path in scoping.paths(by, permissions.REVIEW)]
    with connection.cursor() as cursor:
        cursor.execute(
            ACCEPT_ALL,
            {
                "run": run.pk,
                "version": version.pk,
                "programme": version.programme_id,
                "areas": areas,
                "starts_on": starts_on,
                "by": by.pk,
                "at": at,
                "proposed": lifecycle.PROPOSED,
                "accepted": lifecycles.step(lifecycle.DECISION, lifecycle.PROPOSED, "accept"),
                "enrolled": lifecycle.ENROLLED,
            },
        )
        proposed, enrolled = cursor.fetchone()
    return Accepted(enrolled=enrolled, already_enrolled=proposed - enrolled)


# One statement, so that its rows are locked, enrolled and marked together. The unique constraints of enrolments
# decide who is enrolled already, whatever else happens at the same moment.
ACCEPT_ALL = """
WITH proposed AS (
    SELECT d.id, d.household_id, d.person_id, d.amount
      FROM enrolment_decision d
      JOIN registry_household h ON h.id = d.household_id
      JOIN directory_area a ON a.id = h.area_id
     WHERE d.run_id = %(run)s AND d.version_id = %(version)s AND d.status = %(proposed)s
       AND a.path LIKE ANY (%(areas)s::text[])
       FOR UPDATE OF d
), enrolled AS (
    INSERT INTO enrolment_enrolment
           (programme_id, version_id, household_id, person_id, decision_id, amount, starts_on, status, reason)
    SELECT %(programme)s, %(version)s, household_id, person_id, id, amount, %(starts_on)s, %(enrolled)s, ''
      FROM proposed
        ON CONFLICT DO NOTHING
    RETURNING decision_id
), marked AS (
    UPDATE enrolment_decision d
       SET status = %(accepted)s, reviewed_by_id = %(by)s, reviewed_at = %(at)s
      FROM enrolled
     WHERE d.id = enrolled.decision_id
    RETURNING d.id
)
SELECT (SELECT count(*) FROM proposed), (SELECT count(*) FROM marked)
"""


def _step(decision: models.Decision, verb: str, *, by: User, at: datetime, reason: str) -> models.Decision:
    scoping.check(by, permissions.REVIEW, registry.path_of(decision.household_id))
    locked: Any = models.Decision.objects.select_for_update(of=("self",)).select_related(
        "household", "person", "run", "version__programme"
    )
    found: models.Decision = locked.get(pk=decision.pk)
    found.status = lifecycles.step(lifecycle.DECISION, found.status, verb, what=f"The decision on {_who(found)}")
    found.reviewed_by, found.reviewed_at, found.reason = by, at, reason.strip()
    found.save(update_fields=["status", "reviewed_by", "reviewed_at", "reason"])
    return found


def _latest(run: models.Run) -> None:
    later = models.Run.objects.decided().first()
    if later is not None and later != run:
        raise errors.Superseded(run.pk, later.pk)


def _who(decision: models.Decision) -> str:
    return decision.person.name if decision.person else decision.household.code
