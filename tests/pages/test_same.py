"""Whether two records are one person, on screen: each page in each language, who may, what an answer does."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.audit.models import Look
from ayni.identity import models
from tests.pages import district, doubles

PAGES = {
    "web:same": ("data_steward", ()),
    "web:same_pair": ("data_steward", ("pair",)),
    "web:pair_again": ("data_steward", ("pair",)),
    "web:same_group": ("data_steward", ("run", "c1")),
    "web:same_runs": ("data_steward", ()),
    "web:start_same_run": ("data_steward", ()),
    "web:same_run": ("data_steward", ("run",)),
    "web:same_thresholds": ("data_steward", ()),
    "web:propose_thresholds": ("data_steward", ()),
    "web:decide_thresholds": ("programme_approver", ("thresholds", "approve")),
    "web:draw_pairs": ("data_steward", ()),
    "web:report_twice": ("data_steward", ("person",)),
}


@pytest.fixture
def found(place: district.District) -> dict[str, Any]:
    return doubles.made(place)


def address(name, found, *args):
    return reverse(name, args=[found.get(one, one) for one in args])


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_opens_in_each_language(name, language, signed_in, found, django_assert_max_num_queries):
    role, args = PAGES[name]
    client = signed_in(role)
    client.cookies["django_language"] = language
    with django_assert_max_num_queries(30):
        answer = client.get(address(name, found, *args), HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


def test_the_queue_asks_few_questions(signed_in, found, django_assert_max_num_queries):
    client = signed_in("data_steward")
    with django_assert_max_num_queries(15):
        page = client.get("/same/").content.decode()
    assert "7 pairs wait for you" in page


def test_nothing_there_says_what_to_do(signed_in, place):
    page = signed_in("data_steward").get("/same/").content.decode()
    assert "No pair is like this" in page and "Look for people on record twice" in page
    assert "Nobody has searched yet" in signed_in("data_steward").get("/same/searches/").content.decode()
    assert "No sample was drawn yet" in signed_in("data_steward").get("/same/thresholds/").content.decode()


def test_one_who_does_not_reach_both_is_told_how_many_wait_elsewhere(signed_in, found):
    client = signed_in("district_officer")
    page = client.get("/same/").content.decode()
    assert "6 pairs wait for you" in page and "1 more has one record outside your areas" in page
    assert client.get(address("web:same_pair", found, "across")).status_code == 404


def test_the_next_pair_is_taken_answered_and_taken_back(signed_in, found, place):
    client = signed_in("district_officer")
    taken = client.post("/same/next/")
    assert taken.url == f"/same/pairs/{found['pairs'][-1]}/"
    answered = client.post(f"{taken.url}answer/", {"answer": "same"})
    assert answered.status_code == 302 and answered.url == f"/same/pairs/{found['pairs'][-2]}/"
    first = models.Candidate.objects.get(pk=found["pairs"][-1])
    assert first.state == "second"
    assert 'name="answer"' not in client.get(taken.url).content.decode()
    back = client.post("/same/back/", follow=True)
    assert "taken back" in back.content.decode()
    first.refresh_from_db()
    assert first.state == "waiting" and first.held_by == place.users["district_officer"]


def test_not_sure_needs_a_reason_and_the_page_says_so(signed_in, found):
    client = signed_in("data_steward")
    answer = client.post(address("web:answer_pair", found, "pair"), {"answer": "unsure"})
    assert answer.status_code == 422 and "error-summary" in answer.content.decode()
    kept = client.post(
        address("web:answer_pair", found, "pair"),
        {"answer": "unsure", "because": "No papers"},
        headers={"X-Ready": "1"},
    )
    assert kept.status_code == 204


def test_what_the_first_said_is_not_shown_to_the_second(signed_in, found):
    signed_in("data_steward").post(
        address("web:answer_pair", found, "pair"), {"answer": "unsure", "because": "A tattoo differs"}
    )
    page = signed_in("district_officer").get(address("web:same_pair", found, "pair")).content.decode()
    assert "A tattoo differs" not in page and "The same person" in page


def test_a_pair_marks_letters_and_records_both_looks(signed_in, found, place):
    before = Look.objects.filter(subject__startswith="registry.person").count()
    page = signed_in("data_steward").get(address("web:same_pair", found, "pair")).content.decode()
    assert "<mark>" in page and "Same family name" in page
    assert Look.objects.filter(subject__startswith="registry.person").count() == before + 2


def test_the_one_after_is_held_ahead_for_a_slow_link(signed_in, found):
    client = signed_in("data_steward")
    first = client.post("/same/next/").url
    ahead = client.post(
        "/same/next/", {"after": first.rstrip("/").rpartition("/")[2]}, headers={"Accept": "application/json"}
    ).json()
    assert ahead["address"] not in ("", first)
    assert models.Candidate.objects.filter(held_by__isnull=False).count() == 2


def test_somebody_tells_that_a_person_is_registered_twice(signed_in, found, place):
    client = signed_in("district_officer")
    wrong = client.post(address("web:report_twice", found, "person"), {"other": "P99999999", "because": "x"})
    assert "out of your reach" in wrong.content.decode()
    told = {"other": f"P{found['mother']:08d}", "because": "Their neighbour says so"}
    assert client.post(address("web:report_twice", found, "person"), told).status_code == 302
    made = models.Candidate.objects.get(source="officer")
    assert made.state == "waiting" and made.readings.get().turn == 0


def test_thresholds_are_approved_by_another(signed_in, found):
    steward, approver = signed_in("data_steward"), signed_in("programme_approver")
    assert steward.post(address("web:decide_thresholds", found, "thresholds", "approve")).status_code == 403
    assert approver.post(address("web:decide_thresholds", found, "thresholds", "approve")).status_code == 302
    assert models.Thresholds.objects.get().state == "approved"
    page = steward.get("/same/thresholds/").content.decode()
    assert "an officer still merges" in page


def test_a_search_is_begun(signed_in, found):
    client = signed_in("data_steward")
    assert client.post("/same/searches/new/", {"learns": "no"}).status_code == 200
    begun = client.post("/same/searches/new/", {"learns": "yes"}, follow=True)
    assert "The search has begun" in begun.content.decode()


def test_my_work_tells_of_pairs(signed_in, found):
    assert "7 pairs wait for you" in signed_in("data_steward").get("/").content.decode()
