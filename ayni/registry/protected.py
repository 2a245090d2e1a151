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


@dataclass(frozen=True)
class Unsettled:
    """Somebody's own row, by the area they were registered in as long as they live in no household."""

    def condition(self, table: str, kind: str) -> str:
        return f"({Area('registered_in_id').condition(table, kind)} AND registry_unsettled({table}.id))"


@dataclass(frozen=True)
class Registered:
    """What is told of somebody, by the area they were registered in as long as they live in no household."""

    person: str

    def condition(self, table: str, kind: str) -> str:
        return (
            "EXISTS (SELECT FROM registry_person p JOIN directory_area a ON a.id = p.registered_in_id"
            f" WHERE p.id = {table}.{self.person} AND a.path ^@ ANY ((SELECT ayni_paths('{kind}'))::text[])"
            f" AND registry_unsettled({table}.{self.person}))"
        )


@dataclass(frozen=True)
class Until:
    """Somebody's stay in a household that is reached: while it lasts, all that is told of them; of one that has ended,
    what was told before the day they left, and everything again while they live nowhere.

    `day` is the SQL of the day on which the row was told.
    """

    day: str
    person: str = "person_id"

    def condition(self, table: str, kind: str) -> str:
        del kind
        who, day = f"{table}.{self.person}", f"({self.day.format(table)})"
        return (
            f"EXISTS (SELECT FROM registry_membership m WHERE m.person_id = {who}"
            f" AND (upper_inf(m.period) OR upper(m.period) > {day} OR registry_unsettled({who})))"
        )


def told(day: str, person: str = "person_id") -> tuple[Until, Registered]:
    """By what a row told of a person is reached."""
    return Until(day, person), Registered(person)


OBSERVED, RECORDED = "{0}.observed_on", "{0}.recorded_at::date"
protection.protect(HOUSEHOLD, Area("area_id"))
#: Who left stays known by name where they lived; what is told of them since is not.
protection.protect(PERSON, LIVES, Unsettled(), new=ACTS)  # a household comes after the person
protection.protect("registry_membership", Through(HOUSEHOLD, "household_id"))
protection.protect("registry_kinship", *told(RECORDED), *told(RECORDED, "relative_id"))
protection.protect("registry_householdfacts", Through(HOUSEHOLD, "household_id"), MOVES)
protection.protect("registry_personfacts", *told(OBSERVED), MOVES)
protection.protect("registry_householdsealed", Through(HOUSEHOLD, "household_id"), MOVES, KEYS)
protection.protect("registry_personsealed", *told(OBSERVED), MOVES, KEYS)

for table in ("personname", "identifier", "phone", "photo", "residence"):
    protection.protect(f"registry_{table}", *told(RECORDED))
    protection.protect(f"registry_{table}event", *told(RECORDED), new=ACTS)
#: Where a household lived before it moved is known there still, with the day and the reason.
protection.protect("registry_dwelling", Area("area_id"), Through(HOUSEHOLD, "household_id"))
protection.protect("registry_dwellingevent", Area("area_id"), Through(HOUSEHOLD, "household_id"), new=ACTS)
protection.protect("registry_resolution", Through(HOUSEHOLD, "household_id"), *told(RECORDED))
#: What is being written down is its writer's; no scope opens it to others.
protection.protect("registry_registrationdraft", Own("owner_id"), kind="drafts")
protection.protect("registry_savedlist", Own("owner_id"), kind="lists")

#: Earlier states, which triggers write when a row is changed or taken away.
protection.protect("registry_householdevent", Through(HOUSEHOLD, "pgh_obj_id"), new=ACTS)
protection.protect("registry_personevent", Through(PERSON, "pgh_obj_id"), new=ACTS)
protection.protect("registry_membershipevent", Through(HOUSEHOLD, "household_id"), new=ACTS)
protection.protect("registry_kinshipevent", *told(RECORDED), *told(RECORDED, "relative_id"), new=ACTS)
protection.protect("registry_householdfactsevent", Through(HOUSEHOLD, "household_id"), MOVES, new=ACTS)
protection.protect("registry_personfactsevent", *told(OBSERVED), MOVES, new=ACTS)
protection.protect("registry_householdsealedevent", Through(HOUSEHOLD, "household_id"), MOVES, KEYS, new=ACTS)
protection.protect("registry_personsealedevent", *told(OBSERVED), MOVES, KEYS, new=ACTS)

for table in ("registry_dictionarychange", "registry_dictionarychangeevent"):
    protection.leave_open(table, because="reasons given by officers, about questions and not about people")
protection.hide("registry_guard")
#: The index by which people are found: triggers keep it, and functions read it within the scope of whoever acts.
protection.hide(*(f"registry_search{kind}" for kind in ("word", "sound", "area", "place", "entry")))
