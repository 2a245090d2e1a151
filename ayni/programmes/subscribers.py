"""What programmes answer when the dictionary is to change: which of their rules would no longer check; and which there
are, for whoever says what answers a need.

Drafts count, and approved versions until a later one has come into force in their place.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from django.utils import timezone

from ayni.assessment import queries as assessment
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import check
from ayni.engines.rules import definition as definitions
from ayni.engines.rules import errors as rules
from ayni.programmes import lifecycle, models, queries
from ayni.registry import queries as registry


@assessment.offers
def offered() -> Iterator[assessment.Offered]:
    """Every programme, as what may answer a need."""
    for one in models.Programme.objects.order_by("code"):
        yield assessment.Offered("programme", one.code, one.title)


@registry.reads
def uses(dictionary: dictionaries.Dictionary) -> Iterator[registry.Use]:
    """Every rule of every version that decides now, will decide, or waits for approval."""
    for version in _versions():
        title = f"{version.programme.code} v{version.number}"
        for place, named, problem in _read(queries.definition(version), dictionary):
            is_in_force = version.status != lifecycle.DRAFT
            yield registry.Use("programme", version.programme.code, title, place, named, problem, is_in_force)


def _versions() -> list[models.Version]:
    today = timezone.localdate()
    now = {version.pk for version in models.Version.objects.in_force(on=today)}
    rows = models.Version.objects.exclude(status=lifecycle.RETIRED).select_related("programme")
    return [row for row in rows if row.status == lifecycle.DRAFT or row.pk in now or row.in_force_from > today]


@functools.lru_cache(maxsize=512)
def _read(
    definition: definitions.Definition, dictionary: dictionaries.Dictionary
) -> tuple[tuple[str, frozenset[tuple[str, str]], str], ...]:
    """(place, variables named, problem) of each rule; a version's text never changes, nor does a dictionary."""
    found = []
    for rule, wants in check.rules(definition):
        line, column = rule.place(0)
        place = f"{definition.where}:{line}:{column}"
        try:
            checked = check.expression(rule.text, definition.unit, dictionary, wants)
            found.append((place, frozenset(checked.types), ""))
        except rules.RuleRefused as refused:
            found.append((place, frozenset(), f"{refused.message} {refused.hint}".strip()))
    return tuple(found)
