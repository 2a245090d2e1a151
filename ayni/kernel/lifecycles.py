"""Lifecycles: for each noun one table of (from, verb, to), and the one way to take a step in it."""

from collections.abc import Sequence

from ayni.kernel import refusals

Step = tuple[str, str, str]
Table = Sequence[Step]


class WrongState(refusals.Refused):
    """A verb that its noun's lifecycle does not allow in its present state."""

    def __init__(self, state: str, verb: str, possible: tuple[str, ...], *, what: str = "") -> None:
        self.state, self.verb, self.possible = state, verb, possible
        subject = what or "This"
        next_steps = (
            f"What can be done now: {', '.join(possible)}." if possible else "Nothing more can be done with it."
        )
        super().__init__(
            f"{subject} is {state}, so it is not possible to {verb} it. {next_steps} "
            "If it was different a moment ago, somebody else has acted on it: look again."
        )


def step(table: Table, state: str, verb: str, *, what: str = "") -> str:
    """The state a verb leads to. Refuses, saying what is possible: WrongState.

    `what` names the record in the refusal ("Payment cycle 7"). A verb that is in no row of the table is a
    mistake of the caller, not of the officer: KeyError.
    """
    if verb not in {known for _, known, _ in table}:
        raise KeyError(f"This lifecycle has no verb {verb!r}; it has {', '.join(sorted({v for _, v, _ in table}))}.")
    for before, known, after in table:
        if (before, known) == (state, verb):
            return after
    raise WrongState(state, verb, verbs(table, state), what=what)


def verbs(table: Table, state: str) -> tuple[str, ...]:
    """What can be done in a state, in the table's order."""
    return tuple(verb for before, verb, _ in table if before == state)
