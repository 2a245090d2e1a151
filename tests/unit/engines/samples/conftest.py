"""One generated country for the tests of its properties."""

from datetime import date

import numpy as np
import pytest

from ayni.engines.samples import country

ON = date(2026, 11, 1)


@pytest.fixture(scope="session")
def land():
    """4,000 households as a survey."""
    return country.generate(4000, 7, ON)


@pytest.fixture(scope="session")
def age(land):
    """Age in years of each person, NaN when the birth is unknown."""
    born = land.persons["born_from"].to_numpy()
    return (np.datetime64(ON) - born.astype("datetime64[D]")).astype(float) / 365.25 + np.where(
        np.isnat(born), np.nan, 0
    )
