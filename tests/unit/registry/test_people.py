from datetime import date

import pytest

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.audit import models as audit
from ayni.commons.directory.models import Area
from ayni.kernel import partial_dates
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import actions, errors, models
from ayni.registry.actions import Correction, NewMember
from tests.unit.registry import village
from tests.unit.registry.village import DAY

MOTHER = NewMember("Rosa", "Quispe", "head", "female", partial_dates.of_age(30, DAY))
CHILD = NewMember("Luz", "Quispe", "child", "female", PartialDate(date(2024, 5, 1), date(2024, 5, 1)), mother=1)


@pytest.fixture
def hill(loaded):
    return Area.objects.get(code="N1")


def test_a_household_at_the_desk(officer, hill):
    home = actions.register_household(hill, [MOTHER, CHILD], key="form-1", on=DAY, by=officer)
    members = home.memberships.select_related("person")
    assert [(member.person.name, member.relationship) for member in members] == [
        ("Rosa Quispe", "head"),
        ("Luz Quispe", "child"),
    ]
    assert models.Kinship.objects.filter(relative=members[0].person, kind="mother").count() == 1
    assert audit.Entry.objects.get(action="registry.register").actor == officer


def test_a_form_sent_twice_is_one_household(officer, hill):
    first = actions.register_household(hill, [MOTHER], key="form-1", on=DAY, by=officer)
    assert actions.register_household(hill, [MOTHER], key="form-1", on=DAY, by=officer) == first
    assert models.Person.objects.filter(source="desk").count() == 1


@pytest.mark.parametrize(
    ("members", "refusal", "said"),
    [
        ([], errors.NotOneHead, "nobody is named"),
        ([MOTHER, MOTHER], errors.NotOneHead, "2 people are named"),
        ([NewMember("A", "B", "head", born=PartialDate(date(2027, 1, 1), date(2027, 1, 1)))], errors.BornLater, "2027"),
        ([MOTHER, NewMember("C", "D", "child", mother=2)], errors.NoSuchMember, "number 2"),
        ([MOTHER, NewMember("C", "D", "child", mother=9)], errors.NoSuchMember, "number 9"),
        (
            [MOTHER, NewMember("Old", "One", "child", born=partial_dates.of_age(40, DAY), mother=1)],
            errors.YoungerParent,
            "Rosa Quispe cannot be the mother of Old One",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(officer, hill, members, refusal, said):
    with pytest.raises(refusal, match=said):
        actions.register_household(hill, members, key="form-1", on=DAY, by=officer)
    assert not models.Household.objects.filter(source="desk").exists()


def test_only_in_the_officers_own_area(hill):
    other = village.officer("sol", "district_officer", "S")
    with pytest.raises(OutsideArea):
        actions.register_household(hill, [MOTHER], key="form-1", on=DAY, by=other)
    with pytest.raises(NotPermitted):
        actions.register_household(hill, [MOTHER], key="form-1", on=DAY, by=village.officer("a", "analyst"))


def test_a_correction_keeps_what_stood_before(officer, people):
    person = people["h1-2"]
    day = PartialDate(date(2018, 3, 2), date(2018, 3, 2))
    actions.correct_person(person, correction=Correction(given_name="Fatoumata", born=day), on=DAY, by=officer)
    person.refresh_from_db()
    assert (person.given_name, person.born) == ("Fatoumata", day)
    assert person.events.get().given_name == "Fatou"


def test_a_correction_that_cannot_be_is_refused(officer, people):
    head = people["h1-1"]
    with pytest.raises(errors.YoungerParent, match="Amina Diallo cannot be the mother of"):
        actions.correct_person(head, correction=Correction(born=partial_dates.of_age(9, DAY)), on=DAY, by=officer)
    with pytest.raises(errors.NothingToCorrect):
        actions.correct_person(people["h1-2"], correction=Correction(given_name="Fatou"), on=DAY, by=officer)
    sol = village.officer("sol", "district_officer", "S")
    with pytest.raises(OutsideArea):
        actions.correct_person(people["h1-2"], correction=Correction(sex="male"), on=DAY, by=sol)
