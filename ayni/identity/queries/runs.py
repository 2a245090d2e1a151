"""Runs that look through the registry: how they stand, and what they found."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.jobs import queries as jobs
from ayni.identity import models, permissions
from ayni.identity.models import LinkageRun
from ayni.identity.queries import exporting, telling

if TYPE_CHECKING:
    from ayni.engines.linkage.linking import Run
    from ayni.engines.linkage.mapping import Columns
    from ayni.engines.linkage.model import Model

#: How many pairs of each whole bit of weight, and of each tenth of chance with its mean.
BY_WEIGHT = "SELECT CAST(floor(weight) AS INTEGER), count(*) FROM given GROUP BY 1 ORDER BY 1"
BY_CHANCE = """
    SELECT least(CAST(floor(score * 10) AS INTEGER), 9), count(*), avg(score) FROM given GROUP BY 1 ORDER BY 1
"""


def every(reader: User) -> list[tuple[LinkageRun, jobs.Work | None]]:
    """The latest runs with the work that does each, the newest first. Refuses NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    found = list(LinkageRun.objects.select_related("area", "started_by", "model").defer("area__shape")[:30])
    works = {work.key: work for work in jobs.Work.objects.filter(key__in=[run.key for run in found])}
    return [(run, works.get(run.key)) for run in found]


def one(number: int, *, reader: User) -> LinkageRun | None:
    scoping.paths(reader, permissions.SEE)
    found = LinkageRun.objects.select_related("area", "started_by", "model").defer("area__shape")
    return found.filter(pk=number).first()


def work(run: LinkageRun) -> jobs.Work | None:
    return jobs.work(run.key)


def is_looking() -> bool:
    """Whether a run is under way; one whose work failed is not."""
    unfinished = LinkageRun.objects.filter(finished_at=None)
    works = (jobs.work(run.key) for run in unfinished[:10])
    return any(found is not None and not found.is_over for found in works)


def active_model() -> models.LinkageModel | None:
    """The model that is in force."""
    return models.LinkageModel.objects.filter(state=models.ModelState.ACTIVE).first()


def meant(run: LinkageRun) -> Columns:
    """What the columns of a run's file mean: those its model was learnt by, else all that the registry has."""
    return telling.kept(run.model.columns) if run.model and run.model.columns else exporting.columns()


def model(run: LinkageRun) -> Model | None:
    """What a run weighs by; None for one that learns."""
    from ayni.engines.linkage import model as engine

    return engine.read(run.model.document) if run.model and not run.learns else None


def told(run: LinkageRun, found: Run, out: Path) -> dict[str, Any]:
    """What a run found, as it is kept and shown."""
    from ayni.snapshots import listing  # the engines are for who computes

    pairs = out / "pairs.parquet"
    return {
        "scored": found.scored,
        "expected": found.expected,
        "linked": found.linked,
        "people": found.people,
        "refused": found.refused,
        "unused": list(found.unused),
        "by_key": dict(found.pairs),
        "by_weight": [list(row) for row in listing.rows(BY_WEIGHT, pairs)],
        "by_chance": [[place / 10, count, mean] for place, count, mean in listing.rows(BY_CHANCE, pairs)],
        "columns": telling.plain(meant(run)),
        "weights": weights((out / "model.json").read_text("utf-8")),
    }


def weights(document: str) -> list[list[Any]]:
    """What each degree of likeness weighs, in bits: [comparison, degree, bits]."""
    known: Mapping[str, Any] = json.loads(document)["comparisons"]
    return [
        [name, degree, round(math.log2(numbers["m"] / numbers["u"]), 2)]
        for name, degrees in known.items()
        for degree, numbers in degrees.items()
        if numbers["m"] > 0 and numbers["u"] > 0
    ]
