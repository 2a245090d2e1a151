"""What hangs on taking two records for one person, as the domains above tell it (setting AYNI_STAKES)."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

NOBODY = (
    "SELECT NULL::bigint AS person_id, NULL::text AS programme, NULL::jsonb AS titles, false AS is_paid WHERE false"
)


def stakes(people: str) -> str:
    """The statement that lists which programmes people receive (person_id, programme, titles, is_paid); `people` is one
    that lists their keys."""
    given = [import_string(name) for name in settings.AYNI_STAKES]
    return " UNION ALL ".join([NOBODY, *(f"({one.format(people=people)})" for one in given)])
