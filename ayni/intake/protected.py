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
