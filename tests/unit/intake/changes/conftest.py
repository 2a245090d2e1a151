import pytest

from ayni.intake import actions as intake
from ayni.intake.actions import changes
from ayni.registry import models as registry
from tests.unit.intake.changes.times import DAY, NOON
from tests.unit.registry import village


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def steward(db):
    return village.officer("steward", "data_steward")


@pytest.fixture
def loaded(steward, tmp_path):
    """The village, in the registry."""
    return intake.load(village.write(tmp_path / "survey"), by=steward)


@pytest.fixture
def people(loaded):
    return {person.source_key: person for person in registry.Person.objects.all()}


@pytest.fixture
def homes(loaded):
    return {home.source_key: home for home in registry.Household.objects.all()}


@pytest.fixture
def desk(loaded):
    """Asks for changes, in the region N."""
    return village.officer("noor", "desk_officer", "N")


@pytest.fixture
def checker(loaded):
    """Checks changes in the district N1."""
    return village.officer("omar", "district_officer", "N1")


@pytest.fixture
def second(loaded):
    """Checks changes in the region N."""
    return village.officer("rana", "district_officer", "N")


@pytest.fixture
def southern(loaded):
    return village.officer("sami", "district_officer", "S")


@pytest.fixture
def ask(desk, people, homes):
    """Ask for a change: ask("correction", "h1-1", phone="+999 70")."""

    def make(kind, whom, *, by=None, at=NOON, is_draft=False, proposed=None, **more):
        known = {name: more.pop(name) for name in tuple(more) if name in changes.NewChange.__dataclass_fields__}
        subject = {"person": people[whom]} if whom in people else {"household": homes[whom]}
        new = changes.NewChange(
            kind=kind,
            happened_on=known.pop("happened_on", DAY),
            proposed=proposed if proposed is not None else more,
            evidence=known.pop("evidence", "visit"),
            **subject,
            **known,
        )
        return changes.make_change(new, at=at, is_draft=is_draft, by=by or desk)

    return make


@pytest.fixture
def approve(checker):
    def do(request, *, by=None, at=NOON, seen=""):
        return changes.approve_change(request, at=at, seen=seen, by=by or checker)

    return do
