"""Files that the installation keeps for a term, sealed beside the database: sheets of cards, files that are linked.

A part is a run of sealed blocks, each bound to its kind, number, name and place and to whether it is the last.
"""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes
from ayni.identity import errors

BLOCK = 1024 * 1024
SIGN = b"AYNIKEPT1\n"
HEAD = struct.Struct(">IB")
REAL = struct.Struct(">I")
KEY = struct.Struct(">I")


def folder(kind: str, number: int) -> Path:
    """Where the parts of one thing are: readable by whoever runs the server alone."""
    return Path(settings.AYNI_HOME) / "kept" / kind / str(number)


@sensitive_variables()
def keep(kind: str, number: int, part: str, source: IO[bytes]) -> int:
    """Seal a stream, in place of what was kept before; its size."""
    place = folder(kind, number)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealer, size, count = boxes.Sealer(), 0, 0
    unfinished = place / f"{part}.unfinished"
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as out:
        out.write(SIGN + KEY.pack(sealer.key))
        block = source.read(BLOCK)
        while True:
            following = source.read(BLOCK) if block else b""
            bound = _bound(kind, number, part, count, is_last=not following)
            sealed = sealer.seal(REAL.pack(len(block)) + block, bound)
            out.write(HEAD.pack(len(sealed), not following) + sealed)
            size += len(block)
            if not following:
                break
            block, count = following, count + 1
    unfinished.replace(place / part)
    return size


@sensitive_variables()
def blocks(kind: str, number: int, part: str) -> Iterator[bytes]:
    """What was kept, a block at a time. Refuses: KeptNoLonger; KeyMissing, KeyWrong, SealBroken."""
    place = folder(kind, number) / part
    if not place.exists():
        raise errors.KeptNoLonger
    with place.open("rb") as source:
        if source.read(len(SIGN)) != SIGN:
            raise errors.KeptNoLonger
        (key,) = KEY.unpack(source.read(KEY.size))
        opener, count = boxes.Opener(), 0
        while head := source.read(HEAD.size):
            length, is_last = HEAD.unpack(head)
            bound = _bound(kind, number, part, count, is_last=bool(is_last))
            plain = opener.open(source.read(length), key, bound)
            (real,) = REAL.unpack(plain[: REAL.size])
            yield plain[REAL.size : REAL.size + real]
            if is_last:
                return
            count += 1
    raise errors.KeptNoLonger


def read(kind: str, number: int, part: str) -> bytes:
    return b"".join(blocks(kind, number, part))


def parts(kind: str, number: int) -> list[str]:
    place = folder(kind, number)
    return sorted(one.name for one in place.iterdir() if one.is_file()) if place.exists() else []


def forget(kind: str, number: int) -> None:
    """Take away everything that is kept of one thing."""
    shutil.rmtree(folder(kind, number), ignore_errors=True)


def _bound(kind: str, number: int, part: str, count: int, *, is_last: bool) -> boxes.Bound:
    return boxes.Bound(f"identity_{kind}", number, f"{part} {count} {'last' if is_last else 'more'}", date.min)
