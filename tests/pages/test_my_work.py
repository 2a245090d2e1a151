"""The page each role lands on, and what its navigation shows."""

import re
from typing import Any

from django.urls import reverse

from ayni.commons.jobs.models import Work
from tests.pages import checks


def test_every_role_has_a_home_that_writes_nothing(role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse("web:home"))
    assert answer.status_code == 200
    assert "Nothing waits for you" in answer.content.decode()
    assert queries.writes() == []
    assert queries.count <= 12


def test_each_role_sees_its_own_places(signed_in: Any) -> None:
    assert _places(signed_in("administrator")) == ["My work", "Administration"]
    assert "People" in _places(signed_in("district_officer"))
    assert "People" not in _places(signed_in("analyst"))
    assert "Payments" not in _places(signed_in("analyst"))


def test_the_search_box_is_for_those_who_may_see_people(signed_in: Any) -> None:
    assert "search-everywhere" in _home(signed_in("auditor"))
    assert "search-everywhere" not in _home(signed_in("payment_officer"))


def test_one_sees_the_work_one_started(signed_in: Any, place: Any) -> None:
    Work.objects.create(key="snapshot/mine", kind="snapshots.take", by=place.users["programme_manager"])
    assert "snapshot/mine" in _home(signed_in("programme_manager"))
    assert "snapshot/mine" not in _home(signed_in("analyst"))


def _home(client: Any) -> str:
    return str(client.get(reverse("web:home")).content.decode())


def _places(client: Any) -> list[str]:
    navigation = _home(client).partition('<nav class="navigation"')[2].partition("</nav>")[0]
    return re.findall(r"<li><a [^>]*>([^<]*)</a>", navigation)
