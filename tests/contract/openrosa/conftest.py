import pytest

from tests.unit.intake import field


@pytest.fixture
def here(db, settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    settings.AYNI_LIMITS = dict.fromkeys(settings.AYNI_LIMITS)
    return field.made()
