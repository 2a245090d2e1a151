from datetime import UTC, date, datetime

import pytest

from ayni.intake import actions as intake
from ayni.privacy import actions, queries
from ayni.privacy.actions import NewPurpose, Said
from ayni.registry import models as registry
from tests.unit.registry import village

DAY = date(2026, 7, 1)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
STUDY = NewPurpose(
    code="study",
    names={"en": "Research", "fr": "Recherche", "ar": "بحث"},
    texts={"en": "We would like to use your answers for research."},
    basis="consent",
    since=date(2026, 1, 1),
    variables=("household.floor",),
    keep_months=24,
)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def loaded(db, tmp_path):
    """The village, in the registry."""
    return intake.load(village.write(tmp_path / "survey"), by=village.officer("steward", "data_steward"))


@pytest.fixture
def people(loaded):
    """The village's persons by their keys."""
    return {person.source_key: person for person in registry.Person.objects.all()}


@pytest.fixture
def homes(loaded):
    return {home.source_key: home for home in registry.Household.objects.all()}


@pytest.fixture
def desk(loaded):
    return village.officer("noor", "district_officer")


@pytest.fixture
def other_desk(loaded):
    return village.officer("omar", "district_officer")


@pytest.fixture
def southern(loaded):
    return village.officer("sami", "district_officer", "S")


@pytest.fixture
def dpo(loaded):
    return village.officer("dina", "data_protection_officer")


@pytest.fixture
def second(loaded):
    return village.officer("dora", "data_protection_officer")


@pytest.fixture
def approved(dpo, second):
    """Put a purpose in force: approved(STUDY)."""

    def approve(purpose=STUDY):
        made = actions.prepare_purpose(purpose, reason="The ministry decided", by=dpo)
        return actions.approve_paper(made, by=second, at=NOON)

    return approve


@pytest.fixture
def say(desk, people):
    """Record what somebody said: say("h1-1", "given")."""

    def record(key, answer, on=DAY, purpose="study", **more):
        said = Said(answer=answer, on=on, how=more.pop("how", "signature"), **more)
        return actions.record_consent(people[key], purpose=purpose, said=said, today=DAY, by=desk)

    return record


@pytest.fixture
def agree(people):
    """Whose data may be used for a purpose, by their keys."""

    def names(purpose="study", on=DAY):
        return {person.source_key for person in queries.allowed(purpose, on=on)}

    return names
