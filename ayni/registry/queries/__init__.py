"""Questions about persons and households, within the reader's areas; and about the dictionary of what is asked."""

from ayni.registry.queries.changes import Effect, done, effect, proposal, proposals, waiting
from ayni.registry.queries.counting import Counts, counts, heads
from ayni.registry.queries.finding import Found, search
from ayni.registry.queries.opening import PURPOSES, Opened, household_sensitive, person_sensitive, sensitive_of
from ayni.registry.queries.reaching import path_of
from ayni.registry.queries.records import HouseholdRecord, PersonRecord, household, person
from ayni.registry.queries.using import Use, reads, uses
from ayni.registry.queries.variables import dictionary, in_force, newest, variable, versions

__all__ = [
    "PURPOSES",
    "Counts",
    "Effect",
    "Found",
    "HouseholdRecord",
    "Opened",
    "PersonRecord",
    "Use",
    "counts",
    "dictionary",
    "done",
    "effect",
    "heads",
    "household",
    "household_sensitive",
    "in_force",
    "newest",
    "path_of",
    "person",
    "person_sensitive",
    "proposal",
    "proposals",
    "reads",
    "search",
    "sensitive_of",
    "uses",
    "variable",
    "versions",
    "waiting",
]
