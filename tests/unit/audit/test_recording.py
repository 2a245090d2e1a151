"""What an action leaves in the audit: by which grant, from where, and what it changed; and what a look leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ayni.commons.access.models import ApiToken, Grant, User
from ayni.commons.actions import action
from ayni.commons.audit import models, origin, recording
from ayni.commons.directory.models import Area, Institution
from tests.unit.audit.conftest import with_role


@pytest.fixture
def changing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An action that changes an area, made for the test and forgotten after it."""
    from ayni.commons import actions

    monkeypatch.setattr(actions, "DECLARED", {})

    @action("registry.correct", says="changed an area", unsaid=("why",))
    def change(area: Area, *, by: User, why: str = "", password: str = "", **values: Any) -> Area:
        """Change it."""
        Area.objects.filter(pk=area.pk).update(**values)
        return area

    return change


@pytest.fixture
def area(db: None) -> Area:
    return Area.objects.create(code="01", level=1, path="/01/", names={"en": "North"})


def last() -> models.Entry:
    return models.Entry.objects.latest("id")


def test_an_entry_tells_what_each_field_held_before_and_after(officer, area, changing):
    changing(area, by=officer, names={"en": "South"}, path="/1/")
    assert last().changes == {"names": [str({"en": "North"}), str({"en": "South"})], "path": ["/01/", "/1/"]}
    assert last().subject == f"directory.area:{area.pk}"


def test_what_the_caller_holds_in_memory_is_not_taken_for_what_was_there(officer, area, changing):
    area.path = "/never/"
    changing(area, by=officer, path="/1/")
    assert last().changes == {"path": ["/01/", "/1/"]}


def test_nothing_changed_is_nothing_told(officer, area, changing):
    changing(area, by=officer, path="/01/")
    assert last().changes == {}


def test_a_sensitive_field_is_only_said_to_be_changed(officer, area, changing, monkeypatch):
    monkeypatch.setattr(Area, "privacy", {"*": "public", "path": "sensitive"})
    changing(area, by=officer, path="/1/")
    assert last().changes == {"path": "changed"}


@pytest.mark.parametrize("privacy", [{"*": "personal"}, {}])
def test_answers_in_json_and_fields_without_a_class_are_not_told(privacy, officer, area, changing, monkeypatch):
    monkeypatch.setattr(Area, "privacy", privacy)
    changing(area, by=officer, names={"en": "South"})
    assert last().changes == {"names": "changed"}


def test_passwords_and_what_an_action_keeps_to_itself_are_not_told(officer, area, changing):
    changing(area, by=officer, password="very-secret", why="a violent home", path="/1/")
    assert last().facts == {"says": "changed an area", "path": "/1/"}


def test_a_record_that_was_made_is_told_whole(officer, monkeypatch):
    from ayni.commons import actions

    monkeypatch.setattr(actions, "DECLARED", {})

    @action("registry.correct", says="made a token")
    def make(name: str, *, by: User) -> ApiToken:
        """Make it."""
        ends = timezone.now() + timedelta(days=1)
        return ApiToken.objects.create(user=by, name=name, digest="d" * 64, expires_at=ends)

    make("t", by=officer)
    changes = last().changes
    assert changes["user"] == [None, f"access.user:{officer.pk}"]
    assert changes["digest"] == "changed"
    assert "d" * 64 not in str(changes)


def test_an_entry_tells_by_which_grant(area, changing):
    ministry = Institution.objects.create(code="MSP", names={"en": "Ministry"})
    lender, user = with_role("lender", "district_officer"), User.objects.create(username="stand-in")
    grant = Grant.objects.create(
        user=user,
        role_id="district_officer",
        area=area,
        institution=ministry,
        starts_on=date(2026, 1, 1),
        ends_on=date(2999, 1, 1),
        delegated_from=lender.grants.get(),
    )
    Grant.objects.create(user=user, role_id="analyst", starts_on=date(2026, 1, 1))
    changing(area, by=user)
    assert last().authority == [
        {"grant": grant.pk, "role": "district_officer", "area": "01", "institution": "MSP", "lent_by": "lender"}
    ]


def test_an_ended_grant_gives_no_authority(officer, area, changing):
    ended = Grant.objects.create(
        user=officer, role_id="district_officer", area=area, starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)
    )
    changing(area, by=officer)
    assert [one["grant"] for one in last().authority] == [officer.grants.exclude(pk=ended.pk).get().pk]


def test_an_entry_tells_the_door_the_address_and_the_request(officer, area, changing):
    with origin.coming_from(road=origin.API, address="2001:db8::1") as here:
        changing(area, by=officer)
        recording.look(area, reader=officer, under="registry.see_households", road="screen")
    assert (last().road, last().address, last().request) == ("api", "2001:db8::1", here.request)
    look = models.Look.objects.get()
    assert (look.road, look.address, look.request) == ("api", "2001:db8::1", here.request)
    changing(area, by=officer)
    assert (last().road, last().address, last().request) == ("", None, None)


def test_two_requests_have_two_numbers():
    with origin.coming_from(road=origin.JOB) as first:
        pass
    with origin.coming_from(road=origin.JOB) as second:
        assert origin.now() == second
    assert first.request != second.request
    assert origin.now() == origin.UNKNOWN


@pytest.mark.parametrize(
    ("told", "proxies", "address"),
    [
        ({"REMOTE_ADDR": "10.0.0.1"}, 0, "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, 0, "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 41.0.0.7"}, 1, "41.0.0.7"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 41.0.0.7, 10.0.0.2"}, 2, "41.0.0.7"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "41.0.0.7"}, 2, "10.0.0.1"),
        ({"REMOTE_ADDR": "[::1]"}, 0, "::1"),
        ({"REMOTE_ADDR": "fe80::1%eth0"}, 0, "fe80::1"),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "<script>"}, 1, None),
        ({}, 0, None),
    ],
)
def test_only_ones_own_proxies_are_believed(told, proxies, address):
    assert origin.address_of(told, proxies=proxies) == address


def test_a_look_tells_its_purpose(officer, area):
    with origin.for_purpose("a complaint of the household"):
        recording.look(area, reader=officer, under="registry.correct")
        recording.look(area, reader=officer, under="registry.correct", purpose="x" * 300)
    recording.look(area, reader=officer, under="registry.correct")
    assert list(models.Look.objects.order_by("id").values_list("purpose", flat=True)) == [
        "a complaint of the household",
        "x" * 200,
        "",
    ]


def test_a_list_of_people_is_recorded_once(officer):
    recording.listing(
        recording.LIST, reader=officer, under="registry.correct", asked={"cycle": "2026-03", "status": "due"}, rows=1203
    )
    look = models.Look.objects.get()
    assert (look.kind, look.subject, look.rows, look.asked["status"]) == ("list", "", 1203, "due")
    assert look.authority[0]["role"] == "district_officer"


def test_what_would_name_a_person_is_only_said_to_be_changed(officer, area, changing, monkeypatch):
    monkeypatch.setattr(Area, "untold", ("path",), raising=False)
    changing(area, by=officer, path="/1/")
    assert last().changes == {"path": "changed"}
