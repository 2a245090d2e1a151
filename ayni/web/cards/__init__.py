"""Cards: given, printed, replaced, ended; and the public page on which anybody checks one."""
