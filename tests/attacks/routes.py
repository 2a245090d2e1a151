"""Every address of the screens, found where Django finds them, each with a sample of what it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ayni.benefits.models import PaymentLine

#: The API is walked by its own description.
APART = {"api"}
#: What a parameter is when nothing else is known of it: an address of nothing.
OTHERWISE = {"IntConverter": 987_654, "UUIDConverter": "00000000-0000-4000-8000-000000000000"}
#: Where a parameter means something else than elsewhere.
OF_ITS_OWN = {
    "indicator": {"code": "social-protection-coverage"},
    "compute_cycle": {"code": "child-grant"},
    "change_decision": {"verb": "decline"},
}


class Samples(dict[str, Any]):
    """A value for each name of a parameter."""


@dataclass(frozen=True)
class Route:
    """One address with a name, and what it takes."""

    name: str
    converters: tuple[tuple[str, str], ...]
    view: Any

    def __str__(self) -> str:
        return self.name

    def address(self, samples: dict[str, Any]) -> str:
        own = OF_ITS_OWN.get(self.name.rpartition(":")[2], {})
        values = {
            name: own.get(name, samples.get(name, OTHERWISE.get(kind, "nothing"))) for name, kind in self.converters
        }
        return reverse(self.name, kwargs=values)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.converters}


def routes() -> list[Route]:
    return list(_routes(get_resolver(), "", ()))


def _routes(resolver: URLResolver, prefix: str, above: tuple[tuple[str, str], ...]) -> Iterator[Route]:
    for one in resolver.url_patterns:
        taken = (*above, *((name, type(kind).__name__) for name, kind in one.pattern.converters.items()))
        if isinstance(one, URLResolver):
            if one.namespace not in APART and not str(one.pattern).startswith("api/"):
                yield from _routes(one, f"{prefix}{one.namespace}:" if one.namespace else prefix, taken)
        elif isinstance(one, URLPattern) and one.name:
            groups = [(name, "") for name in one.pattern.regex.groupindex if name not in dict(taken)]
            yield Route(prefix + one.name, (*taken, *groups), one.callback)


def text_of(answer: Any) -> str:
    """What was answered, also where it came in pieces."""
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def line_of(household: Any, land: Any) -> int:
    """A payment to a household."""
    return PaymentLine.objects.filter(cycle_id=land.cycle, enrolment__household=household).first().pk
