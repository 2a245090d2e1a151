"""Tables of users and of the audit, which are not of one area."""

from ayni.commons.access import protection

protection.keep("audit_entry", "audit_look", "audit_seal")
protection.hide("audit_chain", "audit_link", "audit_waiting")  # the database writes them, its functions read them

for table, because in {
    "access_user": "signing in reads it before anybody is known; pages show it to who manages users",
    "access_grant": "the scope itself is made from it",
    "access_apitoken": "a key is looked up before anybody is known; it is a digest",
    "directory_boundarychange": "reasons of laws and plans, about areas and not about people",
    "limits_allowance": "counts requests by a keyed digest, before anybody is known",
    "audit_entry": "what was done to a record is shown with the record, which has a policy",
    "audit_look": "who looked at a record is shown with the record, which has a policy",
}.items():
    protection.leave_open(table, because=because)
