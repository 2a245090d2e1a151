"""By what scores are reached."""

from ayni.commons.access import protection
from ayni.commons.access.protection import Through

protection.protect("assessment_score", Through("registry_household", "household_id"))
