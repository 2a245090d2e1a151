"""Insight: figures with their margins, charts with their findings, maps and snapshots."""

from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.commons.directory.models import Area
from ayni.commons.jobs.models import Work
from ayni.monitoring.models import Figure
from ayni.snapshots.models import Snapshot
from tests.pages import checks, delivery

SEES = {role for role, given in settings.AYNI_ROLES.items() if "monitoring.see" in given["permissions"]}
POVERTY = "multidimensional-poverty"
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


@pytest.fixture
def snapshot(place: Any) -> Snapshot:
    return Snapshot.objects.create(version="2026-03-31-abc", on=delivery.DAY, folder="", manifest={})


@pytest.fixture
def figures(snapshot: Snapshot) -> Snapshot:
    """Poverty for all and by area: the North known, the South hidden for too few interviews."""
    Area.objects.filter(level=1).update(shape=SQUARE)
    estimate: dict[str, Any] = {"snapshot": snapshot, "indicator": POVERTY, "is_estimate": True}
    interval = {"low": Decimal("0.35"), "high": Decimal("0.45")}
    Figure.objects.create(**estimate, **interval, value=Decimal("0.40"), n=1204)
    Figure.objects.create(**estimate, **interval, value=Decimal("0.38"), n=900, area="01")
    Figure.objects.create(**estimate, n=12, area="02", is_hidden=True)
    return snapshot


def test_the_dashboard_is_for_those_who_may_see_figures(role: str, figures: Any, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse("web:insight"))
    assert answer.status_code == (200 if role in SEES else 403)
    assert queries.writes() == []
    assert queries.count <= 18


def test_each_figure_has_its_definition_day_and_margin(figures: Any, signed_in: Any) -> None:
    page = signed_in("analyst").get(reverse("web:insight")).content.decode()
    for told in ("40.0%", "From 35.0% to 45.0%", "n = 1,204", "31 March 2026", "by Alkire and Foster"):
        assert told in page, told


def test_without_figures_the_dashboard_says_what_to_do(place: Any, signed_in: Any) -> None:
    assert "There are no figures yet" in signed_in("analyst").get(reverse("web:insight")).content.decode()


def test_a_small_cell_is_hidden_and_says_so(figures: Any, signed_in: Any) -> None:
    answer = signed_in("analyst").get(reverse("web:indicator", args=[POVERTY]))
    chart = answer.context["charts"][0]
    assert chart.rows[1] == ("Region of the South", "Hidden: only 12 interviews, too few to say.", "–", "n = 12")
    assert chart.finding == "Region of the North: 38.0%. Hidden, because too few people: 1."
    assert [datum["label"] for datum in chart.spec["data"]["values"]] == ["Region of the North"]


def test_the_address_says_what_the_map_shows(figures: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    with checks.watched() as queries:
        answer = client.get(reverse("web:map"), {"indicator": POVERTY})
    chart = answer.context["chart"]
    assert [entry.label for entry in chart.classes] == ["38.0%", "Not known, or too few people to show"]
    ring = chart.spec["data"]["values"][0]["geometry"]["coordinates"][0]
    assert ring == SQUARE["coordinates"][0][::-1], "the drawing library has its rings the other way"
    assert queries.writes() == []
    assert queries.count <= 12
    other = client.get(reverse("web:map"), {"indicator": "pension-coverage"})
    assert "There is no map of this yet" in other.content.decode()
    assert client.get(reverse("web:map"), {"indicator": "nonsense"}).context["about"].code == POVERTY


def test_a_reader_of_one_area_sees_its_own(figures: Any, signed_in: Any) -> None:
    answer = signed_in("district_officer").get(reverse("web:indicator", args=[POVERTY]))
    assert [row[0] for row in answer.context["charts"][0].rows] == ["Region of the North"]


def test_every_indicator_is_listed_with_its_meaning(figures: Any, signed_in: Any) -> None:
    page = signed_in("analyst").get(reverse("web:indicators")).content.decode()
    assert "Not computed" in page and "40.0%" in page
    assert signed_in("analyst").get(reverse("web:indicator", args=["nonsense"])).status_code == 404


def test_decisions_and_payments_are_charted_for_those_who_may_see_them(delivered: Any, signed_in: Any) -> None:
    charts = signed_in("analyst").get(reverse("web:insight")).context["charts"]
    assert [chart.id for chart in charts] == ["decisions"]
    assert charts[0].rows == (("Housing support", "2", "0", "1"),)
    assert signed_in("data_steward").get(reverse("web:insight")).context["charts"] == []


def test_a_snapshot_is_asked_for_and_taken_behind(place: Any, signed_in: Any) -> None:
    client = signed_in("data_steward")
    assert "No snapshot has been taken yet" in client.get(reverse("web:snapshots")).content.decode()
    wrong = client.post(reverse("web:take_snapshot"), {"on": "soon"})
    assert "Write the day as" in wrong.content.decode() and 'value="soon"' in wrong.content.decode()
    client.post(reverse("web:take_snapshot"), {"on": "2026-03-31"})
    work = Work.objects.get(kind="snapshots.take")
    assert (work.arguments, work.by) == ({"on": "2026-03-31"}, place.users["data_steward"])
    assert work.key in client.get(reverse("web:snapshots")).content.decode()
    assert signed_in("analyst").get(reverse("web:take_snapshot")).status_code == 403


def test_the_figures_of_a_snapshot_can_be_asked_for(snapshot: Any, signed_in: Any) -> None:
    address = reverse("web:compute_figures", args=[snapshot.version])
    assert address in signed_in("analyst").get(reverse("web:snapshots")).content.decode()
    signed_in("analyst").post(address)
    assert Work.objects.get(kind="monitoring.compute").arguments == {"snapshot": snapshot.pk}
    assert signed_in("data_steward").get(address).status_code == 403
