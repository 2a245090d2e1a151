"""The states of an instrument's version, and of what is said to answer a need."""

DRAFT, REVIEWED, ADOPTED, RETIRED = "draft", "reviewed", "adopted", "retired"
INSTRUMENT_STATES = (DRAFT, REVIEWED, ADOPTED, RETIRED)

#: (from, verb, to). Nobody reviews or adopts what they wrote.
INSTRUMENT = (
    (DRAFT, "review", REVIEWED),
    (DRAFT, "retire", RETIRED),
    (REVIEWED, "return", DRAFT),
    (REVIEWED, "adopt", ADOPTED),
    (ADOPTED, "retire", RETIRED),
)

PROPOSED, APPROVED, REJECTED, ENDED = "proposed", "approved", "rejected", "ended"
ANSWER_STATES = (PROPOSED, APPROVED, REJECTED, ENDED)

#: Who proposes that something answers a need does not approve it.
ANSWER = (
    (PROPOSED, "approve", APPROVED),
    (PROPOSED, "reject", REJECTED),
    (APPROVED, "end", ENDED),
)
