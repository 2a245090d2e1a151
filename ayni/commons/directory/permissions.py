"""What may be done with areas and places. They are declared in `ayni.commons.access.permissions`, which knows us."""

SEE = "directory.see"
DEFINE = "directory.define"
APPROVE = "directory.approve"
KEEP = "directory.keep_places"
