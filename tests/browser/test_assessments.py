"""Assessments in a real browser: narrow and wide, in both directions, by keyboard; the form checks while one types."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ayni.assessment.models import Assessment, Finding, Instrument, NeedTally
from ayni.commons.directory.models import Area
from tests.browser import looking
from tests.pages import district
from tests.pages import test_assessments as told
from tests.unit.engines.briefs.told import figure

PAGES = {
    "assessed": ("analyst", "/insight/assessed/{made}/"),
    "assessed-compared": ("analyst", "/insight/rounds/{made}/{later}/"),
    "assessed-list": ("analyst", "/insight/assessments/"),
    "instrument": ("analyst", "/insight/instruments/of/floors/"),
    "instrument-new": ("analyst", "/insight/instruments/new/"),
    "instrument-write": ("analyst", "/insight/instruments/write/?start=own-floors&code=huts"),
    "instrument-text": ("analyst", "/insight/instruments/write/?start=own-floors&code=huts&as=text"),
    "instrument-differs": ("analyst", "/insight/instruments/differ/{first}/{second}/"),
    "instrument-adopt": ("programme_approver", "/insight/instruments/step/{draft}/review/"),
    "instrument-apply": ("programme_manager", "/insight/instruments/of/floors/apply/"),
    "needs-area": ("analyst", "/insight/needs/"),
    "needs-answers": ("programme_manager", "/insight/needs/answers/"),
    "household-assessed": ("district_officer", "/people/households/{near}/assessed/"),
    "household-with-assessed": ("district_officer", "/people/households/{near}/"),
}
UNWALKED = {("en", 360), ("ar", 1280)}


@pytest.fixture(scope="module")
def found(place: district.District, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return looking.committed(_made, place, tmp_path_factory.mktemp("snapshots"))


def _made(place: district.District, folder: Path) -> dict[str, Any]:
    """Two rounds of an instrument, a draft of its next version, a household's finding, needs of the country."""
    Area.objects.filter(code="01").update(shape=told.SQUARE)
    titles = {"en": "Poor homes", "fr": "Logements pauvres", "ar": "مساكن فقيرة"}
    given = {"kind": "measure", "method": "mpi", "title": titles}
    first = Instrument.objects.create(code="floors", version=1, definition=told.FLOORS, digest="1", **given)
    text = told.FLOORS.replace("k: 0.5", "k: 0.4")
    draft = Instrument.objects.create(
        code="floors",
        version=2,
        definition=text,
        digest="2",
        status="draft",
        written_by=place.users["analyst"],
        **given,
    )
    places = [folder / name for name in ("a", "b")]
    for one in places:
        one.mkdir()
    snapshots = [told.taken(one, on) for one, on in zip(places, (date(2026, 3, 31), date(2026, 9, 30)), strict=True)]
    curve = [figure("H", round(0.8 * (1 - k / 10) ** 1.5, 4), k=k / 10) for k in range(1, 10)]
    made = told.assessed(first, snapshots[0])
    made.figures["figures"] += curve
    made.save()
    later = told.assessed(first, snapshots[1])
    details = {"found": ["floor"], "unknown": ["rooms"]}
    for one in (made, later):
        Finding.objects.create(assessment=one, household=place.near, value=0.5, band="1", details=details)
    catalogue = Instrument.objects.create(
        code="needs", version=1, kind="needs", method="needs", title={"en": "Needs"}, definition=told.NEEDS, digest="3"
    )
    needs = Assessment.objects.create(instrument=catalogue, snapshot=snapshots[1], figures={"sample": {}}, folder="")
    counts = {"households": 300, "people": 1200, "unknown": 90, "helped": 400, "counted": 5000}
    for area in ("", "01"):
        NeedTally.objects.create(assessment=needs, area=area, need="floor", **counts)
    Finding.objects.create(assessment=needs, household=place.near, details={"found": {"floor": []}, "unknown": []})
    return {
        "made": made.pk,
        "later": later.pk,
        "first": first.pk,
        "second": draft.pk,
        "draft": draft.pk,
        "near": place.near.pk,
    }


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(
    name: str, language: str, width: int, reading: Any, place: district.District, found: dict[str, Any]
) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(**found))
    page.wait_for_load_state("networkidle")
    seen.wait_for_charts()
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert (language, width) in UNWALKED or seen.unreached() == []
    assert page.locator("h1").count() == 1


def test_what_is_typed_is_checked_at_once(reading: Any, place: district.District, found: dict[str, Any]) -> None:
    seen = reading(place.users["analyst"], language="en", width=1280)
    page = seen.open("/insight/instruments/write/?start=own-floors&code=huts")
    page.get_by_text("Floor of earth", exact=True).first.click()
    rule = page.get_by_label("Rule").first
    rule.fill('household.flor == "earth"')
    page.locator("#checked .notice").wait_for()
    assert "floor" in page.locator("#checked").inner_text()
    rule.fill('household.floor == "earth"')
    page.locator("#checked .tone-good").wait_for()
    page.get_by_role("button", name="As text (YAML)").click()
    assert "household.floor" in page.locator("#id_text").input_value()
    page.get_by_role("button", name="As a form").click()
    page.get_by_role("button", name=re.compile("One more.*Indicators")).click()
    page.locator("textarea.shaped-rule").nth(2).wait_for(state="attached")
    assert seen.troubles == []
