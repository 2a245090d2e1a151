"""Every action has a declared permission that some role holds, and says in the audit what was done."""

import inspect

import pytest
from django.conf import settings

from ayni.commons.access import permissions
from tests.architecture import imported

DECLARED = imported.actions()
HELD = set().union(*(role["permissions"] for role in settings.AYNI_ROLES.values()))


def test_there_are_actions():
    assert len(DECLARED) > 15


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_action_is_whole(name):
    declared = DECLARED[name]
    parameters = inspect.signature(declared.function).parameters
    assert declared.permission in permissions.declared(), f"{declared.permission} is not declared"
    assert declared.permission in HELD, f"no role holds {declared.permission}"
    assert declared.says
    assert parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    assert declared.function.__doc__


def test_every_permission_of_a_role_is_declared():
    assert HELD - permissions.declared().keys() == set()
