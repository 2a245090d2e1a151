"""What a line-of-business application does: fetch a household through the ORM, decide it in Python, go to the next.

A sample of the nation's households stands in the registry's own tables, filled beforehand; the reference reader
decides each, so both sides mean the same. Nothing is written but what the comparison needs, which flatters the loop.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import measuring
from benchmarks.nation import by_hand, country, ours

NAME = "outcomes.json"
KEPT = {"household": {"id", "area", "area_1", "score_pmt"}, "person": {*country.PERSON}}


def fill(nation: country.Nation, households: int) -> int:
    """The nation's first households in the registry's tables; how many persons live there."""
    from django.db import connection

    engine = by_hand.opened(nation)
    homes = _rows(engine, f"SELECT * FROM households WHERE id <= {households} ORDER BY id")
    people = _rows(engine, f"SELECT * FROM persons WHERE household_id <= {households} ORDER BY id")
    _insert(homes, people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return len(people)


def _rows(engine: Any, sql: str) -> list[dict[str, Any]]:
    found = engine.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _insert(homes: list[dict[str, Any]], people: list[dict[str, Any]]) -> None:
    from ayni.commons.directory import models as directory
    from ayni.registry import models

    area = directory.Area.objects.create(code="AY", level=1, path="AY/", names={})
    day, source = country.DAY, "nation"
    models.Household.objects.bulk_create(
        models.Household(id=row["id"], area=area, source=source, source_key=str(row["id"]), registered_on=day)
        for row in homes
    )
    models.Person.objects.bulk_create(
        models.Person(
            source=source,
            source_key=str(row["id"]),
            registered_on=day,
            **{name: row[name] for name in ("id", "sex", "born_from", "born_to")},
        )
        for row in people
    )
    models.Membership.objects.bulk_create(
        models.Membership(
            person_id=row["id"],
            household_id=row["household_id"],
            number=row["number"],
            relationship=row["relationship"],
            period=(day, None),
        )
        for row in people
    )
    for facts, unit, rows in (
        (models.HouseholdFacts, "household", homes),
        (models.PersonFacts, "person", people),
    ):
        facts.objects.bulk_create(
            facts(source=source, observed_on=day, values=_answers(row, unit), **{f"{unit}_id": row["id"]})
            for row in rows
        )


def _answers(row: dict[str, Any], unit: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name not in KEPT[unit]}


def prefetched(nation: country.Nation, folder: Path) -> Iterator[None]:
    """Related rows fetched for a thousand households at a time."""
    from ayni.registry import models

    related = ("facts", "memberships__person__facts")
    yield from _decide(models.Household.objects.prefetch_related(*related).iterator(1000), nation, folder)


def naive(nation: country.Nation, folder: Path) -> Iterator[None]:
    """Related rows fetched when they are asked for."""
    from ayni.registry import models

    yield from _decide(models.Household.objects.iterator(1000), nation, folder)


def _decide(households: Iterable[Any], nation: country.Nation, folder: Path) -> Iterator[None]:
    programmes = ours.programmes()
    scores = dict(by_hand.opened(nation).execute("SELECT id, score_pmt FROM households").fetchall())
    yield
    outcomes = []
    for household in households:
        facts = _facts(household, scores[household.pk])
        outcomes += decided(programmes, facts, on=country.DAY)
    yield
    (folder / NAME).write_text(json.dumps(outcomes))
    return len(outcomes)  # type: ignore[return-value] what was done


def _facts(household: Any, score: float | None) -> dict[str, Any]:
    return {
        "household": {"id": household.pk, **_latest(household)},
        "members": [
            {
                "id": member.person.pk,
                "number": member.number,
                "relationship": member.relationship,
                **{name: getattr(member.person, name) for name in ("sex", "born_from", "born_to")},
                **_latest(member.person),
            }
            for member in household.memberships.all()
        ],
        "scores": {"pmt": score},
    }


def _latest(unit: Any) -> dict[str, Any]:
    facts = max(unit.facts.all(), key=lambda one: one.observed_on, default=None)
    return dict(facts.values) if facts else {}


def decided(programmes: list[Any], facts: dict[str, Any], *, on: date) -> list[tuple[str, int, str, str | None]]:
    """One household's outcomes, and those of each of its members: programme, unit, result, amount."""
    from ayni.engines.rules import reading

    outcomes = []
    for programme in programmes:
        units = [facts["household"]] if programme.definition.unit == "household" else facts["members"]
        for unit in units:
            outcome = reading.evaluate(programme, {**facts, "person": unit}, on=on)
            paid = None if outcome.amount is None else str(outcome.amount)
            outcomes.append((programme.code, unit["id"], outcome.result, paid))
    return outcomes


def same(folder: Path, decided_by_ours: Path) -> None:
    """The loop's outcomes are ours. Raises BenchmarkFailed."""
    import duckdb

    outcomes = json.loads((folder / NAME).read_text())
    for definition in ours.definitions():
        theirs = {unit: (result, paid) for code, unit, result, paid in outcomes if code == definition.code}
        file = decided_by_ours / f"{definition.unit}.parquet"
        sql = (
            f'SELECT id, "{definition.code}__result"::VARCHAR, "{definition.code}__amount"::VARCHAR'
            f" FROM '{file}' WHERE id <= {max(theirs)}"
        )
        found = {unit: (result, paid) for unit, result, paid in duckdb.sql(sql).fetchall()}
        if differing := [unit for unit, outcome in theirs.items() if found[unit] != outcome]:
            raise measuring.BenchmarkFailed(
                f"{definition.code}: {len(differing)} outcomes differ, as of {differing[0]}."
            )
