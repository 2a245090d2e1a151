"""From a snapshot to figures: counted in one go, then put in place of what was there, all or nothing."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from ayni.assessment import queries as assessment
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.engines.measures import disclosure
from ayni.engines.measures.indicators import AREA, Indicator
from ayni.monitoring import models, permissions, queries
from ayni.programmes import queries as programmes
from ayni.snapshots import opening
from ayni.snapshots.models import Snapshot

if TYPE_CHECKING:
    from ayni.engines.measures import counting

CANONICAL = ("households", "persons")
LARGEST = Decimal(10) ** 17


class Telling(Protocol):
    def tell(self, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Computed:
    """How many figures were kept, and why an indicator could not be computed, by its code."""

    figures: int
    impossible: dict[str, str]


@action(permissions.COMPUTE, says="asked for the indicators of a snapshot", everywhere=True)
def start_compute(snapshot: Snapshot, *, by: User) -> Work:
    """Compute a snapshot's indicators behind. The same data, assessments and definitions again are the same work."""
    key = f"monitoring.compute/{snapshot.version}/{_digest()}"
    return running.start("monitoring.compute", key=key, by=by, snapshot=snapshot.pk)


@action(permissions.COMPUTE, says="computed the indicators of a snapshot", everywhere=True)
def compute(snapshot: Snapshot, *, by: User, progress: Telling | None = None) -> Computed:
    """Compute every indicator on a snapshot; those of assessments on the snapshot that was last assessed.

    Computed again, the new figures stand in place of the old. Refuses: SnapshotDamaged.
    """
    # One computation of a snapshot at a time; the figures of two are never mixed.
    Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    tell = progress.tell if progress else lambda done, total: None
    tell(0, 2)
    found = _counted(snapshot)
    tell(1, 2)
    kept = _keep(snapshot, found.cells)
    for indicator in queries.defined().values():
        if indicator.assessment:
            kept += _assessed(indicator, found.impossible)
    tell(2, 2)
    return Computed(kept, found.impossible)


def _counted(snapshot: Snapshot) -> counting.Counted:
    from ayni.engines.measures import counting  # the engines, which who asks for figures does without

    codes = [version.programme.code for version in programmes.in_force(snapshot.on)]
    with opening.open(snapshot) as opened:
        source = counting.Source(
            households=opened.households,
            persons=opened.persons,
            dictionary=opened.dictionary,
            on=snapshot.on,
            tables={name: opened.table(name) for name in snapshot.manifest["tables"] if name not in CANONICAL},
            programmes=codes,
        )
        return counting.count(queries.defined().values(), queries.groups(), source)


def _assessed(indicator: Indicator, impossible: dict[str, str]) -> int:
    """Keep a figure of an assessment under the snapshot it was made on; how many rows."""
    code, _dot, name = indicator.assessment.partition(".")
    last = assessment.latest(code)
    if last is None or name not in last.figures:
        impossible[indicator.code] = f"No snapshot has been assessed by “{code}” yet."
        return 0
    is_survey = bool(last.figures.get("sample", {}).get("is_survey"))
    cells = [_cell(indicator, last.figures[name], is_survey)]
    if AREA in indicator.by:
        areas = last.figures.get("by_area", [])
        cells += [_cell(indicator, row[name], is_survey, area=row["area"]) for row in areas]
    return _keep(last.snapshot, disclosure.hide(cells))


def _cell(indicator: Indicator, figure: dict[str, Any], is_survey: bool, *, area: str = "") -> disclosure.Cell:
    n, value = int(figure["n"] or 0), figure["value"]
    low, high = (figure["low"], figure["high"]) if is_survey else (None, None)
    counted = round(n * value) if value is not None else 0
    return disclosure.Cell(indicator.code, n, counted, value, low, high, area=area, is_estimate=is_survey)


def _keep(snapshot: Snapshot, cells: Iterable[disclosure.Cell]) -> int:
    """Put figures in place of the same indicators' old ones."""
    rows = [
        models.Figure(
            snapshot=snapshot,
            indicator=cell.indicator,
            area=cell.area,
            group=cell.group,
            category=cell.category,
            value=_decimal(cell.value),
            low=_decimal(cell.low),
            high=_decimal(cell.high),
            n=cell.n,
            is_estimate=cell.is_estimate,
            is_hidden=cell.is_hidden,
        )
        for cell in cells
    ]
    models.Figure.objects.filter(snapshot=snapshot, indicator__in={row.indicator for row in rows}).delete()
    models.Figure.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def _decimal(value: float | None) -> Decimal | None:
    if value is None or not math.isfinite(value) or abs(value) >= LARGEST:
        return None
    return Decimal(repr(value)).quantize(Decimal("0.000001"))


def _digest() -> str:
    """What the figures depend on besides the snapshot: the definitions, and the last assessments."""
    texts = [repr(one) for one in queries.defined().values()]
    used = {one.assessment.partition(".")[0] for one in queries.defined().values() if one.assessment}
    made = [str(last.pk) for code in sorted(used) if (last := assessment.latest(code)) is not None]
    return hashlib.sha256("\n".join([*texts, *made]).encode()).hexdigest()[:12]
