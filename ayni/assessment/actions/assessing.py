"""Applying an instrument to a snapshot: figures for the population, a result for each household or person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ayni.assessment import errors, lifecycle, models, permissions
from ayni.assessment.actions import keeping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.snapshots.models import Snapshot

if TYPE_CHECKING:
    from ayni.assessment.actions import applying


class Telling(Protocol):
    def tell(self, done: int, total: int) -> None: ...


@action(permissions.ASSESS, says="asked for an assessment of a snapshot", everywhere=True)
def start_assessing(instrument: models.Instrument, snapshot: Snapshot, *, by: User, groups: Sequence[str] = ()) -> Work:
    """Apply an instrument to a snapshot behind, its figures told apart by `groups`. The same again is the same work.

    Refuses: NotInForce.
    """
    _check(instrument)
    chosen = sorted(set(groups))
    told = hashlib.sha256("|".join(chosen).encode()).hexdigest()[:8] if chosen else "all"
    key = f"assessment.assess/{instrument.code}-{instrument.version}/{snapshot.version}/{told}"
    if instrument.kind == models.Kind.NEEDS:
        key += f"/{_answers()}"
    return running.start(
        "assessment.assess", key=key, by=by, instrument=instrument.pk, snapshot=snapshot.pk, groups=chosen
    )


@action(permissions.ASSESS, says="assessed the households of a snapshot", everywhere=True)
def assess(
    instrument: models.Instrument,
    snapshot: Snapshot,
    *,
    by: User,
    groups: Sequence[str] = (),
    progress: Telling | None = None,
) -> models.Assessment:
    """Estimate an instrument's figures on a snapshot and score every household or person that can be scored.

    Assessed before, it is the assessment that is there; asked for by further groups, or when something else answers
    needs, its figures are made again, and nothing found of a household changes.
    Refuses: NotInForce; InstrumentRefused, when a rule does not check; GroupUnknown; CannotAssess, when the data do not
    allow it.
    """
    # One assessment of a snapshot by an instrument at a time; whoever comes second finds the first one's.
    instrument = models.Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)
    _check(instrument)
    known = models.Assessment.objects.filter(instrument=instrument, snapshot=snapshot).first()
    if known is not None and _has_all(known, instrument, groups):
        return known
    tell = progress.tell if progress else lambda done, total: None
    tell(0, 3)
    wanted = sorted({*groups, *(known.groups if known else ())})
    made = _made(instrument, snapshot, wanted)
    tell(1, 3)
    folder = keeping.files(instrument, snapshot, made)
    tell(2, 3)
    assessment = known or models.Assessment(instrument=instrument, snapshot=snapshot, asked_by=by)
    assessment.figures, assessment.folder = made.figures, str(folder)
    assessment.groups, assessment.is_sensitive = wanted, made.is_sensitive
    assessment.save()
    if known is None:
        keeping.rows(assessment, folder, made)
    keeping.tallies(assessment, made)
    tell(3, 3)
    return assessment


def _check(instrument: models.Instrument) -> None:
    if instrument.status != lifecycle.ADOPTED:
        raise errors.NotInForce(str(instrument), instrument.status)


def _has_all(known: models.Assessment, instrument: models.Instrument, groups: Sequence[str]) -> bool:
    if instrument.kind == models.Kind.NEEDS:
        return bool(known.figures.get("answers_digest") == _answers())
    return set(groups) <= set(known.groups) or instrument.kind != models.Kind.MEASURE


def _answers() -> str:
    """What answers needs now, as a digest."""
    approved = models.NeedAnswer.objects.filter(status=lifecycle.APPROVED).order_by("need", "kind", "code")
    said = "|".join(f"{one.need}:{one.kind}:{one.code}" for one in approved)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def _made(instrument: models.Instrument, snapshot: Snapshot, groups: Sequence[str]) -> applying.Made:
    from ayni.assessment.actions import applying  # the engines, which who adopts an instrument does without

    made = applying.apply(instrument, snapshot, groups)
    if instrument.kind == models.Kind.NEEDS:
        made.figures["answers_digest"] = _answers()
    return made
