"""How often somebody may ask, and how much a question may hold."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.parser import Parser
from ninja.throttling import BaseThrottle

from ayni.commons.limits import spending
from ayni.commons.uploads import trees
from ayni.exchange.api import keys

#: How addresses end whose questions are also counted as a screen's.
ALSO = {"/people/search": "search", ".csv": "export"}


class Often(BaseThrottle):
    """Once somebody has shown who they are. Refuses: TooMany."""

    def allow_request(self, request: HttpRequest) -> bool:
        user, now = keys.reader(request), timezone.now()
        spending.spend("api", getattr(request, "key", user.pk), at=now)
        for end, door in ALSO.items():
            if request.path.endswith(end):
                spending.spend(door, user.pk, at=now)
        return True


class Bounded(Parser):
    """Reads JSON no deeper, and of no more parts, than a question of ours can be."""

    def parse_body(self, request: HttpRequest) -> Any:
        return trees.json(request.body)
