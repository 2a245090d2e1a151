"""The shipped instruments, through the mapping and the rule language, against the same worked by hand."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines import dictionary
from ayni.engines.measures import deprivation, proxy_means
from ayni.engines.rules import check, columns
from ayni.engines.surveys import mapping, reader
from tests.truths import popstan, shared, test_popstan

FILES = resources.files("ayni") / "assessment" / "instruments"


@cache
def tables() -> tuple[pa.Table, pa.Table, dictionary.Dictionary, date]:
    """The survey as the engines eat it: households and persons with numbers for ids, sorted."""
    folder = shared.path("popstan")
    written = mapping.find(folder)
    survey = reader.read(folder, written)
    homes = survey.households
    keys, parents = (
        homes["key"],
        dict(zip(*(survey.areas[name].to_pylist() for name in ("code", "parent")), strict=True)),
    )
    homes = homes.append_column("id", pa.array(range(homes.num_rows), pa.int64()))
    homes = homes.append_column("area_1", pa.array([parents[code] for code in homes["area"].to_pylist()]))
    persons = survey.persons
    persons = persons.append_column("household_id", pc.index_in(persons["household"], keys).cast(pa.int64()))
    persons = persons.append_column("id", pa.array(range(persons.num_rows), pa.int64()))
    return homes, persons.sort_by("household_id"), survey.dictionary, written.interviewed_on


def worked_out(rules: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """A column for each rule, of households in the order of the raw file; NaN unknown."""
    homes, persons, words, on = tables()
    checked = {name: check.expression(rule, "household", words, wants) for name, (rule, wants) in rules.items()}
    table = columns.columns(checked, "household", ibis.memtable(homes), ibis.memtable(persons), on=on)
    found = table.order_by("id").to_pyarrow()
    order = pd.Index(homes["key"].to_pylist())
    made = pd.DataFrame({name: found[name].cast(pa.float64()).to_numpy() for name in rules}, index=order)
    return made.reindex(popstan.files()[0].index)


def test_the_rules_of_the_poverty_measure_mean_what_the_hand_does() -> None:
    instrument = deprivation.Instrument.from_yaml((FILES / "mpi.yaml").read_text(encoding="utf-8"))
    found = worked_out({one.name: (one.rule, "bool") for one in instrument.indicators})
    pd.testing.assert_frame_equal(found, popstan.deprivations(), check_names=False)


def test_the_rules_of_the_proxy_test_mean_what_the_hand_does() -> None:
    instrument = proxy_means.ProxyInstrument.from_yaml((FILES / "pmt.yaml").read_text(encoding="utf-8"))
    rules = {one.name: (one.rule, one.wants) for one in instrument.regressors}
    found = worked_out({**rules, "outcome": (instrument.outcome, "number")})
    outcome = found.pop("outcome")
    pd.testing.assert_frame_equal(found, test_popstan.proxies(), check_names=False)
    assert np.array_equal(outcome, popstan.files()[0].pc_exp)


def test_people_of_the_categorical_programmes_are_the_hand_counts() -> None:
    homes, persons, words, on = tables()
    rules = {
        "child_grant": "age(person, on) < 5",
        "pension": "age(person, on) >= 65",
        "disability": "person.disability",
        "school_age": "age(person, on) >= 6 && age(person, on) <= 14",
    }
    checked = {name: check.expression(rule, "person", words) for name, rule in rules.items()}
    table = columns.columns(checked, "person", ibis.memtable(homes), ibis.memtable(persons), on=on).to_pyarrow()
    counted = popstan.counted()
    assert (homes.num_rows, table.num_rows) == (counted["households"], counted["persons"])
    assert {name: pc.sum(table[name]).as_py() for name in rules} == {name: counted[name] for name in rules}
