"""Figures as people read them: value, margin, how many it rests on, and the day of its snapshot.

Figures for everybody and for categories are seen by whoever may see indicators anywhere. An area's figure is seen by
whoever may see them in that area, in a part of it, or in what it is a part of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.access import scoping
from ayni.commons.access.models import EVERYWHERE, User
from ayni.commons.directory import models as directory
from ayni.engines.measures import disclosure
from ayni.monitoring import models, permissions
from ayni.monitoring.queries import definitions
from ayni.snapshots.models import Snapshot


@dataclass(frozen=True)
class FigureShown:
    """One figure. `value`, `low` and `high` are None when hidden or not known; `note` then says why.

    `margin` is half the width of the interval of an estimate. `n` is None when it would itself tell too much.
    """

    code: str
    title: str
    definition: str
    unit: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    n: int | None
    note: str
    is_estimate: bool
    on: date
    snapshot: str
    area: str = ""
    area_name: str = ""
    shape: dict[str, Any] | None = None
    group: str = ""
    category: str = ""
    category_title: str = ""

    @property
    def margin(self) -> Decimal | None:
        return (self.high - self.low) / 2 if self.high is not None and self.low is not None else None


def figures(codes: Iterable[str] | None, reader: User, *, snapshot: Snapshot | None = None) -> list[FigureShown]:
    """The newest figure for everybody of each indicator (all of them for None), in the order asked for.

    One that was never computed is left out. Refuses: NotPermitted; UnknownIndicator.
    """
    scoping.paths(reader, permissions.SEE)
    wanted = [definitions.known(code).code for code in codes] if codes is not None else list(definitions.defined())
    found = {one.indicator: one for one in _newest(wanted, snapshot).filter(area="", group="")}
    return [_shown(found[code]) for code in wanted if code in found]


def by_area(code: str, reader: User, *, snapshot: Snapshot | None = None) -> list[FigureShown]:
    """An indicator's newest figure for each first-level area, with its shape, in the order of their codes.

    Refuses: NotPermitted; UnknownIndicator.
    """
    paths = scoping.paths(reader, permissions.SEE)
    rows = list(_newest([definitions.known(code).code], snapshot).exclude(area="").order_by("area"))
    areas = {area.code: area for area in directory.Area.objects.filter(code__in=[row.area for row in rows])}
    return [_shown(row, areas.get(row.area)) for row in rows if _touches(paths, areas.get(row.area))]


def by_group(code: str, group: str, reader: User, *, snapshot: Snapshot | None = None) -> list[FigureShown]:
    """An indicator's newest figure for each category of a group. Refuses: NotPermitted; UnknownIndicator."""
    scoping.paths(reader, permissions.SEE)
    rows = _newest([definitions.known(code).code], snapshot).filter(group=group)
    order = list(definitions.groups()[group].categories) if group in definitions.groups() else []
    return sorted(
        map(_shown, rows),
        key=lambda one: (order.index(one.category) if one.category in order else len(order), one.category),
    )


def series(code: str, reader: User, *, limit: int = 24) -> list[FigureShown]:
    """An indicator's figure for everybody on the last snapshots, oldest first.

    Refuses: NotPermitted; UnknownIndicator.
    """
    scoping.paths(reader, permissions.SEE)
    rows = models.Figure.objects.filter(indicator=definitions.known(code).code, area="", group="")
    newest = list(rows.select_related("snapshot").order_by("-snapshot__on", "-snapshot")[:limit])
    return [_shown(row) for row in reversed(newest)]


def everything(reader: User, *, snapshot: Snapshot | None = None) -> list[FigureShown]:
    """Every newest figure the reader may see: for everybody, then areas, then categories, indicator by indicator."""
    paths = scoping.paths(reader, permissions.SEE)
    rows = list(_newest(list(definitions.defined()), snapshot))
    areas = {area.code: area for area in directory.Area.objects.defer("shape")}
    seen = [row for row in rows if not row.area or _touches(paths, areas.get(row.area))]
    return [_shown(row, areas.get(row.area)) for row in seen if row.indicator in definitions.defined()]


def _newest(codes: Sequence[str], snapshot: Snapshot | None) -> Any:
    """Figures of these indicators: of one snapshot, else each of the last snapshot that has it."""
    found = models.Figure.objects.filter(indicator__in=codes).select_related("snapshot")
    if snapshot is not None:
        return found.filter(snapshot=snapshot).order_by("indicator", "area", "group", "category")
    whole = models.Figure.objects.filter(indicator__in=codes, area="", group="")
    last = whole.order_by("indicator", "-snapshot__on", "-snapshot").distinct("indicator")
    asked = Q(pk__in=[])
    for one in last:
        asked |= Q(indicator=one.indicator, snapshot=one.snapshot_id)
    return found.filter(asked).order_by("indicator", "area", "group", "category")


def _touches(paths: tuple[str, ...], area: directory.Area | None) -> bool:
    """Whether an area is one of the reader's, holds one, or lies in one."""
    if paths == EVERYWHERE:
        return True
    return area is not None and any(area.path.startswith(path) or path.startswith(area.path) for path in paths)


def _shown(row: models.Figure, area: directory.Area | None = None) -> FigureShown:
    about = definitions.indicator(row.indicator)
    tells = not row.is_hidden or row.is_estimate
    return FigureShown(
        code=row.indicator,
        title=about.title,
        definition=about.definition,
        unit=about.unit,
        value=row.value,
        low=row.low,
        high=row.high,
        n=row.n if tells else None,
        note=_note(row),
        is_estimate=row.is_estimate,
        on=row.snapshot.on,
        snapshot=row.snapshot.version,
        area=row.area,
        area_name=(area.name if area else row.area),
        shape=area.shape if area and "shape" not in area.get_deferred_fields() else None,
        group=row.group,
        category=row.category,
        category_title=definitions.category_title(row.group, row.category) if row.group else "",
    )


def _note(row: models.Figure) -> str:
    """Why there is no value; empty when there is one."""
    if row.value is not None:
        return ""
    if not row.is_hidden:
        return _("There is nobody to count.")
    if row.is_estimate:
        return ngettext(
            "Hidden: only %(n)d interview, too few to say.", "Hidden: only %(n)d interviews, too few to say.", row.n
        ) % {"n": row.n}
    least = {"least": disclosure.LEAST_COUNTED}
    return _("Hidden: fewer than %(least)d people, or it would tell of so few.") % least
