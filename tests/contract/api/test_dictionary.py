"""The dictionary for other systems: every part of every variable, and nothing of anybody's answers."""

import pytest

from ayni.engines.dictionary import Choice, Dictionary, Variable
from ayni.registry import queries
from ayni.registry.actions import declaring
from tests.contract.api import walk
from tests.contract.api.conftest import caller
from tests.unit.enrolment import world

GOODS = Variable(
    "goods",
    "household",
    "many_choice",
    {"en": "Goods", "fr": "Biens"},
    (Choice("radio", {"en": "Radio"}), Choice("boat")),
    question={"en": "Which of these do you own?"},
    missing=("unknown", "not_applicable"),
    sensitivity="public",
)
ROAD = Variable("road", "area", "boolean", missing=())
ADDRESS = "/api/v1/dictionary/variables"


@pytest.fixture
def asker(db):
    declaring.declare(Dictionary([GOODS, ROAD]), since=world.DAY)
    return caller(world.officer("reader", "analyst"))


def test_the_whole_dictionary_with_its_version(asker):
    told = asker.get(ADDRESS).json()
    assert told["version"] == queries.dictionary().version
    assert [(one["entity"], one["name"]) for one in told["variables"]] == [("area", "road"), ("household", "goods")]
    assert [one["name"] for one in asker.get(ADDRESS, {"entity": "area"}).json()["variables"]] == ["road"]


def test_one_variable_to_the_last_detail(asker):
    told = asker.get(f"{ADDRESS}/household/goods").json()
    assert told == {
        "entity": "household",
        "name": "goods",
        "type": "many_choice",
        "labels": {"en": "Goods", "fr": "Biens"},
        "question": {"en": "Which of these do you own?"},
        "choices": [{"code": "radio", "labels": {"en": "Radio"}}, {"code": "boat", "labels": {}}],
        "unit": "",
        "minimum": None,
        "maximum": None,
        "missing": ["unknown", "not_applicable"],
        "sensitivity": "public",
        "source": "",
        "version": 1,
        "since": world.DAY.isoformat(),
    }
    assert asker.get(f"{ADDRESS}/area/road").json()["missing"] == []


@pytest.mark.parametrize(
    ("address", "query", "status", "told"),
    [
        (f"{ADDRESS}/household/godos", {}, 404, "Did you mean “goods”"),
        (f"{ADDRESS}/village/goods", {}, 422, "household"),
        (ADDRESS, {"entity": "village"}, 422, "household"),
    ],
)
def test_what_is_not_there_is_a_problem(asker, address, query, status, told):
    answer = asker.get(address, query)
    assert answer.status_code == status
    assert told in walk.problem_of(answer)["detail"]


def test_it_needs_the_permission(db):
    answer = caller(world.officer("payer", "payment_officer")).get(ADDRESS)
    assert (answer.status_code, walk.problem_of(answer)["code"]) == (403, "not_permitted")
