"""Background work, and users with what they are granted."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.jobs.models import Work
from tests.pages import checks

MAY = {"administration": {"jobs.see"}, "users": {"access.manage"}}


@pytest.mark.parametrize("page", sorted(MAY))
def test_each_page_opens_for_whom_it_is(page: str, role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse(f"web:{page}"))
    expected = 200 if MAY[page] & settings.AYNI_ROLES[role]["permissions"] else 403
    assert answer.status_code == expected
    assert queries.writes() == []
    assert queries.count <= 9


def test_running_work_fetches_itself_again_and_ended_work_does_not(signed_in: Any, place: Any) -> None:
    work = Work.objects.create(
        key="snapshot/1", kind="snapshots.take", by=place.users["administrator"], status="running", done=25, total=100
    )
    client = signed_in("administrator")
    text = client.get(reverse("web:progress", args=[work.pk])).content.decode()
    assert 'hx-trigger="every 1s"' in text
    assert 'max="100" value="25"' in text
    Work.objects.filter(pk=work.pk).update(status="failed", message="The disk is full.")
    text = client.get(reverse("web:progress", args=[work.pk])).content.decode()
    assert "hx-trigger" not in text
    assert "The disk is full." in text


def test_others_work_is_not_there(signed_in: Any, place: Any) -> None:
    work = Work.objects.create(key="snapshot/2", kind="snapshots.take", by=place.users["data_steward"])
    assert signed_in("data_steward").get(reverse("web:progress", args=[work.pk])).status_code == 200
    assert signed_in("analyst").get(reverse("web:progress", args=[work.pk])).status_code == 404


def test_users_are_told_with_role_and_area(signed_in: Any) -> None:
    text = signed_in("administrator").get(reverse("web:users")).content.decode()
    assert "District officer, <bdi>Green Valley</bdi>" in text
    assert "Auditor, <bdi>everywhere</bdi>" in text
