"""The content of files of people: sealed beside the database, opened for as long as it is read.

A part is a run of sealed blocks, each bound to its file, part, place and to whether it is the last: blocks that were
exchanged, cut off or another file's do not open.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes
from ayni.intake import errors, models

BLOCK = 1024 * 1024
SIGN = b"AYNIFILE1\n"
HEAD = struct.Struct(">IB")  # the length of what is sealed, and whether it is the last block
REAL = struct.Struct(">I")
KEY = struct.Struct(">I")
CONTENT, FINDINGS, SAMPLES = "content", "findings", "samples"
PARTS = (CONTENT, FINDINGS, SAMPLES)


def folder() -> Path:
    place = Path(settings.AYNI_HOME) / "files"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def place(file: int, part: str) -> Path:
    return folder() / f"{file}.{part}"


@sensitive_variables()
def keep(file: int, part: str, source: IO[bytes]) -> tuple[str, int]:
    """Seal a stream as a part of a file, in place of what was kept before; its SHA-256 and size."""
    sealer, digest, size = boxes.Sealer(), hashlib.sha256(), 0
    unfinished = place(file, part).with_suffix(f".{part}.unfinished")
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as out:
        out.write(SIGN + KEY.pack(sealer.key))
        block, number = source.read(BLOCK), 0
        while True:
            following = source.read(BLOCK) if block else b""
            digest.update(block)
            size += len(block)
            sealed = sealer.seal(REAL.pack(len(block)) + block, _bound(file, part, number, is_last=not following))
            out.write(HEAD.pack(len(sealed), not following) + sealed)
            if not following:
                break
            block, number = following, number + 1
    unfinished.replace(place(file, part))
    return digest.hexdigest(), size


@sensitive_variables()
def blocks(file: int, part: str) -> Iterator[bytes]:
    """What was kept, a block at a time. Refuses: FileForgotten; KeyMissing, KeyWrong, SealBroken."""
    try:
        source = place(file, part).open("rb")
    except FileNotFoundError:
        raise errors.FileForgotten(file) from None
    with source:
        if source.read(len(SIGN)) != SIGN:
            raise errors.FileForgotten(file)
        (key,) = KEY.unpack(source.read(KEY.size))
        opener, number = boxes.Opener(), 0
        while head := source.read(HEAD.size):
            length, is_last = HEAD.unpack(head)
            plain = opener.open(source.read(length), key, _bound(file, part, number, is_last=bool(is_last)))
            (real,) = REAL.unpack(plain[: REAL.size])
            yield plain[REAL.size : REAL.size + real]
            if is_last:
                return
            number += 1
    raise errors.FileForgotten(file)


def read(file: int, part: str) -> bytes:
    return b"".join(blocks(file, part))


@contextmanager
def opened(file: models.FileLoad) -> Iterator[Path]:
    """The content as a file that only this process has: in memory where the system can, else gone as soon as closed."""
    memory: Any = getattr(os, "memfd_create", None)
    if memory is not None:
        descriptor = memory(f"file-{file.pk}")
        try:
            with os.fdopen(os.dup(descriptor), "wb") as out:
                for block in blocks(file.pk, CONTENT):
                    out.write(block)
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    with tempfile.TemporaryDirectory(prefix="opened-", dir=folder()) as private:
        whole = Path(private) / "content"
        with whole.open("wb") as out:
            for block in blocks(file.pk, CONTENT):
                out.write(block)
        yield whole


def forget(file: int) -> None:
    """Take away everything that is kept of a file's content."""
    for part in PARTS:
        place(file, part).unlink(missing_ok=True)


def is_kept(file: int) -> bool:
    return place(file, CONTENT).exists()


def _bound(file: int, part: str, number: int, *, is_last: bool) -> boxes.Bound:
    return boxes.Bound("intake_fileload", file, f"{part} {number} {'last' if is_last else 'more'}", date.min)
