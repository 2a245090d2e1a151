"""Questions about persons and households, within the reader's areas."""

from ayni.registry.queries.counting import Counts, counts, heads
from ayni.registry.queries.finding import Found, search
from ayni.registry.queries.records import HouseholdRecord, PersonRecord, household, person
from ayni.registry.queries.variables import dictionary, in_force

__all__ = [
    "Counts",
    "Found",
    "HouseholdRecord",
    "PersonRecord",
    "counts",
    "dictionary",
    "heads",
    "household",
    "in_force",
    "person",
    "search",
]
