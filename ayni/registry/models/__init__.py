"""Persons, households, what is told of them and of areas, and the dictionary of what is asked."""

from ayni.registry.models.dictionary import DictionaryChange, Variable, defined
from ayni.registry.models.facts import AreaFacts, Facts, HouseholdFacts, PersonFacts
from ayni.registry.models.people import (
    Household,
    Kind,
    Kinship,
    Membership,
    MembershipQuerySet,
    Person,
    Relationship,
    Sex,
)
from ayni.registry.models.sealed import HouseholdSealed, PersonSealed, Sealed

__all__ = [
    "AreaFacts",
    "DictionaryChange",
    "Facts",
    "Household",
    "HouseholdFacts",
    "HouseholdSealed",
    "Kind",
    "Kinship",
    "Membership",
    "MembershipQuerySet",
    "Person",
    "PersonFacts",
    "PersonSealed",
    "Relationship",
    "Sealed",
    "Sex",
    "Variable",
    "defined",
]
