"""Opening a snapshot: the one door to the engine that reads its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ayni.engines import dictionary as dictionaries
from ayni.snapshots import errors, looking, manifests, models
from ayni.snapshots.tables import quoted

if TYPE_CHECKING:
    import ibis

SCORE_UNIT, SCORE_VALUE = "household_id", "value"  # the two columns of a score file


@dataclass
class Opened:
    """A snapshot as Ibis tables on one DuckDB connection.

    `households` and `persons` have the canonical columns: null is unknown. `households` also has `score_<code>`
    (float) for each score file given. Use it in one thread; close it, or use it in a `with`.
    """

    snapshot: models.Snapshot
    scores: Mapping[str, Path]
    backend: ibis.BaseBackend

    @property
    def households(self) -> ibis.Table:
        return self.backend.table("households")

    @property
    def persons(self) -> ibis.Table:
        return self.backend.table("persons")

    def table(self, name: str) -> ibis.Table:
        """Another published table, by its name."""
        return self.backend.table(name)

    @cached_property
    def dictionary(self) -> dictionaries.Dictionary:
        return dictionary(self.snapshot)

    def facts(self, household_id: int) -> dict[str, Any]:
        """One household as rules read it: `household`, `members`, `scores`. Refuses NotInSnapshot."""
        return _facts(self.snapshot, self.scores, household_id)

    def close(self) -> None:
        self.backend.disconnect()

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.close()


def open(snapshot: models.Snapshot, scores: Mapping[str, Path] | None = None) -> Opened:
    """Open a snapshot. `scores` gives Parquet files by code, with the columns household_id and value.

    Refuses: SnapshotDamaged, when a file is missing or of another size (`verify` reads every byte).
    """
    import ibis  # whoever only looks one household up does without it

    manifests.present(snapshot)
    temporary = Path(settings.AYNI_HOME) / "temporary"
    temporary.mkdir(mode=0o700, exist_ok=True)
    backend = ibis.duckdb.connect(
        memory_limit=getattr(settings, "AYNI_ENGINE_MEMORY", looking.MEMORY), temp_directory=str(temporary)
    )
    for name in snapshot.manifest["tables"]:
        view = f"CREATE VIEW {quoted(name)} AS {_select(snapshot, name, scores or {})}"
        backend.con.execute(view)
    return Opened(snapshot, dict(scores or {}), backend)


def verify(snapshot: models.Snapshot) -> None:
    """Refuse SnapshotDamaged when any file is not byte for byte what was written."""
    manifests.verify(snapshot)


def dictionary(snapshot: models.Snapshot) -> dictionaries.Dictionary:
    """The dictionary in force when the snapshot was taken."""
    path = Path(snapshot.folder) / manifests.DICTIONARY
    return dictionaries.Dictionary.from_yaml(path.read_text(encoding="utf-8"))


def facts(snapshot: models.Snapshot, household_id: int, scores: Mapping[str, Path] | None = None) -> dict[str, Any]:
    """One household of a snapshot without opening the whole: `household`, `members`, `scores`.

    Dates are dates, choices codes, None is unknown. Refuses NotInSnapshot, SnapshotDamaged.
    """
    manifests.present(snapshot)
    return _facts(snapshot, scores or {}, household_id)


def _facts(snapshot: models.Snapshot, scores: Mapping[str, Path], household_id: int) -> dict[str, Any]:
    homes = looking.rows(_files(snapshot, "households"), "id", household_id)
    if not homes:
        raise errors.NotInSnapshot(snapshot.version, household_id)
    area = homes[0]["area_1"]
    people = looking.rows(_files(snapshot, "persons", area), "household_id", household_id)
    for person in people:
        del person["area_1"], person["area"]
    return {
        "household": homes[0],
        "members": sorted(people, key=lambda person: person["number"] or 0),
        "scores": {code: _score(path, household_id) for code, path in scores.items()},
    }


def _score(path: Path, household_id: int) -> float | None:
    rows = looking.rows([str(path)], SCORE_UNIT, household_id)
    return rows[0][SCORE_VALUE] if rows else None


def _select(snapshot: models.Snapshot, table: str, scores: Mapping[str, Path]) -> str:
    """The view of a table; the households' one has a column for each score."""
    files = _literal(_files(snapshot, table))
    source = f"read_parquet({files}, hive_partitioning = false) AS t"
    chosen = ["t.* EXCLUDE (area, area_1)" if table == "persons" else "t.*"]
    for place, (code, path) in enumerate(scores.items() if table == "households" else ()):
        score = f"s{place}"
        chosen.append(f"CAST({score}.{SCORE_VALUE} AS DOUBLE) AS {quoted(f'score_{code}')}")
        source += f" LEFT JOIN read_parquet({_literal([str(path)])}) AS {score} ON {score}.{SCORE_UNIT} = t.id"
    return f"SELECT {', '.join(chosen)} FROM {source}"  # noqa: S608 our own names and paths, quoted


def _files(snapshot: models.Snapshot, table: str, partition: str | None = None) -> list[str]:
    """The paths of a table's files, all of them or one first-level area's."""
    return [
        str(Path(snapshot.folder) / file["path"])
        for file in manifests.files(snapshot.manifest, table)
        if partition is None or file["partition"] == partition
    ]


def _literal(paths: Iterable[str]) -> str:
    """A list of texts as DuckDB writes it."""
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
