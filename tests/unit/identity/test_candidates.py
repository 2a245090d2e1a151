"""Whom the desk weighs when more people share a key with the applicant than it can weigh."""

import pytest
from django.db import connection

from ayni.commons import acting
from ayni.registry.models import Person
from tests.unit.identity import town

pytestmark = pytest.mark.django_db

KEEP = """
    INSERT INTO identity_record (half, person_id, variant, told, keys, prepared_at)
    VALUES (%s, %s, 0, %s, %s::bigint[], now())
"""


@pytest.mark.parametrize("half", [0, 1])
def test_who_shares_most_keys_comes_first(half):
    built = town.built()
    people = [one.pk for one in built.people[:4]]
    with connection.cursor() as cursor:
        for person, keys in zip(people, ([11], [11, 12], [11, 12, 13], [99]), strict=True):
            cursor.execute(KEEP, [half, person, str(person), keys])
        with acting.as_user(town.officer("steward")):
            cursor.execute("SELECT person FROM identity_candidates(%s, %s, %s)", [half, [11, 12, 13], 2])
            assert [person for (person,) in cursor.fetchall()] == [people[2], people[1]]
    assert Person.objects.filter(pk__in=people).count() == 4
