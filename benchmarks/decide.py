"""Deciding the five shipped programmes, beside the same answers in SQL written by hand, and beside the bare reading."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks import by_hand, installation, measuring

PROGRAMMES = ("child-grant", "disability-allowance", "old-age-pension", "poverty-transfer", "school-fee-waiver")
AS_HAND_WRITTEN = 1.1
AS_READING = 4.0
AS_BARE_ROWS = 2.0


def cases(households: int) -> list[measuring.Case]:
    persons = installation.load(households)
    measuring.apart(_prepare)
    shared: dict[str, Any] = {"size": f"{households:,} households", "units": ("persons", persons), "before": _forget}
    hand: dict[str, Any] = {"beside_name": "SQL written by hand, same engine", "beside": by_hand.decide}
    return [
        measuring.Case(work="decide", ours=_ours, goal=AS_HAND_WRITTEN, same=by_hand.same, **hand, **shared),
        measuring.Case(
            work="decide, rules compiled before",
            ours=_compiled,
            goal=AS_HAND_WRITTEN,
            same=by_hand.same,
            **hand,
            **shared,
        ),
        measuring.Case(
            work="decide",
            ours=_ours,
            beside_name="reading the needed columns alone",
            beside=by_hand.read,
            goal=AS_READING,
            **shared,
        ),
        measuring.Case(
            work="decide, with rows to act on",
            ours=_with_rows,
            beside_name="SQL written by hand, and COPY of the rows to a table with its keys",
            beside=by_hand.decide_with_rows,
            goal=AS_BARE_ROWS,
            same=by_hand.same_rows,
            **shared,
        ),
    ]


class Silent:
    """Progress that nobody watches."""

    def tell(self, done: int, total: int) -> None: ...


def _prepare() -> None:
    """A snapshot with the scores of the proxy means test, the programmes in force, and a run that waits."""
    from ayni.assessment import actions as assessment
    from ayni.assessment import queries as assessments
    from ayni.cli import officers
    from ayni.enrolment import actions as enrolment
    from ayni.programmes import actions as programmes
    from ayni.registry import actions as registry

    manager, approver = officers.officer("manager"), officers.officer("approver")
    snapshot = registry.take_snapshot(on=installation.DAY, by=manager)
    assessment.adopt_instruments(by=manager)
    assessment.assess(assessments.instrument("pmt"), snapshot, by=manager)
    for code in PROGRAMMES:
        version = programmes.adopt_template(code, by=manager, in_force_from=installation.DAY.replace(day=1))
        programmes.approve(version, by=approver, at=datetime.now(UTC))
    enrolment.start_run(snapshot, by=manager, on=installation.DAY)


def _forget() -> None:
    """The run waits again, and nobody has written a result."""
    for folder in ("runs", "ours", "by-hand", "features"):
        shutil.rmtree(installation.home() / folder, ignore_errors=True)
    (installation.home() / "by-hand").mkdir()
    installation.run(
        "TRUNCATE enrolment_decision RESTART IDENTITY CASCADE",
        "UPDATE enrolment_run SET status = 'waiting', folder = '', scores = '{}', counts = '{}', decided_at = NULL",
        "DROP TABLE IF EXISTS bare_decision",
        "CREATE TABLE bare_decision (LIKE enrolment_decision INCLUDING ALL)",
    )
    installation.rest()


def _run() -> Any:
    from ayni.enrolment import models

    return models.Run.objects.select_related("snapshot").get()


def _opened(run: Any) -> tuple[Any, list[Any]]:
    """The run's snapshot, opened with its scores, and the definitions of its programmes."""
    from ayni.assessment import queries as assessments
    from ayni.programmes import queries as programmes
    from ayni.snapshots import opening

    said = [programmes.definition(version) for version in run.versions.order_by("programme__code")]
    return opening.open(run.snapshot, assessments.score_files(run.snapshot)), said


def _ours() -> Iterator[None]:
    """From an opened snapshot to written results, as the job does it."""
    run = _run()
    opened, said = _opened(run)
    yield
    tables = _tables(opened, said, run)
    return _write(tables)


def _compiled() -> Iterator[None]:
    """The same, with the rules already turned into one expression: what grows with the registry."""
    run = _run()
    opened, said = _opened(run)
    tables = _tables(opened, said, run)
    yield
    return _write(tables)


def _tables(opened: Any, said: list[Any], run: Any) -> tuple[Any, dict[str, Any]]:
    from ayni.engines.rules import columns

    return opened.engine, columns.decide(said, opened.dictionary, opened.households, opened.persons, on=run.on)


def _write(made: tuple[Any, dict[str, Any]]) -> dict[str, int]:
    from ayni.snapshots import results

    engine, decided = made
    ours = installation.home() / "ours"
    return {
        unit: results.write_outcome(one, ours, unit, engine=engine, provenance={})
        for unit, one in sorted(decided.items())
    }


def _with_rows() -> Iterator[None]:
    """The whole job: results, counts, and a row for each unit somebody must act on."""
    from ayni.enrolment import tasks

    run = _run()
    yield
    tasks.decide(Silent(), run=run.pk)  # type: ignore[arg-type] tells as Progress does
    yield
    return installation.run("SELECT count(*) FROM enrolment_decision")[0][0]
