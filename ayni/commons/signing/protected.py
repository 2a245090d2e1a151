"""Tables of signing in, which are about those who work here and not about the people of the registry."""

from ayni.commons.access import protection

for table, because in {
    "signing_opensession": "found by its key before anybody is known; a user sees their own, whoever manages users all",
    "signing_wait": "counts failures before anybody is known",
    "signing_onetimelink": "found by its digest before anybody is known",
    "signing_tokenuse": "the day on which a key was last used",
}.items():
    protection.leave_open(table, because=because)
