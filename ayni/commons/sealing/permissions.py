"""Who keeps the keys."""

from ayni.commons.access import permissions

ROTATE = "sealing.rotate"

permissions.declare(**{ROTATE: "See and rotate the keys of sensitive answers"})

#: Its holder rewrites every sealed document, and reads none.
permissions.opens("keys", ROTATE)
