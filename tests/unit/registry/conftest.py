import pytest

from ayni.intake import actions
from ayni.registry import models
from tests.unit.registry import valley, village


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
    return actions.load(village.write(tmp_path / "survey"), by=steward)


@pytest.fixture
def homes(loaded):
    """The village's households by their keys."""
    return {home.source_key: home for home in models.Household.objects.all()}


@pytest.fixture
def people(loaded):
    """The village's persons by their keys."""
    return {person.source_key: person for person in models.Person.objects.all()}


@pytest.fixture
def officer(loaded):
    return village.officer("noor", "district_officer")


@pytest.fixture
def northern(loaded):
    """Sees the region N only, and no sensitive answers."""
    return village.officer("nadia", "auditor", "N")


@pytest.fixture
def land(db):
    """Two districts, made by hand."""
    return valley.Valley()
