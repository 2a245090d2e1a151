"""Questions about persons and households, within the reader's areas; and about the dictionary of what is asked."""

from ayni.registry.errors import AreasUnknown, MergedInto, MovedAway
from ayni.registry.queries.changes import Effect, done, effect, proposal, proposals, waiting
from ayni.registry.queries.counting import Counts, counts, heads
from ayni.registry.queries.drafts import born, draft, drafts, place_of, places, places_called
from ayni.registry.queries.finding import EVERYBODY, LIVES, Found, Narrowed, search
from ayni.registry.queries.finding_lists import saved_lists
from ayni.registry.queries.finding_places import Place as NamedPlace
from ayni.registry.queries.finding_places import areas_called
from ayni.registry.queries.keeping import (
    homes_for_people,
    identifier,
    institution,
    known_person,
    other_name,
    phone,
    photo,
    residence,
    subject,
    successors,
)
from ayni.registry.queries.opening import PURPOSES, Opened, household_sensitive, person_sensitive, sensitive_of
from ayni.registry.queries.reaching import holds, leads_to, path_of
from ayni.registry.queries.records import HouseholdRecord, PersonRecord, household, person
from ayni.registry.queries.using import Use, reads, uses
from ayni.registry.queries.variables import dictionary, in_force, newest, variable, versions
from ayni.registry.queries.wording import CONFIDENCES, NAME_KINDS, PHONE_USES, RELATIONSHIPS, RESIDENCE_REASONS
from ayni.registry.queries.wording import age as age_text
from ayni.registry.queries.wording import sex as sex_text

__all__ = [
    "CONFIDENCES",
    "EVERYBODY",
    "LIVES",
    "NAME_KINDS",
    "PHONE_USES",
    "PURPOSES",
    "RELATIONSHIPS",
    "RESIDENCE_REASONS",
    "AreasUnknown",
    "Counts",
    "Effect",
    "Found",
    "HouseholdRecord",
    "MergedInto",
    "MovedAway",
    "NamedPlace",
    "Narrowed",
    "Opened",
    "PersonRecord",
    "Use",
    "age_text",
    "areas_called",
    "born",
    "counts",
    "dictionary",
    "done",
    "draft",
    "drafts",
    "effect",
    "heads",
    "holds",
    "homes_for_people",
    "household",
    "household_sensitive",
    "identifier",
    "in_force",
    "institution",
    "known_person",
    "leads_to",
    "newest",
    "other_name",
    "path_of",
    "person",
    "person_sensitive",
    "phone",
    "photo",
    "place_of",
    "places",
    "places_called",
    "proposal",
    "proposals",
    "reads",
    "residence",
    "saved_lists",
    "search",
    "sensitive_of",
    "sex_text",
    "subject",
    "successors",
    "uses",
    "variable",
    "versions",
    "waiting",
]
