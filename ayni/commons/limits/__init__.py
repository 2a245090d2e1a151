"""How often somebody may knock: so many times in so many seconds, for each kind of door.

    limits.spend("search", request_user.pk, at=timezone.now())       # refuses TooMany

Who knocks is a user, a token or an address; kept is a keyed digest of it, never the thing itself. One row for each, one
statement for each knock, in PostgreSQL, so that several processes and machines count together. The table is unlogged:
after a crash of the database everybody begins anew. How many is set in AYNI_LIMITS; `None` there means no limit.

The rule is a leaky bucket told by one moment (the generic cell rate algorithm of ITU-T I.371): each knock moves the
moment until which one has spent; it may run ahead of the clock by the whole time of the limit, and no further.
"""
