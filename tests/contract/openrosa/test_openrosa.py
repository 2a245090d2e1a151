"""The protocol, end to end, by its own documents; and what a phone may do wrong."""

import base64
import hashlib
import shutil
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from ayni.commons.access.models import Grant, User
from ayni.commons.audit import authority
from ayni.commons.directory.models import Area, Institution
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake import actions, models, queries, tasks
from ayni.registry import models as registry
from tests.contract.openrosa.phone import Phone, said
from tests.unit.intake import field
from tests.unit.intake.field import MOMENT, PNG
from tests.unit.registry import village

SERVER = "http://testserver/api/openrosa"


@pytest.fixture
def phone(here):
    return Phone(f"{SERVER}/key/{field.key_of(here.enumerator)}", {})


def work_off():
    """What the worker does by itself."""
    tasks.look_after(timezone.now())
    for work in Work.objects.filter(kind__startswith="intake.", status="waiting"):
        running.run(work.pk)
        work.refresh_from_db()
        assert work.status == "done", work.message


def test_a_round_trip_with_a_picture_and_a_resend(here, phone):
    (listed,) = phone.forms(deviceID="collect:1", verbose="true")
    assert (listed["formID"], listed["version"]) == ("household", "1")
    form = phone.ask(listed["downloadUrl"])
    assert form.headers["Content-Type"].startswith("text/xml")
    assert listed["hash"] == "md5:" + hashlib.md5(form.content).hexdigest()
    areas = phone.files(listed["manifestUrl"])["areas.csv"]
    content = phone.ask(areas["downloadUrl"]).content
    assert areas["hash"] == "md5:" + hashlib.md5(content).hexdigest()
    assert content.decode().splitlines() == ["name,label,level,parent", 'N1,"Place N1, Place N",2,N']

    xml = here.form(instance_id="uuid:one", picture="dwelling.png")
    answer = phone.send(xml, {"dwelling.png": ("image/png", PNG)})
    assert (answer.status_code, said(answer)) == (201, "Received and kept.")
    again = phone.send(xml, {"dwelling.png": ("image/png", PNG)})
    assert again.status_code == 201
    submission = models.Submission.objects.get()
    assert (submission.by, submission.key.name, submission.road) == (here.enumerator, "Phone", "openrosa")
    (picture,) = queries.attachments(submission)
    assert queries.file_of(picture) == PNG
    work_off()
    submission.refresh_from_db()
    assert (submission.status, submission.problems) == ("applied", [])
    assert registry.Person.objects.count() == 9


def test_files_may_come_later_and_in_several_posts(here, phone):
    xml = here.form(picture="one.png")
    assert phone.send(xml).status_code == 201
    assert phone.send(xml, {"one.png": ("image/png", PNG)}).status_code == 201
    assert phone.send(xml, {"audit.csv": ("text/csv", b"event,node\n")}).status_code == 201
    assert [one.source for one in queries.attachments(models.Submission.objects.get())] == ["one.png", "audit.csv"]


def test_more_files_to_come_are_awaited(here, phone):
    xml = here.form(picture="one.png")
    first = phone.send(xml, more="yes")
    assert (first.status_code, "still to come" in said(first)) == (202, True)
    assert phone.send(xml, {"one.png": ("image/png", PNG)}).status_code == 201
    assert len(queries.attachments(models.Submission.objects.get())) == 1


def test_what_phones_sent_is_worked_off_together_and_one_stops_no_other(here, phone, monkeypatch):
    other = village.officer("colleague", "enumerator", "N2")
    forms = [here.form(instance_id=f"uuid:{n}") for n in range(3)]
    for form in forms:
        assert phone.send(form).status_code == 201
    theirs = Phone(f"{SERVER}/key/{field.key_of(other)}", {})
    assert theirs.send(here.form(instance_id="uuid:theirs", area="N2")).status_code == 201

    meaning = queries.meaning

    def broken(submission, *given, **more):
        if submission.instance_id == "uuid:1":
            raise ZeroDivisionError
        return meaning(submission, *given, **more)

    monkeypatch.setattr(queries, "meaning", broken)
    tasks.look_after(timezone.now())
    assert phone.send(here.form(instance_id="uuid:late", area="N1", household="H99999999")).status_code == 201
    work_off()
    assert Work.objects.filter(kind="intake.process_submissions").count() == 1
    states = dict(models.Submission.objects.values_list("instance_id", "status"))
    assert states == {
        "uuid:0": "applied",
        "uuid:1": "waiting",
        "uuid:2": "applied",
        "uuid:theirs": "applied",
        "uuid:late": "waiting",
    }
    held = models.Submission.objects.get(instance_id="uuid:1")
    assert [one["code"] for one in held.problems] == ["not_processed"]
    monkeypatch.undo()
    assert actions.apply_submission(held, by=here.officer, at=MOMENT).status == "applied"


def test_the_form_of_somebody_who_has_left_waits_for_an_officer(here, phone):
    assert phone.send(here.form()).status_code == 201
    here.enumerator.grants.update(withdrawn_at=timezone.now())
    work_off()
    held = models.Submission.objects.get()
    assert (held.status, [one["code"] for one in held.problems]) == ("waiting", ["registry"])
    assert phone.send(here.form()).status_code == 403


def test_a_role_or_account_that_ends_closes_the_phone_at_once(here, phone):
    asked = f"{phone.server}/formList"
    assert phone.ask(asked).status_code == 200
    here.enumerator.grants.update(withdrawn_at=timezone.now())
    assert phone.ask(asked).status_code == 403
    here.enumerator.grants.update(withdrawn_at=None)
    assert phone.ask(asked).status_code == 200
    type(here.enumerator).objects.filter(pk=here.enumerator.pk).update(is_active=False)
    assert phone.ask(asked).status_code == 401


def test_a_role_that_loses_a_permission_loses_it_on_phones_at_once(here, phone):
    asked = f"{phone.server}/formList"
    assert phone.ask(asked).status_code == 200
    role = here.enumerator.grants.get().role
    role.permissions = [one for one in role.permissions if one != "intake.submit"]
    role.save()
    assert phone.ask(asked).status_code == 403


@pytest.mark.parametrize("cut", [1, 4, 40, 200, 3_000])
def test_a_post_that_is_cut_is_refused_and_nothing_is_kept(here, phone, cut):
    answer = phone.send(here.form(), {"one.png": ("image/png", PNG)}, cut=cut)
    # The last two bytes only end the line: a post without one of them is whole.
    assert answer.status_code == (201 if cut == 1 else 400)
    assert models.Submission.objects.count() == (cut == 1)


def test_a_link_that_breaks_is_answered_and_nothing_is_kept(here, phone, monkeypatch):
    def broken(*_given):
        raise OSError("gone")

    monkeypatch.setattr("django.test.client.FakePayload.read", broken)
    answer = phone.send(here.form())
    assert answer.status_code == 400
    assert "send it again" in said(answer)
    assert models.Submission.objects.count() == 0


def test_what_is_too_large_is_told_before_it_is_read(here, phone, settings):
    settings.AYNI_LARGEST_SUBMISSION = 10_000
    answer = phone.send(here.form(), {"large.png": ("image/png", PNG + bytes(20_000))})
    assert answer.status_code == 413
    assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "10000"


def test_bombs_and_other_forms_are_refused(here, phone):
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "aaaa">]><d id="household" version="1"><meta><instanceID>&a;</instanceID></meta></d>'
    )
    assert phone.send(bomb).status_code == 400
    strange = phone.send(here.form().replace(b'id="household"', b'id="strange"'))
    assert (strange.status_code, "strange" in said(strange)) == (404, True)


def test_a_list_has_the_newest_version_or_all_of_them(here, phone):
    field.published("household", "2", steward=here.steward, approver=here.approver)
    assert [one["version"] for one in phone.forms()] == ["2"]
    assert [one["version"] for one in phone.forms(listAllVersions="true")] == ["2", "1"]
    assert phone.forms(formID="other") == []


def test_nobody_gets_in_without_a_key_or_password(here):
    asked = Phone(SERVER, {}).ask(f"{SERVER}/formList")
    assert (asked.status_code, asked.headers["WWW-Authenticate"]) == (401, 'Basic realm="Ayni", charset="UTF-8"')
    assert Phone(SERVER, {}).ask(f"{SERVER}/submission", "head").status_code == 401
    assert Phone(f"{SERVER}/key/nothing", {}).ask(f"{SERVER}/key/nothing/formList").status_code == 401
    made = actions.make_device_key(
        here.enumerator, name="Lost", expires_at=timezone.now() + timedelta(1), by=here.enumerator, at=timezone.now()
    )
    lost = f"{SERVER}/key/{made.secret}/formList"
    assert Phone(lost, {}).ask(lost).status_code == 200
    actions.withdraw_device_key(made.key, by=here.enumerator, at=timezone.now())
    assert Phone(lost, {}).ask(lost).status_code == 401


def test_name_and_password_open_where_no_second_factor_guards(here):
    here.enumerator.set_password("a long password for a phone")
    here.enumerator.save()
    basic = base64.b64encode(b"enumerator:a long password for a phone").decode()
    phone = Phone(SERVER, {"Authorization": f"Basic {basic}"})
    assert len(phone.forms()) == 1
    assert phone.send(here.form()).status_code == 201
    wrong = Phone(SERVER, {"Authorization": "Basic " + base64.b64encode(b"enumerator:other").decode()})
    assert wrong.ask(f"{SERVER}/formList").status_code == 401
    Authenticator.objects.create(user=here.enumerator, type=Authenticator.Type.TOTP, data={})
    guarded = phone.ask(f"{SERVER}/formList")
    assert (guarded.status_code, "second factor" in said(guarded)) == (403, True)


def test_keys_are_taken_over_an_encrypted_connection_only(here, phone):
    answer = phone.ask(f"{phone.server}/formList", REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, "https" in said(answer)) == (403, True)
    assert phone.ask(f"{phone.server}/formList", REMOTE_ADDR="192.0.2.7", secure=True).status_code == 200


def test_a_phones_key_opens_nothing_but_forms(here):
    officer = village.officer("wide", "district_officer", "N1")
    opened = queries.device_key(field.key_of(officer), at=timezone.now(), opens=actions.OPENS)
    assert not opened.user.may("registry.see_sensitive")
    assert not opened.user.may("registry.see_households")
    assert opened.user.may("intake.submit")


def test_what_a_key_opens_is_what_its_officer_holds(here):
    """The one statement that opens a phone asks the same of grants as everything else does."""
    today, area = timezone.localdate(), Area.objects.get(code="N2")
    lender, who = village.officer("lender", "enumerator", "N1"), village.officer("who", "enumerator", "N2")
    institution = Institution.objects.create(code="min", names={"en": "Ministry"})
    grant = {"user": who, "role_id": "enumerator", "starts_on": today - timedelta(9)}
    Grant.objects.create(**grant, institution=institution)
    Grant.objects.create(**{**grant, "role_id": "desk_officer"}, area=area, ends_on=today)  # over
    Grant.objects.create(**{**grant, "role_id": "desk_officer"}, withdrawn_at=timezone.now())
    lent = lender.grants.get()
    until = today + timedelta(9)
    Grant.objects.create(**{**grant, "role_id": "district_officer"}, area=lent.area, delegated_from=lent, ends_on=until)
    secret = field.key_of(who)
    for _ in range(2):
        opened = queries.device_key(secret, at=timezone.now(), opens=actions.OPENS).user
        known = User.objects.get(pk=who.pk)
        known.narrowed_to = actions.OPENS
        assert opened.held == known.held
        assert opened.scope == known.scope
        for permission in actions.OPENS:
            asked = opened._authorities.get(permission, [])
            assert asked == authority.of(known, permission)
        Grant.objects.filter(pk=lent.pk).update(withdrawn_at=timezone.now())  # what was lent from it ends too


def test_phones_that_knock_too_often_wait(here, phone, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "api": (1, 60)}
    assert phone.ask(f"{phone.server}/formList").status_code == 200
    slow = phone.ask(f"{phone.server}/formList")
    assert slow.status_code == 429
    assert int(slow.headers["Retry-After"]) > 0


def test_a_retired_form_is_no_longer_given_and_what_is_sent_of_it_is_kept(here, phone):
    (listed,) = phone.forms()
    actions.retire_questionnaire(here.version, by=here.approver, at=MOMENT)
    assert phone.forms() == []
    assert phone.ask(listed["downloadUrl"]).status_code == 404
    assert phone.send(here.form()).status_code == 201
    work_off()
    assert models.Submission.objects.get().status == "waiting"


def test_a_form_from_a_clock_years_off_is_kept_and_told(here, phone):
    assert phone.send(here.form(interviewed_on="2009-01-01", today="2009-01-01")).status_code == 201
    work_off()
    assert [one["code"] for one in models.Submission.objects.get().problems] == ["clock"]


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK's validator runs on Java, which is not installed")
def test_odks_own_validator_accepts_what_is_served(here, phone, tmp_path):
    from pyxform.validators import odk_validate

    for listed in phone.forms(listAllVersions="true"):
        file = tmp_path / "form.xml"
        file.write_bytes(phone.ask(listed["downloadUrl"]).content)
        assert odk_validate.check_xform(str(file)) == []
