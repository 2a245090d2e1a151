"""Whose data follow a household out of its programmes: those who usually live there."""

from django.db import connection

from ayni.commons import holdings
from ayni.enrolment import actions
from ayni.registry.models import Membership, Person
from tests.unit.enrolment import world
from tests.unit.enrolment.test_reviewing import NOW, decision


def people(occasion):
    with connection.cursor() as cursor:
        cursor.execute(holdings.declared().occasions[occasion].statement)
        return {person for person, _household, _on in cursor.fetchall() if person is not None}


def test_who_shares_a_household_as_a_second_home_is_not_of_those_it_refused_or_left(decided, families, officer):
    home = families["poor"]
    guest = Person.objects.get(source_key="rich/1")
    members = set(home.memberships.values_list("person", flat=True))
    Membership.objects.create(person=guest, household=home, number=9, kind="shared", period=(world.START, None))
    actions.decline(decision("poor", "housing"), by=officer, at=NOW, reason="Moved away")
    assert members <= people("application_refused")
    assert guest.pk not in people("application_refused")
    again = actions.reconsider(decision("poor", "housing"), by=officer, at=NOW, reason="Came back")
    enrolled = actions.accept(again, by=officer, at=NOW, starts_on=world.DAY)
    actions.exit(enrolled, reason="Moved away", on=world.DAY, by=officer)
    assert people("programme_left") == members
