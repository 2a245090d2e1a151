"""By what is reached who may be one person, and what was decided."""

from dataclasses import dataclass

from ayni.commons.access import protection
from ayni.commons.access.protection import Through
from ayni.registry.protected import ACTS, told


@dataclass(frozen=True)
class BothAreas:
    """Two columns name areas, and both are reached: what is said of two people is for who may know both."""

    one: str
    other: str

    def condition(self, table: str, kind: str) -> str:
        scope = f"(SELECT ayni_paths('{kind}'))::text[]"
        here = f"SELECT a.id FROM directory_area a WHERE a.path ^@ ANY ({scope})"  # noqa: S608 our own words
        return f"({table}.{self.one} IN ({here}) AND {table}.{self.other} IN ({here}))"


protection.protect("identity_candidate", BothAreas("one_area_id", "other_area_id"))
for table in ("identity_reading", "identity_drawn"):
    protection.protect(table, Through("identity_candidate", "candidate_id"))
protection.protect("identity_groupmember", Through("registry_person", "person_id"))
for table in ("identity_linkagerun", "identity_thresholds", "identity_sample"):
    protection.leave_open(table, because="numbers and officers' reasons, about all records together and about nobody")

#: Everybody as they are compared: an applicant may live where the officer does not reach, so that only the database's
#: own functions read it. Which numbers weigh, and how many share a name, says nothing of anybody.
protection.hide(*(f"identity_{table}" for table in ("record", "record_0", "record_1", "stale", "frequentkey")))
for table in ("identity_linkagemodel", "identity_frequency"):
    protection.leave_open(table, because="what each likeness says and how many share a value, about nobody")

#: A merge is of both records, and what it moved is told to whoever reaches one of them.
protection.protect("identity_merge", Through("registry_person", "kept_id"), Through("registry_person", "absorbed_id"))
protection.protect("identity_movedrow", Through("identity_merge", "merge_id"))

#: A card is its holder's, and so is a question about one of their numbers.
protection.protect("identity_card", *told("{0}.issued_on"))
protection.protect("identity_cardevent", *told("{0}.issued_on"), new=ACTS)
protection.protect("identity_registerquestion", Through("registry_identifier", "identifier_id"))
protection.protect("identity_registeranswer", Through("identity_registerquestion", "question_id"))
