"""What can be done with a run, a decision and an enrolment, in each of their states."""

import pytest

from ayni.enrolment import lifecycle
from ayni.kernel import lifecycles

RUN = {
    "waiting": {"decide": "decided"},
    "decided": {},
}
DECISION = {
    "proposed": {"accept": "accepted", "decline": "declined"},
    "asked": {},  # only a new run, with the answers, decides it
    "accepted": {},  # what follows happens to the enrolment
    "declined": {"reconsider": "proposed"},
}
ENROLMENT = {
    "enrolled": {"suspend": "suspended", "exit": "exited"},
    "suspended": {"resume": "enrolled", "exit": "exited"},
    "exited": {},
}
NOUNS = {
    "run": (lifecycle.RUN, lifecycle.RUN_STATES, RUN),
    "decision": (lifecycle.DECISION, lifecycle.DECISION_STATES, DECISION),
    "enrolment": (lifecycle.ENROLMENT, lifecycle.ENROLMENT_STATES, ENROLMENT),
}
CASES = [
    (noun, state, verb)
    for noun, (table, _states, can_be) in NOUNS.items()
    for state in can_be
    for verb in sorted({verb for _before, verb, _after in table})
]


@pytest.mark.parametrize(("noun", "state", "verb"), CASES)
def test_step(noun, state, verb):
    table, _states, can_be = NOUNS[noun]
    if verb in can_be[state]:
        assert lifecycles.step(table, state, verb) == can_be[state][verb]
    else:
        with pytest.raises(lifecycles.WrongState):
            lifecycles.step(table, state, verb)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_state_is_told(noun):
    _table, states, can_be = NOUNS[noun]
    assert set(can_be) == set(states)
