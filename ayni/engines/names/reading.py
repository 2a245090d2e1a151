"""What is to be known of one word of a name."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ayni.engines.names import folding, letters
from ayni.engines.names import sounds as sounding

#: Told with every word that is kept as it was read: raise it when reading changes, and all are read again.
VERSION = 2


@dataclass(frozen=True)
class Read:
    """A word: folded, in Latin letters, the keys it sounds by, and its script (`letters.script`)."""

    word: str
    folded: str
    latin: str
    sounds: tuple[str, ...]
    script: str


@functools.lru_cache(maxsize=50_000)
def read(word: str) -> Read:
    """A word of a name, read. One without any letter that can be read sounds as it is folded."""
    plain = folding.unmarked(word)
    units, script = letters.units(plain), letters.script(plain)
    folded = folding.fold(word)
    found = tuple(key for key in sounding.sounds(units, script) if key)
    latin = "".join("" if unit == "`" and place else unit for place, unit in enumerate(units)).replace("`", "a")
    return Read(word, folded, latin, found or (folded,), script)
