"""Figures from a snapshot: what is kept, what is hidden, who sees them."""

import csv
import io
from decimal import Decimal

import pytest

from ayni.assessment.models import Assessment, Instrument
from ayni.commons.access.errors import NotPermitted
from ayni.commons.directory.models import Area
from ayni.enrolment import actions as enrolment
from ayni.enrolment import tasks as enrolment_tasks
from ayni.monitoring import actions, errors, models, queries, tasks
from tests.unit.enrolment import world

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

COVERAGE = "social-protection-coverage"
HOSTILE = '=HYPERLINK("http://evil","x")'


class Work:
    """What a job's function is given."""

    def __init__(self, by) -> None:
        self.by = by
        self.told: list[tuple[int, int]] = []

    def tell(self, done: int, total: int) -> None:
        self.told.append((done, total))


def figure(code: str, reader, **more) -> queries.FigureShown:
    (found,) = queries.figures([code], reader, **more)
    return found


def test_every_shipped_indicator_is_in_three_languages():
    assert len(queries.defined()) >= 8
    for one in queries.defined().values():
        assert set(one.title) == set(one.definition) == {"en", "fr", "ar"}, one.code
        assert set(one.by) - set(queries.groups()) <= {"area_1", "programme"}, one.code
    for group in queries.groups().values():
        for labels in (group.labels, *group.category_labels.values()):
            assert set(labels) == {"en", "fr", "ar"}, group.name


def test_figures_of_a_snapshot(manager, homes):
    snapshot = world.snapshot(manager)
    found = actions.compute(snapshot, by=manager)
    assert found.figures == models.Figure.objects.count()
    assert "urban" in found.impossible[f"{COVERAGE} by residence"]
    shown = figure(COVERAGE, manager)
    assert (shown.value, shown.n, shown.is_estimate, shown.note) == (Decimal(0), 28, False, "")
    assert (shown.on, shown.snapshot) == (world.DAY, snapshot.version)
    ages = {one.category: one.n for one in queries.by_group(COVERAGE, "age", manager)}
    assert ages == {"0-4": 14, "5-17": 0, "18-64": 14, "65-plus": 0}


def test_figures_are_put_in_place_of_the_old(manager, homes):
    snapshot = world.snapshot(manager)
    first = actions.compute(snapshot, by=manager)
    assert actions.compute(snapshot, by=manager) == first
    assert models.Figure.objects.count() == first.figures


def test_the_job_tells_what_could_not_be_computed(manager, homes):
    work = Work(manager)
    result = tasks.compute(work, snapshot=world.snapshot(manager).pk)
    assert result["figures"] > 0
    assert "school-attendance" in result["impossible"]
    assert work.told[-1] == (2, 2)


def test_a_small_cell_is_hidden_and_says_so(manager, homes):
    actions.compute(world.snapshot(manager), by=manager)
    two = {one.category: one for one in queries.by_group(COVERAGE, "disability", manager)}
    assert two["with"].value is None
    assert two["with"].n is None
    assert two["with"].note.startswith("Hidden: fewer than 5 people")
    assert two["without"].value is None, "it would tell of the two"


def test_areas_within_reach(manager, homes, places):
    actions.compute(world.snapshot(manager), by=manager)
    everywhere = queries.by_area(COVERAGE, manager)
    assert [(one.area, one.area_name, one.n) for one in everywhere] == [("N", "Region N", 16), ("S", "Region S", 12)]
    below = world.officer("below", "district_officer", places["S1"])
    assert [one.area for one in queries.by_area(COVERAGE, below)] == ["S"]
    assert figure(COVERAGE, below).n == 28
    with pytest.raises(NotPermitted):
        queries.figures(None, world.User.objects.create(username="nobody"))


def test_the_newest_figure_and_the_ones_before(manager, homes):
    actions.compute(world.snapshot(manager), by=manager)
    later = world.date(2026, 7, 1)
    world.member(homes[0], 3, born=world.date(2026, 6, 15))
    actions.compute(world.snapshot(manager, on=later), by=manager)
    assert (figure(COVERAGE, manager).n, figure(COVERAGE, manager).on) == (29, later)
    assert [one.n for one in queries.series(COVERAGE, manager)] == [28, 29]


def test_an_indicator_that_is_not_there_names_the_nearest(manager):
    with pytest.raises(errors.UnknownIndicator, match="social-protection-coverage"):
        queries.by_area("social-protection-covrage", manager)


def test_starting_the_same_work_twice_is_one(manager, homes):
    snapshot = world.snapshot(manager)
    assert actions.start_compute(snapshot, by=manager) == actions.start_compute(snapshot, by=manager)


def test_who_may_not_compute(places):
    snapshot = world.snapshot(world.officer("manager", "programme_manager"))
    with pytest.raises(NotPermitted):
        actions.compute(snapshot, by=world.officer("payer", "payment_officer"))


def test_a_file_for_spreadsheets_runs_nothing(manager, homes):
    Area.objects.filter(code="N").update(names={"en": HOSTILE})
    actions.compute(world.snapshot(manager), by=manager)
    rows = list(csv.DictReader(io.StringIO(queries.csv(manager))))
    named = [row for row in rows if row["area"] == "N"]
    assert named
    assert {row["area_name"] for row in named} == {"'" + HOSTILE}
    assert len(rows) == models.Figure.objects.count()
    whole = next(row for row in rows if row["indicator"] == COVERAGE and not row["area"] and not row["group"])
    assert (whole["value"], whole["n"]) == ("0.000000", "28")


def test_what_happens_after_the_snapshot_is_not_in_its_figures(manager, homes):
    snapshot = world.snapshot(manager)
    world.household(Area.objects.get(code="N1"), "late", [{"born": world.date(2025, 1, 1)}])
    actions.compute(snapshot, by=manager)
    assert figure(COVERAGE, manager).n == 28


def test_who_receives_is_read_from_the_snapshot(manager, homes):
    """Decided and accepted in the north only: a second snapshot shows it, by the tables enrolment publishes."""
    approver = world.officer("approver", "programme_approver")
    world.programme(world.CHILD_GRANT, manager, approver)
    run = enrolment.start_run(world.snapshot(manager), by=manager, on=world.DAY)
    enrolment_tasks.decide(Work(manager), run=run.pk)
    run.refresh_from_db()
    north = world.officer("north", "district_officer", Area.objects.get(code="N"))
    enrolment.accept_all(run, run.versions.get(), by=north, at=world.noon(world.DAY), starts_on=world.START)
    actions.compute(world.snapshot(manager), by=manager)
    covered = figure("children-under-five-covered", manager)
    assert (covered.value, covered.n) == (Decimal("0.571429"), 14)
    assert [one.value for one in queries.by_area("children-under-five-covered", manager)] == [1, 0]
    assert figure(COVERAGE, manager).value == Decimal("0.571429")
    asked = figure("needs-information", manager)
    assert (asked.value, asked.n) == (Decimal(0), 14)
    assert [one.category for one in queries.by_group("needs-information", "programme", manager)] == ["child-grant"]


def test_an_assessments_figures_stand_under_the_snapshot_it_was_made_on(manager, homes):
    assessed, later = world.snapshot(manager), world.snapshot(manager, on=world.date(2026, 7, 1))
    estimate = {"value": 0.25, "se": 0.02, "low": 0.21, "high": 0.29, "n": 800}
    few = {**estimate, "n": 24}
    figures = {
        "sample": {"is_survey": True},
        **dict.fromkeys(("H", "A", "M0"), estimate),
        "by_area": [{"area": "N", **dict.fromkeys(("H", "A", "M0"), few)}],
    }
    instrument = Instrument.objects.create(code="mpi", version=1, kind="deprivation", definition="", digest="1")
    Assessment.objects.create(instrument=instrument, snapshot=assessed, figures=figures, folder="")
    actions.compute(later, by=manager)
    shown = figure("multidimensional-poverty", manager)
    assert (shown.snapshot, shown.value, shown.n) == (assessed.version, Decimal("0.25"), 800)
    assert (shown.is_estimate, shown.margin) == (True, Decimal("0.04"))
    (north,) = queries.by_area("multidimensional-poverty", manager)
    assert (north.value, north.n) == (None, 24)
    assert north.note == "Hidden: only 24 interviews, too few to say."
    assert figure(COVERAGE, manager).snapshot == later.version
