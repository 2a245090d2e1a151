import pytest

from ayni.kernel import lifecycles

DOOR = (("open", "close", "closed"), ("closed", "open", "open"), ("closed", "lock", "locked"))


def test_a_step_leads_to_the_next_state():
    assert lifecycles.step(DOOR, "closed", "lock") == "locked"


def test_a_wrong_step_is_refused_with_what_is_possible():
    with pytest.raises(lifecycles.WrongState) as refusal:
        lifecycles.step(DOOR, "open", "lock", what="The front door")
    assert refusal.value.possible == ("close",)
    assert "The front door is open, so it is not possible to lock it. What can be done now: close." in str(
        refusal.value
    )
    assert refusal.value.code == "wrong_state"


def test_the_end_of_a_lifecycle_says_so():
    with pytest.raises(lifecycles.WrongState, match="Nothing more can be done"):
        lifecycles.step(DOOR, "locked", "open")


def test_an_unknown_verb_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError, match="has no verb 'paint'"):
        lifecycles.step(DOOR, "open", "paint")


def test_verbs_of_a_state():
    assert lifecycles.verbs(DOOR, "closed") == ("open", "lock")
