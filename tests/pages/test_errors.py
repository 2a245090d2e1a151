"""The pages for what went wrong."""

from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from ayni.web import errors
from tests.pages import checks


def test_an_unknown_address_says_what_to_do(signed_in: Any) -> None:
    answer = signed_in("analyst").get("/people/nobody/knows/")
    assert answer.status_code == 404
    assert "We could not find this page" in answer.content.decode()


def test_without_the_permission_the_page_says_which_and_whom_to_ask(signed_in: Any) -> None:
    answer = signed_in("analyst").get(reverse("web:users"))
    assert answer.status_code == 403
    assert "access.manage" in answer.content.decode()
    assert "Ask an administrator" in answer.content.decode()


def test_the_page_for_our_own_failures_needs_no_database(db: None) -> None:
    with checks.watched() as queries:
        answer = errors.failed(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert queries.count == 0
    assert "Something went wrong" in answer.content.decode()


def test_a_failing_page_shows_no_workings(signed_in: Any) -> None:
    client = signed_in("analyst")
    client.raise_request_exception = False
    with mock.patch("ayni.web.my_work.waiting.tasks", side_effect=RuntimeError("secret workings")):
        answer = client.get(reverse("web:home"))
    assert answer.status_code == 500
    assert "secret workings" not in answer.content.decode()


def test_health_tells_when_the_database_is_gone(db: None) -> None:
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        answer = Client().get("/health")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


def test_an_old_page_says_to_load_it_again(place: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("web:sign_in"), {"username": "analyst"})
    assert answer.status_code == 403
    assert "This page has grown old" in answer.content.decode()


@pytest.mark.parametrize("address", ["/sign-in/", "/health", "/nowhere/"])
def test_every_answer_carries_the_content_policy(address: str, db: None) -> None:
    policy = Client().get(address)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_no_copy_of_a_page_is_kept(signed_in: Any) -> None:
    answer = signed_in("analyst").get(reverse("web:home"))
    assert answer["Cache-Control"] == "no-store"
    assert "HX-Request" in answer["Vary"]
