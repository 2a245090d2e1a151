"""An instrument on an opened snapshot: which of the measures, and how their refusals are told."""

from dataclasses import dataclass
from typing import Any

from ayni.assessment import errors, models
from ayni.assessment.actions import deprivation, proxy_means, written
from ayni.engines.measures import instruments
from ayni.engines.measures.design import DesignError, Floats, Integers
from ayni.engines.measures.proxy_means import FormulaError
from ayni.engines.measures.targeting import TargetingError
from ayni.snapshots import opening
from ayni.snapshots.models import Snapshot


@dataclass(frozen=True, eq=False)
class Made:
    """What an instrument finds: figures safe for JSON, and n scores (NaN unknown) of n households."""

    figures: dict[str, Any]
    household: Integers
    score: Floats


def apply(instrument: models.Instrument, snapshot: Snapshot) -> Made:
    """Refuses: InstrumentRefused, CannotAssess, SnapshotDamaged."""
    read = written.read(instrument.code, instrument.definition)
    opening.verify(snapshot)  # a score rests on exactly the data it names
    try:
        with opening.open(snapshot) as opened:
            if isinstance(read, instruments.ProxyInstrument):
                return Made(*proxy_means.apply(read, opened, on=snapshot.on))
            return Made(*deprivation.apply(read, opened, on=snapshot.on))
    except (DesignError, FormulaError, TargetingError) as error:
        raise errors.CannotAssess(instrument.code, snapshot.version, str(error)) from error
