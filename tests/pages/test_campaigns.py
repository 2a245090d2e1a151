"""An enumerator's day on a telephone, and a supervisor's pages of a campaign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ayni.intake import models
from ayni.intake.actions import campaigns
from tests.pages import checks
from tests.unit.intake import campaign
from tests.unit.intake.field import member

LIGHT = 100_000
CODE = "north-2026"


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> campaign.Made:
    settings.AYNI_HOME = tmp_path
    made = campaign.made()
    campaign.listed(made)
    models.Visit.objects.filter(area__code="N1").update(enumerator=made.enumerator)
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def phone(here: campaign.Made) -> Client:
    return client_of(here.enumerator)


@pytest.fixture
def desk(here: campaign.Made) -> Client:
    return client_of(here.supervisor)


def own(here: campaign.Made, number: int = 0) -> models.Visit:
    return here.visits(of=here.enumerator)[number]


def test_my_visits_are_light_and_need_no_script(here: campaign.Made, phone: Client) -> None:
    with checks.watched() as seen:
        page = phone.get(reverse("web:my_visits"))
    text = page.content.decode()
    styles = Path("ayni/web/static/ayni/visits.css").read_bytes()
    assert "By the well" in text
    assert "Amina Diallo" in text
    assert "+999" not in text
    assert "<script" not in text
    assert len(page.content) + len(styles) < LIGHT / 10
    assert seen.writes(but=("audit_look",)) == []
    assert seen.count <= 25


def test_sixty_visits_are_still_light(here: campaign.Made, phone: Client) -> None:
    rows = "".join(f"N1,L-{n:03},Somebody Of The House {n},,{'A long way to go ' * 8},4,9\n" for n in range(200))
    campaign.listed(here, "area,key,head,phone,address,latitude,longitude\n" + rows)
    models.Visit.objects.filter(area__code="N1").update(enumerator=here.enumerator)
    page = phone.get(reverse("web:my_visits"))
    assert len(page.content) < LIGHT
    assert "The first are shown" in page.content.decode()


def test_a_visit_is_told_and_put_right(here: campaign.Made, phone: Client) -> None:
    visit = own(here)
    url = reverse("web:visit", args=[visit.pk])
    assert "+999 70 000 001" in phone.get(url).content.decode()
    wrong = phone.post(url, {"outcome": "again", "client_id": "a"})
    assert "Choose the day on which you come again" in wrong.content.decode()
    told = {"outcome": "not_willing", "note": "Busy", "client_id": "b"}
    assert phone.post(url, told).status_code == 302
    phone.post(url, told)
    visit.refresh_from_db()
    assert (visit.status, visit.attempts) == ("not_willing", 1)
    assert "put it right" in phone.get(url).content.decode()
    assert phone.post(reverse("web:correct_visit", args=[visit.pk]), {"reason": "Wrong house"}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "to_visit"


def test_others_visits_are_not_there(here: campaign.Made) -> None:
    other = client_of(here.second)
    assert "Nothing to visit today" in other.get(reverse("web:my_visits")).content.decode()
    for name in ("web:visit", "web:correct_visit"):
        assert other.get(reverse(name, args=[own(here).pk])).status_code == 404
    assert other.get(reverse("web:campaigns")).status_code == 403


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_page_opens_for_a_supervisor(here: campaign.Made, desk: Client, language: str) -> None:
    desk.post(reverse("web:set_language"), {"language": language})
    listing = models.DwellingListing.objects.get()
    work = models.CampaignAssignment.objects.first()
    visit = own(here)
    pages = [
        ("campaigns", []),
        ("new_campaign", []),
        *((name, [CODE]) for name in ("campaign", "campaign_visits", "campaign_lists", "campaign_staff", "share_out")),
        *((name, [CODE]) for name in ("campaign_checks", "draw_checks", "take_households", "reconcile_visits")),
        ("reassign_visits", [CODE]),
        ("set_targets", [CODE]),
        ("turn_campaign", [CODE, "pause"]),
        ("listing", [listing.pk]),
        ("withdraw_listing", [listing.pk]),
        ("end_assignment", [work.pk if work else 0]),
        ("campaign_visit", [visit.pk]),
        ("turn_visit", [visit.pk, "cancel"]),
        ("turn_visit", [visit.pk, "link"]),
    ]
    for name, arguments in pages:
        with checks.watched() as seen:
            page = desk.get(reverse(f"web:{name}", args=arguments))
        assert page.status_code == 200, name
        assert seen.writes(but=("audit_look",)) == [], name
        assert seen.count <= 40, (name, seen.count)


def test_a_listing_is_sent_and_its_report_read(here: campaign.Made, desk: Client) -> None:
    file = SimpleUploadedFile("more.csv", b"area,key,address\nN1,X-1,Hill\nZZ,X-2,Hill\n", "text/csv")
    page = desk.post(reverse("web:campaign_lists", args=[CODE]), {"file": file}, follow=True)
    text = page.content.decode()
    assert "No area of this campaign" in text
    assert models.Visit.objects.filter(key="X-1").exists()
    wrong = SimpleUploadedFile("more.csv", b"name\nx\n", "text/csv")
    page = desk.post(reverse("web:campaign_lists", args=[CODE]), {"file": wrong})
    assert "no column “area”" in page.content.decode()


def test_sharing_out_is_shown_before_it_is_done(here: campaign.Made, desk: Client) -> None:
    models.Visit.objects.update(enumerator=None)
    url = reverse("web:share_out", args=[CODE])
    shown = desk.post(url, {"how": "equally"})
    assert "Would get" in shown.content.decode()
    assert not models.Visit.objects.exclude(enumerator=None).exists()
    seen = shown.context["form"].data["seen"]
    assert desk.post(url, {"how": "equally", "seen": seen}).status_code == 302
    assert models.Visit.objects.exclude(enumerator=None).count() == 3
    url = reverse("web:reassign_visits", args=[CODE])
    asked = {"officer": "second", "to": "enumerator", "area": ""}
    shown = desk.post(url, asked)
    assert "goes to the other" in shown.content.decode() or "go to the other" in shown.content.decode()
    desk.post(url, {**asked, "seen": shown.context["form"].data["seen"]})
    assert here.visits(of=here.second) == []


def test_the_list_as_a_file_is_recorded_and_guarded(here: campaign.Made, desk: Client) -> None:
    models.Visit.objects.filter(key="A-1").update(head_name="=1+1")
    with checks.watched() as seen:
        page = desk.get(reverse("web:export_visits", args=[CODE]) + "?area=N1")
    text = page.content.decode("utf-8-sig")
    assert text.count("\n") == 4
    assert ",'=1+1," in text
    assert any("audit_look" in one for one in seen.writes())


def test_a_campaign_is_planned_opened_and_paused_on_screen(here: campaign.Made) -> None:
    planner = client_of(here.planner)
    given = {
        "name_en": "Second round",
        "code": "round-2",
        "starts_on": "2026-12-01",
        "last_day": "2026-12-31",
        "questionnaires": ["household"],
        "road": "walk",
        "targets": "N1 100\nN2",
        "share": "10",
        "least": "2",
    }
    wrong = planner.post(reverse("web:new_campaign"), {**given, "targets": "N1 many"})
    assert "no number of households" in wrong.content.decode()
    assert planner.post(reverse("web:new_campaign"), given).status_code == 302
    made = models.Campaign.objects.get(code="round-2")
    assert (made.last_day.isoformat(), made.back_check_share * 100) == ("2026-12-31", 10)
    for verb, more in (("open", {}), ("pause", {"reason": "Rain"}), ("resume", {}), ("close", {"reason": "Over"})):
        assert planner.post(reverse("web:turn_campaign", args=["round-2", verb]), more).status_code == 302, verb
    made.refresh_from_db()
    assert made.status == "closed"


def test_an_interview_is_asked_again_and_decided(here: campaign.Made, desk: Client, phone: Client) -> None:
    here.send(by=here.second, members=[member("Lone", "head", "female")])
    assert desk.post(reverse("web:draw_checks", args=[CODE])).status_code == 302
    check = models.BackCheck.objects.get()
    assert check.checked_by == here.enumerator
    assert str(check) in phone.get(reverse("web:my_checks")).content.decode()
    url = reverse("web:back_check", args=[check.pk])
    page = phone.get(url).content.decode()
    assert "Rooms" in page
    assert phone.post(url, {"q0": "9", "q1": "earth"}).status_code == 302
    assert phone.get(url).status_code == 404
    url = reverse("web:decide_check", args=[check.pk])
    assert "Differs" in desk.get(url).content.decode()
    assert "Say why" in desk.post(url, {"decision": "turn down", "reason": ""}).content.decode()
    assert desk.post(url, {"decision": "accept", "reason": "A room was built"}).status_code == 302
    assert "50%" in desk.get(reverse("web:campaign_checks", args=[CODE])).content.decode()


def test_what_waits_is_on_my_work(here: campaign.Made, phone: Client, settings: Any) -> None:
    assert "3 visits wait on your list" in phone.get(reverse("web:home")).content.decode()
    campaigns.plan_campaign(campaign.plan(code="later"), by=here.planner)
    page = client_of(here.approver).get(reverse("web:home")).content.decode()
    assert "Approve a campaign" in page


def test_an_empty_campaign_says_what_to_do(here: campaign.Made, desk: Client) -> None:
    models.Visit.objects.all().delete()
    assert "Nothing is on the lists yet" in desk.get(reverse("web:campaign", args=[CODE])).content.decode()
    assert "Nothing was drawn yet" in desk.get(reverse("web:campaign_checks", args=[CODE])).content.decode()


def test_the_form_of_a_visit_is_filled_in_from_the_list(here: campaign.Made, phone: Client) -> None:
    visit = own(here)
    page = phone.get(reverse("web:visit", args=[visit.pk])).content.decode()
    address = reverse("web:fill_visit", args=[visit.pk, here.field.version.pk])
    assert address in page
    assert "complete by itself" in phone.get(address).content.decode()
    assert not models.FormDraft.objects.exists(), "to look at it begins nothing"
    answer = phone.post(address)
    begun = models.FormDraft.objects.get()
    assert answer["Location"] == reverse("web:form", args=[begun.pk])
    assert phone.post(address)["Location"] == answer["Location"]
    models.FormDraft.objects.filter(pk=begun.pk).update(status="discarded", reason="Nobody there")
    models.FormDraft.objects.filter(pk=begun.pk).update(expires_at=begun.begun_at)
    over = reverse("web:form_over", args=[begun.pk])
    assert "thrown away" in phone.get(over).content.decode()
    form = here.send(members=[member("Lone", "head", "female")])
    sent = models.FormDraft.objects.create(
        instance_id="uuid:sent", version=here.field.version, by=here.enumerator, status="sent", submission=form,
        expires_at=begun.expires_at,
    )  # fmt: skip
    models.Visit.objects.filter(pk=visit.pk).update(instance_id=sent.instance_id)
    page = phone.get(reverse("web:form_over", args=[sent.pk])).content.decode()
    assert f"{reverse('web:my_visits')}?said=" in page
