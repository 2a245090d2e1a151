"""Persons, households, what is told of them and of areas, and the dictionary of what is asked."""

from ayni.registry.models.dictionary import DictionaryChange, Variable, defined
from ayni.registry.models.drafts import RegistrationDraft
from ayni.registry.models.facts import AreaFacts, Confidence, Facts, HouseholdFacts, PersonFacts
from ayni.registry.models.finding import SavedList
from ayni.registry.models.known_by import Identifier, NameKind, PersonName, Phone, PhoneUse, Photo, Verification
from ayni.registry.models.living import Dwelling, Residence, ResidenceReason
from ayni.registry.models.people import (
    BirthKnown,
    DeathKnown,
    Ended,
    Household,
    Kind,
    Kinship,
    Membership,
    MembershipQuerySet,
    Nature,
    Person,
    Relationship,
    Sex,
    Stay,
)
from ayni.registry.models.resolving import Resolution
from ayni.registry.models.sealed import HouseholdSealed, PersonSealed, Sealed

__all__ = [
    "AreaFacts",
    "BirthKnown",
    "Confidence",
    "DeathKnown",
    "DictionaryChange",
    "Dwelling",
    "Ended",
    "Facts",
    "Household",
    "HouseholdFacts",
    "HouseholdSealed",
    "Identifier",
    "Kind",
    "Kinship",
    "Membership",
    "MembershipQuerySet",
    "NameKind",
    "Nature",
    "Person",
    "PersonFacts",
    "PersonName",
    "PersonSealed",
    "Phone",
    "PhoneUse",
    "Photo",
    "RegistrationDraft",
    "Relationship",
    "Residence",
    "ResidenceReason",
    "Resolution",
    "SavedList",
    "Sealed",
    "Sex",
    "Stay",
    "Variable",
    "Verification",
    "defined",
]
