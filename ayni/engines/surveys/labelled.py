"""Stata and SPSS files, whose columns and answers carry their labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Damaged(ValueError):
    """The file is not what its kind says, or was cut off."""


def columns(path: Path, kind: str, **how: Any) -> tuple[Any, Any]:
    """The columns of a file as lists or arrays by name, and what it says of them; `how` as pyreadstat takes it.

    Errors: Damaged.
    """
    import pyreadstat  # and pandas with it: who opens no such file does not wait for them

    read = pyreadstat.read_dta if kind.casefold() == "stata" else pyreadstat.read_sav
    try:
        found: tuple[Any, Any] = read(str(path), **how)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise Damaged(str(error)) from error
    return found
