"""By what submissions are reached: the area they are of, or the officer who sent them."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.commons.access import protection
from ayni.commons.access.protection import Area, Through
from ayni.commons.sealing.reaching import Everywhere


@dataclass(frozen=True)
class Own:
    """A column names the officer whose row it is."""

    column: str

    def condition(self, table: str, kind: str) -> str:
        del kind
        return f"{table}.{self.column} = (SELECT ayni_user())"


@dataclass(frozen=True)
class Checked:
    """A visit of which the interview is to be checked again, for whoever is to do that."""

    def condition(self, table: str, kind: str) -> str:
        del kind
        return (
            f"EXISTS (SELECT FROM intake_backcheck b WHERE b.visit_id = {table}.id"
            " AND b.checked_by_id = (SELECT ayni_user()))"
        )


@dataclass(frozen=True)
class Anywhere:
    """Rows that lie in no area, for whose scope opens the kind in any."""

    def condition(self, table: str, kind: str) -> str:
        del table
        return f"cardinality((SELECT ayni_paths('{kind}'))) > 0"


protection.protect("intake_submission", Area("area_id"), Own("by_id"))
for table in ("intake_submissioncontent", "intake_attachment"):
    protection.protect(table, Through("intake_submission", "submission_id"), Everywhere("keys"))
protection.leave_open("intake_devicekey", because="a key is looked up before anybody is known; it is a digest")

#: Changes are of the area the record is in, of the one it goes to, and of whoever keeps the record now.
protection.protect(
    "intake_changerequest",
    Area("area_id"),
    Area("to_area_id"),
    Through("registry_household", "household_id"),
    Through("registry_person", "person_id"),
)
protection.protect("intake_changeevidence", Through("intake_changerequest", "request_id"))
protection.leave_open("intake_acceptancerule", because="reasons given by officers, about rules and not about people")

for table in ("intake_fileload", "intake_fileportion"):
    protection.leave_open(
        table, because="files and numbers of records: what is known of anybody is reached by its own row"
    )

#: A list of visits is its enumerator's; those who plan and supervise reach the visits of their areas.
protection.protect("intake_visit", Area("area_id"), Own("enumerator_id"), Checked(), kind="visits")
protection.protect("intake_visitattempt", Through("intake_visit", "visit_id"), Own("by_id"), kind="visits")
protection.protect("intake_campaignassignment", Area("area_id"), Own("officer_id"), kind="visits")
#: Whose forms are checked again is for supervisors to know, and of their own for those who check; not interviewers.
protection.protect("intake_backcheckdraw", Anywhere(), kind="checks")
protection.protect("intake_backcheck", Area("area_id"), Own("checked_by_id"), kind="checks")
protection.protect("intake_backcheckanswer", Through("intake_backcheck", "check_of_id"), kind="checks")
protection.protect(
    "intake_backcheckcontent", Through("intake_backcheck", "check_of_id"), Everywhere("keys"), kind="checks"
)

#: What is being filled in is its writer's; no scope opens it to others.
protection.protect("intake_formdraft", Own("by_id"), kind="drafts")
for table in ("intake_formdraftcontent", "intake_formdraftfile"):
    protection.protect(table, Through("intake_formdraft", "draft_id"), Everywhere("keys"), kind="drafts")

for table in ("intake_recertification", "intake_qualityfinding"):
    protection.protect(table, Through("registry_household", "household_id"))
protection.leave_open(
    "intake_recertificationschedule", because="reasons given by officers, about schedules and not about people"
)
