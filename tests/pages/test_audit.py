"""The auditor's search, an entry, a record's history, files of them; and who has seen a record."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.access.models import Grant
from ayni.commons.audit import recording
from ayni.commons.audit.models import Entry, Look
from ayni.commons.directory.models import Institution
from tests.pages import checks, district

PAGES = ("audit", "audit_looks", "audit_entries_file", "audit_looks_file")


@pytest.fixture
def written(place: district.District) -> list[Entry]:
    """Sixty entries about the household nearby, by the district officer."""
    officer = place.users["district_officer"]
    for number in range(60):
        recording.entry(
            actor=officer,
            permission="registry.correct",
            subject=f"registry.household:{place.near.pk}",
            facts={"says": "corrected a household", "number": number},
            changes={"phone": ["5550101", f"55{number}"], "notes": "changed"},
        )
    return list(Entry.objects.order_by("id"))


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_who_audits(page: str, role: str, signed_in: Any, written: list[Entry]) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse(f"web:{page}"))
    expected = 200 if "audit.see" in settings.AYNI_ROLES[role]["permissions"] else 403
    assert answer.status_code == expected
    assert queries.writes(but=("audit_look", "limits_allowance")) == []
    assert queries.count <= 11


def test_an_entry_and_a_records_history_are_for_who_audits(
    role: str, signed_in: Any, place: district.District, written: list[Entry]
) -> None:
    expected = 200 if "audit.see" in settings.AYNI_ROLES[role]["permissions"] else 403
    for address in (
        reverse("web:audit_entry", args=[written[0].pk]),
        reverse("web:audit_record", args=[f"registry.household:{place.near.pk}"]),
    ):
        assert signed_in(role).get(address).status_code == expected


def test_the_list_goes_on_from_its_last_row_and_is_never_counted(signed_in: Any, written: list[Entry]) -> None:
    client = signed_in("auditor")
    with checks.watched() as queries:
        first = client.get(reverse("web:audit"), {"permission": "registry.correct"})
    assert not [one for one in queries.statements if "COUNT(" in one]
    assert shown(first) == [one.pk for one in reversed(written[10:])]
    older = client.get(reverse("web:audit") + first.context["stretch"].older)
    assert shown(older) == [one.pk for one in reversed(written[:10])]
    assert (older.context["stretch"].older, older.context["stretch"].newest) == ("", "?permission=registry.correct")


def test_a_longer_list_asks_no_more(signed_in: Any, written: list[Entry]) -> None:
    client, counts = signed_in("auditor"), []
    for query in ({"since": "2999-01-01"}, {}):
        with checks.watched() as queries:
            client.get(reverse("web:audit"), query)
        counts.append(queries.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"who": "district_officer"}, 50),
        ({"who": "District Off"}, 50),
        ({"who": "nobody"}, 0),
        ({"subject": "code"}, 50),
        ({"subject": "H00000099"}, 0),
        ({"permission": "registry.correct"}, 50),
        ({"permission": "registry.admit"}, 0),
        ({"road": "job"}, 0),
        ({"since": "2020-01-01"}, 50),
        ({"since": "2999-01-01"}, 0),
        ({"last": "2020-01-01"}, 0),
        ({"last": "9999-12-31"}, 50),
        ({"since": "no day", "permission": "none", "road": "sea", "after": "-1"}, 50),
    ],
)
def test_filters(
    query: dict[str, str], found: int, signed_in: Any, place: district.District, written: list[Entry]
) -> None:
    if query.get("subject") == "code":
        query = {"subject": place.near.code}
    answer = signed_in("auditor").get(reverse("web:audit"), query)
    assert len(answer.context["rows"]) == found
    if not found:
        assert "Nothing was found" in answer.content.decode()


def test_a_live_filter_answers_with_the_rows_alone(signed_in: Any, written: list[Entry]) -> None:
    for page in ("audit", "audit_looks"):
        part = signed_in("auditor").get(reverse(f"web:{page}"), headers={"HX-Request": "true"}).content.decode()
        assert part.lstrip().startswith('<div id="results">')


def test_an_entry_tells_who_by_which_grant_from_where_and_what_it_changed(
    signed_in: Any, place: district.District
) -> None:
    client = signed_in("administrator")
    assert client.post(reverse("web:make_token"), {"name": "reporting", "days": 30}, REMOTE_ADDR="10.1.2.3").status_code
    entry = Entry.objects.get(action="access.hold_tokens")
    assert (entry.road, entry.address) == ("screen", "10.1.2.3")
    text = signed_in("auditor").get(reverse("web:audit_entry", args=[entry.pk])).content.decode()
    for told in ("made an API token", "10.1.2.3", "Administrator, everywhere", "A screen", str(entry.request)):
        assert told in text


def test_an_entry_shows_before_and_after_but_nothing_sensitive(signed_in: Any, written: list[Entry]) -> None:
    text = signed_in("auditor").get(reverse("web:audit_entry", args=[written[7].pk])).content.decode()
    assert "5550101" in text
    assert "557" in text
    assert "Changed; what it holds is not kept here" in text


def test_no_such_entry_or_record(signed_in: Any) -> None:
    client = signed_in("auditor")
    assert client.get(reverse("web:audit_entry", args=[999_999])).status_code == 404
    assert client.get(reverse("web:audit_record", args=["nothing"])).status_code == 404
    assert client.get(reverse("web:audit_record", args=["no.such:1"])).status_code == 200


def test_a_records_history_has_what_was_done_and_who_looked(
    signed_in: Any, place: district.District, written: list[Entry]
) -> None:
    signed_in("district_officer").get(reverse("web:household", args=[place.near.pk]))
    text = signed_in("auditor").get(reverse("web:audit_record", args=[f"registry.household:{place.near.pk}"]))
    for told in (f"Household {place.near.code}", "corrected a household", "District officer, 0101", "Opened a record"):
        assert told in text.content.decode()


def test_a_file_has_what_is_filtered_and_is_itself_recorded(signed_in: Any, written: list[Entry]) -> None:
    client = signed_in("auditor")
    answer = client.get(reverse("web:audit_entries_file"), {"permission": "registry.correct", "who": "District"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 60
    assert rows[0]["entry"] == str(written[-1].pk)
    look = Look.objects.get(kind="export")
    assert (look.rows, look.road) == (60, "screen")
    assert look.asked == {"file": "audit-entries", "permission": "registry.correct", "who": "District"}
    told = client.get(reverse("web:audit_looks")).content.decode()
    assert "Took out a file" in told
    assert "60 rows" in told


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_file_is_a_formula(begins: str, signed_in: Any, place: district.District) -> None:
    evil = f"{begins}HYPERLINK(1)"
    recording.look(place.near, reader=place.users["auditor"], under="registry.see_households", purpose=evil)
    client = signed_in("auditor")
    text = client.get(reverse("web:audit_looks_file")).content.decode("utf-8-sig")
    purposes = [row["purpose"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert purposes == [f"'{evil}"]


def test_the_auditor_finds_the_way_and_others_do_not_see_it(signed_in: Any) -> None:
    assert f'href="{reverse("web:audit")}"' in signed_in("auditor").get(reverse("web:home")).content.decode()
    for role in ("district_officer", "administrator"):
        assert reverse("web:audit") not in signed_in(role).get(reverse("web:home")).content.decode()


def test_who_has_seen_a_record_is_told_by_office_day_and_purpose(signed_in: Any, place: district.District) -> None:
    ministry = Institution.objects.create(code="MSP", names={"en": "Ministry of Social Protection"})
    Grant.objects.filter(user=place.users["auditor"]).update(institution=ministry)
    for _time in range(2):
        signed_in("auditor").get(reverse("web:household", args=[place.near.pk]))
    client = signed_in("district_officer")
    assert (
        reverse("web:household_seen", args=[place.near.pk])
        in client.get(reverse("web:household", args=[place.near.pk])).content.decode()
    )
    text = client.get(reverse("web:household_seen", args=[place.near.pk])).content.decode()
    assert "Auditor, MSP" in text
    assert "to show who has seen this record" in text
    for name in ("District Officer", "auditor<"):
        assert name not in text.partition("<main")[2]


def test_who_has_seen_is_for_whoever_may_see_the_record(role: str, signed_in: Any, place: district.District) -> None:
    expected = 200 if "registry.see_households" in settings.AYNI_ROLES[role]["permissions"] else 403
    client = signed_in(role)
    for page, key in (("household_seen", place.near.pk), ("person_seen", place.mother.pk)):
        with checks.watched() as queries:
            answer = client.get(reverse(f"web:{page}", args=[key]))
        assert answer.status_code == expected
        assert queries.writes(but=("audit_look", "django_session", "access_user")) == []
    outside = reverse("web:household_seen", args=[place.far.pk])
    assert signed_in("district_officer").get(outside).status_code == 404


def test_openings_of_one_day_and_office_are_one_line(signed_in: Any, place: district.District) -> None:
    client = signed_in("auditor")
    for _time in range(3):
        client.get(reverse("web:person", args=[place.mother.pk]))
    rows = client.get(reverse("web:person_seen", args=[place.mother.pk])).context["rows"]
    assert sorted((row.purpose, row.times) for row in rows) == [("", 3), ("to show who has seen this record", 1)]
    assert {type(row.on) for row in rows} == {date}


def shown(answer: Any) -> list[int]:
    return [row["entry"].pk for row in answer.context["rows"]]
