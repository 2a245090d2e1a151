"""By what is reached that people said and asked: the person."""

from ayni.commons.access import protection
from ayni.commons.access.protection import Through

PERSON = Through("registry_person", "person_id")

protection.protect("privacy_consent", PERSON)
protection.protect("privacy_datacopy", PERSON)
protection.protect("privacy_correctionrequest", PERSON)
protection.protect("privacy_legalhold", PERSON)
protection.protect("privacy_anonymised", PERSON, Through("registry_household", "household_id"))
protection.keep("privacy_transfer")
