"""Where the person lives once two records are one: one home goes on, the other stay ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.identity import errors
from ayni.registry import errors as refusals
from ayni.registry import models as registry
from ayni.registry.actions import checking

MERGED = registry.Ended.MERGED


def stays(who: registry.Person, on: date) -> list[registry.Membership]:
    """Where somebody belongs on the day or later, where they usually live first."""
    found = registry.Membership.objects.filter(person=who).select_related("household", "person")
    now = [stay for stay in found if stay.period.upper is None or stay.period.upper > on]
    return sorted(now, key=lambda stay: (stay.kind != registry.Stay.USUAL, stay.period.lower or date.min))


def usual(found: list[registry.Membership]) -> registry.Membership | None:
    return next((stay for stay in found if stay.kind == registry.Stay.USUAL), None)


def chosen(
    kept: registry.Membership | None, absorbed: registry.Membership | None, lives_in: int | None
) -> registry.Membership | None:
    """The stay that goes on: the only one, or the one the officer says. Refuses: HomeUnknown."""
    both = [stay for stay in (kept, absorbed) if stay is not None]
    if len({stay.household_id for stay in both}) == 2:
        found = next((stay for stay in both if stay.household_id == lives_in), None)
        if found is None:
            raise errors.HomeUnknown([stay.household.code for stay in both])
        return found
    if lives_in is not None and both and both[0].household_id != lives_in:
        raise errors.HomeUnknown([both[0].household.code])
    # Twice in one household: who leads it goes on leading it.
    return next((stay for stay in both if stay.relationship == checking.HEAD), both[0] if both else None)


def settle(
    kept: registry.Person,
    absorbed: registry.Person,
    *,
    home: registry.Membership | None,
    on: date,
    new_head: registry.Person | None = None,
    coming: Collection[int] = (),
) -> None:
    """Let the kept record live in the home that goes on, and the other stays end on the day.

    `coming` are those whose records are merged together with these, and who leave the other household too.
    Refuses: LeftWithoutHead; what naming a new head refuses.
    """
    gone = {kept.pk, absorbed.pk, *coming}
    for stay in (*stays(kept, on), *stays(absorbed, on)):
        if home is not None and stay.kind == registry.Stay.USUAL and stay.household_id != home.household_id:
            _leave(stay, home.household, gone, on=on, new_head=new_head)
    for stay in stays(absorbed, on):
        _end(stay, on)
    if home is not None and home.person_id != kept.pk:
        for stay in stays(kept, on):  # twice in one household
            if stay.kind == registry.Stay.USUAL:
                _end(stay, on)
        registry.Membership.objects.create(
            person=kept,
            household_id=home.household_id,
            number=home.number,
            relationship=home.relationship,
            kind=home.kind,
            period=DateRange(max(on, home.period.lower or on), home.period.upper),
        )


def _end(stay: registry.Membership, on: date) -> None:
    checking.end(stay, on=max(on, stay.period.lower or on), because=MERGED)


def _leave(
    stay: registry.Membership,
    home: registry.Household,
    gone: set[int],
    *,
    on: date,
    new_head: registry.Person | None,
) -> None:
    """A stay ends elsewhere; a household that nobody is left in is followed by the home."""
    other = stay.household
    left = [one for one in checking.present(other, on) if one.person_id not in gone]
    try:
        is_left = checking.head_stays(other, gone, new_head=new_head, on=on, because=MERGED)
    except refusals.NewHeadNeeded as needed:
        raise errors.LeftWithoutHead(other.code, [one.person.name for one in left]) from needed
    for one in stays(stay.person, on):
        if one.pk == stay.pk:
            _end(one, on)
    if is_left:
        return
    for one in checking.present(other, on):
        if one.kind == registry.Stay.SHARED:
            _end(one, on)
    if other.closed_on is None:
        other.closed_on, other.succeeded_by = on, home
        other.save(update_fields=["closed_on", "succeeded_by"])
