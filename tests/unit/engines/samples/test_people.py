"""The people: a young country, believable families, lives that hang together."""

import numpy as np
import pyarrow.compute as pc
import pytest

from ayni.engines.samples import naming, territory


def column(table, name):
    """A column as numpy, unknown as None or NaN."""
    return np.array(table[name].to_pylist(), dtype=object)


def share(values):
    """The share of true among the known."""
    return pc.mean(pc.cast(values, "int8")).as_py()


def test_the_pyramid_is_a_young_countrys(age):
    known = age[~np.isnan(age)]
    assert 0.34 < (known < 15).mean() < 0.46
    assert 0.10 < (known < 5).mean() < 0.17
    assert 0.03 < (known >= 65).mean() < 0.08
    assert known.min() >= 0
    assert known.max() < 101
    counts = np.histogram(known, [0, 10, 20, 30, 40, 50, 60, 70, 80])[0]
    assert (np.diff(counts) < 0).all()


@pytest.mark.parametrize(("kind", "youngest", "oldest"), [("mother", 14.0, 46.1), ("father", 14.9, 75.0)])
def test_parents_are_older_than_their_children(land, age, kind, youngest, oldest):
    at = {key: row for row, key in enumerate(land.persons["key"].to_pylist())}
    ties = [tie for tie in land.kinship.to_pylist() if tie["kind"] == kind]
    gaps = np.array([age[at[tie["relative"]]] - age[at[tie["person"]]] for tie in ties])
    gaps = gaps[~np.isnan(gaps)]
    assert len(gaps) > 4000
    assert gaps.min() >= youngest  # a birth known to its year alone may seem a year earlier or later
    assert gaps.max() <= oldest


def test_spouses_are_near_in_age(land, age):
    at = {key: row for row, key in enumerate(land.persons["key"].to_pylist())}
    ties = [tie for tie in land.kinship.to_pylist() if tie["kind"] == "spouse"]
    gaps = np.abs([age[at[tie["relative"]]] - age[at[tie["person"]]] for tie in ties])
    assert np.nanmedian(gaps) < 6
    assert np.nanquantile(gaps, 0.95) < 15


def test_households_are_of_every_form(land):
    roles = column(land.persons, "relationship")
    assert set(roles) == {
        "head",
        "spouse",
        "child",
        "parent",
        "grandchild",
        "sibling",
        "other_relative",
        "non_relative",
    }
    assert (roles == "head").sum() == land.households.num_rows
    sizes = column(land.households, "household_size").astype(int)
    assert sizes.sum() == land.persons.num_rows
    assert 4.2 < sizes.mean() < 5.4
    homes = column(land.persons, "household")
    wives = np.unique(homes[roles == "spouse"], return_counts=True)[1]
    assert 0.01 < (wives > 1).sum() / land.households.num_rows < 0.06
    heads_sex = column(land.persons, "sex")[roles == "head"]
    assert 0.17 < (heads_sex == "female").mean() < 0.30


def test_a_few_children_head_households(land, age):
    heads = age[column(land.persons, "relationship") == "head"]
    assert 0 < (heads < 18).mean() < 0.015


def test_disability_rises_with_age(land, age):
    disability = land.persons["disability"]
    assert 0.055 < share(disability) < 0.085
    groups = [share(disability.filter(pc.less(age, 15))), share(disability.filter(pc.greater(age, 65)))]
    assert groups[1] > 5 * groups[0]


def test_women_tell_of_as_many_children_as_are_there(land):
    keys = {key: row for row, key in enumerate(land.persons["key"].to_pylist())}
    living = land.persons["children_surviving"].to_pylist()
    born = land.persons["children_born"].to_pylist()
    here: dict[int, int] = {}
    for mother in land.persons["mother"].to_pylist():
        if mother:
            here[keys[mother]] = here.get(keys[mother], 0) + 1
    mature = [row for row in here if living[row] is not None and land.persons["relationship"][row].as_py() != "parent"]
    assert len(mature) > 1500
    assert all(living[row] >= here[row] for row in mature)
    assert all(ever >= now for ever, now in zip(born, living, strict=True) if None not in (ever, now))


def test_school_is_for_the_young_and_years_fit_the_age(land, age):
    years = column(land.persons, "years_schooling").astype(float)
    told = ~np.isnan(years) & ~np.isnan(age)
    assert (years[told] <= age[told] - 4).all()
    attends = land.persons["school_attend"]
    assert share(attends.filter(pc.and_(pc.greater(age, 8), pc.less(age, 12)))) > 0.75
    assert share(attends.filter(pc.greater(age, 30))) == 0


def test_births_are_exact_vague_or_unknown(land):
    earliest, latest = land.persons["born_from"].to_numpy(), land.persons["born_to"].to_numpy()
    unknown, exact = np.isnat(earliest), earliest == latest
    assert 0.005 < unknown.mean() < 0.03
    assert 0.80 < exact.mean() < 0.93
    assert ((latest - earliest)[~unknown] >= np.timedelta64(0)).all()
    assert (latest[~unknown] <= np.datetime64("2026-11-01")).all()


def test_names_are_in_the_scripts_they_say(land):
    persons = land.persons.slice(0, 5000).to_pylist()
    assert {person["script"] for person in persons} == set(naming.SCRIPTS)
    ranges = {"Arab": (0x600, 0x6FF), "Deva": (0x900, 0x97F), "Ethi": (0x1200, 0x137F), "Latn": (0x20, 0x7A)}
    for person in persons:
        low, high = ranges[person["script"]]
        for name in (person["given_name"], person["family_name"]):
            assert all(low <= ord(letter) <= high or letter == "\u200c" for letter in name), name
        assert person["given_name_latin"].isascii()


def test_a_household_shares_its_family_name(land):
    names: dict[str, set[str]] = {}
    for home, name in zip(land.persons["household"].to_pylist(), land.persons["family_name"].to_pylist(), strict=True):
        names.setdefault(home, set()).add(name)
    assert {len(found) for found in names.values()} == {1}


@pytest.mark.parametrize("part", ["female", "male", "family"])
def test_each_culture_has_sixty_names_or_more_none_twice(part):
    names = naming.stock(part)
    for culture, start, size in zip(territory.CULTURES, names.start, names.size, strict=True):
        words = names.native.slice(int(start), int(size)).to_pylist()
        assert len(set(words)) == len(words) >= 60, culture
