"""What was found wrong, in the reader's areas: by rule, area, source and enumerator, over time, and who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from ayni.commons.access import scoping
from ayni.commons.access.models import EVERYWHERE, User
from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.engines.measures.disclosure import LEAST_COUNTED
from ayni.intake import errors, permissions
from ayni.intake.models import QualityFigure, QualityFinding, QualityRun, QualityTask
from ayni.intake.queries.quality import rules
from ayni.registry.queries import dictionary


@dataclass(frozen=True)
class Counted:
    """How many are wrong of how many it could be answered for. Few are hidden: they would point at somebody."""

    key: str
    label: str
    n: int
    wrong: int
    unknown: int

    @property
    def is_hidden(self) -> bool:
        return 0 < self.n < LEAST_COUNTED or (0 < self.wrong < LEAST_COUNTED < self.n and self.key != "")

    @property
    def share(self) -> float | None:
        return self.wrong / self.n if self.n and not self.is_hidden else None


@dataclass(frozen=True)
class Line:
    """One rule with its figure in the reader's areas, the one before, and the tasks it has open."""

    rule: rules.Rule
    now: Counted
    before: Counted | None
    tasks: int


def runs() -> list[QualityRun]:
    """The newest first. Public records about data: no reader is needed."""
    return list(QualityRun.objects.select_related("snapshot", "made_by")[:24])


def lines(reader: User, *, group: str = "") -> list[Line]:
    """Every rule of the last run: the worst first. Refuses: NotPermitted."""
    where = scoping.paths(reader, permissions.SEE_QUALITY)
    kept, words = runs(), dictionary()
    if not kept:
        return []
    now, before = _totals(kept[0], where), _totals(kept[1], where) if len(kept) > 1 else {}
    open_tasks = QualityTask.objects.filter(closed_at=None)
    tasks: dict[str, int] = {}
    for rule in scoping.within(open_tasks, "area__path", where).values_list("rule", flat=True):
        tasks[rule] = tasks.get(rule, 0) + 1
    found = [
        Line(rule, now[rule.code], before.get(rule.code), tasks.get(rule.code, 0))
        for rule in rules.of(words)
        if rule.code in now and (not group or rule.group == group)
    ]
    return sorted(found, key=lambda line: -(line.now.share or 0))


def rule(code: str) -> rules.Rule:
    """One rule. Refuses: NoSuchRule."""
    found = rules.known(code, _words())
    if found is None:
        raise errors.NoSuchRule(0)
    return found


def by(reader: User, code: str, way: str) -> list[Counted]:
    """One rule's figures by area, source or enumerator, the worst first; others than areas only for who sees all."""
    where = scoping.paths(reader, permissions.SEE_QUALITY)
    kept = runs()
    if not kept or (way != "area" and where != EVERYWHERE):
        return []
    found = QualityFigure.objects.filter(run=kept[0], rule=code, by=way)
    if way == "area":
        found = _under(found, where)
    names = _names(found) if way == "area" else {}
    counted = [Counted(one.key, names.get(one.key, one.key), one.n, one.wrong, one.unknown) for one in found]
    return sorted(counted, key=lambda one: -(one.share or 0))[:200]


def trend(reader: User, code: str) -> list[tuple[QualityRun, Counted]]:
    """One rule's figure in the reader's areas, run by run, the oldest first."""
    where = scoping.paths(reader, permissions.SEE_QUALITY)
    found = ((run, _totals(run, where).get(code)) for run in reversed(runs()))
    return [(run, one) for run, one in found if one is not None]


def findings(reader: User, code: str, *, area: str = "") -> QuerySet[QualityFinding]:
    """Whom the last run found wrong, as far as this reader reaches them. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE_QUALITY)
    kept = runs()
    found = QualityFinding.objects.filter(run=kept[0] if kept else None, rule=code)
    if area:
        found = found.filter(household__area__path__startswith=area)
    return found.select_related("household__area", "person").defer("household__area__shape").order_by("id")


def tasks(reader: User) -> QuerySet[QualityTask]:
    """What is to be mended in the reader's areas, the most first. Refuses: NotPermitted."""
    where = scoping.paths(reader, permissions.SEE_QUALITY)
    found = QualityTask.objects.filter(closed_at=None).select_related("area").defer("area__shape")
    return scoping.within(found, "area__path", where)


def _totals(run: QualityRun, where: tuple[str, ...]) -> dict[str, Counted]:
    found = _under(QualityFigure.objects.filter(run=run, by="area"), where)
    told = found.values("rule").order_by("rule").annotate(n_all=Sum("n"), bad=Sum("wrong"), open=Sum("unknown"))
    return {row["rule"]: Counted("", "", row["n_all"], row["bad"], row["open"]) for row in told}


def _under(found: QuerySet[QualityFigure], where: Sequence[str]) -> QuerySet[QualityFigure]:
    if tuple(where) == EVERYWHERE:
        return found
    asked = Q(pk__in=[])
    for path in where:
        asked |= Q(key__startswith=path)
    return found.filter(asked)


def _names(found: Any) -> dict[str, str]:
    paths = [one.key for one in found]
    return {one.path: one.name for one in Area.objects.filter(path__in=paths).defer("shape")}


def _words() -> dictionaries.Dictionary:
    return dictionary()
