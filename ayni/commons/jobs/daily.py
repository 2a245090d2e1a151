"""Work that comes again every day: begun once for each day, by whichever worker looks first.

It is done in the name of an officer whom the installation names (setting AYNI_DAILY_AS) and within what that officer
may do; where nobody is named, nothing begins by itself and officers begin it. Each kind is given the day as a text.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work

log = logging.getLogger(__name__)


def begin_due(at: datetime) -> list[Work]:
    """Begin what has not been begun on the day of this moment. What failed is not tried again before the next day."""
    if not settings.AYNI_DAILY_AS:
        return []
    on = timezone.localdate(at).isoformat()
    keys = {kind: f"{kind}/{on}" for kind in settings.AYNI_DAILY}
    begun = set(Work.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    due = {kind: key for kind, key in keys.items() if key not in begun}
    if not due:
        return []
    by = User.objects.filter(username=settings.AYNI_DAILY_AS, is_active=True).first()
    if by is None:
        log.warning("AYNI_DAILY_AS names nobody who works here: %s", settings.AYNI_DAILY_AS)
        return []
    return [running.start(kind, key=key, by=by, on=on) for kind, key in due.items()]
