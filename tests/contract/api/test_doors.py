"""Who gets in: a token, or the session with its CSRF token; and what each may do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from ayni.commons.access.models import ApiToken
from ayni.commons.audit.models import Look
from tests.contract.api import walk
from tests.contract.api.conftest import caller, token
from tests.unit.enrolment import world

BLANK = {"id": 1, "code": "housing", "group": "age"}


@pytest.mark.parametrize("operation", walk.operations(), ids=str)
def test_nobody_gets_in_without_a_token(operation, db):
    for headers in (
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Basic eDp5"},
        {"authorization": "x" * 9000},
    ):
        response = walk.ask(Client(headers=headers), operation, walk.Request(BLANK, body={}))
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert walk.problem_of(response)["code"] == "not_signed_in"


def test_a_token_ends(nobody):
    ApiToken.objects.all().delete()
    text = token(nobody)
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client(headers={"authorization": f"Bearer {text}"}).get("/api/v1/work").status_code == 401


def test_a_token_of_a_closed_account_is_none(nobody):
    client = caller(nobody)
    assert client.get("/api/v1/work").status_code == 200
    nobody.is_active = False
    nobody.save()
    assert client.get("/api/v1/work").status_code == 401


#: What anybody with a token may know.
OPEN = {"insight_indicators", "runs_list_snapshots", "work_recent"}


def test_without_a_role_nothing_is_given(land, nobody):
    client = caller(nobody)
    for operation in walk.operations():
        response = walk.ask(client, operation, walk.SAMPLES[operation.id](land))
        if operation.id in OPEN:
            assert response.status_code == 200, operation
        elif operation.id == "work_work":
            assert response.status_code == 404, operation
        else:
            assert response.status_code == 403, (operation, response.content)
            assert walk.problem_of(response)["code"] == "not_permitted"
    assert client.get("/api/v1/work").json()["rows"] == []


def test_the_session_is_a_key_for_our_own_pages(land, everything):
    client = Client(enforce_csrf_checks=True)
    client.force_login(everything)
    assert client.get("/api/v1/programmes").status_code == 200
    address = f"/api/v1/payments/cycles/{land.cycle}/approve"
    refused = client.post(address)
    assert refused.status_code == 403
    assert "CSRF" in walk.problem_of(refused)["detail"]
    client.get("/api/v1/docs")
    allowed = client.post(address, headers={"x-csrftoken": client.cookies["csrftoken"].value})
    assert allowed.status_code == 200, allowed.content


def test_a_bad_token_is_not_replaced_by_the_session(everything):
    client = Client(headers={"authorization": "Bearer wrong"})
    client.force_login(everything)
    assert client.get("/api/v1/programmes").status_code == 401


def test_no_other_area(land, places):
    """An officer of the south sees and changes nothing of the north, and is told no more than that it is not there."""
    client = caller(world.officer("southerner", "district_officer", places["S"]))
    north = land.homes["north"].pk
    row = client.get("/api/v1/decisions", {"run": land.run.pk, "programme": "housing"}).json()
    assert row["total"] > 0
    assert north not in {one["household_id"] for one in row["rows"]}
    northern = land.run.decisions.filter(household=north, version__programme__code="housing").get()
    response = client.post(f"/api/v1/decisions/{northern.pk}/accept", "{}", content_type="application/json")
    assert response.status_code == 404
    for address in (f"households/{north}", f"households/{north}/explanation", f"persons/{land.person}"):
        refused = client.get(f"/api/v1/people/{address}")
        assert refused.status_code == 404, address
        assert "north" not in walk.problem_of(refused)["detail"].lower()
    assert client.get("/api/v1/people/search", {"q": "north"}).json()["rows"] == []
    assert client.get(f"/api/v1/people/households/{land.homes['south'].pk}").status_code == 200
    areas = client.get("/api/v1/insight/figures/social-protection-coverage/areas").json()
    assert [one["area"] for one in areas] == ["S"]


def test_reading_writes_nothing(land, everything):
    """Every GET, with every statement watched: all that is written is who looked, and how often somebody knocked."""
    client = caller(everything)
    wrote: list[str] = []

    def watch(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "COPY", "TRUNCATE")):
            wrote.append(sql)
        return execute(sql, params, many, context)

    for operation in walk.operations():
        if operation.method == "GET":
            request = walk.SAMPLES[operation.id](land)
            with connection.execute_wrapper(watch):
                answer = walk.ask(client, operation, request)
            assert answer.status_code == 200, (operation.id, answer.content)
    recorded = ('"audit_look"', '"signing_tokenuse"', "limits_allowance")  # who looked, with which key, how often
    assert [sql for sql in wrote if not any(table in sql for table in recorded)] == []


def test_opening_a_record_is_recorded(land, everything):
    client = caller(everything)
    for address, looks in (("households/{}", 1), ("households/{}/explanation", 2), ("households/{}/payments", 3)):
        client.get("/api/v1/people/" + address.format(land.homes["north"].pk))
        made = Look.objects.filter(reader=everything, subject=f"registry.household:{land.homes['north'].pk}")
        assert [look.road for look in made] == ["api"] * looks
    client.get(f"/api/v1/people/persons/{land.person}")
    assert Look.objects.get(subject=f"registry.person:{land.person}").road == "api"


def test_sensitive_answers_need_their_own_permission(land):
    seen, callers = {}, {}
    for role in ("auditor", "district_officer"):
        client = callers[role] = caller(world.officer(f"asker-{role}", role))
        told = client.get(f"/api/v1/people/persons/{land.person}").json()["person"]["facts"]
        seen[role] = ([fact["variable"] for fact in told["facts"]], told["hidden"])
        explained = client.get(f"/api/v1/people/households/{land.homes['north'].pk}/explanation").json()
        used = [
            one["is_hidden"]
            for row in explained
            for criterion in row["criteria"]
            if row["programme"] == "disability"
            for one in criterion["used"]
        ]
        assert used
        assert set(used) == {True}
    assert seen == {"auditor": ([], 1), "district_officer": ([], 1)}
    address = f"/api/v1/people/persons/{land.person}/sensitive"
    asked = {"purpose": "case_work", "words": "visit"}
    opener, auditor = callers["district_officer"], callers["auditor"]
    assert auditor.post(address, asked, content_type="application/json").status_code in (403, 404)
    assert opener.post(address, {"words": "visit"}, content_type="application/json").status_code == 422
    opened = opener.post(address, asked, content_type="application/json")
    assert [(fact["variable"], fact["raw"]) for fact in opened.json()["facts"]] == [("disability", True)]
    assert opened.headers["Cache-Control"] == "no-store"
    look = Look.objects.exclude(purpose="").get(subject=f"registry.person:{land.person}")
    assert (look.road, look.purpose) == ("api", "case_work: visit")
