"""Every table with people's data says what a person is given of it, and what becomes of it in the end."""

from django.apps import apps
from django.db import models as columns

from ayni.commons import holdings
from ayni.privacy.queries import naming
from ayni.registry.models import Household, Person

FURTHEST = 2


def leads_to_people(model, steps=FURTHEST):
    """Whether a row of a record is about a person: by keys, directly or through records that are."""
    if model in (Person, Household):
        return True
    related = [
        field.related_model
        for field in model._meta.get_fields()
        if isinstance(field, columns.ForeignKey) and field.related_model is not model
    ]
    return steps > 0 and any(leads_to_people(one, steps - 1) for one in related)


def private():
    for model in naming.tables():
        if set(naming.columns(model).values()) & {"personal", "sensitive"} and leads_to_people(model):
            yield model._meta.label_lower


def test_there_are_private_tables():
    assert {"registry.person", "registry.personfacts", "benefits.paymentline", "privacy.consent"} <= set(private())


def test_each_is_in_the_copy_or_left_out_with_a_reason():
    known = holdings.declared()
    assert [table for table in private() if table not in known.given.keys() | known.left_out.keys()] == []


def test_each_becomes_anonymous_or_stays_with_a_reason():
    known = holdings.declared()
    assert [table for table in private() if table not in known.forgotten.keys() | known.staying.keys()] == []


def test_what_is_declared_is_there():
    known = holdings.declared()
    labels = {model._meta.label_lower for model in naming.tables()}
    assert known.given.keys() | known.left_out.keys() | known.forgotten.keys() | known.staying.keys() <= labels
    for forgetting in known.forgotten.values():
        names = {field.column for field in apps.get_model(forgetting.table)._meta.get_fields() if field.concrete}
        if forgetting.sets is not None and not forgetting.table.endswith("facts"):
            assert forgetting.sets().keys() <= names


def test_money_and_the_audit_are_in_no_schedule():
    known = holdings.declared().forgotten
    assert not {"benefits.entry", "benefits.posting", "audit.entry", "audit.look"} & known.keys()
