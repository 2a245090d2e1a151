"""Keeping sensitive answers sealed, apart from the others: one document for each record, source and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes
from ayni.engines import dictionary as dictionaries
from ayni.registry.models import Confidence
from ayni.registry.queries import sealed
from ayni.snapshots import copying

#: What is staged of each record's sensitive answers: never the answers themselves.
STAGE = "id bigint, key_id integer, answers integer, ciphertext bytea"
IDS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
INSERT = """
    INSERT INTO registry_{entity}sealed (source, observed_on, key_id, ciphertext, answers, {entity}_id)
    SELECT %(source)s, %(on)s, key_id, ciphertext, answers, id FROM staged_{entity}_sealed
"""


@sensitive_variables()
def parted(
    entity: str, values: Mapping[str, Any], dictionary: dictionaries.Dictionary
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers (or their states) that stand in the open, and those that are sealed."""
    secret = sealed.names(dictionary, entity)
    return (
        {name: value for name, value in values.items() if name not in secret},
        {name: value for name, value in values.items() if name in secret},
    )


@sensitive_variables()
def lay(
    entity: str,
    record: int,
    values: Mapping[str, Any],
    states: Mapping[str, str],
    *,
    source: str,
    on: date,
    confidence: int = Confidence.TOLD,
) -> None:
    """Lay sensitive answers over those of the same source and day; an answer and its state change together.

    The caller holds the lock of the record's other answers of that source and day. Refuses: KeyMissing, KeyWrong,
    SealBroken.
    """
    model: Any = sealed.KEPT_IN[entity]
    row = model.objects.filter(**{f"{entity}_id": record}, source=source, observed_on=on).first()
    known, why = {}, {}
    if row is not None:
        before = sealed.opened(entity, row, boxes.Opener())
        known, why = before.values, {name: state for name, state in before.states.items() if name not in values}
    row = row or model(**{f"{entity}_id": record}, source=source, observed_on=on)
    sealer = boxes.Sealer()
    document = {"values": {**known, **values}, "states": {**why, **states}}
    row.ciphertext = sealer.document(document, sealed.bound(entity, record, source, on))
    row.key_id, row.answers, row.confidence = sealer.key, len(document["values"]), confidence
    row.save()


@dataclass(frozen=True)
class Staging:
    """Splits what comes in for a table: the open part is staged as it is, the sensitive part sealed."""

    entity: str
    secret: Sequence[str]
    source: str
    on: date

    @property
    def stage(self) -> str:
        return f"staged_{self.entity}_sealed"

    def copy(self, cursor: Any, table: str, columns: Sequence[str], chunks: Iterable[bytes]) -> None:
        """Stage chunks of CSV, each of whole rows. A record is given its key here, for its document is bound to it."""
        cursor.execute(f"DROP TABLE IF EXISTS {self.stage}")
        cursor.execute(f"CREATE TEMPORARY TABLE {self.stage} ({STAGE}) ON COMMIT DROP")
        sealer = boxes.Sealer()
        for chunk in chunks:
            parted = copying.part(chunk, columns, self.secret)
            cursor.execute(IDS, [f"registry_{self.entity}", parted.rows])
            ids = [pk for (pk,) in cursor.fetchall()]
            with cursor.copy(f"COPY {table} ({', '.join(columns)}, id) FROM STDIN (FORMAT csv)") as copy:
                copy.write(parted.lines(ids))
            with cursor.copy(f"COPY {self.stage} FROM STDIN (FORMAT csv)") as copy:
                copy.write(self._sealed(parted.documents, ids, sealer))

    def insert(self, cursor: Any) -> None:
        """Move what was staged into its table; the records are there."""
        cursor.execute(INSERT.format(entity=self.entity), {"source": self.source, "on": self.on})

    @sensitive_variables()
    def _sealed(self, documents: Iterable[tuple[int, str, int]], ids: Sequence[int], sealer: boxes.Sealer) -> bytes:
        return b"".join(self._line(ids[row], text, count, sealer) for row, text, count in documents)

    @sensitive_variables()
    def _line(self, record: int, text: str, count: int, sealer: boxes.Sealer) -> bytes:
        bound = sealed.bound(self.entity, record, self.source, self.on)
        ciphertext = sealer.seal(b'{"values":%b,"states":{}}' % text.encode(), bound)
        return b"%d,%d,%d,\\x%b\n" % (record, sealer.key, count, ciphertext.hex().encode())


def staging(entity: str, dictionary: dictionaries.Dictionary, *, source: str, on: date) -> Staging | None:
    """How to split what comes in; None when nothing of it is sensitive."""
    secret = sorted(sealed.names(dictionary, entity))
    return Staging(entity, secret, source, on) if secret else None


def tables(stagings: Iterable[Staging | None]) -> tuple[str, ...]:
    """The tables into which these insert."""
    return tuple(f"registry_{one.entity}sealed" for one in stagings if one is not None)
