"""By what households, persons and what is told of them are reached."""

from dataclasses import dataclass

from ayni.commons.access import protection
from ayni.commons.access.protection import Area, Through
from ayni.commons.sealing.reaching import Everywhere

HOUSEHOLD, PERSON = "registry_household", "registry_person"
LIVES = Through("registry_membership", "id", key="person_id")
#: Answers whose variable becomes sensitive are moved wherever they are, by the change that an officer approved; and
#: a new key rewrites every sealed document. Neither is shown to anybody.
MOVES, KEYS = Everywhere("moves"), Everywhere("keys")
ACTS = "(SELECT ayni_user()) IS NOT NULL"


@dataclass(frozen=True)
class Own:
    """A column names the officer whose row it is."""

    column: str

    def condition(self, table: str, kind: str) -> str:
        del kind
        return f"{table}.{self.column} = (SELECT ayni_user())"


protection.protect(HOUSEHOLD, Area("area_id"))
protection.protect(PERSON, Area("registered_in_id"), LIVES, new=ACTS)  # a household comes after the person
protection.protect("registry_membership", Through(HOUSEHOLD, "household_id"))
protection.protect("registry_kinship", Through(PERSON, "person_id"), Through(PERSON, "relative_id"))
protection.protect("registry_householdfacts", Through(HOUSEHOLD, "household_id"), MOVES)
protection.protect("registry_personfacts", Through(PERSON, "person_id"), MOVES)
protection.protect("registry_householdsealed", Through(HOUSEHOLD, "household_id"), MOVES, KEYS)
protection.protect("registry_personsealed", Through(PERSON, "person_id"), MOVES, KEYS)

for told in ("personname", "identifier", "phone", "photo", "residence"):
    protection.protect(f"registry_{told}", Through(PERSON, "person_id"))
    protection.protect(f"registry_{told}event", Through(PERSON, "person_id"), new=ACTS)
#: Where a household lived before it moved is known there still, with the day and the reason.
protection.protect("registry_dwelling", Area("area_id"), Through(HOUSEHOLD, "household_id"))
protection.protect("registry_dwellingevent", Area("area_id"), Through(HOUSEHOLD, "household_id"), new=ACTS)
protection.protect("registry_resolution", Through(HOUSEHOLD, "household_id"), Through(PERSON, "person_id"))
#: What is being written down is its writer's; no scope opens it to others.
protection.protect("registry_registrationdraft", Own("owner_id"), kind="drafts")
protection.protect("registry_savedlist", Own("owner_id"), kind="lists")

#: Earlier states, which triggers write when a row is changed or taken away.
protection.protect("registry_householdevent", Through(HOUSEHOLD, "pgh_obj_id"), new=ACTS)
protection.protect("registry_personevent", Through(PERSON, "pgh_obj_id"), new=ACTS)
protection.protect("registry_membershipevent", Through(HOUSEHOLD, "household_id"), new=ACTS)
protection.protect("registry_kinshipevent", Through(PERSON, "person_id"), Through(PERSON, "relative_id"), new=ACTS)
protection.protect("registry_householdfactsevent", Through(HOUSEHOLD, "household_id"), MOVES, new=ACTS)
protection.protect("registry_personfactsevent", Through(PERSON, "person_id"), MOVES, new=ACTS)
protection.protect("registry_householdsealedevent", Through(HOUSEHOLD, "household_id"), MOVES, KEYS, new=ACTS)
protection.protect("registry_personsealedevent", Through(PERSON, "person_id"), MOVES, KEYS, new=ACTS)

for table in ("registry_dictionarychange", "registry_dictionarychangeevent"):
    protection.leave_open(table, because="reasons given by officers, about questions and not about people")
protection.hide("registry_guard")
#: The index by which people are found: triggers keep it, and functions read it within the scope of whoever acts.
protection.hide(*(f"registry_search{kind}" for kind in ("word", "sound", "area", "place", "entry")))
