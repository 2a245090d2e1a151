"""Each operation answers in the shape it describes."""

import pytest
from django.db import transaction
from ninja import Schema

from tests.contract.api import walk
from tests.contract.api.conftest import caller


def test_every_operation_is_walked():
    assert {operation.id for operation in walk.operations()} == set(walk.SAMPLES)


def test_an_operation_answers_in_its_shape(land, everything):
    client = caller(everything)
    for operation in walk.operations():
        with transaction.atomic():
            response = walk.ask(client, operation, walk.SAMPLES[operation.id](land))
            transaction.set_rollback(True)  # the next operation finds the land as it was
        assert response.status_code == 200, (operation, response.content)
        described = operation.described["responses"]["200"]["content"]["application/json"]["schema"]
        if not response["Content-Type"].startswith("text/csv"):
            assert list(walk.wrong(response.json(), described)) == [], operation


@pytest.mark.parametrize("operation", walk.operations(), ids=str)
def test_an_operation_is_described(operation):
    assert operation.described["summary"]
    assert operation.described["description"]
    assert operation.described["tags"]
    for status in ("400", "401", "403", "404", "409", "422"):
        shape = operation.described["responses"][status]["content"]["application/json"]["schema"]
        assert shape == {"$ref": "#/components/schemas/Problem"}


def test_every_field_is_described():
    silent = [
        f"{name}.{field}"
        for name, schema in walk.SCHEMA["components"]["schemas"].items()
        for field, described in schema.get("properties", {}).items()
        if not described.get("description")
    ]
    assert silent == []


def test_amounts_are_texts_that_nobody_rounds(land, everything):
    row = caller(everything).get(f"/api/v1/payments/cycles/{land.cycle}/lines").json()["rows"][0]
    assert row["amount"] == "300.00"


def test_no_two_shapes_have_one_name():
    """The description names shapes by their class: two of one name would silently become one."""
    seen: dict[str, str] = {}
    for module in walk.modules():
        for name, found in vars(module).items():
            if isinstance(found, type) and issubclass(found, Schema) and found.__module__ == module.__name__:
                assert seen.setdefault(name, module.__name__) == module.__name__, name
