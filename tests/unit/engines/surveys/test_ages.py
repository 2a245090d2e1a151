"""Ages become intervals of birth and back."""

from datetime import date, timedelta

import numpy as np
import pytest

from ayni.engines.surveys import ages


def age_on(born: date, on: date) -> int:
    """Complete years, counted by hand."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@pytest.mark.parametrize("on", [date(2023, 12, 27), date(2024, 2, 29), date(2023, 2, 28), date(2024, 1, 1)])
@pytest.mark.parametrize("age", [0, 1, 4, 17, 64, 100])
def test_the_interval_holds_exactly_the_people_of_that_age(on, age):
    interval = ages.aged(np.array([age * 12.0]), on, 12)
    earliest, latest = interval.earliest[0].item(), interval.latest[0].item()
    assert (age_on(earliest, on), age_on(latest, on)) == (age, age)
    assert age_on(earliest - timedelta(1), on) == age + 1
    assert latest == on if age == 0 else age_on(latest + timedelta(1), on) < age


@pytest.mark.parametrize(
    ("months", "earliest", "latest"),
    [
        (0, date(2024, 3, 1), date(2024, 3, 31)),
        (1, date(2024, 2, 1), date(2024, 2, 29)),
        (13, date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_months_of_age_on_the_last_of_a_month(months, earliest, latest):
    interval = ages.aged(np.array([float(months)]), date(2024, 3, 31), 1)
    assert (interval.earliest[0].item(), interval.latest[0].item()) == (earliest, latest)


def test_unknown_stays_unknown():
    interval = ages.aged(np.array([np.nan]), date(2024, 3, 31), 12)
    assert not interval.known()[0]
    assert ages.column(interval.earliest).to_pylist() == [None]


def test_years_on_a_day():
    births = np.array(["1984-02-29", "2024-06-30", "2024-07-01", "NaT"], "datetime64[D]")
    years = ages.years_on(births, date(2024, 6, 30))
    assert years[:3].tolist() == [40, 0, -1]
    assert np.isnan(years[3])
