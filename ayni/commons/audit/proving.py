"""Whether the audit is as it was written: every row held against its link, every chain against its head and seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.commons.audit import sealing

MOST = 1000  # findings that are told; one is enough to know

TOLD = {
    "removed": gettext_noop("A row was removed; its link is still there."),
    "changed": gettext_noop("A row is not what was written: it was changed, or put in another's place."),
    "gap": gettext_noop("Links were removed or numbered anew here."),
    "short": gettext_noop("The last links of the chain were removed: its head counts more of them."),
    "head": gettext_noop("The chain's head was changed: it is not that of the last link."),
    "unlinked": gettext_noop("A row has no link: it was put in, or its time was changed, behind the database's back."),
    "seal": gettext_noop("The chain is not the one that was sealed: links before this number were changed or removed."),
    "signature": gettext_noop("A seal's signature is wrong: the seal was changed, or made with another key."),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: in which chain, at which link, of which row, and between which times it lies."""

    kind: str
    chain: int | None
    number: int | None
    log: str | None
    record: int | None
    from_at: datetime | None
    to_at: datetime | None

    @property
    def says(self) -> str:
        return _(TOLD[self.kind])


@dataclass(frozen=True)
class Verdict:
    """What was checked, and what was found wrong."""

    links: int
    seals: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return not self.findings


def verdict(*, since: datetime | None = None, seals: Sequence[sealing.Signed] = ()) -> Verdict:
    """Hold everything against everything: from a time on when one is given. Other seals, carried away, may be added."""
    connection.check_constraints()  # what this very transaction has written is linked first
    known = sealing.every(seals)
    broken = [] if since else [*_of_seals(known)]
    return Verdict(_links(), len(known), (*_of_rows(since), *broken))


def _of_rows(since: datetime | None) -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_findings(%s, %s)", [since, MOST])
        return [Finding(*row) for row in cursor.fetchall()]


def _of_seals(known: Sequence[sealing.Signed]) -> list[Finding]:
    """Each seal whose signature is wrong, and the first seal with which each chain no longer agrees."""
    wrong = [Finding("signature", None, None, None, None, one.at, one.at) for one in known if not one.is_genuine]
    found: dict[int, Finding] = {}
    for seal in (one for one in known if one.is_genuine):
        digests = _digests([(chain, number) for chain, (number, _digest) in seal.heads.items()])
        for chain, (number, digest) in seal.heads.items():
            if digests.get((chain, number)) != digest:
                found.setdefault(chain, Finding("seal", chain, number, None, None, None, seal.at))
    return [*wrong, *found.values()]


def _digests(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    with connection.cursor() as cursor:
        asked = [[chain for chain, _number in places], [number for _chain, number in places]]
        cursor.execute("SELECT * FROM audit_digests(%s::smallint[], %s::bigint[])", asked)
        return {(chain, number): digest for chain, number, digest in cursor.fetchall()}


def _links() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(number), 0)::bigint FROM audit_heads()")
        return int(cursor.fetchone()[0])
