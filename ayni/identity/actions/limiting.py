"""Thresholds: proposed by one officer, approved by another; and the sample from which their errors are estimated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.identity import errors, lifecycle, permissions
from ayni.identity.models import Sample, Thresholds
from ayni.identity.queries import thresholds
from ayni.kernel import lifecycles

PER_BAND = 50
#: Of each band so many pairs, in the order of a digest of the seed and the pair: nobody chooses.
DRAW = """
    INSERT INTO identity_drawn (sample_id, candidate_id, band)
    SELECT %(sample)s, id, band FROM (
        SELECT id, greatest(width_bucket(chance, %(bands)s::float8[]), 1) - 1 AS band, row_number() OVER (
            PARTITION BY greatest(width_bucket(chance, %(bands)s::float8[]), 1)
            ORDER BY md5(%(seed)s || ':' || id)) AS place
        FROM identity_candidate WHERE chance IS NOT NULL AND state <> 'overtaken') d
    WHERE place <= %(most)s
"""
#: What was drawn is read, whatever a threshold has made of it.
READ_ANYWAY = """
    UPDATE identity_candidate c SET state = 'waiting', settled_how = '', settled_at = NULL
    FROM identity_drawn d WHERE d.sample_id = %s AND d.candidate_id = c.id AND c.settled_how = 'threshold'
"""
#: What nobody has read, and no lot has fallen on, follows the thresholds.
SORT = """
    UPDATE identity_candidate c SET
        state = CASE WHEN chance >= %(same)s THEN 'same' WHEN chance < %(different)s THEN 'different'
            ELSE 'waiting' END,
        settled_how = CASE WHEN chance >= %(same)s OR chance < %(different)s THEN 'threshold' ELSE '' END,
        settled_at = CASE WHEN chance >= %(same)s OR chance < %(different)s THEN %(at)s END
    WHERE chance IS NOT NULL AND held_by_id IS NULL
        AND (settled_how = 'threshold' OR state = 'waiting' AND (chance >= %(same)s OR chance < %(different)s))
        AND NOT EXISTS (SELECT FROM identity_reading r WHERE r.candidate_id = c.id AND r.round = c.round
            AND r.taken_back_at IS NULL)
        AND NOT EXISTS (SELECT FROM identity_drawn d WHERE d.candidate_id = c.id AND c.settled_how = '')
"""


@action(permissions.LINK, says="proposed from which chance on two records count as the same", everywhere=True)
def propose_thresholds(
    *,
    same_from: float,
    different_below: float,
    second_from: float,
    second_below: float,
    second_share: float,
    seed: int,
    reason: str,
    at: datetime,
    by: User,
) -> Thresholds:
    """Propose thresholds, with the errors they are expected to make. They hold once another officer approves them.

    Refuses: NotInOrder, WhyMissing; NothingRead, when some pairs would no longer be read and no sample was.
    """
    if not (
        0 <= different_below <= same_from <= 1 and 0 <= second_from <= second_below <= 1 and 0 <= second_share <= 1
    ):
        raise errors.NotInOrder
    if not reason.strip():
        raise errors.WhyMissing(is_unsure=True)
    expected = thresholds.expected(same_from, different_below)
    if expected is None and (same_from < 1 or different_below > 0):
        raise errors.NothingRead
    return Thresholds.objects.create(
        same_from=same_from,
        different_below=different_below,
        second_from=second_from,
        second_below=second_below,
        second_share=second_share,
        seed=seed,
        reason=reason.strip(),
        expected=expected or {},
        proposed_by=by,
        proposed_at=at,
    )


@action(
    permissions.APPROVE,
    says="approved from which chance on two records count as the same",
    not_same_as="proposed",
    everywhere=True,
)
def approve_thresholds(proposed: Thresholds, *, at: datetime, by: User) -> Thresholds:
    """Let thresholds hold from now on, for what nobody has read yet too. Nothing is merged by them.

    Refuses: SameOfficer, WrongState.
    """
    held = _decided(proposed, "approve", at, by)
    for before in Thresholds.objects.select_for_update().filter(state=lifecycle.APPROVED):
        before.state = lifecycles.step(lifecycle.THRESHOLDS, before.state, "replace")
        before.save(update_fields=["state"])
    held.save(update_fields=["state", "decided_by", "decided_at"])
    with connection.cursor() as cursor:
        cursor.execute(SORT, {"same": held.same_from, "different": held.different_below, "at": at})
    return held


@action(permissions.APPROVE, says="rejected proposed thresholds", not_same_as="proposed", everywhere=True)
def reject_thresholds(proposed: Thresholds, *, at: datetime, by: User) -> Thresholds:
    """Say no to proposed thresholds; those in force hold on. Refuses: SameOfficer, WrongState."""
    held = _decided(proposed, "reject", at, by)
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


@action(permissions.LINK, says="drew a sample of pairs to be read", everywhere=True)
def draw_sample(*, seed: int, per_band: int = PER_BAND, at: datetime, by: User) -> Sample:
    """Draw so many pairs of each band of chance by lot, to be read whatever the thresholds say.

    Refuses: NothingToDraw.
    """
    counts = thresholds.counts()
    if not any(count for _low, count, _mean in counts):
        raise errors.NothingToDraw
    highs = [*(low for low, _count, _mean in counts[1:]), 1.0]
    bands = [
        {"low": low, "high": high, "pairs": count, "expected": mean}
        for (low, count, mean), high in zip(counts, highs, strict=True)
    ]
    sample = Sample.objects.create(seed=seed, bands=bands, drawn_by=by, drawn_at=at)
    asked: dict[str, Any] = {"sample": sample.pk, "bands": list(thresholds.BANDS), "seed": str(seed), "most": per_band}
    with connection.cursor() as cursor:
        cursor.execute(DRAW, asked)
        cursor.execute(READ_ANYWAY, [sample.pk])
    return sample


def _decided(proposed: Thresholds, verb: str, at: datetime, by: User) -> Thresholds:
    held = Thresholds.objects.select_for_update().get(pk=proposed.pk)
    held.state = lifecycles.step(lifecycle.THRESHOLDS, held.state, verb)
    held.decided_by, held.decided_at = by, at
    return held
