"""Where everything is known, and CEL's own evaluator has an answer, the reader of one unit has the same one."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ayni.engines.rules import reading
from tests.generative.rules import evaluator, populations, worlds

CASES = int(os.environ.get("AYNI_CASES", "520"))
HOUSEHOLDS = 4


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=-(-CASES // worlds.RULES),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_cel_itself_agrees_on_what_is_fully_known(seed: int) -> None:
    world = worlds.draw(seed, complete=True, households=HOUSEHOLDS)
    cel = evaluator.Evaluator(world.words, world.unit)
    texts = {f"truth_{n}": text for n, text in enumerate(world.truths)}
    texts |= {f"number_{n}": text for n, text in enumerate(world.numbers)}
    rules, compared = world.rules, 0
    for facts in world.registry.units(world.unit).values():
        for name, text in texts.items():
            ours = reading.Reader(facts, populations.ON).read(rules[name].root).value
            theirs = cel.read(text, facts)
            if ours is None or theirs is None:
                continue  # a division by zero, an age before birth: CEL has infinities and errors, we have unknown
            compared += 1
            assert ours == (pytest.approx(theirs) if name.startswith("number") else theirs), (seed, text, facts)
    assert compared > 0.7 * len(texts) * len(world.registry.units(world.unit)), seed
