"""What can be done with a programme's version, in each of its states."""

import pytest

from ayni.kernel import lifecycles
from ayni.programmes import lifecycle

CAN_BE = {
    "draft": {"approve": "approved"},
    "approved": {"retire": "retired"},
    "retired": {},
}


@pytest.mark.parametrize("verb", ["approve", "retire"])
@pytest.mark.parametrize("state", CAN_BE)
def test_version(state, verb):
    if verb in CAN_BE[state]:
        assert lifecycles.step(lifecycle.VERSION, state, verb) == CAN_BE[state][verb]
    else:
        with pytest.raises(lifecycles.WrongState):
            lifecycles.step(lifecycle.VERSION, state, verb)


def test_every_state_is_told():
    assert set(CAN_BE) == set(lifecycle.STATES)
