"""What may be done with a payment cycle and with a payment, in every state."""

import pytest

from ayni.benefits import lifecycle
from ayni.kernel.lifecycles import WrongState, step

CYCLE = """
            approve     release    settle    cancel
computed    approved    -          -         cancelled
approved    -           released   -         -
released    -           -          settled   -
settled     -           -          -         -
cancelled   -           -          -         -
"""
LINE = """
            send   drop      pay    return     reissue    carry     take back
due         sent   dropped   -      -          -          -         -
sent        -      -         paid   returned   -          -         -
paid        -      -         -      -          -          -         -
returned    -      -         -      -          reissued   -         -
reissued    -      -         -      -          -          carried   -
carried     -      -         -      -          -          -         reissued
dropped     -      -         -      -          -          -         -
"""


def rows(text, table):
    """Each (table, state, verb, what it becomes)."""
    first, *rest = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.strip().splitlines()]
    return [(table, state, verb, becomes) for state, *cells in rest for verb, becomes in zip(first, cells, strict=True)]


@pytest.mark.parametrize(
    ("table", "state", "verb", "becomes"), rows(CYCLE, lifecycle.CYCLE) + rows(LINE, lifecycle.LINE)
)
def test_step(table, state, verb, becomes):
    if becomes == "-":
        with pytest.raises(WrongState):
            step(table, state, verb)
    else:
        assert step(table, state, verb) == becomes


def test_the_tables_name_every_state_and_verb():
    for text, table, states in (
        (CYCLE, lifecycle.CYCLE, lifecycle.CYCLE_STATES),
        (LINE, lifecycle.LINE, lifecycle.LINE_STATES),
    ):
        listed = rows(text, table)
        assert {state for _, state, _, _ in listed} == set(states)
        assert {verb for _, _, verb, _ in listed} == {verb for _, verb, _ in table}
