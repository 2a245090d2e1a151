"""The parts of names as they are compared: in Latin letters whatever the script, and by keys that spellings share."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from ayni.engines import names

#: What is told of a part of a name: in Latin letters, how it sounds, its letters in the order of the alphabet (so that two
#: letters in each other's place are seen), and the sounds of its first and last word when it has several.
TOLD = ("latin", "sound", "letters", "first", "last")
#: Words that say how somebody is addressed; no part of who it is.
LEFT_OUT = frozenset(
    "mr mrs ms miss dr prof sir madam haji hajji hadji al-hajj alhaji hajjah hadja sheikh shaikh cheikh sayyid syed sri shri smt"
    " ustad rev pastor chief m. mme mlle sr sra jr snr don dona الحاج الشيخ السيد السيدة الدكتور श्री श्रीमती ato weizero".split()
)


def read(name: str) -> tuple[str, str, str, str, str]:
    """One part of a name, of one word or more."""
    found = [names.read(word) for word in names.meant(names.words(name))]
    latin, sounds = " ".join(one.latin for one in found), [one.sounds[0] for one in found]
    return latin, " ".join(sounds), "".join(sorted(latin)), sounds[0] if sounds else "", sounds[-1] if sounds else ""


def read_names(connection: Any) -> None:
    """Make `names_read` from the distinct names of `told`: each is read once, however many bear it."""
    parts = " UNION ".join(f"SELECT {part} AS name FROM told" for part in ("given", "middle", "family"))
    told = [name for (name,) in connection.execute(f"SELECT name FROM ({parts}) WHERE name IS NOT NULL").fetchall()]
    rows = [(name, *read(name)) for name in told]
    table = pa.table({column: [row[place] or None for row in rows] for place, column in enumerate(("name", *TOLD))})
    if not rows:
        table = pa.table({column: pa.array([], pa.string()) for column in ("name", *TOLD)})
    connection.register("names_told", table)
    connection.execute("CREATE TEMP TABLE names_read AS SELECT * FROM names_told")
    connection.unregister("names_told")
