"""Lines of the log: what went wrong and where, without the values that people told."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import Error as DatabaseError

#: 'invalid input syntax for type integer: "what was told"'
VALUE = re.compile(r': ".*')


#: A phone's key stands in the address it asks.
KEY = re.compile(r"(/openrosa/key/)[^/?#\s]+")


class Line(logging.Formatter):
    """A line, and under it an exception as Python tells it: of an error of the database only its first words.

    The rest of what a database says of an error ("Failing row contains (...)") holds the row itself.
    """

    def format(self, record: logging.LogRecord) -> str:
        return KEY.sub(r"\1…", super().format(record))

    def formatException(self, ei: Any) -> str:
        return "".join(_told(ei[1])).rstrip("\n") if ei[1] else super().formatException(ei)


def _told(error: BaseException) -> Iterator[str]:
    """As the interpreter tells it: what led to the error first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "\nThat led to:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    if isinstance(error, psycopg.Error | DatabaseError):
        first = str(error).partition("\n")[0]
        yield f"{type(error).__module__}.{type(error).__qualname__}: {VALUE.sub(': …', first)}\n"
    else:
        yield from traceback.format_exception_only(error)
