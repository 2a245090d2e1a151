"""The append-only record of who did what, and who looked at whom.

One entry for each action, written in the action's own transaction: no change without its entry, no entry without its
change. Entries are never changed or deleted; the database refuses.
"""
