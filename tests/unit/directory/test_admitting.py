from datetime import date

import pytest

from ayni.commons.access import scoping
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.directory import admitting, errors, queries
from ayni.commons.directory.admitting import Given
from ayni.commons.directory.models import Area
from ayni.registry import models, permissions
from tests.unit.registry import village

pytestmark = pytest.mark.django_db

TREE = [Given("N1", "N", 2, {"en": "Hill", "fr": "Colline"}), Given("N", "", 1), Given("N11", "N1", 3)]
SHAPE = {"type": "Polygon", "coordinates": []}


def test_a_tree_in_any_order():
    assert admitting.admit(TREE) == 3
    assert queries.area("N11").path == "/N/N1/N11/"
    assert queries.area("N1").name == "Hill"
    assert queries.names()["N"] == "N"


def test_again_adds_nothing_but_a_missing_shape():
    admitting.admit(TREE)
    assert admitting.admit([*TREE[1:], Given("N1", "N", 2, shape=SHAPE)]) == 0
    assert queries.area("N1").shape == SHAPE
    assert queries.area("N1").name == "Hill"


def test_a_parent_that_is_not_known_is_refused():
    with pytest.raises(errors.ParentUnknown, match="N1 is said to lie in N,"):
        admitting.admit([Given("N1", "N", 2)])


def test_a_code_never_moves():
    admitting.admit([*TREE, Given("S", "", 1)])
    with pytest.raises(errors.AreaMoved, match="N1 is known elsewhere"):
        admitting.admit([Given("N1", "S", 2)])


def test_a_slash_in_a_code_would_break_the_path():
    with pytest.raises(errors.CodeUnfit, match="N/1"):
        admitting.admit([Given("N/1", "", 1)])


def test_a_code_twice_in_other_words_is_refused():
    with pytest.raises(errors.CodeTwice, match="N1"):
        admitting.admit([*TREE, Given("N1", "", 1)])
    assert admitting.admit([*TREE, *TREE]) == 3, "the same told twice is the same"


def test_an_area_that_ended_takes_nothing_more():
    admitting.admit(TREE)
    Area.objects.filter(code="N1").update(until=date(2026, 1, 1))
    for more in ([Given("N12", "N1", 3)], [Given("N1", "N", 2)]):
        with pytest.raises(errors.AreaEnded, match="N1 ended on 2026-01-01"):
            admitting.admit(more)
    assert "N1" not in {area.code for area in queries.areas()}
    assert "N1" in queries.names()


def test_a_thousand_levels_are_refused():
    with pytest.raises(errors.TooDeep, match="at most 12 levels"):
        admitting.admit([Given(f"D{n}", f"D{n - 1}" if n else "", n + 1) for n in range(1000)])


def test_scope_is_the_areas_of_the_grants(loaded):
    northern = village.officer("nadia", "auditor", "N")
    paths = scoping.paths(northern, permissions.SEE)
    assert paths == ("/N/",)
    assert set(scoping.within(Area.objects.all(), "path", paths).values_list("code", flat=True)) == {"N", "N1", "N2"}
    assert scoping.within(models.Household.objects.all(), "area__path", paths).count() == 3
    assert not scoping.within(models.Household.objects.all(), "area__path", ()).exists()
    scoping.check(northern, permissions.SEE, "/N/N1/")
    with pytest.raises(OutsideArea):
        scoping.check(northern, permissions.SEE, "/S/")
    with pytest.raises(NotPermitted):
        scoping.paths(northern, permissions.REGISTER)
