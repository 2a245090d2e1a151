"""Every change of the registry is held by somebody who needs it, and who makes is not who checks."""

from __future__ import annotations

import pytest
from django.conf import settings

from ayni.commons.access.errors import SameOfficer
from ayni.commons.actions import DECLARED
from ayni.registry import actions, models, permissions
from tests.unit.registry.conftest import land  # noqa: F401 a fixture
from tests.unit.registry.test_living import CHILD, HEAD, TODAY
from tests.unit.registry.valley import officer, people

HELD = {role: given["permissions"] for role, given in settings.AYNI_ROLES.items()}


def holders(permission: str) -> set[str]:
    return {role for role, held in HELD.items() if permission in held}


def test_each_action_of_the_registry_is_held_by_a_role():
    asked = {one.permission for name, one in DECLARED.items() if name.startswith("ayni.registry.")}
    assert asked
    assert [permission for permission in asked if not holders(permission)] == []


def test_desks_register_correct_and_move_and_enumerators_register_alone():
    desks = {"desk_officer", "social_worker", "district_officer", "data_steward"}
    assert holders(permissions.REGISTER) == {*desks, "enumerator"}
    assert holders(permissions.MOVE) == desks
    assert holders(permissions.CORRECT) == {*desks, "data_protection_officer"}
    assert holders(permissions.VERIFY) == {"district_officer"}
    assert holders(permissions.ADMIT) == {"data_steward"}
    assert holders(permissions.RECORD_AREAS) == {"data_steward"}


def test_no_role_changes_people_without_seeing_them_but_the_enumerator():
    changing = (permissions.REGISTER, permissions.CORRECT, permissions.MOVE, permissions.VERIFY)
    blind = {role for permission in changing for role in holders(permission)} - holders(permissions.SEE)
    assert blind == {"enumerator"}


def test_who_proposes_the_dictionary_does_not_approve_it():
    assert not holders(permissions.PROPOSE_DICTIONARY) & holders(permissions.APPROVE_DICTIONARY)


def test_who_wrote_a_number_down_does_not_confirm_it(land):  # noqa: F811
    child = people(land.household(HEAD, CHILD))["Cira"]
    held = actions.add_identifier(child, type="passport", number="X1234567", on=TODAY, by=land.uphill)
    assert held.recorded_by == land.uphill
    with pytest.raises(SameOfficer):
        actions.verify_identifier(held, is_theirs=True, on=TODAY, by=land.uphill)
    second = officer("second", land.hill)
    actions.verify_identifier(held, is_theirs=True, on=TODAY, by=second)
    assert models.Identifier.objects.get(pk=held.pk).verification == "verified"
