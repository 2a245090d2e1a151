"""Opening a snapshot: the one door to the engine that reads its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import earlier as earliers
from ayni.snapshots import errors, looking, manifests, models

if TYPE_CHECKING:
    import ibis

    from ayni.engines.backends import Engine

SCORE_UNIT, SCORE_VALUE = "household_id", "value"  # the two columns of a score file
NOTHING = earliers.Wanted()


@dataclass
class Opened:
    """A snapshot as Ibis tables on one engine.

    `households` and `persons` have the canonical columns: null is unknown. `households` also has `score_<code>`
    (float) for each score file given, and both what the rules ask of `earlier` decisions and payments up to the
    snapshot's day. Use it in one thread; close it, or use it in a `with`.
    """

    snapshot: models.Snapshot
    scores: Mapping[str, Path]
    engine: Engine
    earlier: earliers.Wanted = NOTHING

    @cached_property
    def households(self) -> ibis.Table:
        table = self.table("households")
        for code, path in self.scores.items():
            scores = self.engine.read(f"score_{code}", [str(path)])
            named = scores.select(
                score_unit=scores[SCORE_UNIT], **{f"score_{code}": scores[SCORE_VALUE].cast("float64")}
            )
            table = table.left_join(named, table.id == named.score_unit).drop("score_unit")
        if self.earlier.enrolled and self._publishes("enrolments"):
            listed = self.table("enrolments")
            table = earliers.with_enrolments(table, "household_id", listed, self.earlier.enrolled, self.on)
        if self.earlier.received and self._publishes("payments"):
            table = earliers.with_payments(table, self.table("payments"), self.earlier.received, self.on)
        return table

    @cached_property
    def persons(self) -> ibis.Table:
        table = self.table("persons")
        if self.earlier.enrolled and self._publishes("enrolments"):
            listed = self.table("enrolments")
            table = earliers.with_enrolments(table, "person_id", listed, self.earlier.enrolled, self.on)
        return table

    def table(self, name: str) -> ibis.Table:
        """A published table, by its name."""
        return self.engine.read(name, _files(self.snapshot, name))

    @property
    def on(self) -> date:
        return self.snapshot.on

    @cached_property
    def dictionary(self) -> dictionaries.Dictionary:
        return dictionary(self.snapshot)

    def close(self) -> None:
        self.engine.close()

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.close()

    def _publishes(self, table: str) -> bool:
        return table in self.snapshot.manifest["tables"]


def open(
    snapshot: models.Snapshot,
    scores: Mapping[str, Path] | None = None,
    *,
    earlier: earliers.Wanted = NOTHING,
    engine: str = "",
) -> Opened:
    """Open a snapshot. `scores` gives Parquet files by code, with the columns household_id and value.

    The engine is the setting AYNI_ENGINE's (duckdb) unless named. Refuses: SnapshotDamaged, when a file is missing or
    of another size (`verify` reads every byte); SnapshotPruned; EngineMissing.
    """
    from ayni.engines import backends  # whoever only looks one household up does without it

    manifests.present(snapshot)
    temporary = Path(settings.AYNI_HOME) / "temporary"
    temporary.mkdir(mode=0o700, exist_ok=True)
    memory = getattr(settings, "AYNI_ENGINE_MEMORY", looking.MEMORY)
    name = engine or getattr(settings, "AYNI_ENGINE", "duckdb")
    return Opened(snapshot, dict(scores or {}), backends.connect(name, memory=memory, temporary=temporary), earlier)


def verify(snapshot: models.Snapshot) -> None:
    """Refuse SnapshotDamaged when any file is not byte for byte what was written."""
    manifests.verify(snapshot)


def dictionary(snapshot: models.Snapshot) -> dictionaries.Dictionary:
    """The dictionary in force when the snapshot was taken. Refuses SnapshotPruned, SnapshotDamaged."""
    manifests.present(snapshot)
    path = Path(snapshot.folder) / manifests.DICTIONARY
    return dictionaries.Dictionary.from_yaml(path.read_text(encoding="utf-8"))


def facts(
    snapshot: models.Snapshot,
    household_id: int,
    scores: Mapping[str, Path] | None = None,
    *,
    earlier: earliers.Wanted = NOTHING,
) -> dict[str, Any]:
    """One household of a snapshot without opening the whole, as rules read it: `household`, `members`, `scores`.

    Dates are dates, choices codes, None is unknown. Refuses NotInSnapshot, SnapshotDamaged.
    """
    manifests.present(snapshot)
    homes = looking.rows(_files(snapshot, "households"), "id", household_id)
    if not homes:
        raise errors.NotInSnapshot(snapshot.version, household_id)
    home, area = homes[0], homes[0]["area_1"]
    people = looking.rows(_files(snapshot, "persons", area), "household_id", household_id)
    for person in people:
        del person["area_1"], person["area"]
    _add_enrolments(snapshot, home, people, earlier)
    _add_payments(snapshot, home, earlier)
    return {
        "household": home,
        "members": sorted(people, key=lambda person: person["number"] or 0),
        "scores": {code: _score(path, household_id) for code, path in (scores or {}).items()},
    }


def _add_enrolments(
    snapshot: models.Snapshot, home: dict[str, Any], people: list[dict[str, Any]], earlier: earliers.Wanted
) -> None:
    if not earlier.enrolled or "enrolments" not in snapshot.manifest["tables"]:
        return
    files = _files(snapshot, "enrolments")
    of_home = looking.rows(files, "household_id", home["id"])
    of_people = [row for person in people for row in looking.rows(files, "person_id", person["id"])]
    for code in earlier.enrolled:
        home[f"enrolled_{code}"] = any(earliers.is_enrolled(row, code, snapshot.on) for row in of_home)
        enrolled = {row["person_id"] for row in of_people if earliers.is_enrolled(row, code, snapshot.on)}
        for person in people:
            person[f"enrolled_{code}"] = person["id"] in enrolled


def _add_payments(snapshot: models.Snapshot, home: dict[str, Any], earlier: earliers.Wanted) -> None:
    if not earlier.received or "payments" not in snapshot.manifest["tables"]:
        return
    paid = looking.rows(_files(snapshot, "payments"), "household_id", home["id"])
    for code, months in earlier.received:
        counted = [row["amount"] for row in paid if earliers.is_received(row, code, months, snapshot.on)]
        home[f"received_{code}_{months}"] = earliers.received(counted)


def _score(path: Path, household_id: int) -> float | None:
    rows = looking.rows([str(path)], SCORE_UNIT, household_id)
    return rows[0][SCORE_VALUE] if rows else None


def _files(snapshot: models.Snapshot, table: str, partition: str | None = None) -> list[str]:
    """The paths of a table's files, all of them or one first-level area's."""
    return [
        str(Path(snapshot.folder) / file["path"])
        for file in manifests.files(snapshot.manifest, table)
        if partition is None or file["partition"] == partition
    ]
