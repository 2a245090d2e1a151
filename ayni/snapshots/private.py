"""Files and folders that only their owner reads: what is written there may be what the registry keeps sealed."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath


def folders(within: Path, path: str) -> None:
    """Make the folders on the way to a file."""
    for folder in reversed(PurePosixPath(path).parents):
        (within / folder).mkdir(mode=0o700, exist_ok=True)


def place(within: Path, path: str) -> Path:
    """An empty file to write to, in folders made for it."""
    folders(within, path)
    file = within / path
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    return file
