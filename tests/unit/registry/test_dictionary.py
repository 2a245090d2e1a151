from datetime import date

import pytest

from ayni.engines.dictionary import Choice, Dictionary, Variable
from ayni.registry import errors, models, queries
from ayni.registry.actions import declaring

DAY = date(2026, 6, 30)
FLOOR = Variable(
    "floor",
    "household",
    "choice",
    {"en": "Floor"},
    (Choice("earth", {"en": "Earth"}),),
    sensitivity="public",
    question={"en": "What is the floor made of?"},
    since=DAY,
)
ROOMS = Variable("rooms", "household", "integer", unit="rooms", minimum=0, maximum=20, since=DAY)

pytestmark = pytest.mark.django_db


def test_what_is_declared_is_in_force_to_the_last_detail():
    declaring.declare(Dictionary([FLOOR, ROOMS]), since=DAY)
    assert list(queries.dictionary()) == [FLOOR, ROOMS]


def test_declared_again_it_is_the_same():
    declaring.declare(Dictionary([FLOOR]), since=DAY)
    assert declaring.declare(Dictionary([FLOOR]), since=date(2027, 1, 1)) == []
    assert models.Variable.objects.count() == 1


def test_a_change_is_a_new_version_and_the_old_one_stays():
    declaring.declare(Dictionary([FLOOR, ROOMS]), since=DAY)
    tiled = Variable("floor", "household", "choice", {"en": "Floor"}, (Choice("earth"), Choice("tile")))
    declaring.declare(Dictionary([tiled]), since=date(2027, 1, 1))
    found = queries.dictionary().get("household", "floor")
    assert (found.version, found.codes, found.since) == (2, ("earth", "tile"), date(2027, 1, 1))
    assert [variable.name for variable in queries.dictionary()] == ["floor", "rooms"]
    assert models.Variable.objects.filter(name="floor").count() == 2


def test_another_type_is_refused():
    declaring.declare(Dictionary([ROOMS]), since=DAY)
    with pytest.raises(errors.TypeChanged, match=r"household\.rooms is integer.*here it is text"):
        declaring.declare(Dictionary([Variable("rooms", "household", "text")]), since=DAY)
