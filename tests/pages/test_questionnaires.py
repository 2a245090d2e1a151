"""Questionnaires: made, uploaded, approved by another, published; sent forms: seen, mended, applied, refused."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ayni.commons.access.models import Grant
from ayni.intake import actions, models
from tests.pages import checks, district
from tests.unit.intake import field
from tests.unit.intake.field import MOMENT, PNG

SEES = {role for role, given in settings.AYNI_ROLES.items() if "intake.see_forms" in given["permissions"]}


@pytest.fixture
def version(place: district.District) -> models.QuestionnaireVersion:
    users = place.users
    return field.published("household", "1", steward=users["data_steward"], approver=users["programme_approver"])


@pytest.fixture
def sent(place: district.District, version: models.QuestionnaireVersion) -> models.Submission:
    """A form with rooms that are no number, and a picture, from the district."""
    by = place.users["enumerator"]
    Grant.objects.filter(user=by).update(area=place.area)
    people = [{"given_name": "Ada", "relationship": "head", "sex": "female", "birth_known": "nothing"}]
    answers = {"area": place.area.code, "rooms": "many", "picture": "home.png", "interviewed_on": "2026-11-20"}
    xml = field.filled(version, members=people, **answers)
    files = [actions.File("home.png", "image/png", PNG)]
    found = actions.receive_submission(xml, by=by, at=MOMENT, files=files)
    return actions.process_submission(found, by=by, at=MOMENT)


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"web:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def test_the_list_is_for_those_who_may_see_it(role: str, signed_in: Any, version: models.QuestionnaireVersion) -> None:
    client = signed_in(role)
    with checks.watched() as statements:
        answer = client.get(reverse("web:questionnaires"))
    assert answer.status_code == (200 if role in SEES else 403)
    assert statements.writes() == []
    assert statements.count <= 12


def test_one_is_made_from_the_dictionary_and_approved_by_another(place: Any, signed_in: Any) -> None:
    steward, approver = signed_in("data_steward"), signed_in("programme_approver")
    assert "There is no questionnaire yet" in page(steward, "questionnaires")
    made = steward.post(reverse("web:make_questionnaire"), {"code": "village", "version": "7"}, follow=True)
    assert "The draft is kept" in made.content.decode()
    found = models.QuestionnaireVersion.objects.get()
    assert "Approve this version" not in page(steward, "questionnaire", found.pk)
    assert "Approve this version" in page(approver, "questionnaire", found.pk)
    for verb, state in (("approve", "approved"), ("publish", "published"), ("retire", "retired")):
        step = reverse("web:questionnaire_step", args=[found.pk, verb])
        assert page(approver, "questionnaire_step", found.pk, verb)
        assert approver.post(step).status_code == 302
        found.refresh_from_db()
        assert found.status == state
    assert steward.get(reverse("web:questionnaire_workbook", args=[found.pk])).content[:2] == b"PK"
    assert approver.get(reverse("web:questionnaire_step", args=[found.pk, "burn"])).status_code == 404


def test_a_workbook_is_uploaded_and_its_faults_are_told(signed_in: Any) -> None:
    steward = signed_in("data_steward")
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label"])
    book.active.append(["text", "colour", "Colour?"])
    settings_sheet = book.create_sheet("settings")
    settings_sheet.append(["form_title", "form_id", "version"])
    settings_sheet.append(["Colours", "colours", "1"])
    content = io.BytesIO()
    book.save(content)
    sent = {"file": SimpleUploadedFile("form.xlsx", content.getvalue()), "is_applied_at_once": "on"}
    answer = steward.post(reverse("web:upload_questionnaire"), sent, follow=True)
    told = answer.content.decode()
    assert "No question says in which area the household lives" in told
    assert models.QuestionnaireVersion.objects.get().status == "draft"
    wrong = steward.post(reverse("web:upload_questionnaire"), {"file": SimpleUploadedFile("form.xlsx", b"nothing")})
    assert "is-wrong" in wrong.content.decode()


def test_a_form_with_problems_is_seen_mended_and_applied(sent: Any, signed_in: Any) -> None:
    officer = signed_in("district_officer")
    assert str(sent) in page(officer, "submissions")
    with checks.watched() as statements:
        told = page(officer, "submission", sent.pk)
    assert statements.writes(but=("audit_look",)) == []
    assert statements.count <= 30
    assert "many" in told
    assert "The answer is not of the kind that is asked for" in told
    picture = officer.get(reverse("web:submission_file", args=[sent.pk, sent.attachments.get().pk]))
    assert (picture.content, picture.headers["Content-Type"]) == (PNG, "image/png")
    mend = reverse("web:mend_submission", args=[sent.pk])
    assert 'value="many"' in page(officer, "mend_submission", sent.pk)
    names = list(officer.get(mend).context["form"].asked)
    rooms = next(n for n in names if officer.get(mend).context["form"].asked[n].where.endswith("rooms"))
    answers = {name: officer.get(mend).context["form"].initial.get(name, "") for name in names}
    filled = {**answers, rooms: "3"}
    for name in names:
        line = officer.get(mend).context["form"].asked[name]
        if name != rooms and line.choices:
            filled[name] = line.choices[0][0]
    officer.post(mend, filled)
    sent.refresh_from_db()
    assert (sent.status, sent.contents.count()) == ("checked", 2)
    officer.post(reverse("web:apply_submission", args=[sent.pk]))
    sent.refresh_from_db()
    assert (sent.status, sent.household.registered_on) == ("applied", date(2026, 11, 20))


def test_a_form_is_refused_with_a_reason(sent: Any, signed_in: Any) -> None:
    officer = signed_in("district_officer")
    refuse = reverse("web:refuse_submission", args=[sent.pk])
    assert "Say why" in officer.post(refuse, {"reason": ""}).content.decode()
    officer.post(refuse, {"reason": "A trial"})
    assert "A trial" in page(officer, "submission", sent.pk)


def test_forms_of_elsewhere_are_not_there(sent: Any, place: Any, signed_in: Any) -> None:
    Grant.objects.filter(user=place.users["district_officer"]).update(area=place.far.area)
    officer = signed_in("district_officer")
    assert officer.get(reverse("web:submission", args=[sent.pk])).status_code == 404
    assert str(sent) not in page(officer, "submissions")


def test_a_phone_gets_a_key_that_is_shown_once(place: Any, signed_in: Any) -> None:
    enumerator = signed_in("enumerator")
    told = enumerator.post(reverse("web:phones"), {"name": "Blue phone", "days": "30"}).content.decode()
    assert "/api/openrosa/key/" in told
    again = page(enumerator, "phones")
    assert "Blue phone" in again
    assert "/api/openrosa/key/" not in again
    key = models.DeviceKey.objects.get()
    enumerator.post(reverse("web:withdraw_phone", args=[key.pk]))
    key.refresh_from_db()
    assert key.withdrawn_at is not None
    assert signed_in("desk_officer").get(reverse("web:withdraw_phone", args=[key.pk])).status_code == 404
