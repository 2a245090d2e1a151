"""Files of people: sent, mapped, checked, loaded and taken back on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake.models import FileLoad
from ayni.registry.models import Household, Person
from tests.pages import checks

MAY = {role for role, given in settings.AYNI_ROLES.items() if "intake.load" in given["permissions"]}
ROWS = "person id,hh id,given name,sex,date of birth,area\nz1,Z,Zara,F,1984-05-12,{area}\nz2,Z,Zeno,M,tomorrow,{area}\n"


@pytest.fixture
def sent(place: Any, signed_in: Any) -> Any:
    """A file that the steward has sent, by the page."""
    area = Household.objects.first().area.code  # type: ignore[union-attr]
    file = SimpleUploadedFile("camp.csv", ROWS.format(area=area).encode())
    answer = signed_in("data_steward").post(reverse("web:upload_file"), {"file": file})
    made = FileLoad.objects.get()
    assert answer.headers["Location"] == reverse("web:map_file", args=[made.pk])
    return made


def columns(client: Any, made: FileLoad) -> dict[str, Any]:
    """The form of the columns as it is proposed."""
    form = client.get(reverse("web:map_file", args=[made.pk])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def done() -> None:
    for work in Work.objects.exclude(status__in=("done", "failed")):
        running.run(work.pk)


def test_the_list_is_for_those_who_may_load(role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as statements:
        answer = client.get(reverse("web:files"))
    assert answer.status_code == (200 if role in MAY else 403)
    assert statements.writes() == []
    assert statements.count <= 8
    if role in MAY:
        assert "No file has been sent yet" in answer.content.decode()


def test_a_file_goes_from_sending_to_the_registry_and_back(sent: FileLoad, signed_in: Any) -> None:
    client, before = signed_in("data_steward"), Person.objects.count()
    page = reverse("web:file", args=[sent.pk])
    assert client.post(reverse("web:map_file", args=[sent.pk]), columns(client, sent)).status_code == 302
    assert "Check the file" in client.get(page).content.decode()
    client.post(reverse("web:check_file", args=[sent.pk]))
    text = client.get(page).content.decode()
    assert "can go in as a new person." in text
    assert "row to mend" in text
    told = client.get(reverse("web:file_findings", args=[sent.pk])).content.decode()
    assert "“tomorrow” is not a day" in told
    rejected = client.get(reverse("web:rejected_rows", args=[sent.pk]))
    assert rejected.headers["Cache-Control"] == "no-store"
    assert "z2,Z,Zeno" in rejected.content.decode()
    assert "new person" in client.get(reverse("web:load_file", args=[sent.pk])).content.decode()
    client.post(reverse("web:load_file", args=[sent.pk]))
    done()
    sent.refresh_from_db()
    assert (sent.status, Person.objects.count()) == ("loaded", before + 1)
    client.post(reverse("web:undo_file", args=[sent.pk]), {"reason": ""})
    assert not Work.objects.filter(kind="intake.undo_file").exists()
    client.post(reverse("web:undo_file", args=[sent.pk]), {"reason": "The wrong camp"})
    done()
    assert Person.objects.count() == before
    assert "The wrong camp" in client.get(page).content.decode()


def test_what_is_no_table_is_refused_on_the_form(place: Any, signed_in: Any) -> None:
    client = signed_in("data_steward")
    for name, content, says in (
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("b.csv", b"", "empty"),
        ("c.xlsx", b"PK\x03\x04", "damaged"),
    ):
        answer = client.post(reverse("web:upload_file"), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 200
        assert says in answer.content.decode()
    assert not FileLoad.objects.exists()


def test_a_column_is_one_thing_only(sent: FileLoad, signed_in: Any) -> None:
    client = signed_in("data_steward")
    twice = columns(client, sent) | {"column_1": "person.key"}
    answer = client.post(reverse("web:map_file", args=[sent.pk]), twice)
    assert "is that already" in answer.content.decode()


def test_a_mapping_is_written_saved_and_refused_with_every_problem(sent: FileLoad, signed_in: Any) -> None:
    client = signed_in("data_steward")
    saved = client.get(reverse("web:file_mapping", args=[sent.pk])).content.decode()
    address = reverse("web:write_file_mapping", args=[sent.pk])
    assert client.post(address, {"text": saved}).status_code == 302
    answer = client.post(address, {"text": "source: x\nperson: {kee: id}\n"}).content.decode()
    assert "kee" in answer
    assert "No column is the area." in answer


def test_a_file_that_is_withdrawn_is_gone(sent: FileLoad, signed_in: Any) -> None:
    client = signed_in("data_steward")
    client.post(reverse("web:withdraw_file", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.status == "withdrawn"
    assert client.get(reverse("web:file", args=[sent.pk])).status_code == 200
    assert client.get(reverse("web:file", args=[sent.pk + 1])).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_page_is_a_whole_page_in_each_language(sent: FileLoad, signed_in: Any, language: str) -> None:
    client = signed_in("data_steward")
    client.cookies["django_language"] = language
    for name in ("files", "upload_file", "load_survey"):
        assert f'lang="{language}"' in client.get(reverse(f"web:{name}")).content.decode()
    for name in ("file", "map_file", "write_file_mapping", "file_findings", "withdraw_file"):
        with checks.watched() as statements:
            answer = client.get(reverse(f"web:{name}", args=[sent.pk]))
        assert answer.status_code == 200, name
        assert statements.writes() == [], name
        assert statements.count <= 15, name


@pytest.mark.parametrize(
    ("name", "told"), [("load_file", "Check the file first"), ("undo_file", "there is nothing to take back")]
)
def test_what_is_too_early_leads_back_to_the_file(sent: FileLoad, signed_in: Any, name: str, told: str) -> None:
    answer = signed_in("data_steward").get(reverse(f"web:{name}", args=[sent.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("web:file", args=[sent.pk]), 302)]
    assert told in answer.content.decode()
