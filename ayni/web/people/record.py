"""All that a household's page shows, from each domain that knows the household."""

from __future__ import annotations

from typing import Any

from ayni.commons.access.models import User
from ayni.registry import queries as registry


def of_household(household_id: int, reader: User) -> dict[str, Any]:
    """The page's content. Opening it is recorded by the registry."""
    return {"record": registry.household(household_id, reader=reader)}
