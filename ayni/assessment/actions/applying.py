"""An instrument on an opened snapshot: which of the measures, and how their refusals are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ayni.assessment import errors, lifecycle, models, queries
from ayni.assessment.actions import deprivation, finding, measuring, proxy_means, written
from ayni.assessment.queries import catalogue, grouping, spelled
from ayni.engines import dictionary as dictionaries
from ayni.engines.measures import instruments
from ayni.engines.measures.design import DesignError
from ayni.engines.measures.proxy_means import FormulaError
from ayni.engines.measures.targeting import TargetingError
from ayni.engines.rules import check, earlier
from ayni.snapshots import opening
from ayni.snapshots.models import Snapshot


@dataclass(frozen=True, eq=False)
class Made:
    """What an instrument finds: figures safe for JSON, and columns of every unit (see `units`).

    `is_sensitive` when it read a sensitive answer: no result of a unit goes into a table. tallies: of needs, by area.
    """

    figures: dict[str, Any]
    columns: dict[str, Any]
    is_sensitive: bool = False
    tallies: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def apply(instrument: models.Instrument, snapshot: Snapshot, groups: Sequence[str] = ()) -> Made:
    """Refuses: InstrumentRefused, CannotAssess, GroupUnknown, SnapshotDamaged."""
    opening.verify(snapshot)  # a score rests on exactly the data it names
    if instrument.kind == models.Kind.NEEDS:
        return _needs(instrument, snapshot)
    if instrument.kind == models.Kind.MEASURE:
        return _measured(instrument, snapshot, groups)
    read = written.read(instrument.code, instrument.definition)
    try:
        with opening.open(snapshot) as opened:
            if isinstance(read, instruments.ProxyInstrument):
                figures, columns = proxy_means.apply(read, opened, on=snapshot.on)
            else:
                figures, columns = deprivation.apply(read, opened, on=snapshot.on)
            secret = spelled.sensitive(spelled.read(instrument.definition), opened.dictionary)
            return Made(figures, columns, bool(secret))
    except (DesignError, FormulaError, TargetingError) as error:
        raise errors.CannotAssess(instrument.code, snapshot.version, str(error)) from error


def _measured(instrument: models.Instrument, snapshot: Snapshot, groups: Sequence[str]) -> Made:
    read = spelled.read(instrument.definition, f"{instrument.code}.yaml")
    words = opening.dictionary(snapshot)
    problems = spelled.problems(read, words)
    if problems:
        raise errors.InstrumentRefused(instrument.code, "; ".join(map(str, problems)), problems)
    asked = [*read.own.get("by", ()), *groups]
    chosen = grouping.chosen(asked, read.unit, words)
    with _opened(snapshot, read, instrument) as opened:
        figures, columns = measuring.apply(read, opened, chosen)
    return Made(figures, columns, read.is_secret or any(_is_sensitive(name, words) for name in figures["reads"]))


def _is_sensitive(name: str, words: dictionaries.Dictionary) -> bool:
    entity, _dot, variable = name.partition(".")
    known = words.get(entity, variable)
    return known is not None and known.sensitivity == "sensitive"


def _opened(snapshot: Snapshot, read: spelled.Written, instrument: models.Instrument) -> opening.Opened:
    """The snapshot, with the scores by other instruments and what the rules ask of earlier decisions and payments."""
    words = opening.dictionary(snapshot)
    found = [spelled.checked_of(one.rule, spelled.unit_of(one, read), words) for one in read.rules]
    wanted = earlier.wanted(one for one in found if isinstance(one, check.Checked))
    return opening.open(snapshot, _scores(snapshot, instrument), earlier=wanted)


def _scores(snapshot: Snapshot, instrument: models.Instrument) -> dict[str, Path]:
    return {code: path for code, path in queries.score_files(snapshot).items() if code != instrument.code}


def _needs(instrument: models.Instrument, snapshot: Snapshot) -> Made:
    needs = catalogue.needs(instrument)
    programmes: dict[str, list[str]] = {}
    approved = models.NeedAnswer.objects.filter(status=lifecycle.APPROVED, kind=models.AnswerKind.PROGRAMME)
    for one in approved:
        programmes.setdefault(one.need, []).append(one.code)
    words = opening.dictionary(snapshot)
    checked = [spelled.checked_of(one.rule, one.unit, words) for one in needs.values() if one.rule]
    wanted = earlier.wanted(one for one in checked if isinstance(one, check.Checked))
    with opening.open(snapshot, _scores(snapshot, instrument), earlier=wanted) as opened:
        found = finding.find(needs.values(), opened)
        tallies = finding.tallies(found, opened, programmes)
    kept = [one for one in found.needs if one.name not in found.apart]
    columns = {
        "household_id": found.household,
        "details": finding.details(found, kept),
        "all_details": finding.details(found, found.needs),
    }
    figures = {
        "kind": "needs",
        "n": len(found.household),
        "people": int(found.people.sum()),
        "kept_apart": list(found.apart),
        "not_asked": list(found.not_asked),
        "needs": [one.name for one in found.needs],
        "answers": programmes,
    }
    return Made(figures, columns, tallies=tallies)
