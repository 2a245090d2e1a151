"""What is not declared opens to nobody: an address names itself, an operation keeps the API from starting."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import resolve
from ninja import Router

from ayni.exchange.api import doors as operations
from ayni.web import doors


def test_an_address_that_is_not_declared_opens_to_nobody(db, monkeypatch):
    monkeypatch.delitem(doors.DOORS, "web:health")
    with pytest.raises(ImproperlyConfigured, match="web:health"):
        Client().get("/health")
    assert Client(raise_request_exception=False).get("/health").status_code == 500


def test_a_view_that_asks_nothing_is_shut_all_the_same(db, monkeypatch):
    monkeypatch.setitem(doors.DOORS, "web:health", doors.anywhere("jobs.see"))
    assert Client().get("/health")["Location"] == "/sign-in/?next=/health"


def test_a_verb_has_a_row_of_its_own():
    approving, other = (resolve(f"/privacy/papers/purpose/1/{verb}/") for verb in ("approve", "nonsense"))
    assert doors.of(approving) is doors.DOORS["web:decide_paper:approve"]
    assert doors.of(other) is doors.DOORS["web:decide_paper"]


def test_an_operation_that_is_not_declared_keeps_the_api_from_starting():
    router = Router()

    @router.get("/forgotten")
    def forgotten(request):
        return {}

    with pytest.raises(ImproperlyConfigured, match="test_doors_forgotten"):
        operations.shut(router)
