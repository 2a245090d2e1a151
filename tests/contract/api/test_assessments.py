"""Instruments and assessments as other systems meet them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ayni.assessment.models import Assessment, Instrument
from tests.contract.api import assessing, conftest
from tests.unit.assessment import written
from tests.unit.enrolment import world

ROOT = "/api/v1/assessments"


@pytest.fixture
def analyst(land):
    return conftest.caller(world.officer("analyst", "analyst"))


def post(client, address, body):
    return client.post(f"{ROOT}/{address}", json.dumps(body), content_type="application/json")


def test_an_instrument_is_written_reviewed_and_adopted_by_two(land, analyst):
    made = post(analyst, "instruments", {"text": written.LACKS})
    assert made.status_code == 200, made.content
    id = made.json()["id"]
    assert post(analyst, f"instruments/{id}/review", {}).status_code == 403
    approver = conftest.caller(world.officer("approver2", "programme_approver"))
    assert post(approver, f"instruments/{id}/review", {"note": "Fit"}).json()["status"] == "reviewed"
    assert post(approver, f"instruments/{id}/adopt", {}).json()["status"] == "adopted"
    assert post(approver, f"instruments/{id}/adopt", {}).status_code == 409
    work = post(
        conftest.caller(land.manager), "made", {"instrument": "lacks", "snapshot": land.run.snapshot.version}
    ).json()
    assert (work["kind"], work["status"]) == ("assessment.assess", "waiting")


@pytest.mark.parametrize(
    ("text", "status", "code", "says"),
    [
        ("code: a\nmethod: mip\n", 422, "spec_refused", "line 2"),
        (written.LACKS.replace("household.floor", "household.flor"), 422, "instrument_refused", "Line 11"),
    ],
)
def test_a_text_that_cannot_be_used_is_told_with_its_line(analyst, text, status, code, says):
    answer = post(analyst, "instruments", {"text": text})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert says in answer.json()["detail"]
    assert not Instrument.objects.exists()


def test_figures_come_as_json_and_as_a_table_and_what_is_not_there_is_not_found(land, analyst):
    made = assessing.assessment(land)
    found = analyst.get(f"{ROOT}/made/{made}").json()
    assert (found["figures"][0]["name"], found["figures"][0]["value"]) == ("H", 0.4)
    table = analyst.get(f"{ROOT}/made/{made}/figures.csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert (rows[0]["figure"], rows[0]["k"], rows[0]["value"]) == ("H", "0.5", "0.4")
    assert analyst.get(f"{ROOT}/made/999999").status_code == 404
    assert analyst.get(f"{ROOT}/instruments/nothing").status_code == 404


def test_a_formulas_weights_are_for_who_may_see_them(land, analyst):
    made = Assessment.objects.get(pk=assessing.assessment(land))
    made.figures["extra"] = {"formula": {"coefficients": {"floor": -0.5}}, "explained": [{"row": 1}], "curve": [1, 2]}
    made.figures["figures"].append({**made.figures["figures"][0], "figure": "coefficient"})
    made.save()
    auditor = conftest.caller(world.officer("auditor", "auditor"))
    for asker, formula in ((analyst, True), (auditor, False)):
        found = asker.get(f"{ROOT}/made/{made.pk}").json()
        assert ("formula" in found["extra"]) is formula
        assert ("coefficient" in {one["name"] for one in found["figures"]}) is formula
        assert found["extra"]["curve"] == [1, 2] and "explained" not in found["extra"]


def test_what_rests_on_sensitive_answers_needs_its_own_permission_and_a_purpose(land, places):
    home, code = land.homes["north"].pk, assessing.apart(land)
    wish = {"instrument": code, "purpose": "case_work"}
    desk = conftest.caller(world.officer("desk", "desk_officer", places["N"]))
    assert post(desk, f"households/{home}/sensitive", wish).status_code == 403
    worker = conftest.caller(world.officer("worker", "social_worker", places["N"]))
    opened = post(worker, f"households/{home}/sensitive", wish).json()
    assert [one["text"] for one in opened["assessed"]["found"]] == ["The floor is of earth"]
    assert post(worker, f"households/{home}/sensitive", {**wish, "purpose": "curiosity"}).status_code == 422
    assert analyst_sees_nothing(worker, home)


def analyst_sees_nothing(worker, home):
    """The page without a purpose names the instrument, and nothing that it found."""
    told = worker.get(f"{ROOT}/households/{home}").json()
    return told["kept_apart"] == ["apart"] and told["assessed"] == []
