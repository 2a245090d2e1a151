"""Making one record of two, and two of one again."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from ayni.commons import acting, belongings, events
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.identity import errors, models, permissions
from ayni.identity import events as news
from ayni.identity.actions import homes, moving_rows, picking
from ayni.identity.queries import merging as queries
from ayni.identity.queries import reviewing
from ayni.registry import models as registry
from ayni.registry.actions import checking

#: What an officer who may merge two records moves whole, wherever it lies.
KINDS = ("people", "visits", "checks")


@dataclass(frozen=True)
class Pair:
    """Two records of one person; `picks` says of which of the two each value is ("kept" or "absorbed")."""

    kept: registry.Person
    absorbed: registry.Person
    picks: Mapping[str, str] = field(default_factory=dict)
    although: str = ""


@action(permissions.MERGE, says="merged two records of one person")
def merge_people(
    kept: registry.Person,
    *,
    absorbed: registry.Person,
    because: str,
    on: date,
    at: datetime,
    by: User,
    lives_in: int | None = None,
    picks: Mapping[str, str] | None = None,
    although: str = "",
    new_head: registry.Person | None = None,
) -> models.Merge:
    """Let all that hangs on a record hang on another of the same person, and tell those who follow.

    `lives_in` is the household the person lives in, when the two records live in two; `new_head` leads the one they
    leave. Refuses: OutsideArea, SameRecord, AlreadyMerged, MergeReasonMissing, SaidAlone, SpeaksAgainst, HomeUnknown,
    LeftWithoutHead, NotPickable, DiesByMerging.
    """
    return _merge(
        Pair(kept, absorbed, picks or {}, although),
        because=because,
        on=on,
        at=at,
        by=by,
        lives_in=lives_in,
        new_head=new_head,
    )


@action(permissions.MERGE, says="merged a household that was registered twice")
def merge_households(
    household: registry.Household,
    *,
    pairs: Sequence[Pair],
    because: str,
    on: date,
    at: datetime,
    by: User,
    new_head: registry.Person | None = None,
) -> list[models.Merge]:
    """Merge the people of a household pair by pair with those of another, all or nothing; they live in this one.

    Refuses: as for two persons; PairsOverlap.
    """
    named: set[int] = set()
    for pair in pairs:
        for who in (pair.kept, pair.absorbed):
            if who.pk in named:
                raise errors.PairsOverlap(who.code)
            named.add(who.pk)
    together = uuid.uuid4()
    return [
        _merge(
            pair,
            because=because,
            on=on,
            at=at,
            by=by,
            lives_in=household.pk,
            new_head=new_head,
            together=together,
            coming=named,
        )
        for pair in pairs
    ]


def _merge(
    pair: Pair,
    *,
    because: str,
    on: date,
    at: datetime,
    by: User,
    lives_in: int | None,
    new_head: registry.Person | None,
    together: uuid.UUID | None = None,
    coming: Collection[int] = (),
) -> models.Merge:
    if pair.kept.pk == pair.absorbed.pk:
        raise errors.SameRecord(pair.kept.code)
    picking.check(pair.picks)
    for who in (pair.kept, pair.absorbed):
        queries.unmerged(who)
        checking.person(who, permissions.MERGE, on=on, by=by)
    with acting.throughout(by, *KINDS):
        kept, absorbed = _held(pair.kept.pk, pair.absorbed.pk)
        _allowed(kept, absorbed, pair, because=because, by=by)
        home = homes.chosen(homes.usual(homes.stays(kept, on)), homes.usual(homes.stays(absorbed, on)), lives_in)
        merge = models.Merge.objects.create(
            kept=kept,
            absorbed=absorbed,
            because=because.strip(),
            although=pair.although.strip(),
            household_id=home.household_id if home else None,
            picked=dict(pair.picks),
            marks={"keys": moving_rows.marks(), "paths": _paths(kept, absorbed, on)},
            together=together,
            on=on,
            merged_by=by,
            merged_at=at,
        )
        _do(merge, home=home, on=on, new_head=new_head, coming=coming)
    events.publish(news.PeopleMerged(merge.pk, merge.kept_id, merge.absorbed_id, on.isoformat()))
    return merge


def _do(
    merge: models.Merge,
    *,
    home: registry.Membership | None,
    on: date,
    new_head: registry.Person | None,
    coming: Collection[int],
) -> None:
    """Move the rows, settle where the person lives, and what the kept record says."""
    merge.moved = moving_rows.move(merge)
    people = [merge.kept_id, merge.absorbed_id]
    stays = registry.Membership.objects.filter(person__in=people).values_list("household", flat=True)
    with moving_rows.watching(merge, people=people, households=sorted(set(stays))):
        homes.settle(merge.kept, merge.absorbed, home=home, on=on, new_head=new_head, coming=coming)
        picking.pick(merge)
        registry.Person.objects.filter(pk=merge.absorbed_id).update(merged_into=merge.kept_id)
    moving_rows.finish(merge)
    merge.save(update_fields=["moved"])


def _allowed(kept: registry.Person, absorbed: registry.Person, pair: Pair, *, because: str, by: User) -> None:
    queries.unmerged(kept, absorbed)
    if not because.strip():
        raise errors.MergeReasonMissing
    if not reviewing.said_same(kept.pk, absorbed.pk) - {by.pk}:
        raise errors.SaidAlone(str(by))
    why = queries.against(kept, absorbed)
    if why and not pair.although.strip():
        raise errors.SpeaksAgainst(why)


def _held(*pks: int) -> list[registry.Person]:
    """Both records as they are now, held to the end of the transaction; in one order, so that nobody waits for ever."""
    found = {one.pk: one for one in registry.Person.objects.filter(pk__in=pks).order_by("pk").select_for_update()}
    return [found[pk] for pk in pks]


def _paths(kept: registry.Person, absorbed: registry.Person, on: date) -> list[str]:
    """Where both records lie: whoever parts them reaches both places."""
    found = []
    for who in (kept, absorbed):
        stay = homes.usual(homes.stays(who, on))
        area = stay.household.area if stay else who.registered_in
        found.append(area.path if area else "/")
    return found


@action(permissions.MERGE, says="parted two records that were merged")
def part_people(
    merge: models.Merge,
    *,
    because: str,
    at: datetime,
    on: date,
    by: User,
    to_other: Collection[str] = (),
) -> models.Merge:
    """Put every row back where it was, as if the two had never been one.

    `to_other` names what came to the kept record since and is the other's ("registry.Phone.person:12"). What was
    changed since stays as it is now. Refuses: OutsideArea, MergeReasonMissing, AlreadyParted, MergedSince,
    MovedHomeSince, DidNotCome, CannotBePutBack.
    """
    if not because.strip():
        raise errors.MergeReasonMissing
    for path in merge.marks["paths"]:
        scoping.check(by, permissions.MERGE, path)
    with acting.throughout(by, *KINDS):
        held = models.Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        held.kept, held.absorbed = _held(held.kept_id, held.absorbed_id)
        _may_part(held)
        given = _given(held, to_other)
        try:
            with transaction.atomic():
                moving_rows.put_back(held)
                _reopen(held)
                _give(held, given)
        except IntegrityError as stands:
            raise errors.CannotBePutBack(_named(stands)) from stands
        held.status, held.parted_by, held.parted_at = models.MergeState.PARTED, by, at
        held.parted_because = because.strip()
        held.save(update_fields=["status", "parted_by", "parted_at", "parted_because"])
    events.publish(news.PeopleParted(held.pk, held.kept_id, held.absorbed_id, on.isoformat()))
    return held


def _may_part(merge: models.Merge) -> None:
    if not merge.stands:
        raise errors.AlreadyParted(merge.code)
    if merge.kept.merged_into_id is not None:
        later = models.Merge.objects.filter(absorbed=merge.kept_id, status=models.MergeState.MERGED).first()
        into = registry.Person(pk=merge.kept.merged_into_id).code
        raise errors.MergedSince(merge.kept.code, into, later.code if later else "")
    with connection.cursor() as cursor:
        cursor.execute(HOME_CHANGED, [merge.pk])
        if cursor.fetchone()[0]:
            raise errors.MovedHomeSince(merge.kept.name)


#: A stay that the merge made is not what it was then.
HOME_CHANGED = """
    SELECT EXISTS (
        SELECT FROM identity_movedrow m LEFT JOIN registry_membership t ON t.id = m.key
        WHERE m.merge_id = %s AND m."table" = 'registry_membership' AND m.before IS NULL AND NOT m.follows
            AND md5(to_jsonb(t)::text) IS DISTINCT FROM m.digest
    )
"""


def _reopen(merge: models.Merge) -> None:
    """A household that another of the merges done together closed is open again once somebody is back in it."""
    if merge.together is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(REOPENED, {"together": merge.together, "merge": merge.pk})


REOPENED = """
    UPDATE registry_household h
    SET closed_on = (m.before ->> 'closed_on')::date, succeeded_by_id = (m.before ->> 'succeeded_by_id')::bigint
    FROM identity_movedrow m JOIN identity_merge g ON g.id = m.merge_id
    WHERE g.together = %(together)s AND m."table" = 'registry_household' AND m.key = h.id AND m.before ? 'closed_on'
        AND to_jsonb(h) -> 'closed_on' = m.after -> 'closed_on'
        AND EXISTS (
            SELECT FROM identity_movedrow s JOIN registry_membership t ON t.id = s.key
            WHERE s.merge_id = %(merge)s AND s."table" = 'registry_membership' AND t.household_id = h.id
                AND upper_inf(t.period)
        )
"""


def _given(merge: models.Merge, to_other: Collection[str]) -> list[queries.Came]:
    """Refuses: DidNotCome."""
    known = {one.code: one for one in queries.came(merge)}
    unknown = next((code for code in to_other if code not in known), None)
    if unknown is not None:
        raise errors.DidNotCome(unknown)
    return [known[code] for code in dict.fromkeys(to_other)]


def _give(merge: models.Merge, given: Sequence[queries.Came]) -> None:
    """What came since and is the other's hangs on the other record."""
    of = {one.name: one for one in belongings.moving()}
    wanted: dict[str, list[int]] = {}
    for one in given:
        wanted.setdefault(one.name, []).append(one.key)
    for name, keys in wanted.items():
        moving_rows.hand(of[name], keys, to=merge.absorbed_id)


def _named(stands: IntegrityError) -> str:
    """The label of the table in which something stands in the way."""
    diagnosis: Any = getattr(stands.__cause__, "diag", None)
    table = getattr(diagnosis, "table_name", None) or ""
    return str(next((one.label for one in belongings.moving() if one.table == table), table))
