"""The states of a pair that may be one person, and of the thresholds by which pairs are judged."""

WAITING, SECOND, THIRD = "waiting", "second", "third"
SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
MERGED, OVERTAKEN = "merged", "overtaken"
STATES = (WAITING, SECOND, THIRD, SAME, DIFFERENT, UNSURE, MERGED, OVERTAKEN)
#: Somebody is to read the pair; everything else is settled.
OPEN = (WAITING, SECOND, THIRD)
#: What an officer answers; and what a pair is in the end.
ANSWERS = (SAME, DIFFERENT, UNSURE)

_SETTLED = tuple((before, f"say {answer}", answer) for before in OPEN for answer in ANSWERS)
_BACK = tuple((before, "take back", WAITING) for before in (SECOND, THIRD, *ANSWERS))
_AGAIN = tuple((before, "ask again", WAITING) for before in (WAITING, SECOND, THIRD, *ANSWERS, OVERTAKEN))
_MERGED = tuple((before, "merge", MERGED) for before in (*OPEN, *ANSWERS))
_OVERTAKEN = tuple((before, "overtake", OVERTAKEN) for before in (*OPEN, *ANSWERS))

#: (from, verb, to). "say …" settles a pair; "pass on" waits for another reader; "ask again" opens it once its records
#: have changed or somebody reports it; it is overtaken when one of its two was merged with a third.
PAIR = (
    *_SETTLED,
    (WAITING, "pass on", SECOND),
    (SECOND, "pass on", THIRD),
    *_BACK,
    *_AGAIN,
    *_MERGED,
    *_OVERTAKEN,
    (MERGED, "part", DIFFERENT),
)

PROPOSED, APPROVED, REPLACED, REJECTED = "proposed", "approved", "replaced", "rejected"
THRESHOLDS = (
    (PROPOSED, "approve", APPROVED),
    (PROPOSED, "reject", REJECTED),
    (APPROVED, "replace", REPLACED),
)
THRESHOLD_STATES = (PROPOSED, APPROVED, REPLACED, REJECTED)
