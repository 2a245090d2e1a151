"""Of every column that names a person somebody says where its rows go when two records are merged."""

import pytest
from django.apps import apps

from ayni.commons import belongings
from ayni.registry.models import Person
from tests.architecture.test_records import our_models


def columns():
    """Every column of ours that names a person; earlier states stay as they were."""
    return sorted(
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if field.related_model is Person
    )


@pytest.mark.parametrize("name", columns())
def test_each_column_that_names_a_person_moves_or_stays_with_a_reason(name):
    moving = {one.name for one in belongings.moving()}
    staying = belongings.staying()
    assert (name in moving) != (name in staying), f"{name}: say in the domain's belongings whether it moves or stays"
    assert name in moving or str(staying[name])


def test_what_is_declared_is_there():
    declared = {*(one.name for one in belongings.moving()), *belongings.staying()}
    assert declared == set(columns())


def test_each_guard_that_is_passed_is_one():
    import pgtrigger

    for one in belongings.moving():
        for uri in one.ignoring:
            assert pgtrigger.registered(uri)
        assert one.because or not one.unless
        assert apps.get_model(one.name.rpartition(".")[0])._meta.db_table == one.table
