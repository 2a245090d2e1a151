"""Every row that hangs on a record moves, and comes back as it was."""

import random

import pytest
from django.db import connection

from ayni.commons import belongings
from ayni.identity import models
from ayni.registry.models import Person, PersonSealed
from ayni.registry.queries import sealed
from tests.unit.identity.merging import twice as world


def told_of(person_id):
    """How many rows hang on a person, by column."""
    found = {}
    with connection.cursor() as cursor:
        for one in belongings.moving():
            cursor.execute(f"SELECT count(*) FROM {one.table} WHERE {one.column} = %s", [person_id])
            found[one.name] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_merged_and_parted_all_is_as_if_it_had_never_been(land, twice, seed):
    chance = random.Random(seed)
    others = [Person.objects.create(source="x", source_key=str(n), registered_on=world.TODAY) for n in range(3)]
    for who, home in ((twice.kept, twice.upper), (twice.absorbed, twice.lower)):
        world.hang(land, who, home, [*others, twice.absorbed if who is twice.kept else twice.kept], chance)
    before = world.stand()

    picks = {name: chance.choice(["kept", "absorbed"]) for name in ("name", "born", "phone")}
    merge = twice.merge(picks=picks, lives_in=chance.choice([twice.upper.pk, twice.lower.pk]))
    between = world.stand()
    twice.part(merge)

    assert between != before
    after = world.stand()
    assert {table: after[table] for table in before if after[table] != before[table]} == {}


def test_what_hung_on_both_hangs_on_one(land, twice):
    chance = random.Random(3)
    world.hang(land, twice.absorbed, twice.lower, [], chance)
    hung = told_of(twice.absorbed.pk)

    merge = twice.merge()

    left = {name: rows for name, rows in told_of(twice.absorbed.pk).items() if rows}
    assert set(left) <= {"registry.Membership.person"}
    now = told_of(twice.kept.pk)
    assert all(now[name] >= rows for name, rows in hung.items() if name != "registry.Membership.person")
    assert merge.moved["benefits.PaymentLine.payee"] == 1


def test_sensitive_answers_open_on_the_kept_record_and_on_the_other_again(twice):
    world.seal(twice.absorbed, "clinic", world.TODAY)
    merge = twice.merge()
    assert [one.values for one in sealed.documents("person", [twice.kept.pk])] == [{"hiv": False}]
    twice.part(merge)
    assert PersonSealed.objects.get().person_id == twice.absorbed.pk
    assert [one.values for one in sealed.documents("person", [twice.absorbed.pk])] == [{"hiv": False}]


def test_each_column_that_moves_is_one_of_a_table(db):
    for one in belongings.moving():
        assert one.field.related_model is Person
        assert str(one.label)


def test_a_row_changed_since_keeps_what_was_changed(twice):
    phone = twice.absorbed.phones.create(number="+99970000009")
    merge = twice.merge()
    twice.kept.phones.filter(pk=phone.pk).update(use="neighbour")
    twice.part(merge)
    phone.refresh_from_db()
    assert (phone.person_id, phone.use) == (twice.absorbed.pk, "neighbour")
    assert models.Merge.objects.get().status == "parted"
