"""Assessments by one instrument over time: its rounds, and what changed from one to another with its error.

A figure's change is taken of the two lists of figures as if the samples were independent; that of a unit's result (the
mean of its value, the share of a class, of each thing that was found) is estimated from both rounds' units together, so
that clusters, and people, that are in both count as what they are (Kish 1965, ch. 12.4): V(d) is that of the total of
the difference of the linearised variables, cluster by cluster. Of a full count every household is its own cluster.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ayni.assessment import errors, lifecycle, models
from ayni.assessment.queries import differences, grouping, results, spelled
from ayni.assessment.queries.instruments import text_of
from ayni.commons import languages
from ayni.commons.access.models import User

UNITS = "units"
How = Literal["independent", "together"]


@dataclass(frozen=True)
class Round:
    """One assessment of an instrument. `differs` says how its version differs from that of the round before it."""

    assessment: results.AssessmentShown
    headline: tuple[results.FigureShown, ...]
    is_same_version: bool
    differs: int


@dataclass(frozen=True)
class Change:
    """A figure before and after. `difference` is after less before, with its standard error and 95 % interval.

    how: "together" when both rounds' units were estimated together (clusters in both are known for what they are),
    "independent" when each figure's own error was taken. Hidden in either round, there is no value.
    """

    name: str
    says: str
    of: Mapping[str, str | float]
    of_words: Mapping[str, str]
    before: float | None
    after: float | None
    difference: float | None
    se: float | None
    low: float | None
    high: float | None
    n_before: int | None
    n_after: int | None
    how: How

    @property
    def is_sure(self) -> bool | None:
        """Whether the interval leaves zero out; None when there is none."""
        return None if self.low is None or self.high is None else self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Compared:
    """Two rounds of one instrument. `differs` says in words what is not the same in the two versions."""

    before: results.AssessmentShown
    after: results.AssessmentShown
    is_same_version: bool
    differs: tuple[str, ...]
    changes: tuple[Change, ...]
    groups: tuple[grouping.Group, ...]


def rounds(code: str, reader: User, *, limit: int = 50) -> list[Round]:
    """The assessments by an instrument, the newest first. Refuses: NotPermitted."""
    results.permit(reader)
    adopted = (lifecycle.ADOPTED, lifecycle.RETIRED)
    found = results.made().filter(instrument__code=code, instrument__status__in=adopted)
    listed = list(found.order_by("-snapshot__on", "-id")[: limit + 1])
    earlier = [*listed[1:], None][: len(listed)]
    return [_round(one, before, reader) for one, before in zip(listed, earlier, strict=True)][:limit]


def compared(before: int, after: int, reader: User) -> Compared:
    """What changed between two assessments. Refuses: NotPermitted, NoSuchAssessment, NotComparable."""
    results.permit(reader)
    one, other = results.one(before), results.one(after)
    if one.instrument.code != other.instrument.code or one.instrument.unit != other.instrument.unit:
        raise errors.NotComparable(str(one), str(other))
    differ = differences.between(text_of(one.instrument, reader), text_of(other.instrument, reader))
    first, second = results.told(one, reader), results.told(other, reader)
    common = {group.name for group in first.groups} & {group.name for group in second.groups}
    groups = tuple(group for group in second.groups if group.name in common)
    changes = (*_of_units(one, other, groups), *_of_figures(first, second))
    return Compared(
        first.assessment,
        second.assessment,
        one.instrument_id == other.instrument_id,
        tuple(difference.says for difference in differ),
        changes,
        groups,
    )


def _round(one: models.Assessment, before: models.Assessment | None, reader: User) -> Round:
    is_same = before is None or before.instrument_id == one.instrument_id
    differ = 0
    if before is not None and not is_same:
        differ = len(differences.between(before.instrument.definition, one.instrument.definition))
    headline = tuple(figure for figure in results.told(one, reader).figures if not figure.of)
    return Round(results.shown(one), headline, is_same, differ)


def _of_figures(first: results.ResultShown, second: results.ResultShown) -> Iterator[Change]:
    """The figures that are in both lists, each with its own error."""
    known = {(one.name, _key(one)): one for one in first.figures}
    for now in second.figures:
        then = known.get((now.name, _key(now)))
        if then is not None:
            yield _change(then, now)


def _key(one: results.FigureShown) -> frozenset[tuple[str, Any]]:
    return frozenset(one.of.items())


def _change(then: results.FigureShown, now: results.FigureShown) -> Change:
    from ayni.engines.measures import estimate

    difference = se = low = high = None
    if then.value is not None and now.value is not None:
        difference = now.value - then.value
        if then.se is not None and now.se is not None:
            se = math.hypot(then.se, now.se)
            degrees = min(then.degrees or 0, now.degrees or 0)
            low, high = estimate.interval(difference, se, degrees, share=False)
    return Change(
        now.name, now.says, now.of, now.of_words, then.value, now.value,
        difference, se, low, high, then.n, now.n, "independent",
    )  # fmt: skip


def _of_units(one: models.Assessment, other: models.Assessment, groups: tuple[grouping.Group, ...]) -> Iterator[Change]:
    """The changes of units' results, national and by each group, from both rounds' files."""
    from ayni.assessment.queries import comparing  # arrays, which who looks at figures does without

    folders = [Path(made.folder) for made in (one, other)]
    if not all((folder / f"{UNITS}.parquet").exists() for folder in folders):
        return
    is_survey = any(made.figures.get("sample", {}).get("is_survey") for made in (one, other))
    words = _words(other)
    for found in comparing.changes(
        folders[0], folders[1], UNITS, [group.name for group in groups], one.instrument.unit
    ):
        few = min(found.n_before, found.n_after) < (25 if is_survey else 5)
        of = {found.group: found.category} if found.group else {}
        group = next((group for group in groups if group.name == found.group), None)
        said = {found.group: results._category(group, found.category)} if group else {}
        change = Change(
            found.name,
            words.get(found.name) or results.says_of(found.name),
            of,
            said,
            found.before,
            found.after,
            found.difference,
            found.se,
            found.low,
            found.high,
            found.n_before,
            found.n_after,
            "together",
        )
        yield _emptied(change) if few else change


def _emptied(one: Change) -> Change:
    whole = replace(one, before=None, after=None, difference=None, se=None)
    return replace(whole, low=None, high=None, n_before=None, n_after=None)


def _words(made: models.Assessment) -> dict[str, str]:
    try:
        written = spelled.read(made.instrument.definition)
    except spelled.SpecRefused:
        return {}
    return {f"is_{one.name}": languages.text(one.labels) for one in written.told}
