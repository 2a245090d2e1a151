"""Guessed numbers, changed numbers, widened questions, and addresses that would lead elsewhere."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ayni.enrolment.models import Decision, Enrolment
from tests.attacks import routes, written
from tests.contract.api import walk
from tests.contract.api.conftest import caller

ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example",
    "http:elsewhere.example",
    "http:///elsewhere.example",
    "javascript:alert(1)",
    "\thttps://elsewhere.example/",
    "https://testserver@elsewhere.example/",
    "https://testserver.elsewhere.example/",
)
#: Parameters whose record lies in a place.
PLACED = {"household_id", "person_id", "decision_id", "enrolment_id", "line_id"}
NONE = 987_654


def bare(answer):
    """A page without what differs each time, or by the address alone."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", routes.text_of(answer))
    return re.sub(r"(/)\d+(/)|next=[^\"]*|value=\"/[^\"]*\"", r"\1N\2", text)


def placed():
    return [route for route in routes.routes() if route.names & PLACED]


def test_a_guessed_number_is_answered_like_none(samples, southerner, browser):
    """What lies in the north is, for an officer of the south, not told apart from what does not exist."""
    client = browser(southerner)
    assert len(placed()) >= 8
    for route in placed():
        nothing = {**samples, **dict.fromkeys(PLACED, NONE)}
        for method in ("get", "post"):
            for headers in ({}, {"hx-request": "true"}):
                with written.watched() as wrote:
                    there = getattr(client, method)(route.address(samples), headers=headers)
                assert set(wrote) <= {"django_session", "limits_allowance"}, (route, wrote)
                none = getattr(client, method)(route.address(nothing), headers=headers)
                assert there.status_code == none.status_code, (route, method)
                assert there.status_code in (403, 404, 405), (route, method)
                assert bare(there) == bare(none), (route, method)


def test_a_changed_number_in_a_form_changes_nothing(samples, land, southerner, browser):
    """The page of one's own decision, sent with another's number: in the address, and in the body."""
    client, north = browser(southerner), samples["decision_id"]
    own = Decision.objects.filter(run=land.run, household__area__path__startswith="/S/").first()
    for extra in ({"decision_id": north}, {"id": north, "pk": north}, {"household": land.homes["north"].pk}):
        before = Decision.objects.get(pk=north).status, Enrolment.objects.filter(household=land.homes["north"]).count()
        client.post(reverse("web:change_decision", args=[own.pk, "decline"]), {"reason": "x", **extra})
        after = Decision.objects.get(pk=north).status, Enrolment.objects.filter(household=land.homes["north"]).count()
        assert after == before
    other = reverse("web:change_enrolment", args=[samples["enrolment_id"], "suspend"])
    assert client.post(other, {"reason": "x", "on": "2026-06-01"}).status_code == 404
    assert Enrolment.objects.get(pk=samples["enrolment_id"]).status == "enrolled"


WIDER = (
    {"area": "N"},
    {"area": ""},
    {"area_id": "1", "area__path": "/"},
    {"reader": "everything", "user": "1", "by": "1"},
    {"scope": "/", "everywhere": "1", "all": "true"},
    {"limit": "200", "offset": "0"},
    {"household__area__path__startswith": "/"},
)


def test_no_filter_widens_what_is_shown(samples, land, southerner, browser):
    client, api = browser(southerner), caller(southerner)
    north = land.homes["north"]
    marks = {f"H{north.pk:08d}", f"/households/{north.pk}/"}
    lists = [route for route in routes.routes() if not route.names or route.name in {"web:decisions", "web:run"}]
    for route in lists:
        for wider in ({}, *WIDER, {"q": "north"}, {"q": "%"}, {"q": "_"}, {"q": ""}):
            text = routes.text_of(client.get(route.address(samples), wider))
            assert not any(mark in text for mark in marks), (route, wider)
    question = {"run": land.run.pk, "programme": "housing"}
    for wider in ({}, *WIDER):
        found = api.get("/api/v1/decisions", {**wider, **question})
        if found.status_code == 200:
            assert north.pk not in {row["household_id"] for row in found.json()["rows"]}
    for asked in ("north", "%", "_", "H%", f"H{north.pk:08d}", "' OR 1=1 --", "\\"):
        found = api.get("/api/v1/people/search", {"q": asked, "limit": 200}).json()
        assert all(row["id"] != north.pk for row in found["rows"]), asked
        assert found["total"] == len(found["rows"]), asked  # what is hidden is not counted either


HIDDEN = ("password", "-password", "disability", "facts__values__disability", "-born_from", "phone", "?")


def test_nothing_is_sorted_or_counted_by_a_hidden_field(samples, land, southerner, browser, settings):
    """Whatever order or filter is asked for, the answer is that to the question without it."""
    settings.AYNI_LIMITS = dict.fromkeys(settings.AYNI_LIMITS)  # each list is asked for many times
    client, api = browser(southerner), caller(southerner)
    lists = [route for route in routes.routes() if not route.names]
    for route in lists:
        plain = client.get(route.address(samples))
        for hidden in HIDDEN:
            asked = {"sort": hidden, "order": hidden, "order_by": hidden, "ordering": hidden, hidden: "true"}
            answer = client.get(route.address(samples), asked)
            assert answer.status_code == plain.status_code, route
            assert rows(answer) == rows(plain), (route, hidden)
    for operation in walk.operations():
        if operation.method == "GET" and "{" not in operation.path:
            request = walk.SAMPLES[operation.id](land)
            plain = walk.ask(api, operation, request)
            for hidden in HIDDEN:
                asked = {**request.query, "order_by": hidden, "sort": hidden, hidden: "true"}
                assert walk.ask(api, operation, walk.Request(request.path, asked)).content == plain.content


def rows(answer):
    """The addresses of a list's rows, in their order."""
    found = re.findall(r'href="(/[a-z]+/[a-z/]*\d+/)"', routes.text_of(answer))
    return [address for address in found if "/cycles/" in address or "/households/" in address or "/runs/" in address]


def test_no_address_leads_elsewhere(samples, everything, browser):
    client = browser(everything)
    for route in routes.routes():
        for evil in (ELSEWHERE[0], ELSEWHERE[1], ELSEWHERE[3]):
            asked = dict.fromkeys(("next", "return", "return_to", "url", "redirect", "redirect_uri", "back"), evil)
            answer = client.get(route.address(samples), asked)
            assert "elsewhere.example" not in answer.headers.get("Location", "").split("?")[0], (route, evil)
            assert not re.search(r'(?:href|action)="[^"?]*elsewhere\.example', routes.text_of(answer)), (route, evil)


@pytest.mark.parametrize("evil", ELSEWHERE)
def test_neither_signing_in_nor_the_language_leads_elsewhere(evil, everything):
    everything.set_password("long-enough-words")
    everything.save()
    client = Client()
    typed = {"username": "everything", "login": "everything", "password": "long-enough-words", "next": evil}
    for address, body in (
        (reverse("web:set_language"), {"language": "fr", "next": evil}),
        (f"{reverse(settings.LOGIN_URL)}?next={evil}", typed),
    ):
        answer = client.post(address, body)
        place = answer.headers.get("Location", "/")
        assert re.match(r"/(?![/\\])", place), (address, place)


def test_the_host_is_one_of_ours(db):
    for host in ("elsewhere.example", "localhost.elsewhere.example", "localhost:80@elsewhere.example"):
        client = Client(headers={"host": host}, raise_request_exception=False)
        answer = client.get(reverse(settings.LOGIN_URL))
        assert answer.status_code == 400
        assert "elsewhere" not in routes.text_of(answer)
    claimed = Client(headers={"x-forwarded-host": "elsewhere.example"}).get("/people/")
    assert "elsewhere" not in claimed["Location"]
