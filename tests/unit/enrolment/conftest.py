from pathlib import Path

import pytest

from ayni.enrolment import actions, models
from ayni.enrolment import tasks as enrolment_tasks
from tests.unit.enrolment import world
from tests.unit.enrolment.world import DAY

HERE = Path(__file__).parent


class Quiet:
    """Progress that nobody watches."""

    def tell(self, done: int, total: int) -> None:
        assert done <= total


def pytest_collection_modifyitems(items):
    """Ibis still calls a function of DuckDB by its former name."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"))


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def places(db):
    world.dictionary()
    return world.areas()


@pytest.fixture
def manager(places):
    return world.officer("manager", "programme_manager")


@pytest.fixture
def approver(places):
    return world.officer("approver", "programme_approver")


@pytest.fixture
def officer(places):
    """The district officer of region N."""
    return world.officer("noor", "district_officer", places["N"])


@pytest.fixture
def everywhere(places):
    return world.officer("everywhere", "district_officer")


@pytest.fixture
def families(places):
    """Four households: a poor one with a baby, one with gaps, a well-off one, and a poor one in the other region."""
    return {
        "poor": world.household(
            places["N1"],
            "poor",
            [
                {"born": world.date(1990, 1, 1), "disability": False},
                {"born": world.date(2024, 3, 1), "disability": True},
            ],
            floor="earth",
            rooms=2,
        ),
        "gaps": world.household(places["N1"], "gaps", [{}, {"born": world.date(2010, 1, 1)}], floor="earth"),
        "rich": world.household(places["N1"], "rich", [{"born": world.date(1980, 1, 1)}], floor="cement"),
        "south": world.household(
            places["S1"],
            "south",
            [{"born": world.date(1970, 1, 1)}, {"born": world.date(2023, 1, 1)}],
            floor="earth",
            rooms=1,
        ),
    }


@pytest.fixture
def programmes(manager, approver):
    texts = {"child-grant": world.CHILD_GRANT, "housing": world.HOUSING, "disability": world.DISABILITY}
    return {code: world.programme(text, manager, approver) for code, text in texts.items()}


@pytest.fixture
def decided(manager, programmes, families):
    return decide(manager)


def decide(manager, snapshot=None) -> models.Run:
    run = actions.start_run(snapshot or world.snapshot(manager), by=manager, on=DAY)
    enrolment_tasks.decide(Quiet(), run=run.pk)
    run.refresh_from_db()
    return run
