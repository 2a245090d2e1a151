"""What else must follow when areas change: modules named in AYNI_AREA_FOLLOWERS, each with

concerned(areas: Sequence[int], *, on: date) -> int      how many are bound to these areas
divided(area: int, parts: Sequence[int], *, on: date)    what was bound to an area is bound to its parts as well
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings


def grants(areas: Sequence[int], *, on: date) -> int:
    """How many roles are held in these areas."""
    return sum(int(one.concerned(areas, on=on)) for one in _modules())


def divided(area: int, parts: Sequence[int], *, on: date) -> None:
    for one in _modules():
        one.divided(area, parts, on=on)


def _modules() -> list[Any]:
    return [importlib.import_module(name) for name in settings.AYNI_AREA_FOLLOWERS]
