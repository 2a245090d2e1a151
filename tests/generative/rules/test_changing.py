"""Every change that is told is so: with the answer given, both readers come to the result that was told."""

from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ayni.engines.rules import changing, check, definition, passages, prepared, reading
from tests.generative.rules import registries, sentences

PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)


@given(st.data())
@SLOW
def test_a_told_answer_gives_the_told_result(data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(["household", "person"]))
    ready = _prepared(unit, data.draw(sentences.conditions(unit)), data.draw(sentences.amounts(unit)))
    for facts in data.draw(registries.registries()).units(unit).values():
        before = reading.evaluate(ready, facts, on=registries.ON)
        changes = changing.answers(ready, facts, registries.WORDS, on=registries.ON)
        assert bool(before.missing) or not changes
        for change in changes:
            assert change.name in before.missing
            for value in change.values:
                after = reading.evaluate(ready, changing.answered(facts, change.name, value), on=registries.ON)
                assert (after.result, after.amount) == (change.result, change.amount), (facts, change)
                # Nobody has an age before birth: the day of birth is asked for still.
                assert change.name not in after.missing or change.name.endswith(".born"), (facts, change)


def _prepared(unit: str, rule: str, amount: str) -> prepared.Prepared:
    drawn: Any = definition.Definition(
        code="drawn",
        title={},
        unit=unit,  # type: ignore[arg-type]
        legal_basis="",
        criteria=(definition.Criterion("only", passages.Passage(rule)),),
        benefit=definition.Benefit(every="month", amount=passages.Passage(amount)),
    )
    try:
        return prepared.prepare(drawn, registries.WORDS)
    except check.errors.RuleRefused as refused:
        assume("deep at most" not in str(refused))
        raise
