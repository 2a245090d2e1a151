"""Where people are, when an officer's permission is asked."""

from datetime import timedelta

from ayni.privacy.queries import scope
from ayni.registry.models import Membership
from tests.unit.privacy.conftest import DAY


def test_people_lie_where_they_usually_live_whatever_home_they_share_since(people, homes):
    stay = {"person": people["h1-1"], "household": homes["h3"], "number": 9, "kind": "shared"}
    Membership.objects.create(**stay, period=(DAY - timedelta(days=1), None))
    assert scope.path(people["h1-1"], on=DAY) == homes["h1"].area.path
    assert scope.last_stays(("/",)).get(person=people["h1-1"]).household == homes["h1"]
