"""A model for a registry that has learnt none yet: what each likeness says on average, in files of people elsewhere.

It keeps an office from being without any warning until the first run over its own records; it is no substitute for
one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ayni.engines.linkage import comparing, keys, typical
from ayni.engines.linkage.learning import Learnt
from ayni.engines.linkage.model import Model

#: The keys that bring most likely pairs for what they cost; and each identifier by itself.
KEYS = (
    "phone", "names + month and day", "names + year", "names + place", "names spelt", "birth + given",
    "birth + family", "birth + initials", "given + month and day + place", "family + year + place",
    "given + year + place", "month and day + year + given", "month and day + year + family",
    "narrow place + given", "narrow place + family",
)  # fmt: skip


def model(columns: Sequence[str], records: int) -> Model:
    """For prepared columns and a registry of so many records, one in ten of whom is there twice."""
    told = [typical.m_and_u(one) for one in comparing.made(columns)]
    learnt = Learnt(tuple(m for m, _ in told), tuple(u for _, u in told), (), (), 0)
    chosen = tuple(key.name for key in keys.possible(columns) if key.name in KEYS or comparing.alike(key.name))
    return Model(tuple(columns), learnt, min(0.1 / max(records, 10), 0.01), chosen)
