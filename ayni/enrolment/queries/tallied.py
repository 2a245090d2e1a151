"""What a trial found, as it may be shown: counts by area and sex with small cells hidden, and what keeps others out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.assessment import queries as assessment
from ayni.commons.access.models import User
from ayni.commons.directory import queries as directory
from ayni.engines.measures import tables
from ayni.engines.rules.definition import Frequency
from ayni.enrolment.queries import trials, wording
from ayni.snapshots import opening

RESULTS = ("eligible", "ineligible", "needs_information")
MOVES = ("gained", "lost", "asked", "refused", "same")
A_YEAR: dict[Frequency, int] = {"month": 12, "quarter": 4, "year": 1}
SEXES = {"female": gettext_noop("Female"), "male": gettext_noop("Male")}


@dataclass(frozen=True)
class Row:
    """One line of a table of counts: `counts` in the order of the columns, then the row's total; None is hidden."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Table:
    """Counts by area or by sex, with their totals."""

    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True)
class Excluding:
    """How many units do not meet a criterion, fail it alone, and cannot be told; None is hidden."""

    name: str
    says: str
    not_met: int | None
    alone: int | None
    unknown: int | None


@dataclass(frozen=True)
class Figures:
    """What a trial found. `amount` is the money of one period, `a_year` of a year; None when hidden or not paid."""

    by_area: Table
    by_sex: Table
    excluding: tuple[Excluding, ...]
    asked: tuple[tuple[str, int | None], ...]
    amount: Decimal | None
    a_year: Decimal | None
    currency: str
    every: Frequency

    @property
    def total(self) -> Row:
        return self.by_area.total


@dataclass(frozen=True)
class Moves:
    """What changes from one trial to another: MOVES by area and sex, and the money of one period and of a year."""

    by_area: Table
    by_sex: Table
    before: Decimal | None
    after: Decimal | None
    difference: Decimal | None
    a_year: Decimal | None
    currency: str

    @property
    def total(self) -> Row:
        return self.by_area.total


def figures(trial: trials.Trial, reader: User) -> Figures | None:
    """A trial's figures; None while they are being computed. The criterion that excludes most comes first."""
    found = trials.trial(trial.key, reader).figures()
    if found is None:
        return None
    rows, said = found["rows"], trial.definition
    words = wording.Words(opening.dictionary(trial.snapshot), scores=assessment.titles())
    counts = {name: _sum(rows, name) for name in rows[0] if name not in ("area_1", "sex", "amount")} if rows else {}
    excluding = [
        Excluding(
            criterion.name,
            words.criterion(criterion, said),
            *(_shown(counts.get(f"{what}_{place}", 0)) for what in ("not_met", "alone", "unknown")),
        )
        for place, criterion in enumerate(said.criteria)
    ]
    asked = [(words.label(name), counts.get(f"asked_{place}", 0)) for place, name in enumerate(found["asks"])]
    amount = _money(rows, "amount") if _shown(counts.get("eligible", 0)) and said.benefit.amount else None
    return Figures(
        by_area=_by_area(rows, RESULTS),
        by_sex=_by_sex(rows, RESULTS),
        excluding=tuple(sorted(excluding, key=lambda one: -(one.not_met or 0))),
        asked=tuple((label, _shown(count)) for label, count in sorted(asked, key=lambda one: -one[1]) if count),
        amount=amount,
        a_year=_a_year(amount, said.benefit.every),
        currency=said.benefit.currency,
        every=said.benefit.every,
    )


def moves(trial: trials.Trial, before: trials.Trial, reader: User) -> Moves | None:
    """What changes from one trial to another; None while that is being computed."""
    found = trials.trial(trial.key, reader).figures(before.key)
    if found is None:
        return None
    rows = found["rows"]
    by_area = _by_area(rows, MOVES)
    may_tell = not any(tables.is_small(_sum(rows, name)) for name in MOVES)
    old, new = (_money(rows, name) if may_tell else None for name in ("before", "after"))
    years = [_a_year(sum_, one.definition.benefit.every) for sum_, one in ((old, before), (new, trial))]
    is_same = before.definition.benefit.every == trial.definition.benefit.every
    return Moves(
        by_area=by_area,
        by_sex=_by_sex(rows, MOVES),
        before=old,
        after=new,
        difference=new - old if old is not None and new is not None and is_same else None,
        a_year=years[1] - years[0] if years[0] is not None and years[1] is not None else None,
        currency=trial.definition.benefit.currency,
    )


def _by_area(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Table:
    names = directory.names()
    labels = {row["area_1"]: names.get(row["area_1"], row["area_1"] or "") for row in rows}
    return _table(rows, "area_1", dict(sorted(labels.items(), key=lambda one: one[1])), columns)


def _by_sex(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Table:
    found = {row["sex"] for row in rows}
    labels = {code: _(said) for code, said in SEXES.items() if code in found}
    others = {code: _("Not known") for code in found - SEXES.keys()}
    return _table(rows, "sex", {**labels, **others}, columns)


def _table(rows: Sequence[Mapping[str, Any]], by: str, labels: Mapping[Any, str], columns: Sequence[str]) -> Table:
    counts = [[_sum([row for row in rows if row[by] == code], name) for name in columns] for code in labels]
    *shown, total = tables.shown(counts or [[0] * len(columns)])
    listed = tuple(Row(label, tuple(one)) for label, one in zip(labels.values(), shown, strict=False))
    return Table(listed, Row(_("All"), tuple(total)))


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> int:
    return sum(int(row[name] or 0) for row in rows)


def _money(rows: Sequence[Mapping[str, Any]], name: str) -> Decimal:
    return sum((Decimal(row[name] or 0) for row in rows), Decimal(0))


def _shown(count: int) -> int | None:
    return None if tables.is_small(count) else count


def _a_year(amount: Decimal | None, every: Frequency) -> Decimal | None:
    return amount * A_YEAR[every] if amount is not None and every in A_YEAR else None
