"""Closing visits by the forms that belong to them: each once, whichever came first.

A form belongs to a visit when the visit names its instance; else when both are of one household; else when an
enumerator said on one day that one visit in an area was done, and one form of that day and area is left over. What is
then left over was filled in at a place that is on no list, and becomes a visit of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.actions import campaigns
from ayni.intake.models import Campaign, Submission, Visit
from ayni.intake.queries import visits_traces

LATE = timedelta(days=60)  # after the last day, phones that were long without a network
LOCK_SPACE = 0x56495349
CHUNK = 500


@action(permissions.SUPERVISE, says="reconciled a campaign's visits with the forms that came")
def reconcile_visits(campaign: Campaign, *, by: User) -> int:
    """Close every visit whose form has come; how many were. Refuses: OutsideArea."""
    campaigns.check_some(campaign, permissions.SUPERVISE, by)
    return reconcile(campaign)


@action(permissions.SUPERVISE, says="linked a form to a visit")
def link_submission(visit: Visit, *, submission: Submission, by: User) -> Visit:
    """Say which form belongs to a visit, when nothing else does.

    Refuses: NotForThisForm, when either has another already, or it is of another questionnaire; OutsideArea.
    """
    campaigns.check_some(visit.campaign, permissions.SUPERVISE, by)
    held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    others = Visit.objects.filter(submission=submission).exclude(pk=visit.pk)
    is_asked = held.campaign.questionnaires.filter(pk=submission.questionnaire_id).exists()
    is_found = others.filter(is_found=True, frame=None, campaign=held.campaign).exists()
    if held.submission_id or not is_asked or (others.exists() and not is_found):
        raise errors.NotForThisForm(held, submission)
    others.filter(is_found=True, frame=None).delete()
    _complete([(held.pk, submission.pk)])
    held.refresh_from_db()
    return held


def arrived(submission: Submission) -> int:
    """Close the visits that one form belongs to, in every campaign that asks for it; as whoever acts now."""
    asking = Campaign.objects.filter(questionnaires=submission.questionnaire_id).exclude(status=lifecycle.PLANNED)
    return sum(reconcile(campaign, only=[submission.pk]) for campaign in asking)


def by_instance(visit: Visit) -> None:
    """Close a visit whose form came before the enumerator said so."""
    sent = Submission.objects.filter(instance_id=visit.instance_id).values_list("pk", flat=True)
    reconcile(visit.campaign, only=list(sent))
    visit.refresh_from_db()


def reconcile(campaign: Campaign, *, only: Sequence[int] | None = None) -> int:
    """Close visits of a campaign by forms, all or some; how many were. One at a time for each campaign."""
    if only is not None and not only:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, campaign.pk])
        asked: dict[str, Any] = {
            "campaign": campaign.pk,
            "from": campaign.starts_on,
            "to": campaign.ends_on,
            "until": campaign.ends_on + LATE,
            "only": list(only) if only is not None else None,
            "zone": settings.TIME_ZONE,
        }
        cursor.execute(REPLACED, asked)
        cursor.execute(REFUSED, asked)
        cursor.execute(FOUND_ELSEWHERE, asked)
        linked = 0
        for pairs in (BY_INSTANCE, BY_HOUSEHOLD, BY_DAY):
            cursor.execute(pairs.format(forms=FORMS), asked)
            linked += _complete(cursor.fetchall())
        cursor.execute(NEW.format(forms=FORMS), asked)
        made = [number for (number,) in cursor.fetchall()]
    _read_traces(made)
    return linked + len(made)


#: Forms of the campaign that close no visit yet, whatever became of them but for refused ones.
FORMS = """
    forms AS (
        SELECT s.id, s.instance_id, s.household_id, s.area_id, s.by_id, s.received_at,
            coalesce(s.interviewed_on, (s.received_at AT TIME ZONE %(zone)s)::date) AS day
        FROM intake_submission s
        WHERE s.questionnaire_id IN (
                SELECT questionnaire_id FROM intake_campaign_questionnaires WHERE campaign_id = %(campaign)s)
            AND s.status NOT IN ('refused', 'replaced') AND NOT s.is_contradiction
            AND (%(only)s::bigint[] IS NULL OR s.id = ANY (%(only)s::bigint[]))
            AND s.received_at >= %(from)s AND s.received_at < %(until)s
            AND NOT EXISTS (SELECT FROM intake_visit v WHERE v.submission_id = s.id)
            AND NOT EXISTS (SELECT FROM intake_backcheck b WHERE b.submission_id = s.id)
    )
"""
#: A form that was filled in again takes the place of the one before.
REPLACED = """
    UPDATE intake_visit v SET submission_id = s.id FROM intake_submission s
    WHERE v.campaign_id = %(campaign)s AND s.replaces_id = v.submission_id AND s.status <> 'refused'
        AND (%(only)s::bigint[] IS NULL OR s.id = ANY (%(only)s::bigint[]))
        AND NOT EXISTS (SELECT FROM intake_visit o WHERE o.submission_id = s.id)
        AND NOT EXISTS (SELECT FROM intake_submission later WHERE later.replaces_id = s.replaces_id AND later.id > s.id)
"""
#: A form that an officer refused leaves its visit without one that counts.
REFUSED = """
    UPDATE intake_visit v SET status = 'turned_down' FROM intake_submission s
    WHERE v.campaign_id = %(campaign)s AND s.id = v.submission_id AND s.status = 'refused' AND v.status = 'complete'
        AND (%(only)s::bigint[] IS NULL OR s.id = ANY (%(only)s::bigint[]))
"""
#: A visit that was made for a form of which it was not known then whose household it is of.
FOUND_ELSEWHERE = """
    DELETE FROM intake_visit f USING intake_submission s
    WHERE f.campaign_id = %(campaign)s AND f.is_found AND f.frame_id IS NULL AND f.household_id IS NULL
        AND s.id = f.submission_id AND s.household_id IS NOT NULL
        AND (%(only)s::bigint[] IS NULL OR s.id = ANY (%(only)s::bigint[]))
        AND EXISTS (
            SELECT FROM intake_visit v WHERE v.campaign_id = f.campaign_id AND v.household_id = s.household_id
            AND v.submission_id IS NULL)
        AND NOT EXISTS (SELECT FROM intake_visitattempt t WHERE t.visit_id = f.id)
"""
OPEN = "v.campaign_id = %(campaign)s AND v.submission_id IS NULL AND v.status NOT IN ('cancelled', 'turned_down')"
BY_INSTANCE = f"""
    WITH {{forms}} SELECT v.id, s.id FROM intake_visit v JOIN forms s ON s.instance_id = v.instance_id
    WHERE {OPEN} AND v.instance_id <> ''
"""  # noqa: S608 our own words
BY_HOUSEHOLD = f"""
    WITH {{forms}} SELECT DISTINCT ON (v.id) v.id, s.id
    FROM intake_visit v JOIN forms s ON s.household_id = v.household_id WHERE {OPEN}
    ORDER BY v.id, s.id
"""  # noqa: S608 our own words
#: One visit that is said to be done, and one form of that officer, area and day: unless there are more of either.
BY_DAY = f"""
    WITH {{forms}}, left_over AS (
        SELECT v.enumerator_id, v.area_id, (v.settled_at AT TIME ZONE %(zone)s)::date AS day, min(v.id) AS id,
            min(v.household_id) AS household
        FROM intake_visit v WHERE {OPEN} AND v.status = 'done' AND v.instance_id = ''
        GROUP BY 1, 2, 3 HAVING count(*) = 1
    ), unclaimed AS (
        SELECT by_id, area_id, day, min(id) AS id, min(household_id) AS household
        FROM forms GROUP BY 1, 2, 3 HAVING count(*) = 1
    )
    SELECT l.id, u.id FROM left_over l JOIN unclaimed u
        ON u.by_id = l.enumerator_id AND u.area_id = l.area_id AND u.day = l.day
    WHERE l.household IS NULL OR u.household IS NULL
"""  # noqa: S608 our own words
#: What was filled in by somebody of the campaign at a place on no list; unless a visit there still waits for its form.
NEW = """
    WITH {forms}
    INSERT INTO intake_visit (campaign_id, place_id, area_id, household_id, is_found, enumerator_id, status, attempts,
        settled_at, submission_id)
    SELECT DISTINCT ON (coalesce(s.household_id, -s.id)) c.campaign_id, c.id, a.id, s.household_id, true, s.by_id,
        'complete', 1, s.received_at, s.id
    FROM forms s JOIN directory_area a ON a.id = s.area_id
    JOIN intake_campaignarea c ON c.campaign_id = %(campaign)s
    JOIN directory_area top ON top.id = c.area_id AND a.path ^@ top.path
    WHERE EXISTS (
            SELECT FROM intake_campaignassignment g WHERE g.campaign_id = c.campaign_id AND g.officer_id = s.by_id
            AND g.role = 'enumerator' AND g.starts_on <= s.received_at::date)
        AND NOT EXISTS (
            SELECT FROM intake_visit v WHERE v.campaign_id = c.campaign_id AND v.submission_id IS NULL
            AND v.status = 'done' AND v.enumerator_id = s.by_id AND v.area_id = s.area_id)
        AND NOT EXISTS (
            SELECT FROM intake_visit v WHERE v.campaign_id = c.campaign_id AND v.household_id = s.household_id)
    ORDER BY coalesce(s.household_id, -s.id), s.id
    ON CONFLICT DO NOTHING
    RETURNING id
"""
#: Whoever held the interview is the visit's enumerator from then on, whoever it was given to.
COMPLETE = """
    UPDATE intake_visit v SET status = 'complete', submission_id = s.id, enumerator_id = s.by_id, next_on = NULL,
        settled_at = coalesce(CASE WHEN v.status = 'done' THEN v.settled_at END, s.received_at),
        attempts = greatest(v.attempts, 1),
        household_id = CASE WHEN v.household_id IS NULL AND s.household_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM intake_visit o WHERE o.campaign_id = v.campaign_id AND o.household_id = s.household_id
        ) THEN s.household_id ELSE v.household_id END
    FROM unnest(%s::bigint[], %s::bigint[]) AS pair (visit, form) JOIN intake_submission s ON s.id = pair.form
    WHERE v.id = pair.visit
"""


def _complete(pairs: Sequence[Any]) -> int:
    """Close visits by forms, and read what the forms tell of the interviews."""
    if not pairs:
        return 0
    visits, forms = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(COMPLETE, [list(visits), list(forms)])
        done = int(cursor.rowcount)
    _read_traces(visits)
    return done


def _read_traces(visits: Sequence[int]) -> None:
    """Keep of each form when, where and how it was filled in: numbers, and no answer."""
    for start in range(0, len(visits), CHUNK):
        closed = Visit.objects.filter(pk__in=visits[start : start + CHUNK]).select_related("submission__version")
        told = []
        for visit in closed:
            if visit.submission is None:
                continue
            trace = visits_traces.trace(visit.submission)
            visit.started_at, visit.ended_at = trace.started_at, trace.ended_at
            visit.at_latitude, visit.at_longitude = trace.latitude, trace.longitude
            visit.asked, visit.unknown = trace.asked, trace.unknown
            told.append(visit)
        Visit.objects.bulk_update(told, TRACED)


TRACED = ["started_at", "ended_at", "at_latitude", "at_longitude", "asked", "unknown"]
