"""Assessments on screen: what was found and how sure it is, papers, rounds, instruments by form, needs, a household."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from ayni.assessment.models import Assessment, Finding, Instrument, NeedAnswer, NeedTally
from ayni.commons.directory.models import Area
from ayni.commons.jobs.models import Work
from ayni.registry import queries as registry
from ayni.snapshots.models import Snapshot
from tests.pages import checks
from tests.unit.engines.briefs.told import figure

SEES = {role for role, given in settings.AYNI_ROLES.items() if "assessment.see" in given["permissions"]}
WRITES = {role for role, given in settings.AYNI_ROLES.items() if "assessment.write" in given["permissions"]}
FLOORS = """\
code: floors
method: mpi
k: 0.5
labels: {en: Poor homes, fr: Logements pauvres, ar: مساكن فقيرة}
dimensions:
  - name: home
    labels: {en: Home, fr: Logement, ar: المسكن}
    indicators:
      - name: floor
        labels: {en: Floor of earth, fr: Sol en terre, ar: أرضية ترابية}
        rule: household.floor == "earth"
      - name: rooms
        labels: {en: A single room, fr: Une seule pièce, ar: غرفة واحدة}
        rule: household.rooms < 2
"""
NEEDS = """\
code: needs
method: needs
labels: {en: What families need}
needs:
  - name: floor
    urgency: soon
    labels: {en: A better floor, fr: Un meilleur sol, ar: أرضية أفضل}
    says: {en: The floor is of earth, fr: Le sol est en terre, ar: الأرضية ترابية}
    rule: household.floor == "earth"
"""
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


@pytest.fixture
def snapshot(place: Any, tmp_path: Path) -> Snapshot:
    return taken(tmp_path, date(2026, 3, 31))


def taken(folder: Path, on: date) -> Snapshot:
    """A snapshot of which only the dictionary is there: what names of groups are read from."""
    words = folder / "dictionary.yaml"
    words.write_text(registry.dictionary().to_yaml(), encoding="utf-8")
    manifest = {"dictionary": {"bytes": words.stat().st_size}, "tables": {}}
    return Snapshot.objects.create(version=f"{on}-abc", on=on, folder=str(folder), manifest=manifest)


@pytest.fixture
def instrument(place: Any) -> Instrument:
    return Instrument.objects.create(
        code="floors",
        version=1,
        kind="measure",
        method="mpi",
        title={"en": "Poor homes", "fr": "Logements pauvres", "ar": "مساكن فقيرة"},
        definition=FLOORS,
        digest="1",
    )


@pytest.fixture
def made(snapshot: Snapshot, instrument: Instrument) -> Assessment:
    return assessed(instrument, snapshot)


def assessed(instrument: Instrument, snapshot: Snapshot, **changed: Any) -> Assessment:
    """An assessment by region: the South rests on too few."""
    h = [figure("H", value, n=n, k=0.5, **of) for value, n, of in BY]
    figures = {
        "method": "mpi",
        "sample": {"is_survey": True, "rows": 500, "weighted": 500, "strata": 4, "clusters": 40},
        "left_out": {"an indicator unknown": 7},
        "notes": ["An unknown answer leaves a row out."],
        "figures": [*h, figure("M0", 0.157, half=0.008, k=0.5), figure("uncensored", 0.1, indicator="floor")],
        "extra": {"coefficients": {"rooms": -0.25}},
    }
    return Assessment.objects.create(
        instrument=instrument, snapshot=snapshot, figures={**figures, **changed}, folder="", groups=["area_1"]
    )


BY = (
    (0.334, 500, {}),
    (0.41, 460, {"area_1": "01"}),
    (0.2, 12, {"area_1": "02"}),
)


def test_what_was_found_is_for_those_who_may_see_it(role: str, made: Assessment, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse("web:assessed", args=[made.pk]))
    assert answer.status_code == (200 if role in SEES else 403)
    assert queries.writes() == []
    assert queries.count <= 25


def test_each_figure_says_how_sure_it_is_and_few_are_hidden(made: Assessment, signed_in: Any) -> None:
    Area.objects.filter(code="01").update(shape=SQUARE)
    answer = signed_in("analyst").get(reverse("web:assessed", args=[made.pk]))
    page = answer.content.decode()
    for told in ("33.4%", "between 31 and 35 of 100", "Region of the North", "41.0%", "Alkire", "An indicator unknown"):
        assert told in page, told
    bars = answer.context["sections"][0].bars
    assert [(bar.label, bar.told.is_hidden, bar.width) for bar in bars] == [
        ("Region of the North", False, 953.5),
        ("Region of the South", True, None),
    ]
    assert "20.0%" not in page, "what rests on twelve interviews is nowhere on the page"
    assert [place.label for place in answer.context["sections"][0].chart.classes] == ["41.0%"]
    again = signed_in("analyst").get(reverse("web:assessed", args=[made.pk]), {"by": "area_1"})
    assert again.context["sections"][0].section.key == "area_1"
    assert "This field is required" not in page


def test_weights_are_seen_by_those_who_may(made: Assessment, signed_in: Any) -> None:
    seen = {
        role: "-0.2500" in signed_in(role).get(reverse("web:assessed", args=[made.pk])).content.decode()
        for role in sorted(SEES)
    }
    may = {role for role, given in settings.AYNI_ROLES.items() if "assessment.see_weights" in given["permissions"]}
    assert {role for role, is_seen in seen.items() if is_seen} == may & SEES


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_brief_is_a_pdf_in_the_language_asked_for(language: str, made: Assessment, signed_in: Any) -> None:
    answer = signed_in("analyst").get(reverse("web:assessed_paper", args=[made.pk, "pdf"]), {"language": language})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="floors-2026-03-31.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_files_hold_what_the_page_shows_and_nothing_hidden(made: Assessment, signed_in: Any) -> None:
    client = signed_in("analyst")
    text = client.get(reverse("web:assessed_paper", args=[made.pk, "csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    south = next(row for row in rows if row["area_1"] == "Region of the South")
    assert (south["value"], south["low"]) == ("", "") and south["thin"].startswith("Hidden")
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("web:assessed_paper", args=[made.pk, "xlsx"])).content))
    assert book.worksheets[0].max_row == len(rows) + 1
    assert client.get(reverse("web:assessed_paper", args=[made.pk, "exe"])).status_code == 404
    assert signed_in("desk_officer").get(reverse("web:assessed_paper", args=[made.pk, "csv"])).status_code == (
        200 if "desk_officer" in SEES else 403
    )


def test_the_code_of_an_instrument_leads_to_its_newest_figures(made: Assessment, signed_in: Any) -> None:
    client = signed_in("analyst")
    assert client.get(reverse("web:assessment", args=["floors"])).headers["Location"] == reverse(
        "web:assessed", args=[made.pk]
    )
    assert client.get(reverse("web:assessment", args=["nothing"])).status_code == 404


def test_an_assessment_without_figures_says_so(instrument: Instrument, snapshot: Snapshot, signed_in: Any) -> None:
    empty = assessed(instrument, snapshot, figures=[], sample={}, left_out={})
    page = signed_in("analyst").get(reverse("web:assessed", args=[empty.pk])).content.decode()
    assert "This assessment has no figures" in page and "Nobody was left out" in page


def test_a_change_between_rounds_is_clear_or_said_not_to_be(made: Assessment, tmp_path: Path, signed_in: Any) -> None:
    later = taken(tmp_path, date(2026, 9, 30))
    after = assessed(
        made.instrument,
        later,
        figures=[figure("H", 0.25, k=0.5), figure("M0", 0.156, half=0.008, k=0.5)],
    )
    client = signed_in("analyst")
    page = client.get(reverse("web:compare_assessments", args=[made.pk, after.pk])).content.decode()
    assert "Down by 8.4 points" in page and "No clear change" in page
    assert (
        reverse("web:compare_assessments", args=[made.pk, after.pk])
        in client.get(reverse("web:assessed", args=[after.pk])).content.decode()
    )


def test_the_list_tells_what_there_is_and_what_to_do(place: Any, signed_in: Any) -> None:
    assert "No instrument has been adopted yet" in signed_in("analyst").get(reverse("web:assessments")).content.decode()


def test_an_instrument_is_read_out_in_plain_words(made: Assessment, signed_in: Any) -> None:
    client = signed_in("analyst")
    listed = client.get(reverse("web:assessments")).content.decode()
    assert "Poor homes" in listed and reverse("web:assessed", args=[made.pk]) in listed
    page = client.get(reverse("web:instrument", args=["floors"])).content.decode()
    assert "Floor of earth" in page and "Floor of the dwelling" in page, "the rule in words of the dictionary"
    assert "31 March 2026" in page


def test_needs_of_an_area_stand_against_what_answers_them(snapshot: Snapshot, place: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    assert "Needs were not assessed yet" in client.get(reverse("web:area_needs")).content.decode()
    catalogue = Instrument.objects.create(
        code="needs", version=1, kind="needs", method="needs", title={"en": "Needs"}, definition=NEEDS, digest="2"
    )
    found = Assessment.objects.create(instrument=catalogue, snapshot=snapshot, figures={"sample": {}}, folder="")
    counts = {"households": 300, "people": 1200, "unknown": 90, "helped": 400, "counted": 5000}
    NeedTally.objects.create(assessment=found, area="", need="floor", **counts)
    NeedTally.objects.create(assessment=found, area="01", need="floor", **counts)
    page = client.get(reverse("web:area_needs")).content.decode()
    for told in ("A better floor", "1,200", "are helped", "800", "Nothing answers it yet"):
        assert told in page, told
    assert reverse("web:needs_of_area", args=["01"]) in page
    assert client.get(reverse("web:needs_of_area", args=["nowhere"])).status_code == 404


def test_a_household_is_told_in_plain_words_in_three_languages(
    made: Assessment, place: Any, snapshot: Snapshot, signed_in: Any
) -> None:
    details = {"found": ["floor"], "unknown": ["rooms"]}
    Finding.objects.create(assessment=made, household=place.near, value=0.5, band="1", details=details)
    client = signed_in("district_officer")
    address = reverse("web:household_assessed", args=[place.near.pk])
    page = client.get(address).content.decode()
    for told in ("Poor homes", "Floor of earth", "A single room", "How sure it is"):
        assert told in page, told
    assert "Sol en terre" in client.get(address, {"language": "fr"}).content.decode()
    arabic = client.get(address, {"language": "ar"}).content.decode()
    assert 'dir="rtl"' in arabic and "أرضية ترابية" in arabic
    assert client.get(reverse("web:household_assessed", args=[place.far.pk])).status_code in (403, 404)
    whole = client.get(reverse("web:household", args=[place.near.pk])).content.decode()
    assert address in whole, "the household's own page fetches it"


def test_a_household_that_was_not_assessed_says_so(place: Any, signed_in: Any) -> None:
    page = signed_in("district_officer").get(reverse("web:household_assessed", args=[place.near.pk])).content.decode()
    assert "Nothing was assessed yet" in page
    assert NeedAnswer.objects.count() == 0 and Work.objects.count() == 0


def test_an_instrument_is_begun_with_an_example_and_written_by_form(
    place: Any, signed_in: Any, instrument: Any
) -> None:
    writer = next(role for role in sorted(WRITES))
    client = signed_in(writer)
    page = client.get(reverse("web:new_instrument")).content.decode()
    assert "Poor homes" in page and "your own, copied" in page
    answer = client.get(reverse("web:new_instrument"), {"start": "own-floors", "code": ""})
    assert "Give it a code" in answer.content.decode()
    begun = client.get(reverse("web:new_instrument"), {"start": "own-floors", "code": "huts"}, follow=True)
    assert begun.context["checked"].values["code"] == "huts"
    sent = {
        **_form(begun),
        "v:dimensions.0.indicators.1.rule": "household.rooms < 3",
        "v:dimensions.0.indicators.1.labels.en": "Two rooms or fewer",
        "save": "1",
    }
    saved = client.post(reverse("web:write_instrument"), sent, follow=True)
    assert saved.status_code == 200, saved.content.decode()
    draft = Instrument.objects.get(code="huts")
    assert (draft.status, draft.version, draft.written_by) == ("draft", 1, place.users[writer])
    assert "household.rooms < 3" in draft.definition and "Two rooms or fewer" in draft.definition
    assert "floor" in draft.definition and "Sol en terre" in draft.definition, "nothing else is lost"


def test_every_example_that_is_shipped_can_be_begun_with(place: Any, signed_in: Any) -> None:
    client = signed_in(sorted(WRITES)[0])
    form = client.get(reverse("web:new_instrument")).context["form"]
    keys = [key for key, _title in form.fields["start"].choices if key]
    assert {"shipped-mpi", "shipped-global_mpi", "shipped-child-labour", "shipped-poverty", "shipped-needs"} <= set(
        keys
    )
    for key in keys:
        begun = client.get(reverse("web:write_instrument"), {"start": key, "code": "ours"})
        assert begun.status_code == 200 and begun.context["entry"] is not None, key
        assert begun.context["checked"].method, key


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    place: Any, signed_in: Any, instrument: Any
) -> None:
    client = signed_in(sorted(WRITES)[0])
    begun = client.get(reverse("web:write_instrument"), {"start": "own-floors", "code": "huts"})
    sent = {**_form(begun), "v:dimensions.0.indicators.0.rule": 'household.flor == "earth"', "save": "1"}
    answer = client.post(reverse("web:write_instrument"), sent)
    page = answer.content.decode()
    assert not Instrument.objects.filter(code="huts").exists()
    assert "household.flor ==" in page.replace("&quot;", '"') and "There is a problem" in page
    wrong = answer.context["entry"].groups[0].entries[0].groups[0].entries[0]
    rule = next(one for one in wrong.fields if one.is_rule)
    assert rule.errors and wrong.is_wrong and f'href="#{rule.id}"' in page
    live = client.post(reverse("web:check_instrument"), sent).content.decode()
    assert "Not right yet" in live
    broken = client.post(reverse("web:write_instrument"), {"text": "code: [", "as": "text", "save": "1"})
    assert "code: [" in broken.content.decode() and "YAML" in broken.content.decode()


def test_lists_grow_and_shrink_without_a_script(place: Any, signed_in: Any, instrument: Any) -> None:
    client = signed_in(sorted(WRITES)[0])
    begun = client.get(reverse("web:write_instrument"), {"start": "own-floors", "code": "huts"})
    more = client.post(reverse("web:write_instrument"), {**_form(begun), "add": "dimensions.0.indicators"})
    assert len(more.context["checked"].values["dimensions"][0]["indicators"]) == 3
    less = client.post(reverse("web:write_instrument"), {**_form(more), "remove": "dimensions.0.indicators.2"})
    assert less.context["checked"].values == begun.context["checked"].values


def test_another_officer_reviews_and_adopts(place: Any, signed_in: Any, instrument: Any) -> None:
    role = sorted(WRITES)[0]
    client = signed_in(role)
    sent = _form(client.get(reverse("web:write_instrument"), {"revise": "floors"}))
    client.post(reverse("web:write_instrument"), {**sent, "v:k": "0.4", "save": "1"})
    draft = Instrument.objects.get(code="floors", version=2)
    other = sorted(name for name, given in settings.AYNI_ROLES.items() if "assessment.adopt" in given["permissions"])
    officer = signed_in(other[0])
    assert "Waiting for you to read" in officer.get(reverse("web:assessments")).content.decode()
    page = officer.get(reverse("web:instrument_version", args=["floors", 2])).content.decode()
    assert reverse("web:instrument_step", args=[draft.pk, "review"]) in page
    differ = officer.get(reverse("web:instrument_differences", args=[instrument.pk, draft.pk])).content.decode()
    assert "0.5" in differ and "0.4" in differ
    assert client.post(reverse("web:instrument_step", args=[draft.pk, "review"])).status_code in (200, 403)
    officer.post(reverse("web:instrument_step", args=[draft.pk, "review"]))
    officer.post(reverse("web:instrument_step", args=[draft.pk, "adopt"]))
    draft.refresh_from_db()
    assert (draft.status, draft.adopted_by) == ("adopted", place.users[other[0]])


def test_it_is_applied_behind_with_the_groups_that_were_chosen(snapshot: Any, instrument: Any, signed_in: Any) -> None:
    role = next(name for name, given in settings.AYNI_ROLES.items() if "assessment.assess" in given["permissions"])
    client = signed_in(role)
    address = reverse("web:apply_instrument", args=["floors"])
    page = client.get(address).content.decode()
    assert "31 March 2026" in page and "Floor of the dwelling" in page
    wrong = client.post(address, {"snapshot": "none", "groups": ["floor"]}).content.decode()
    assert "There is a problem" in wrong and 'value="floor" id="id_groups' in wrong and "checked" in wrong
    client.post(address, {"snapshot": snapshot.version, "groups": ["floor", "area_1"]})
    work = Work.objects.get(kind="assessment.assess")
    assert work.arguments == {"instrument": instrument.pk, "snapshot": snapshot.pk, "groups": ["area_1", "floor"]}
    shown = client.get(reverse("web:instrument", args=["floors"])).content.decode()
    assert f"work-{work.pk}" in shown, "its progress is on the page"


def test_without_data_applying_says_what_to_do(instrument: Any, signed_in: Any) -> None:
    role = next(name for name, given in settings.AYNI_ROLES.items() if "assessment.assess" in given["permissions"])
    page = signed_in(role).get(reverse("web:apply_instrument", args=["floors"])).content.decode()
    assert "There is no snapshot to apply it to" in page


def test_what_answers_a_need_is_proposed_and_decided_by_two(place: Any, signed_in: Any) -> None:
    Instrument.objects.create(
        code="needs", version=1, kind="needs", method="needs", title={"en": "Needs"}, definition=NEEDS, digest="2"
    )

    def first(permission: str) -> str:
        return next(name for name, given in settings.AYNI_ROLES.items() if permission in given["permissions"])

    client = signed_in(first("assessment.propose_answers"))
    assert "Nothing is said to answer a need yet" in client.get(reverse("web:need_answers")).content.decode()
    form = client.get(reverse("web:propose_need_answer")).context["form"]
    answer = next(code for code, _title in form.fields["answer"].choices if code.startswith("place:"))
    empty = client.post(reverse("web:propose_need_answer"), {"need": "floor", "answer": ""})
    assert "Choose what answers it" in empty.content.decode()
    client.post(reverse("web:propose_need_answer"), {"need": "floor", "answer": answer})
    proposed = NeedAnswer.objects.get(need="floor")
    decide = reverse("web:decide_need_answer", args=[proposed.pk, "approve"])
    officer = signed_in(first("assessment.approve_answers"))
    assert decide in officer.get(reverse("web:need_answers")).content.decode()
    officer.post(decide)
    proposed.refresh_from_db()
    assert proposed.status == "approved"


def _form(answer: Any) -> dict[str, str]:
    """What a browser would send of the form on a page, without its buttons."""
    checked = answer.context["checked"]
    sent = {"text": checked.text}
    entries = [answer.context["entry"]]
    while entries:
        one = entries.pop()
        sent |= {field.name: field.value for field in one.fields if not field.is_fixed}
        entries += [*one.inner, *(entry for group in one.groups for entry in group.entries)]
    return sent
