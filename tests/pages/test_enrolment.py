"""Runs, the review of what they propose, and enrolments."""

import re
from typing import Any

import pytest
from django.urls import reverse

from ayni.commons.jobs.models import Work
from ayni.enrolment import actions, models
from tests.pages import checks, delivery


def queue(delivered: Any, status: str = "proposed", at: int = 0) -> str:
    return f"{reverse('web:decision_at', args=[delivered.run.pk, delivered.version.pk])}?status={status}&at={at}"


def decisions(delivered: Any) -> str:
    return reverse("web:decisions", args=[delivered.run.pk, delivered.version.pk])


def test_no_run_yet_says_what_is_needed(signed_in: Any) -> None:
    page = signed_in("analyst").get(reverse("web:runs")).content.decode()
    assert "No run has been started yet" in page
    assert "Start a run" not in page


def test_a_run_shows_its_effect_before_it_starts(delivered: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_manager"), reverse("web:start_run")
    answers = {"snapshot": delivered.snapshot.version, "on": "2026-04-01"}
    shown = client.post(address, answers)
    assert "3 households with 16 people are decided" in _plain(shown)
    assert models.Run.objects.count() == 1
    started = client.post(address, {**answers, "seen": shown.context["form"]["seen"].value()})
    run = models.Run.objects.get(on="2026-04-01")
    assert started.headers["Location"] == reverse("web:run", args=[run.pk])
    waiting = client.get(started.headers["Location"]).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "You may close this page" in waiting


def test_a_day_without_rules_is_told_before_and_refused(delivered: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_manager"), reverse("web:start_run")
    answers = {"snapshot": delivered.snapshot.version, "on": "2020-01-01"}
    shown = client.post(address, answers)
    assert "No programme is in force on this day" in shown.content.decode()
    refused = client.post(address, {**answers, "seen": shown.context["form"]["seen"].value()})
    assert "there is nothing to decide" in refused.content.decode()
    assert refused.context["form"]["on"].value() == "2020-01-01"


def test_progress_is_seen_by_whoever_may_see_runs(delivered: Any, signed_in: Any) -> None:
    run = actions.start_run(
        delivered.snapshot, by=delivered.users["programme_manager"], on=delivery.DAY.replace(month=4, day=1)
    )
    Work.objects.filter(key=f"enrolment.decide/{run.pk}").update(status="running", done=1, total=4)
    page = signed_in("analyst").get(reverse("web:run", args=[run.pk])).content.decode()
    assert 'max="4" value="1"' in page


def test_a_run_tells_what_it_found(delivered: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    with checks.watched() as queries:
        answer = client.get(reverse("web:run", args=[delivered.run.pk]))
    page = answer.content.decode()
    assert delivered.snapshot.version in page
    assert [part.count for part in answer.context["rows"][0].results.parts] == [2, 0, 1]
    assert "Look at the decisions" not in page, "an analyst may not see households"
    assert queries.writes() == []
    assert queries.count <= 12


def test_the_list_shows_the_readers_areas_only(delivered: Any, signed_in: Any) -> None:
    near = signed_in("district_officer")
    with checks.watched() as queries:
        page = near.get(decisions(delivered)).content.decode()
    assert delivered.place.near.code in page
    assert delivered.place.far.code not in page
    assert "2 decisions" in page
    assert queries.writes() == []
    assert queries.count <= 16
    assert "3 decisions" in signed_in("auditor").get(decisions(delivered)).content.decode()
    assert signed_in("payment_officer").get(decisions(delivered)).status_code == 403


def test_the_address_filters_the_list(delivered: Any, signed_in: Any) -> None:
    client = signed_in("auditor")
    asked = client.get(f"{decisions(delivered)}?status=asked").content.decode()
    assert "To ask:" in asked and delivered.place.large.code in asked
    assert "1 decision" in asked
    south = client.get(f"{decisions(delivered)}?area=/02/", headers={"HX-Request": "true"}).content.decode()
    assert delivered.place.far.code in south and "<html" not in south
    assert delivered.place.near.code not in south
    nothing = client.get(f"{decisions(delivered)}?status=declined").content.decode()
    assert "No decisions here" in nothing


def test_a_decision_tells_its_reasons(delivered: Any, signed_in: Any) -> None:
    decision = delivered.decision(delivered.place.near)
    client = signed_in("district_officer")
    with checks.watched() as queries:
        page = client.get(reverse("web:decision", args=[decision.pk])).content.decode()
    for told in ("The floor is of earth", "Floor of the dwelling", "Earth", "Met:", "Accept", "Decline"):
        assert told in page
    assert queries.writes() == []
    assert queries.count <= 20


def test_a_missing_answer_is_named_and_nothing_can_be_accepted(delivered: Any, signed_in: Any) -> None:
    decision = delivered.decision(delivered.place.large)
    page = signed_in("district_officer").get(reverse("web:decision", args=[decision.pk])).content.decode()
    assert "Rooms" in page and "Not known:" in page
    assert "Your decision" not in page


def test_outside_ones_area_there_is_no_such_decision(delivered: Any, signed_in: Any) -> None:
    far = delivered.decision(delivered.place.far)
    client = signed_in("district_officer")
    for page in ("decision", "accept_decision"):
        assert client.get(reverse(f"web:{page}", args=[far.pk])).status_code == 404
    assert client.post(reverse("web:accept_decision", args=[far.pk]), {"starts_on": "2026-04-01"}).status_code == 404


def test_after_one_decision_comes_the_next(delivered: Any, signed_in: Any) -> None:
    client = signed_in("district_officer")
    first = client.get(queue(delivered))
    decision = delivered.decision(delivered.place.near)
    assert f"/decisions/{decision.pk}/?" in first.headers["Location"]
    place = first.headers["Location"].partition("?")[2]
    accepted = client.post(f"{reverse('web:accept_decision', args=[decision.pk])}?{place}", {"starts_on": "2026-04-01"})
    assert accepted.headers["Location"].endswith(place), "the next has moved up to the same place"
    end = client.get(accepted.headers["Location"])
    assert end.headers["Location"].startswith(decisions(delivered)), "past the end comes the list"
    assert models.Enrolment.objects.get().starts_on.isoformat() == "2026-04-01"


def test_a_wrong_day_is_told_and_kept(delivered: Any, signed_in: Any) -> None:
    decision = delivered.decision(delivered.place.near)
    answer = signed_in("district_officer").post(
        reverse("web:accept_decision", args=[decision.pk]), {"starts_on": "next week"}
    )
    assert "Write the day as" in answer.content.decode()
    assert 'value="next week"' in answer.content.decode()
    assert not models.Enrolment.objects.exists()


def test_declining_needs_a_reason_and_can_be_taken_up_again(delivered: Any, signed_in: Any) -> None:
    client, decision = signed_in("district_officer"), delivered.decision(delivered.place.near)
    decline = reverse("web:change_decision", args=[decision.pk, "decline"])
    assert "Give the reason" in client.post(decline, {"reason": ""}).content.decode()
    client.post(decline, {"reason": "Moved away."})
    assert _state(decision) == ("declined", "Moved away.")
    again = reverse("web:change_decision", args=[decision.pk, "reconsider"])
    assert "Take up again" in client.get(reverse("web:decision", args=[decision.pk])).content.decode()
    client.post(again, {"reason": "They came back."})
    assert _state(decision) == ("proposed", "They came back.")
    assert client.get(reverse("web:change_decision", args=[decision.pk, "forget"])).status_code == 404


def test_who_only_sees_has_no_buttons_and_is_refused(delivered: Any, signed_in: Any) -> None:
    client, decision = signed_in("auditor"), delivered.decision(delivered.place.near)
    assert "Your decision" not in client.get(reverse("web:decision", args=[decision.pk])).content.decode()
    accepted = client.post(reverse("web:accept_decision", args=[decision.pk]), {"starts_on": "2026-04-01"})
    assert accepted.status_code == 403
    all_at_once = reverse("web:accept_all", args=[delivered.run.pk, delivered.version.pk])
    assert client.get(all_at_once).status_code == 403
    assert not models.Enrolment.objects.exists()


def test_accepting_all_says_the_number_first(delivered: Any, signed_in: Any) -> None:
    client = signed_in("district_officer")
    address = reverse("web:accept_all", args=[delivered.run.pk, delivered.version.pk])
    assert "Accept 1 proposal" in _plain(client.get(address))
    client.post(address, {"starts_on": "2026-04-01"})
    assert models.Enrolment.objects.get().household == delivered.place.near
    assert "Nothing waits to be accepted" in client.get(address).content.decode()


def test_an_overtaken_decision_says_so(delivered: Any, signed_in: Any) -> None:
    delivery.run(delivered.snapshot, delivered.place, on=delivery.DAY.replace(month=4, day=30))
    decision = delivered.decision(delivered.place.near)
    client = signed_in("district_officer")
    page = client.get(reverse("web:decision", args=[decision.pk])).content.decode()
    assert "A later run has decided since" in page and "Your decision" not in page
    refused = client.post(reverse("web:accept_decision", args=[decision.pk]), {"starts_on": "2026-04-01"})
    assert "has been overtaken" in refused.content.decode()


def test_an_enrolment_is_paused_resumed_and_ended(delivered: Any, signed_in: Any) -> None:
    enrolment = delivered.accepted(delivered.place.near)
    client = signed_in("district_officer")
    record = reverse("web:enrolment", args=[enrolment.pk])
    with checks.watched() as queries:
        assert "Suspend" in client.get(record).content.decode()
    assert queries.writes() == []
    for verb, answers, after in (
        ("suspend", {"reason": "Cannot be reached."}, "suspended"),
        ("resume", {"reason": "They called."}, "enrolled"),
        ("exit", {"reason": "Moved abroad.", "on": "2026-04-30"}, "exited"),
    ):
        address = reverse("web:change_enrolment", args=[enrolment.pk, verb])
        assert client.get(address).status_code == 200
        assert client.post(address, answers).headers["Location"] == record
        assert models.Enrolment.objects.get().status == after
    assert "Suspend" not in client.get(record).content.decode()


def test_an_end_before_the_start_is_refused_and_what_was_typed_stays(delivered: Any, signed_in: Any) -> None:
    enrolment = delivered.accepted(delivered.place.near)
    address = reverse("web:change_enrolment", args=[enrolment.pk, "exit"])
    answer = signed_in("district_officer").post(address, {"reason": "Moved abroad.", "on": "2020-01-01"})
    assert "Choose a later day" in answer.content.decode()
    assert "Moved abroad." in answer.content.decode()


@pytest.mark.parametrize("address", ["run", "enrolment", "decision"])
def test_what_does_not_exist_is_not_found(signed_in: Any, address: str) -> None:
    assert signed_in("auditor").get(reverse(f"web:{address}", args=[404])).status_code == 404


def _state(decision: models.Decision) -> tuple[str, str]:
    found = models.Decision.objects.get(pk=decision.pk)
    return found.status, found.reason


def _plain(answer: Any) -> str:
    return re.sub(r"</?bdi>", "", answer.content.decode())


def test_a_decision_tells_which_answer_would_change_it(delivered: Any, signed_in: Any) -> None:
    asked = delivered.decision(delivered.place.large)
    page = signed_in("district_officer").get(reverse("web:decision", args=[asked.pk])).content.decode()
    assert "Which answer would change this" in page
    assert "<bdi>2</bdi>:" in page
