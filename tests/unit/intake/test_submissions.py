import io
from datetime import timedelta

import openpyxl
import pytest

from ayni.commons.access.errors import NotPermitted
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.engines.questionnaires.fitting import Mapped
from ayni.intake import actions, errors, models, queries
from ayni.intake.queries.submissions_meaning import Told, _Reading
from ayni.registry import models as registry
from tests.unit.intake import field
from tests.unit.intake.field import DAY, MOMENT, member
from tests.unit.registry import village


@pytest.fixture
def here(db):
    return field.made()


def codes(submission):
    return {one["code"] for one in submission.problems}


def test_a_household_of_nine_is_registered_with_its_answers(here):
    came = here.send(here.form())
    assert (came.status, came.problems) == ("applied", [])
    household = came.household
    assert (household.area.code, household.registered_on) == ("N1", DAY)
    people = {one.given_name: one for one in registry.Person.objects.all()}
    assert len(people) == 9
    assert people["Moussa"].born_from.year == people["Moussa"].born_to.year == 1975
    kin = {(tie.person.given_name, tie.kind, tie.relative.given_name) for tie in registry.Kinship.objects.all()}
    assert {("Fatou", "mother", "Amina"), ("Fatou", "father", "Moussa"), ("Child4", "mother", "Amina")} <= kin
    told = registry.HouseholdFacts.objects.get()
    assert (told.source, told.observed_on, told.values) == (
        "household",
        DAY,
        {"rooms": 3, "floor": "earth", "owns": ["radio", "bicycle"]},
    )
    assert registry.PersonFacts.objects.get(person=people["Fatou"]).values == {"attends": True}
    assert "condition" not in str(list(registry.PersonFacts.objects.values_list("values")))
    assert registry.PersonSealed.objects.count() == 9
    assert (household.dwellings.get().latitude, household.dwellings.get().accuracy) == (4.05, 12.5)


def test_sent_again_it_is_kept_once_and_said_otherwise_it_is_a_contradiction(here):
    form = here.form(instance_id="uuid:one")
    first = here.send(form)
    assert here.send(form) == first
    other = here.send(here.form(instance_id="uuid:one", rooms="4"))
    assert (other.is_contradiction, other.status, codes(other)) == (
        True,
        "waiting",
        {"contradiction", "replaces_applied"},
    )
    assert here.send(here.form(instance_id="uuid:one", rooms="4")) == other
    assert models.Submission.objects.count() == 2
    assert registry.Household.objects.count() == 1


def test_another_officer_who_sends_the_same_doubles_nothing(here):
    form = here.form(instance_id="uuid:one")
    here.send(form)
    colleague = village.officer("colleague", "enumerator", "N2")
    with pytest.raises(errors.SentByAnother):
        actions.receive_submission(form, by=colleague, at=MOMENT)
    assert models.Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"area": ""}, "required"),
        ({"area": "N9"}, "no_such_area"),
        ({"area": "N2"}, "outside_area"),
        ({"floor": "gold"}, "not_a_choice"),
        ({"rooms": "many"}, "wrong_type"),
        ({"rooms": "99"}, "constraint"),
        ({"place": "95 200"}, "wrong_type"),
        ({"interviewed_on": "2019-01-01"}, "clock"),
        ({"interviewed_on": "2031-01-01"}, "clock"),
        ({"household": "H99999999"}, "no_such_household"),
        ({"members": []}, "nobody"),
        ({"members": [member("A", "child", "male")]}, "heads"),
        ({"members": [member("A", "head", "male"), member("B", "head", "male")]}, "heads"),
        ({"members": [member("", "head", "male", family_name="")]}, "empty_member"),
        (
            {"members": [member("A", "head", "male", number="1"), member("B", "child", "male", number="1")]},
            "number_twice",
        ),
        ({"members": [member("A", "head", "male", mother="7")]}, "no_such_member"),
        ({"members": [member("A", "head", "male", birth_known="day", born_on="2026-11-25")]}, "born_later"),
        ({"members": [member("A", "head", "green")]}, "not_a_choice"),
        ({"members": [member("A", "head", "male", mother="1")]}, "no_such_member"),
        (
            {"members": [member("A", "head", "male", father="2"), member("B", "child", "male", father="1")]},
            "parent_circle",
        ),
        (
            {
                "members": [
                    member("A", "head", "female", birth_known="year", born_in="2001"),
                    member("B", "child", "male", mother="1", birth_known="year", born_in="1999"),
                ]
            },
            "parent_younger",
        ),
    ],
)
def test_what_is_wrong_has_its_message_and_waits(here, changed, wanted):
    came = here.send(here.form(**changed))
    assert came.status == "waiting"
    assert wanted in codes(came)
    assert registry.Household.objects.count() == 0
    assert all("blue_fever" not in str(problem) for problem in came.problems)
    for problem in came.problems:
        assert queries.told(problem, came).strip()


def test_ten_thousand_members_are_told_and_not_read(here):
    one = here.form(members=[member("A", "head", "male")])
    inside = one[one.index(b"<members>") : one.index(b"</members>") + len(b"</members>")]
    came = here.send(one.replace(inside, inside * 10_000))
    assert "too_many" in codes(came)
    assert came.status == "waiting"


def test_unknown_fields_are_told_and_stop_nothing(here):
    came = here.send(here.form().replace(b"<address/>", b"<address/><colour>red</colour>"))
    assert (came.status, codes(came)) == ("applied", {"unknown_field"})


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<data",
        b"not xml",
        b"<data id='household' version='1'/>",
        b"<!DOCTYPE d [<!ENTITY a 'b'>]><data id='household'><meta><instanceID>&a;</instanceID></meta></data>",
    ],
)
def test_what_is_no_whole_form_is_not_kept(here, sent):
    with pytest.raises(errors.NotWhole):
        actions.receive_submission(sent, by=here.enumerator, at=MOMENT)
    with pytest.raises(errors.NotWhole):
        actions.receive_submission(here.form()[:-40], by=here.enumerator, at=MOMENT)
    assert models.Submission.objects.count() == 0


def test_an_unknown_form_is_refused_and_an_unknown_version_waits(here):
    with pytest.raises(errors.NoSuchQuestionnaire):
        actions.receive_submission(here.form().replace(b'id="household"', b'id="other"'), by=here.enumerator, at=MOMENT)
    came = here.send(here.form(told_version="0"))
    assert (came.status, codes(came), came.area.code) == ("waiting", {"version_unknown"}, "N1")


def test_an_old_version_is_accepted_while_published_and_kept_when_retired(here):
    field.published("household", "2", steward=here.steward, approver=here.approver)
    assert here.send(here.form()).status == "applied"
    actions.retire_questionnaire(here.version, by=here.approver, at=MOMENT)
    late = here.send(here.form())
    assert (late.status, codes(late)) == ("waiting", {"version_retired"})
    applied = actions.apply_submission(late, by=here.officer, at=MOMENT)
    assert (applied.status, applied.decided_by) == ("applied", here.officer)


def test_a_known_household_gets_answers_and_no_second_household(here):
    first = here.send(here.form())
    code = f"H{first.household_id:08d}"
    again = here.send(here.form(household=code, rooms="5", interviewed_on="2026-11-19"))
    assert (again.status, again.became["kind"], again.household) == ("applied", "updated", first.household)
    assert registry.Household.objects.count() == 1
    assert registry.Person.objects.count() == 9
    days = dict(registry.HouseholdFacts.objects.values_list("observed_on", "values"))
    assert {str(day): values["rooms"] for day, values in days.items()} == {"2026-11-20": 3, "2026-11-19": 5}


def test_an_edit_takes_the_place_of_what_it_edits(here):
    wrong = here.send(here.form(instance_id="uuid:one", rooms="99"))
    assert wrong.status == "waiting"
    right = here.send(here.form(instance_id="uuid:two", deprecated_id="uuid:one"))
    wrong.refresh_from_db()
    assert (right.status, right.replaces, wrong.status) == ("applied", wrong, "replaced")
    late = here.send(here.form(instance_id="uuid:three", deprecated_id="uuid:two", rooms="7"))
    assert codes(late) == {"replaces_applied"}
    actions.apply_submission(late, by=here.officer, at=MOMENT)
    assert registry.HouseholdFacts.objects.get().values["rooms"] == 7
    assert (registry.Household.objects.count(), registry.Person.objects.count()) == (1, 9)


def test_an_edit_that_comes_before_what_it_edits_is_the_one_that_counts(here):
    edit = here.send(here.form(instance_id="uuid:two", deprecated_id="uuid:one"))
    late = here.send(here.form(instance_id="uuid:one"))
    assert (edit.status, late.status) == ("applied", "replaced")
    assert registry.Household.objects.count() == 1


def test_who_is_dead_on_record_and_told_twice_is_told(here):
    known = Told(where="/data/members[1]", number=1, known=registry.Person(pk=1, died_from=DAY, died_on=DAY))
    again = Told(where="/data/members[2]", number=2, known=registry.Person(pk=1))
    came = here.send(here.form(rooms="99"))
    reading = _Reading(came, queries.filled(came.version, queries.xml_of(came), {}), Mapped(), here.enumerator)
    reading.found.members, reading.found.on = [known, again], DAY + timedelta(1)
    reading._on_record()
    assert [(one.code, one.where) for one in reading.found.problems] == [
        ("person_twice", "/data/members[1]/person"),
        ("dead_member", "/data/members[1]/person"),
        ("person_twice", "/data/members[2]/person"),
    ]
    for problem in reading.found.problems:
        assert queries.told(problem.to_data(), came).strip() != problem.code


def test_it_is_mended_and_applied_and_what_came_stays(here):
    sent = here.form(rooms="99")
    came = here.send(sent)
    with pytest.raises(errors.StillProblems):
        actions.apply_submission(came, by=here.officer, at=MOMENT)
    with pytest.raises(errors.NotInForm):
        actions.mend_submission(came, answers={"/data/nowhere": "1"}, by=here.officer, at=MOMENT)
    mended = actions.mend_submission(came, answers={"/data/household_group/rooms": "9"}, by=here.officer, at=MOMENT)
    assert (mended.status, mended.problems) == ("checked", [])
    actions.apply_submission(mended, by=here.officer, at=MOMENT)
    assert registry.HouseholdFacts.objects.get().values["rooms"] == 9
    assert queries.xml_of(came) == sent


def test_refused_with_a_reason_it_stays_refused(here):
    came = here.send(here.form(rooms="99"))
    with pytest.raises(errors.WhyRefused):
        actions.refuse_submission(came, reason=" ", by=here.officer, at=MOMENT)
    actions.refuse_submission(came, reason="A trial", by=here.officer, at=MOMENT)
    assert actions.process_submission(came, by=here.enumerator, at=MOMENT).status == "refused"


def test_pictures_are_kept_sealed_once_and_what_is_none_says_so(here, settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    form = here.form(picture="dwelling.png")
    files = [actions.File("dwelling.png", "image/png", field.PNG), actions.File("trap.jpg", "image/jpeg", b"<script>")]
    came = here.send(form, files=files)
    here.send(form, files=files)
    kept, trap = queries.attachments(came)
    assert queries.file_of(kept) == field.PNG
    assert (trap.stored, trap.refusal) == ("", "no_picture")
    stored = next((tmp_path / "attachments").glob("*/*"))
    assert field.PNG not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0


@pytest.fixture
def pictured(here):
    """A questionnaire that asks for a picture of each member."""
    made = actions.make_questionnaire("pictured", version="1", by=here.steward)
    book = openpyxl.load_workbook(io.BytesIO(bytes(made.workbook)))
    sheet = book["survey"]
    names = [cell.value for cell in sheet[1]]
    rows = [row[0].value for row in sheet.iter_rows()]
    sheet.insert_rows(rows.index("end_repeat") + 1)
    asked = {"type": "image", "name": "picture", "becomes": "picture"}
    asked |= {name: "Picture" for name in names if str(name).startswith("label")}
    for place, name in enumerate(names, start=1):
        sheet.cell(rows.index("end_repeat") + 1, place, asked.get(name))
    settings = book["settings"]
    for place, cell in enumerate(settings[1], start=1):
        if cell.value == "version":
            settings.cell(2, place, "2")
    text = io.BytesIO()
    book.save(text)
    version = actions.prepare_questionnaire(text.getvalue(), by=here.steward)
    version = actions.approve_questionnaire(version, by=here.approver, at=MOMENT)
    return actions.publish_questionnaire(version, by=here.approver, at=MOMENT)


def ada(version, **more):
    return field.filled(version, members=[member("Ada", "head", "female", picture="ada.png", **more)])


ADA = actions.File("ada.png", "image/png", field.PNG)


def test_a_persons_picture_goes_to_their_record(here, pictured, settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    clerk = village.officer("clerk", "desk_officer", "N1")
    came = here.send(ada(pictured), by=clerk, files=[ADA])
    assert (came.status, came.problems, came.became["pictures"]) == ("applied", [], {})
    photo = registry.Photo.objects.get()
    assert (photo.person.given_name, photo.media_type, photo.taken_on) == ("Ada", "image/png", DAY)


def test_a_picture_that_comes_after_its_form_was_applied_follows(here, pictured, settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    clerk = village.officer("clerk", "desk_officer", "N1")
    form = ada(pictured)
    came = here.send(form, by=clerk)
    assert list(came.became["pictures"]) == ["ada.png"]
    actions.receive_submission(form, by=clerk, at=MOMENT, files=[ADA])
    running.run(Work.objects.get(kind="intake.keep_pictures").pk)
    assert registry.Photo.objects.get().person.given_name == "Ada"
    came.refresh_from_db()
    assert came.became["pictures"] == {}


def test_who_may_not_keep_pictures_leaves_them_with_the_form(here, pictured, settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    came = here.send(ada(pictured), files=[ADA])
    assert (came.status, codes(came)) == ("applied", {"picture_not_kept"})
    assert "ada.png" in queries.told(came.problems[0], came)
    assert registry.Photo.objects.count() == 0
    assert [one.source for one in queries.attachments(came)] == ["ada.png"]
    kept = actions.keep_pictures(came, by=village.officer("clerk", "desk_officer", "N1"))
    assert (kept.problems, registry.Photo.objects.count()) == ([], 1)


def test_nothing_that_was_answered_stands_in_the_open(here):
    came = here.send(here.form(rooms="99", address="Secretlane"))
    row = models.Submission.objects.filter(pk=came.pk).values().get()
    assert "Secretlane" not in str(row)
    content = models.SubmissionContent.objects.get()
    assert b"Secretlane" not in bytes(content.ciphertext)
    lines = {line.where: line for line in queries.opened_submission(came, reader=here.officer)}
    assert lines["/data/dwelling_group/address"].text == "Secretlane"
    hidden = lines["/data/members[1]/condition"]
    assert (hidden.text, hidden.is_hidden) == ("", True)
    opened = queries.opened_submission(came, reader=here.officer, secrets=True)
    assert any(line.text == "Blue fever" for line in opened)


def test_who_may_not_send_sends_nothing(here):
    with pytest.raises(NotPermitted):
        actions.receive_submission(here.form(), by=here.approver, at=MOMENT)


def test_a_phones_key_is_made_for_oneself_and_ends(here):
    made = actions.make_device_key(
        here.enumerator, name="Phone", expires_at=MOMENT + timedelta(days=9), by=here.enumerator, at=MOMENT
    )
    assert queries.device_key(made.secret, at=MOMENT, opens=actions.OPENS) == made.key
    assert queries.device_key(made.secret, at=MOMENT + timedelta(days=10), opens=actions.OPENS) is None
    assert made.secret not in str(models.DeviceKey.objects.values().get())
    actions.withdraw_device_key(made.key, by=here.enumerator, at=MOMENT)
    assert queries.device_key(made.secret, at=MOMENT, opens=actions.OPENS) is None
    with pytest.raises(errors.KeyTooLong):
        actions.make_device_key(
            here.enumerator, name="Phone", expires_at=MOMENT + timedelta(days=999), by=here.enumerator, at=MOMENT
        )
