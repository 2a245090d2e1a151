"""Poverty and the proxy means test on the survey of Popstan, against samplics and statsmodels."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from ayni.engines.measures import deprivation, design, estimate, proxy_means, targeting
from tests.truths import popstan

FILES = resources.files("ayni") / "assessment" / "instruments"


def drawn(**choices: str) -> design.Design:
    households, _ = popstan.files()
    return design.Design(
        popstan.stratum().to_numpy(), households.ea.to_numpy(), households.popweight.to_numpy(), **choices
    )


def regions() -> pd.Series:
    households, _ = popstan.files()
    return households.geo1.map("geo_{:02d}".format)


def poverty() -> deprivation.MpiResult:
    instrument = deprivation.Instrument.from_yaml((FILES / "mpi.yaml").read_text(), where="mpi.yaml")
    answers = popstan.deprivations()
    assert list(answers) == list(instrument.names)
    return deprivation.estimate(
        {name: answers[name].to_numpy() for name in answers},
        instrument,
        drawn(),
        groups={"area": regions().to_numpy()},
    )


def proxies() -> pd.DataFrame:
    """The columns of pmt.yaml made by hand from the raw files."""
    households, persons = popstan.files()
    size = households.hhsize
    head = persons[persons.relation == 1].set_index("hid").reindex(households.index)
    words = ("one_person", "two_people", "three_people", "four_people", "five_people", "six_people")
    part = {word: size == people for people, word in enumerate((*words, "seven_people"), start=1)}
    for name, group in {"children": persons.age < 15, "elderly": persons.age >= 65}.items():
        part[name] = group.groupby(persons.hid).sum().reindex(households.index) / size
    part |= {
        "head_secondary": head.educ_attain == 3,
        "head_university": head.educ_attain == 4,
        "earth_floor": households.floor == 1,
        "poor_walls": households.walls.isin([1, 2, 5]),
        "poor_roof": households.roof.isin([7, 8]),
        "solid_fuel": households.cook_fuel.isin([4, 5]),
        "flush_toilet": households.toilet.isin([11, 12]),
        "no_toilet": households.toilet == 31,
        "piped_water": households.water == 11,
        "electricity": households.electricity,
        "rooms_per_person": households.rooms / size,
        "phone": households.phone,
        "cellphone": households.cell,
        "refrigerator": households.refrigerator,
        "car": households.car,
        "television": households.tv,
        "motorcycle": households.motorcycle,
        "urban": households.urbrur == 2,
    }
    return pd.DataFrame(part).astype(float)


def test_multidimensional_poverty_equals_samplics() -> None:
    theirs, mine = popstan.measured(), poverty()
    assert mine.n == theirs["n"]
    assert mine.retained == pytest.approx(theirs["retained"], rel=1e-12)
    for name in ("H", "A", "M0"):
        figure = getattr(mine.national, name)
        assert figure.value == pytest.approx(theirs[name], rel=1e-12)
        assert figure.se == pytest.approx(theirs["se"][name], rel=1e-10)
    for row in theirs["by_area"]:
        area = mine.groups["area"][row["area"]]
        for name in ("H", "A", "M0"):
            assert getattr(area, name).value == pytest.approx(row[name], rel=1e-12)


def test_poverty_of_the_country_is_plausible_and_adds_up() -> None:
    found = poverty().national
    assert 0.15 < found.H.value < 0.35
    assert found.M0.value == pytest.approx(found.H.value * found.A.value, rel=1e-12)
    assert sum(one.value for one in found.percentage.values()) == pytest.approx(1)


def test_a_domain_that_cuts_through_psus_equals_samplics() -> None:
    """Households whose head is a woman: PSUs without one still count."""
    households, persons = popstan.files()
    female = (persons[persons.relation == 1].set_index("hid").sex == 2).reindex(households.index)
    estimator = popstan.TaylorEstimator(popstan.PopParam.mean)
    estimator.estimate(
        y=households.pc_exp.to_numpy(),
        samp_weight=households.popweight.to_numpy(),
        stratum=popstan.stratum().to_numpy(),
        psu=households.ea.to_numpy(),
        domain=female.astype(int).to_numpy(),
    )
    mine = estimate.by_group(households.pc_exp.to_numpy(), drawn(), female.astype(int).to_numpy())
    for domain in (0, 1):
        assert mine[domain].value == pytest.approx(estimator.point_est[domain], rel=1e-12)
        assert mine[domain].se == pytest.approx(estimator.stderror[domain], rel=1e-9)


def test_proxy_means_coefficients_equal_statsmodels() -> None:
    households, _ = popstan.files()
    x = proxies()
    instrument = proxy_means.ProxyInstrument.from_yaml((FILES / "pmt.yaml").read_text(), where="pmt.yaml")
    assert list(x) == list(instrument.names)
    mine = proxy_means.fit(households.pc_exp.to_numpy(), x.to_numpy(), instrument.names, None, drawn())
    theirs = sm.WLS(np.log(households.pc_exp), sm.add_constant(x), weights=households.popweight).fit()
    assert mine.n == 8000
    assert mine.r2 == pytest.approx(theirs.rsquared, rel=1e-10)
    assert mine.intercept == pytest.approx(theirs.params["const"], rel=1e-9)
    for name, slope in mine.coefficients.items():
        assert slope == pytest.approx(theirs.params[name], rel=1e-7, abs=1e-10)


def test_proxy_means_errors_equal_the_clustered_ones_of_statsmodels() -> None:
    """In a design of one stratum the sandwich is the clustered one times PSUs / (PSUs - 1)."""
    households, _ = popstan.files()
    x = proxies()
    flat = design.Design(None, households.ea.to_numpy(), households.popweight.to_numpy())
    mine = proxy_means.fit(households.pc_exp.to_numpy(), x.to_numpy(), list(x), None, flat)
    model = sm.WLS(np.log(households.pc_exp), sm.add_constant(x), weights=households.popweight)
    groups = households.ea.astype("category").cat.codes.to_numpy()
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    factor = np.sqrt(flat.clusters / (flat.clusters - 1))
    for name, se in mine.se.items():
        assert se == pytest.approx(theirs.bse[name] * factor, rel=1e-8)


def test_proxy_means_out_of_sample() -> None:
    households, _ = popstan.files()
    found = targeting.cross_validate(
        households.pc_exp.to_numpy(), proxies().to_numpy(), None, drawn(), folds=5, seed=1, share=0.25
    )
    assert len(found.folds) == len(found.r2) == 5
    assert sum(fold.n for fold in found.folds) == 8000
    assert min(found.r2) > 0.8
    assert found.overall.exclusion == pytest.approx(found.overall.inclusion, abs=0.002)
    assert found.overall.exclusion < 0.25
    assert found.overall.cgh > 2.5
