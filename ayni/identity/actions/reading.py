"""Reading pairs: an officer takes the next one, says what it is, and may take the last answer back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import F, Q

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.identity import errors, lifecycle, models, permissions
from ayni.identity.models import Candidate, Reading
from ayni.identity.queries import reviewing, thresholds
from ayni.kernel import lifecycles
from ayni.registry.actions import checking
from ayni.registry.models import Person

HELD_FOR = timedelta(minutes=15)
#: From here on what is known speaks strongly for one answer, and another needs a reason.
STRONG = 0.95
LONGEST = 500


@action(permissions.REVIEW, says="took a pair of records to read")
def take_pair(
    asked: reviewing.Asked, *, after: int = 0, skipping: Sequence[int] = (), at: datetime, by: User
) -> Candidate | None:
    """The next pair of the queue that nobody else reads now and this officer has not read, held for a while.

    The officer's other pairs are let go, but for `after`, which they are still reading; those of `skipping` are left
    to others. None when nothing waits.
    """
    models.Candidate.objects.filter(held_by=by).exclude(pk=after).update(held_by=None, held_until=None)
    waiting = reviewing.open_pairs(by, asked).exclude(pk__in=[after, *skipping])
    waiting = waiting.filter(Q(held_by=None) | Q(held_by=by) | Q(held_until__lt=at))
    found = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if found is not None:
        _hold(found, by, at)
    return found


@action(permissions.REVIEW, says="said whether two records are one person", unsaid=("because",))
def read_pair(candidate: Candidate, *, answer: str, because: str = "", at: datetime, by: User) -> Candidate:
    """Say of a pair: the same person, different people, not sure. What comes next follows from who has read it.

    Refuses: NoSuchPair, HeldByAnother, AlreadyRead, WhyMissing, WrongState.
    """
    held = _locked(candidate)
    if not held.is_open:
        lifecycles.step(lifecycle.PAIR, held.state, f"say {answer}", what=str(held))
    if held.held_by_id not in (None, by.pk) and held.held_until is not None and held.held_until >= at:
        raise errors.HeldByAnother(str(held.held_by))
    before = _standing(held)
    if any(one.reader_id == by.pk for one in before):
        raise errors.AlreadyRead
    said = because.strip()[:LONGEST]
    if not said and needs_reason(held.chance, answer):
        raise errors.WhyMissing(is_unsure=answer == lifecycle.UNSURE)
    Reading.objects.create(
        candidate=held,
        round=held.round,
        turn=len(before) + 1,
        answer=answer,
        because=said,
        chance=held.chance,
        reader=by,
        read_at=at,
    )
    _settle(held, [*(one.answer for one in before), answer], at)
    return held


@action(permissions.REVIEW, says="took back what they had said of two records")
def take_back(candidate: Candidate, *, at: datetime, by: User) -> Candidate:
    """Take one's own answer back, as long as nobody has read the pair since and it is not merged.

    Refuses: NoSuchPair, NothingToTakeBack.
    """
    held = _locked(candidate)
    standing = _standing(held)
    if not standing or standing[-1].reader_id != by.pk or held.state in (lifecycle.MERGED, lifecycle.OVERTAKEN):
        raise errors.NothingToTakeBack
    last = standing.pop()
    last.taken_back_at = at
    last.save(update_fields=["taken_back_at"])
    held.state = lifecycles.step(lifecycle.PAIR, held.state, "take back", what=str(held))
    held.settled_how, held.settled_at = "", None
    for _reading in standing:
        held.state = lifecycles.step(lifecycle.PAIR, held.state, "pass on", what=str(held))
    _hold(held, by, at)
    return held


@action(permissions.SEE, says="told that two records are one person", unsaid=("because",))
def report_same(one: Person, other: Person, *, because: str, at: datetime, by: User) -> Candidate:
    """Tell that somebody is on record twice. The pair waits for officers to read, whatever was said of it before.

    Refuses: OutsideArea, OneRecord, MergedAway, WhyMissing.
    """
    if one.pk == other.pk:
        raise errors.OneRecord
    for record in (one, other):
        if record.merged_into_id is not None:
            raise errors.MergedAway(record.code)
        checking.person(record, permissions.SEE, on=at.date(), by=by)
    if not because.strip():
        raise errors.WhyMissing(is_unsure=True)
    first, second = sorted((one.pk, other.pk))
    held, is_new = Candidate.objects.select_for_update(of=("self",)).get_or_create(
        one_id=first,
        other_id=second,
        defaults={
            "source": models.Source.OFFICER,
            **reviewing.areas_of(first, second),
            "priority": reviewing.REPORTED,
        },
    )
    if not is_new and not held.is_open:
        held.state = lifecycles.step(lifecycle.PAIR, held.state, "ask again", what=str(held))
        held.round, held.settled_how, held.settled_at = held.round + 1, "", None
        held.save(update_fields=["state", "round", "settled_how", "settled_at"])
    Candidate.objects.filter(pk=held.pk, priority__lt=reviewing.REPORTED).update(priority=reviewing.REPORTED)
    Reading.objects.create(
        candidate=held,
        round=held.round,
        turn=0,
        answer=lifecycle.SAME,
        because=because.strip()[:LONGEST],
        chance=held.chance,
        reader=by,
        read_at=at,
    )
    return held


@action(permissions.REVIEW, says="asked again whether two records are one person", unsaid=("because",))
def ask_again(candidate: Candidate, *, because: str, at: datetime, by: User) -> Candidate:
    """Open a pair that was settled: something is known now that was not.

    Refuses: NoSuchPair, WhyMissing, WrongState.
    """
    held = _locked(candidate)
    if not because.strip():
        raise errors.WhyMissing(is_unsure=True)
    held.state = lifecycles.step(lifecycle.PAIR, held.state, "ask again", what=str(held))
    held.round, held.settled_how, held.settled_at = held.round + 1, "", None
    held.held_by, held.held_until = None, None
    held.save(update_fields=["state", "round", "settled_how", "settled_at", "held_by", "held_until"])
    return held


def needs_reason(chance: float | None, answer: str) -> bool:
    """Whether an answer is to be explained: not sure, or against what speaks strongly for the other."""
    if answer == lifecycle.UNSURE:
        return True
    if chance is None:
        return False
    return chance >= STRONG if answer == lifecycle.DIFFERENT else chance <= 1 - STRONG


def needs_second(candidate: Candidate, limits: models.Thresholds, answer: str) -> bool:
    """Whether somebody else reads it, too: the chance lies in the band, the lot fell on it, or the answer is not sure
    or goes against what is known.

    The lot is drawn from the seed and the pair, so that nobody can guess or change it.
    """
    chance = candidate.chance
    if answer == lifecycle.UNSURE or chance is None or needs_reason(chance, answer):
        return True
    if limits.second_from <= chance < limits.second_below:
        return True
    lot = int.from_bytes(sha256(f"{limits.seed}:{candidate.pk}:{candidate.round}".encode()).digest()[:8], "big")
    return lot / 2**64 < limits.second_share


def outcome(answers: Sequence[str]) -> str | None:
    """What two readers who agree, or most of three, have said; not sure where each of three says something else.

    None while another must read.
    """
    answer, count = Counter(answers).most_common(1)[0]
    if count >= 2:
        return answer
    return lifecycle.UNSURE if len(answers) >= 3 else None


def _settle(held: Candidate, answers: Sequence[str], at: datetime) -> None:
    alone = len(answers) == 1 and not needs_second(held, thresholds.in_force(), answers[0])
    said = answers[0] if alone else outcome(answers)
    held.state = lifecycles.step(lifecycle.PAIR, held.state, f"say {said}" if said else "pass on", what=str(held))
    held.settled_how, held.settled_at = ("read", at) if said else ("", None)
    held.held_by, held.held_until = None, None
    held.save(update_fields=["state", "settled_how", "settled_at", "held_by", "held_until"])


def _hold(held: Candidate, by: User, at: datetime) -> None:
    held.held_by, held.held_until = by, at + HELD_FOR
    held.save(update_fields=["state", "settled_how", "settled_at", "held_by", "held_until"])


def _locked(candidate: Candidate) -> Candidate:
    found = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate.pk).first()
    if found is None:
        raise errors.NoSuchPair(candidate.pk)
    return found


def _standing(held: Candidate) -> list[Reading]:
    """What readers have said in this round, in their order."""
    every = held.readings.filter(round=F("candidate__round"), turn__gt=0, taken_back_at=None)
    return list(every.order_by("turn"))
