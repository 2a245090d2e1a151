"""The append-only record of who did what, and who looked at whom.

One entry for each action, written in the action's own transaction: no change without its entry, no entry without its
change. One look for each record that is opened, and one for each list or file of people that is taken out. Both tell
who, by which grant, through which door, from where, when and in which request; an entry also what was changed.

Entries and looks are never changed or deleted; the database refuses. As a transaction ends, the database itself adds a
link for each to one of sixteen chains: a link's digest is made of the row and of the digest before, so that a row that
is later changed, moved or taken out is found (`proving`). A chain's head tells how long it is, and seals, signed with a
key that is kept outside the database, what the heads once were (`sealing`). The rows are kept by month (`months`).
"""
