"""By what scores and findings are reached."""

from ayni.commons.access import protection
from ayni.commons.access.protection import Through

protection.protect("assessment_score", Through("registry_household", "household_id"))
protection.protect("assessment_finding", Through("registry_household", "household_id"))
for table in ("assessment_needanswer", "assessment_instrument"):
    protection.leave_open(table, because="reasons given by officers, about texts and services and not about people")
