"""Whatever is sent, the answer is a problem of one shape, never a crash."""

import json

import pytest
from django.db import transaction
from django.test import Client

from ayni.registry.models import Household, Person
from tests.contract.api import walk
from tests.contract.api.conftest import caller
from tests.unit.enrolment import world

IDS = ("0", "-1", "x", "1.5", "9" * 19, "9" * 40, "１", "1%00", "1'--", "%F0%9F%92%A9")
CODES = ("a" * 65, "no such", "%00", "../etc/passwd", "'; DROP TABLE x", "é")
BODIES = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"12",
    b"\xff\xfe\x00",
    b"{}",
    b'{"reason": null}',
    b'{"reason": ""}',
    b'{"reason": "   "}',
    b'{"reason": "\\u0000", "text": "\\u0000", "programme": "\\u0000"}',
    b'{"reason": "\\ud800", "text": "\\ud800"}',
    b'{"run": 1e400, "starts_on": "yesterday"}',
    b'{"run": 99999999999999999999, "programme": "housing", "starts_on": "2026-02-30"}',
    b'{"on": "0000-00-00", "snapshot": "x"}',
    b'{"on": 99999999999999999, "snapshot": []}',
    b'{"text": "programme: [", "in_force_from": "2026-01-01"}',
    b'{"text": "' + b"a" * 100_000 + b'", "in_force_from": "2026-01-01"}',
    b"[" * 100_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
)
QUERIES = (
    {"limit": "0"},
    {"limit": "201"},
    {"limit": "x"},
    {"offset": "-1"},
    {"offset": "999999999999"},
    {"run": "x", "programme": "housing"},
    {"run": "1", "programme": "a b"},
    {"run": "1", "programme": "housing", "status": "none"},
    {"indicator": "no-such-thing"},
    {"indicator": ["a"] * 101},
    {"q": "\x00"},
    {"q": "a" * 300},
)


def fine_or_problem(response) -> None:
    """A success, or a problem the asker could have avoided: never our fault."""
    if response.status_code != 200:
        assert 400 <= response.status_code < 500, response.content
        walk.problem_of(response)


def named(operation, name: str) -> bool:
    return "{" + name + "}" in operation.path


@pytest.fixture
def client(everything) -> Client:
    found = caller(everything)
    found.raise_request_exception = False
    return found


def test_ids_that_are_none(client, land):
    for operation in walk.operations():
        for bad in IDS if named(operation, "id") else ():
            request = walk.SAMPLES[operation.id](land)
            response = walk.ask(client, operation, walk.Request({"id": bad}, request.query, request.body))
            assert response.status_code in (404, 422), (operation, bad, response.content)
            walk.problem_of(response)


def test_ids_of_nothing(client, land):
    for operation in walk.operations():
        if named(operation, "id"):
            request = walk.SAMPLES[operation.id](land)
            response = walk.ask(client, operation, walk.Request({"id": 987_654}, request.query, request.body))
            assert response.status_code == 404, (operation, response.content)
            walk.problem_of(response)


def test_codes_that_are_none(client, land):
    for operation in walk.operations():
        for bad in CODES if named(operation, "code") or named(operation, "group") else ():
            sample = walk.SAMPLES[operation.id](land)
            response = walk.ask(client, operation, walk.Request(dict.fromkeys(sample.path, bad)))
            assert response.status_code in (404, 422), (operation, bad, response.content)
            walk.problem_of(response)


def test_bodies_that_are_none(client, land):
    for operation in walk.operations():
        if operation.method != "POST":
            continue
        address = walk.address(operation, walk.SAMPLES[operation.id](land))
        for body in BODIES:
            for kind in ("application/json", "text/plain"):
                with transaction.atomic():
                    fine_or_problem(client.generic("POST", address, body, content_type=kind))
                    transaction.set_rollback(True)


def test_questions_that_are_none(client, land):
    for operation in walk.operations():
        if operation.method == "GET":
            for query in QUERIES:
                sample = walk.SAMPLES[operation.id](land)
                fine_or_problem(walk.ask(client, operation, walk.Request(sample.path, {**sample.query, **query})))


def test_too_much_at_once(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    body = json.dumps({"text": "a" * 20_000, "in_force_from": "2026-01-01"})
    response = client.post("/api/v1/programmes/versions", body, content_type="application/json")
    assert response.status_code == 413
    assert walk.problem_of(response)["code"] == "too_large"


def test_a_flaw_names_its_place(client):
    response = client.get("/api/v1/work", {"limit": "many"})
    assert response.status_code == 422
    assert [one["where"] for one in walk.problem_of(response)["where"]] == ["query.limit"]


def test_rules_that_do_not_check_name_line_and_column(client):
    text = world.HOUSING.replace("household.rooms", "household.romos")
    body = json.dumps({"text": text, "in_force_from": "2026-01-01"})
    response = client.post("/api/v1/programmes/versions", body, content_type="application/json")
    assert response.status_code == 422
    detail = walk.problem_of(response)["detail"]
    assert "rooms" in detail
    assert "10:21" in detail


def test_the_same_officer_is_told_so(land):
    client = caller(land.manager)
    response = client.post(f"/api/v1/programmes/versions/{land.draft}/approve")
    assert response.status_code == 403
    assert walk.problem_of(response)["code"] == "not_permitted"


def test_a_state_that_forbids_it_is_a_conflict(client, land):
    response = client.post(f"/api/v1/payments/cycles/{land.cycle}/release")
    assert response.status_code == 409
    assert walk.problem_of(response)["code"] == "wrong_state"


def test_addresses_and_methods_that_are_none(client):
    for address in ("/api/v1/nothing", "/api/v1/", "/api/", "/api/v2/programmes", "/api/v1/programmes/a/b"):
        response = client.get(address)
        assert response.status_code == 404, address
        walk.problem_of(response)
    response = client.delete("/api/v1/programmes")
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert walk.problem_of(response)["code"] == "wrong_method"


def test_a_failure_of_ours_tells_nothing_of_our_insides(client, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("the secret name of a table")

    monkeypatch.setattr("ayni.programmes.queries.programmes", broken)
    response = client.get("/api/v1/programmes")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert walk.problem_of(response)["code"] == "failed"
    assert "the secret name of a table" in caplog.text


HEAD = {"given_name": "Ada", "family_name": "Sow", "relationship": "head", "sex": "female", "age": 30}
CHILD = {"given_name": "Baba", "relationship": "child", "born": "2020-05-01", "mother": 1}


@pytest.mark.parametrize(
    ("members", "status", "told"),
    [
        ([HEAD, HEAD], 409, "2 people are named as its head"),
        ([{**HEAD, "relationship": "spouse"}], 409, "nobody is named as its head"),
        ([{**HEAD, "mother": 1}], 409, "no member number 1"),
        ([HEAD, {**CHILD, "mother": 7}], 409, "no member number 7"),
        ([{**HEAD, "age": 12}, {**CHILD, "born": None, "age": 10}], 409, "cannot be the mother of Baba"),
        ([HEAD, {**CHILD, "born": "2999-01-01"}], 409, "Baba"),
        ([HEAD, {**CHILD, "born": "2019-02-31"}], 422, "born"),
        ([{**HEAD, "age": -1}], 422, "age"),
        ([{**HEAD, "given_name": "Ada 😀"}], 409, "“😀” in the name"),
        ([{**HEAD, "given_name": "\u202eadA"}], 409, "turns the writing round"),
        ([{**HEAD, "given_name": "A" * 10_000}], 422, "given_name"),
        ([HEAD] * 61, 422, "members"),
        ([], 422, "members"),
    ],
)
def test_a_household_that_cannot_be_is_told_so_and_nobody_of_it_is_registered(client, land, members, status, told):
    before = Person.objects.count(), Household.objects.count()
    body = {**walk.SAMPLES["people_register"](land).body, "key": "odd", "members": members}
    answer = client.post("/api/v1/people/households", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    problem = walk.problem_of(answer)
    assert told in json.dumps(problem, ensure_ascii=False)
    assert (Person.objects.count(), Household.objects.count()) == before
