"""A door opens to who holds all that it needs, as far as it says."""

from datetime import date

import pytest

from ayni.commons.access import doors
from ayni.commons.access.errors import NotEverywhere, NotPermitted
from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area


@pytest.fixture
def made(db):
    """Somebody with roles here or everywhere: made(("auditor", None))."""
    here = Area.objects.create(code="N", level=1, path="/N/", names={"en": "North"})

    def make(*held):
        user = User.objects.create(username="somebody")
        for role, is_here in held:
            Grant.objects.create(user=user, role_id=role, area=here if is_here else None, starts_on=date(2026, 1, 1))
        return user

    return make


def test_without_a_permission_nothing_opens(made):
    reader = made(("analyst", False))
    for door in (doors.anywhere("audit.see"), doors.inside("audit.see"), doors.everywhere("audit.see")):
        with pytest.raises(NotPermitted) as refused:
            door.check(reader)
        assert "audit.see" in str(refused.value)
    doors.signed_in().check(reader)
    doors.own().check(reader)


def test_all_that_is_needed_is_needed(made):
    reader = made(("auditor", False))
    doors.inside("audit.see", "registry.see_households").check(reader)
    with pytest.raises(NotPermitted):
        doors.inside("audit.see", "registry.see_sensitive").check(reader)


def test_any_one_of_several_is_enough(made):
    reader = made(("grievance_officer", False))
    doors.anywhere(("privacy.decide_correction", "privacy.lodge_correction")).check(reader)
    with pytest.raises(NotPermitted):
        doors.anywhere(("privacy.decide_correction", "privacy.see")).check(reader)


def test_what_concerns_all_areas_is_for_who_holds_it_in_all(made):
    reader = made(("auditor", True))
    doors.anywhere("audit.see").check(reader)
    with pytest.raises(NotEverywhere) as refused:
        doors.everywhere("audit.see").check(reader)
    assert refused.value.code == "not_permitted"
    assert "all areas at once" in str(refused.value)


def test_one_of_several_held_everywhere_is_enough(made):
    reader = made(("grievance_officer", True), ("auditor", False))
    doors.everywhere(("privacy.lodge_correction", "audit.see")).check(reader)
    with pytest.raises(NotEverywhere):
        doors.everywhere("privacy.lodge_correction", "audit.see").check(reader)
