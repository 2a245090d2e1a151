"""The parts of names as they are compared: in Latin letters whatever the script, and by keys that spellings share."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from ayni.engines import names

#: What is told of a part of a name: in Latin letters, the name that it is a short form of (itself when it is none), how
#: it sounds, its letters in the order of the alphabet (so that two letters in each other's place are seen), and the
#: sounds of its first and last word.
TOLD = ("latin", "called", "sound", "letters", "first", "last")
NICKNAMES = Path(__file__).with_name("nicknames.yaml")
#: Words that say how somebody is addressed; no part of who it is.
LEFT_OUT = frozenset(
    (
        "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "haji", "hajji", "hadji", "al-hajj", "alhaji",
        "hajjah", "hadja", "sheikh", "shaikh", "cheikh", "sayyid", "syed", "sri", "shri", "smt", "ustad", "rev",
        "pastor", "chief", "mme", "mlle", "sr", "sra", "jr", "snr", "don", "dona", "ato", "weizero", "الحاج", "الحاجة",
        "الشيخ", "السيد", "السيدة", "الدكتور", "श्री", "श्रीमती", "አቶ", "ወይዘሮ", "господин", "госпожа",
    )
)  # fmt: skip


@cache
def nicknames() -> dict[str, str]:
    """Short forms in Latin letters, each with the name it stands for; of one that stands for several, the first."""
    told = yaml.safe_load(NICKNAMES.read_text("utf-8"))
    found: dict[str, str] = {}
    for name, short in told.items():
        for one in short.split():
            found.setdefault(one, name)
    return found


def read(name: str) -> tuple[str, ...]:
    """One part of a name, of one word or more, as `TOLD`; every text empty when no letter is left."""
    found = [names.read(word) for word in names.meant(names.words(name))]
    latin, sounds = " ".join(one.latin for one in found), [one.sounds[0] for one in found]
    called = " ".join(nicknames().get(one.latin, one.latin) for one in found)
    ends = (sounds[0], sounds[-1]) if sounds else ("", "")
    return latin, called, " ".join(sounds), "".join(sorted(latin)), *ends


def read_names(connection: Any) -> None:
    """Make `names_read` from the distinct names of `told`: each is read once, however many bear it."""
    parts = " UNION ".join(f"SELECT {part} AS name FROM told" for part in ("given", "middle", "family"))
    told = [name for (name,) in connection.execute(f"SELECT name FROM ({parts}) WHERE name IS NOT NULL").fetchall()]
    columns = list(zip(*((name, *read(name)) for name in told), strict=True)) or [()] * (1 + len(TOLD))
    shown = (
        {name: pa.array([one or None for one in of], pa.string())}
        for name, of in zip(("name", *TOLD), columns, strict=True)
    )
    table = pa.table({name: array for one in shown for name, array in one.items()})
    connection.register("names_told", table)
    connection.execute("CREATE OR REPLACE TEMP TABLE names_read AS SELECT * FROM names_told")
    connection.unregister("names_told")
