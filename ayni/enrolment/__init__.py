"""From rules to people: eligibility runs, decisions, review, enrolment.

A run decides every unit of a snapshot by the approved versions in force on its day. The whole result (every unit, every
criterion, met / not met / unknown) stays in the run's immutable files; what somebody must act on becomes a decision:
the eligible wait for an officer's review, those with missing answers wait for the answers. Unknown is never "no".
An enrolment says since when somebody receives a programme, by which decision.
"""
