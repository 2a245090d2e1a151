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

__all__ = [
    "AreaFacts",
    "DictionaryChange",
    "Facts",
    "Household",
    "HouseholdFacts",
    "Kind",
    "Kinship",
    "Membership",
    "MembershipQuerySet",
    "Person",
    "PersonFacts",
    "Relationship",
    "Sex",
    "Variable",
    "defined",
]
