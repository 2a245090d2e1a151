"""By what decisions and enrolments are reached: the household's area, and the programme's institution."""

from ayni.commons.access import protection
from ayni.commons.access.protection import Programme

VERSION = "EXISTS (SELECT FROM programmes_version v WHERE v.id = {}.version_id AND v.programme_id = p.id)"

protection.protect("enrolment_decision", Programme(by=VERSION.format("enrolment_decision")))
protection.protect("enrolment_enrolment", Programme())
