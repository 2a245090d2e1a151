"""What an assessment found of the population: one list of figures, whatever the method, as it may be shown.

A figure that rests on too few is emptied here (`is_hidden`), so that no screen, file or print can show it; where one
category alone is hidden in a full count, the smallest beside it is hidden too.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.assessment import errors, models, permissions
from ayni.assessment.queries import grouping, spelled
from ayni.commons import languages
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.commons.directory import queries as directory
from ayni.engines import dictionary as dictionaries
from ayni.engines.measures import disclosure
from ayni.kernel import spreadsheets
from ayni.snapshots import opening
from ayni.snapshots.errors import SnapshotDamaged, SnapshotPruned
from ayni.snapshots.models import Snapshot

#: What a formula weighs with: seen by those who may, and by no household's page.
WEIGHTS = ("formula", "coefficients", "coefficient", "weights", "points", "selected", "version")
#: What is of single households never is among figures.
NEVER = ("explained",)


@dataclass(frozen=True)
class AssessmentShown:
    """One assessment: which version, on which snapshot, by whom, and how many units were behind it."""

    id: int
    code: str
    title: str
    version: int
    method: str
    kind: str
    unit: str
    snapshot: str
    on: date
    made_at: datetime
    asked_by: str
    n: int | None
    is_survey: bool
    is_sensitive: bool
    groups: tuple[str, ...]


@dataclass(frozen=True)
class FigureShown:
    """One figure with its error and what it is of. `says` is its name in words, `of_words` what it is of.

    `of` has the method's own qualities and the groups' (`{"area_1": "N", "k": 0.33}`). `thin` is "few" for one that is
    flagged; one that rests on too few `is_hidden`, and has no value.
    """

    name: str
    says: str
    of: Mapping[str, str | float]
    of_words: Mapping[str, str]
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int | None
    degrees: int | None
    design_effect: float | None
    thin: str
    is_hidden: bool

    @property
    def is_whole(self) -> bool:
        """Whether it is of everybody: told apart by no group."""
        return not any(grouping.AREA.fullmatch(key) or key in self.of_words for key in self.of)


@dataclass(frozen=True)
class ResultShown:
    """All that an assessment found of the population. `extra` holds the method's curves and tables; without
    the permission `assessment.see_weights` no formula is among them. `groups` are the ways figures are told apart.
    """

    assessment: AssessmentShown
    figures: tuple[FigureShown, ...]
    sample: Mapping[str, Any]
    left_out: Mapping[str, int]
    notes: tuple[str, ...]
    extra: Mapping[str, Any]
    groups: tuple[grouping.Group, ...]

    def of(self, group: str = "") -> list[FigureShown]:
        """The figures of everybody, or those told apart by one group."""
        names = {one.name for one in self.groups}
        return [one for one in self.figures if (names & set(one.of)) == ({group} if group else set())]


def assessments(reader: User, *, code: str = "", limit: int = 100) -> list[AssessmentShown]:
    """The last assessments, of one instrument when it is given, newest first. Refuses: NotPermitted."""
    permit(reader)
    found = made()
    return [shown(one) for one in (found.filter(instrument__code=code) if code else found).order_by("-id")[:limit]]


def result(id: int, reader: User) -> ResultShown:
    """What an assessment found. Refuses: NotPermitted, NoSuchAssessment."""
    permit(reader)
    return told(one(id), reader)


def told(found: models.Assessment, reader: User) -> ResultShown:
    figures, is_survey = found.figures, bool(found.figures.get("sample", {}).get("is_survey"))
    groups = _groups(found)
    labels = _labels(found)
    hidden = (*NEVER, *(() if reader.may(permissions.SEE_WEIGHTS) else WEIGHTS))
    rows = [_figure(row, groups, labels) for row in raw(figures) if row["figure"] not in hidden]
    extra = {key: value for key, value in _extra(figures).items() if key not in hidden}
    return ResultShown(
        shown(found),
        tuple(_hide(rows, [one.name for one in groups], is_survey)),
        figures.get("sample", {}),
        figures.get("left_out", {}),
        tuple(figures.get("notes", ())),
        extra,
        tuple(groups),
    )


def _extra(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Curves and tables; of the two kinds from before, what stood beside their figures."""
    return dict(figures.get("extra") or {key: figures[key] for key in ("formula", "dimensions") if key in figures})


def result_csv(id: int, reader: User) -> str:
    """The same figures as CSV; cells that a spreadsheet would run are made harmless."""
    found = result(id, reader)
    keys = list(dict.fromkeys(key for one in found.figures for key in one.of))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["figure", *keys, "value", "se", "low", "high", "n", "thin", "hidden"])
    for one in found.figures:
        of = [spreadsheets.guarded(one.of.get(key, "")) for key in keys]
        numbers = ["" if value is None else value for value in (one.value, one.se, one.low, one.high, one.n)]
        writer.writerow([spreadsheets.guarded(one.name), *of, *numbers, one.thin, "yes" if one.is_hidden else ""])
    return out.getvalue()


def one(id: int) -> models.Assessment:
    """Refuses: NoSuchAssessment."""
    found = made().filter(pk=id).first()
    if found is None:
        raise errors.NoSuchAssessment(str(id))
    return found


def made() -> QuerySet[models.Assessment]:
    return models.Assessment.objects.select_related("instrument", "snapshot", "asked_by")


def permit(reader: User) -> None:
    if not reader.may(permissions.SEE):
        raise NotPermitted(permissions.SEE, str(reader))


def shown(found: models.Assessment) -> AssessmentShown:
    sample = found.figures.get("sample", {})
    return AssessmentShown(
        id=found.pk,
        code=found.instrument.code,
        title=found.instrument.name,
        version=found.instrument.version,
        method=found.instrument.by_method,
        kind=found.instrument.kind,
        unit=found.instrument.unit,
        snapshot=found.snapshot.version,
        on=found.snapshot.on,
        made_at=found.made_at,
        asked_by=str(found.asked_by) if found.asked_by else "",
        n=found.figures.get("n") or sample.get("weighted") or sample.get("rows"),
        is_survey=bool(sample.get("is_survey")),
        is_sensitive=found.is_sensitive,
        groups=tuple(found.groups),
    )


def raw(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The figures as `engines.measures.figures` writes them; of the two kinds from before, the same list."""
    if "figures" in figures:
        return list(figures["figures"])
    found = [_row(name, {}, figures[name]) for name in ("H", "A", "M0") if isinstance(figures.get(name), Mapping)]
    for area in figures.get("by_area", ()):
        found += [_row(name, {"area_1": area["area"]}, area[name]) for name in ("H", "A", "M0") if name in area]
    for indicator in figures.get("indicators", ()):
        for name in ("uncensored", "censored", "percentage"):
            if name in indicator:
                found.append(_row(name, {"indicator": indicator["name"]}, indicator[name]))
    if "r2" in figures:
        found.append(_row("r2", {}, {"value": figures["r2"], "n": figures.get("n", 0)}))
    for errors_at in figures.get("errors", ()):
        for sample in ("in_sample", "out_of_sample"):
            for name in ("exclusion", "inclusion"):
                value = errors_at.get(sample, {}).get(name)
                if isinstance(value, (int, float)):
                    of = {"share": errors_at["share"], "sample": sample}
                    found.append(_row(name, of, {"value": value, "n": figures.get("n", 0)}))
    return found


def _row(name: str, of: Mapping[str, Any], estimate: Mapping[str, Any]) -> dict[str, Any]:
    n = int(estimate.get("n") or 0)
    return {"figure": name, "of": dict(of), **estimate, "thin": "very few" if n < disclosure.LEAST_SAMPLED else ""}


def _groups(found: models.Assessment) -> list[grouping.Group]:
    names = list(dict.fromkeys([*found.groups, *(["area_1"] if "by_area" in found.figures else [])]))
    if not names:
        return []
    try:
        known = grouping.groups(_unit(found), _dictionary(found.snapshot))
    except (SnapshotPruned, SnapshotDamaged, OSError):
        known = {}
    groups = [known.get(name) or grouping.Group(name, name.replace("_", " "), "variable") for name in names]
    if not any(group.kind == "area" for group in groups):
        return groups
    areas = directory.names()
    return [replace(group, categories=areas) if group.kind == "area" else group for group in groups]


@functools.lru_cache(maxsize=8)
def _dictionary(snapshot: Snapshot) -> dictionaries.Dictionary:
    """Read once: a snapshot never changes."""
    return opening.dictionary(snapshot)


def _unit(found: models.Assessment) -> spelled.Unit:
    return "person" if found.instrument.unit == "person" else "household"


def _labels(found: models.Assessment) -> dict[str, str]:
    """What the names in the instrument are called in the reader's language."""
    try:
        written = spelled.read(found.instrument.definition)
    except spelled.SpecRefused:
        listed = [*found.figures.get("indicators", ()), *found.figures.get("regressors", ())]
        return {row["name"]: languages.text(row.get("labels")) for row in listed if row.get("labels")}
    return {one.name: languages.text(one.labels) for one in written.rules if one.labels}


def _figure(row: Mapping[str, Any], groups: Sequence[grouping.Group], labels: Mapping[str, str]) -> FigureShown:
    of = row.get("of", {})
    words = {group.name: _category(group, of[group.name]) for group in groups if group.name in of}
    words |= {key: labels[str(value)] for key, value in of.items() if str(value) in labels and key not in words}
    known = {name: row.get(name) for name in ("value", "se", "low", "high", "degrees", "design_effect")}
    says = labels.get(row["figure"]) or says_of(row["figure"])
    return FigureShown(
        row["figure"], says, of, words, n=row.get("n"), thin=row.get("thin", ""), is_hidden=False, **known
    )


def says_of(name: str) -> str:
    """What a figure is called, in the reader's language."""
    return _(SAID[name]) if name in SAID else name.replace("_", " ")


def _category(group: grouping.Group, code: Any) -> str:
    return group.categories.get(str(code)) or str(code)


def _hide(rows: list[FigureShown], groups: Sequence[str], is_survey: bool) -> list[FigureShown]:
    """The same with what may not be shown emptied."""
    cells = [_cell(place, one, groups, is_survey) for place, one in enumerate(rows)]
    hidden = {cell.n_place for cell in _hidden(cells)}
    return [_emptied(one) if place in hidden else one for place, one in enumerate(rows)]


@dataclass(frozen=True)
class _Placed:
    cell: disclosure.Cell
    n_place: int


def _cell(place: int, one: FigureShown, groups: Sequence[str], is_survey: bool) -> _Placed:
    """A figure as a cell of its family: the same figure of the same qualities, told apart by the same groups."""
    split = [name for name in groups if name in one.of]
    family = "|".join([one.name, *(f"{key}={value}" for key, value in sorted(one.of.items()) if key not in split)])
    n = int(one.n or 0)
    is_share = one.value is not None and 0 <= one.value <= 1 and not is_survey
    cell = disclosure.Cell(
        family,
        n,
        round(n * one.value) if is_share and one.value is not None else n,
        one.value,
        group="+".join(split),
        category=str(place),
        is_estimate=is_survey,
    )
    return _Placed(cell, place)


def _hidden(cells: Iterable[_Placed]) -> list[_Placed]:
    listed = list(cells)
    return [
        one for one, cell in zip(listed, disclosure.hide([one.cell for one in listed]), strict=True) if cell.is_hidden
    ]


def _emptied(one: FigureShown) -> FigureShown:
    return replace(
        one, value=None, se=None, low=None, high=None, n=None, degrees=None, design_effect=None, is_hidden=True
    )


#: What figures are called that several methods share.
SAID = {
    "H": gettext_noop("Poor people (H)"),
    "A": gettext_noop("How deprived the poor are (A)"),
    "M0": gettext_noop("Adjusted poverty (M0)"),
    "uncensored": gettext_noop("Deprived people"),
    "censored": gettext_noop("Poor and deprived people"),
    "percentage": gettext_noop("Contribution to poverty"),
    "r2": gettext_noop("How much the score explains"),
    "exclusion": gettext_noop("Poor people left out"),
    "inclusion": gettext_noop("Others reached"),
}
