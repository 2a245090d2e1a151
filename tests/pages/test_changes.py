"""Changes on screen: asking with the effect shown before, deciding, bulk, moves, rules; and the way from My work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from ayni.commons.access.models import Grant, User
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake import models
from ayni.intake.queries import changes as asked
from tests.pages import checks, district

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TODAY = {"happened_on": "2026-03-02", "evidence": "visit", "language": "en"}


@pytest.fixture
def desk(signed_in: Any) -> Any:
    return signed_in("district_officer")


@pytest.fixture
def second(place: district.District) -> User:
    user = User.objects.create(username="second", first_name="Second")
    Grant.objects.create(user=user, role_id="district_officer", area=place.area, starts_on=date(2026, 3, 1))
    return user


@pytest.fixture
def other(signed_in: Any, second: User, client: Any) -> Any:
    client.force_login(second)
    return client


@pytest.fixture
def ask(place: district.District, desk: Any) -> Any:
    """Ask for a change as an officer does: shown first, then confirmed."""

    def do(kind: str, record: Any = None, entity: str = "person", **given: Any) -> models.ChangeRequest:
        record = record or place.mother
        page = reverse("web:make_change", args=[entity, record.pk, kind])
        shown = desk.post(page, {**TODAY, **given})
        assert shown.status_code == 200
        answer = desk.post(page, {**TODAY, **given, "seen": shown.context["form"].data["seen"]})
        assert answer.status_code == 302, answer.context["form"].errors
        return models.ChangeRequest.objects.order_by("-pk")[0]

    return do


def _page(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_pages_open_for_whom_they_are(role: str, signed_in: Any, place: district.District) -> None:
    held = settings.AYNI_ROLES[role]["permissions"]
    client = signed_in(role)
    expected = 200 if held & {"intake.request_changes", "intake.check_changes"} else 403
    for name in ("web:changes", "web:change_moves"):
        assert client.get(reverse(name)).status_code == expected, name
    expected = 200 if "intake.request_changes" in held else 403
    assert client.get(reverse("web:choose_change", args=["person", place.mother.pk])).status_code == expected
    expected = 200 if "intake.check_changes" in held else 403
    assert client.get(reverse("web:approve_changes")).status_code == expected


def test_each_kind_has_its_form(desk: Any, place: district.District) -> None:
    for entity, record in (("person", place.mother), ("household", place.near)):
        page = _page(desk, "web:choose_change", entity, record.pk)
        for kind in asked.KINDS.values():
            if kind.of == entity and kind.is_offered:
                assert escape(kind.label) in page
                assert "form" in _page(desk, "web:make_change", entity, record.pk, kind.code)
    assert desk.get(reverse("web:make_change", args=["person", place.mother.pk, "birth"])).status_code == 404
    assert desk.get(reverse("web:choose_change", args=["area", place.mother.pk])).status_code == 404


def test_the_effect_is_shown_before_and_another_officer_approves(ask: Any, desk: Any, other: Any) -> None:
    made = ask("correction", of_family_name="Diallo")
    page = _page(desk, "web:change", made.pk)
    assert "a colleague must check it" in page
    assert "الزهراء" in page
    assert "Diallo" in page
    approve = reverse("web:decide_change", args=[made.pk, "approve"])
    seen = other.get(approve).context["form"].initial["seen"]
    assert other.post(approve, {"seen": seen}).status_code == 302
    made.refresh_from_db()
    assert made.status == "applied"
    assert "take it back" in _page(desk, "web:change", made.pk)


def test_what_could_not_be_put_on_record_shows_what_would_change_and_why(ask: Any, desk: Any, other: Any) -> None:
    made = ask("correction", of_born="2024")
    approve = reverse("web:decide_change", args=[made.pk, "approve"])
    other.post(approve, {"seen": other.get(approve).context["form"].initial["seen"]})
    page = _page(other, "web:change", made.pk)
    assert "could not be put on record" in page
    assert ">Born<" in page
    assert "2024" in page


def test_who_lies_out_of_reach_is_told_by_number(ask: Any, desk: Any, other: Any, place: district.District) -> None:
    made = ask("household_move", place.near, "household", of_area="02")
    other.post(reverse("web:decide_change", args=[made.pk, "approve"]), {})
    code = place.near.code
    for page in (_page(desk, "web:changes"), _page(desk, "web:change_moves"), _page(desk, "web:change", made.pk)):
        assert code in page
    assert "lies in another area" in _page(desk, "web:change", made.pk)


def test_a_household_is_asked_for_by_who_received_it(client: Any, place: district.District) -> None:
    south = User.objects.create(username="south")
    Grant.objects.create(user=south, role_id="district_officer", area=place.far.area, starts_on=date(2026, 3, 1))
    client.force_login(south)
    page = reverse("web:ask_for_household")
    assert page in _page(client, "web:change_moves")
    given = {**TODAY, "number": place.near.code, "name": "Fatima Az-Zahra", "area": "02"}
    for wrong, told in (
        ({"name": "Amina Sow"}, "could not find"),
        ({"area": "77"}, "no area"),
        ({"number": ""}, "Give"),
    ):
        answer = client.post(page, {**given, **wrong})
        assert answer.status_code == 200
        assert told in answer.content.decode()
    answer = client.post(page, given)
    made = models.ChangeRequest.objects.get()
    assert answer["Location"] == reverse("web:change", args=[made.pk])
    shown = _page(client, "web:change", made.pk)
    assert "once they have come" in shown
    assert "الزهراء" not in shown
    assert client.get(reverse("web:household", args=[place.near.pk])).status_code == 404
    for verb in ("withdraw", "counter"):
        assert client.get(reverse("web:decide_change", args=[made.pk, verb])).status_code in (200, 404)


def test_what_does_not_fit_is_told_on_the_form(desk: Any, place: district.District) -> None:
    page = reverse("web:make_change", args=["person", place.mother.pk, "correction"])
    answer = desk.post(page, {**TODAY, "of_born": "yesterday"})
    assert "2026-07-01" in answer.content.decode()
    assert not models.ChangeRequest.objects.exists()
    answer = desk.post(page, {**TODAY, "evidence": "", "of_phone": "1"})
    assert "Say what was shown" in answer.content.decode()


def test_a_question_an_answer_a_paper_a_rejection_and_an_appeal(ask: Any, desk: Any, other: Any) -> None:
    made = ask("correction", of_family_name="Diallo")

    def to(client: Any, verb: str, **given: Any) -> None:
        answer = client.post(reverse("web:decide_change", args=[made.pk, verb]), given)
        assert answer.status_code == 302, answer.content.decode()

    to(other, "ask", words="Which document?", language="en")
    assert "More is asked" in _page(desk, "web:home")
    sent = {"paper": SimpleUploadedFile("card.pdf", PDF)}
    desk.post(reverse("web:add_change_evidence", args=[made.pk]), sent)
    to(desk, "submit", evidence="identity_document", document_number="77", reason="Seen")
    paper = other.get(reverse("web:change_paper", args=[made.pk, 1]))
    assert (paper.content, paper["Content-Security-Policy"]) == (PDF, "sandbox")
    assert "Check changes of records" in _page(other, "web:home")
    to(other, "reject", code="unreadable", words="", language="fr")
    page = _page(desk, "web:change", made.pk)
    assert 'lang="fr"' in page
    to(desk, "appeal", words="It can be read")
    made.refresh_from_db()
    assert (made.status, made.appeal) == ("submitted", "It can be read")


def test_a_household_moves_and_is_received(ask: Any, desk: Any, other: Any, place: district.District) -> None:
    made = ask("household_move", place.near, "household", of_area="02")
    other.post(reverse("web:decide_change", args=[made.pk, "approve"]), {})
    made.refresh_from_db()
    assert made.status == "applied", made.failure
    assert "Region of the South" in _page(desk, "web:change_moves")
    south = User.objects.create(username="south")
    Grant.objects.create(user=south, role_id="district_officer", area=place.far.area, starts_on=date(2026, 3, 1))
    other.force_login(south)
    assert "Receive people who moved" in _page(other, "web:home")
    assert other.post(reverse("web:decide_change", args=[made.pk, "receive"]), {}).status_code == 302
    assert "Nobody waits" in _page(other, "web:change_moves")


def test_several_are_counted_and_approved(ask: Any, desk: Any, other: Any) -> None:
    made = ask("correction", of_family_name="Diallo")
    page = reverse("web:approve_changes")
    shown = other.post(page, {})
    effect = shown.context["effect"]
    assert (effect.count, effect.left) == (1, {}), (effect, shown.context["form"].errors)
    assert "change is approved" in shown.content.decode()
    answer = other.post(page, {"seen": shown.context["form"].data["seen"]})
    assert answer.status_code == 302
    running.run(Work.objects.get(kind="intake.apply_changes").pk)
    made.refresh_from_db()
    assert made.status == "applied"


def test_a_rule_is_prepared_approved_and_ended(signed_in: Any, place: district.District) -> None:
    steward, dpo = signed_in("data_steward"), signed_in("data_protection_officer")
    rule = {"code": "births", "name": "Births", "rule": "request.kin == 1", "sample_percent": 5, "reason": "Agreed"}
    answer = steward.post(reverse("web:prepare_acceptance_rule"), rule)
    assert "request.kind" in answer.content.decode()
    rule["rule"] = 'request.kind == "birth" && request.has_number'
    assert steward.post(reverse("web:prepare_acceptance_rule"), rule).status_code == 302
    made = models.AcceptanceRule.objects.get()
    for client in (dpo, signed_in("programme_approver")):
        assert "Births" in _page(client, "web:acceptance_rules")
        assert client.post(reverse("web:decide_acceptance_rule", args=[made.pk, "approve"])).status_code == 302
    made.refresh_from_db()
    assert made.status == "approved"
    assert dpo.post(reverse("web:decide_acceptance_rule", args=[made.pk, "retire"])).status_code == 302


def test_the_list_is_few_queries_and_writes_nothing(ask: Any, desk: Any) -> None:
    for number in range(3):
        ask("correction", of_phone=f"+99970000{number}")
    with checks.watched() as seen:
        assert "3 changes" in _page(desk, "web:changes")
    assert seen.writes() == []
    assert seen.count < 20, seen.statements
    assert "tone-harm" not in _page(desk, "web:changes")
    late = desk.get(reverse("web:changes"), {"late": "yes"}).content.decode()
    assert "No change is like this" in late
