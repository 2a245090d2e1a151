"""Texts in files that somebody will open in a spreadsheet."""

import re

#: How a formula begins in the common programs, also in the wide forms that East Asian keyboards write.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?\Z")


def guarded(value: object) -> str:
    """A cell that a spreadsheet takes for text, not for a formula; numbers stay what they are."""
    text = "" if value is None else str(value)
    if NUMBER.match(text) or not text.lstrip(" \u00a0\ufeff").startswith(STARTS):
        return text
    return f"'{text}"
