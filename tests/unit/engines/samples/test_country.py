"""The country as a whole: the same for a seed, and in by the road of any survey."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from ayni.engines.samples import blocks, country
from ayni.engines.surveys import mapping, reader

ON = date(2026, 11, 1)


def contents(folder):
    """What each file of a folder holds."""
    tables = [pq.read_table(folder / name) for name in (country.HOUSEHOLDS, country.PERSONS)]
    return [*tables, (folder / country.AREAS).read_text(), (folder / "mapping.yaml").read_text()]


def test_the_files_give_the_survey_that_memory_gives(tmp_path):
    made = country.generate(300, 3, ON)
    folder = country.write(tmp_path / "land", 300, 3, ON)
    read = reader.read(folder, mapping.find(folder))
    for name in ("areas", "households", "persons", "kinship"):
        assert getattr(read, name).equals(getattr(made, name)), name
    assert read.dictionary.version == made.dictionary.version
    assert read.shapes.keys() >= made.shapes.keys()
    assert set(read.areas["code"].to_pylist()) <= read.shapes.keys()


def test_a_seed_gives_the_same_country_however_it_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 50)
    folders = [country.write(tmp_path / str(at_a_time), 230, 5, ON, at_a_time=at_a_time) for at_a_time in (1, 2, 4)]
    first, second, third = (contents(folder) for folder in folders)
    assert first[0].num_rows == 230
    assert first == second == third


def test_another_seed_gives_another_country():
    one, other = country.generate(50, 1, ON), country.generate(50, 2, ON)
    assert not one.persons.equals(other.persons)
    assert one.areas["name"].to_pylist() != other.areas["name"].to_pylist()


def test_nothing_is_refused(land):
    assert [one for one in land.refusals if one.kind != "warning"] == []
    assert land.refusals == ()


def test_the_variables_are_those_of_the_shipped_survey(land):
    shipped = mapping.load(mapping.SHIPPED / "popstan.yaml")
    for entity, part in (("household", shipped.household), ("person", shipped.person)):
        for field in part.fields:
            variable = land.dictionary.get(entity, field.name)
            assert variable.type == field.type
            assert {choice.code for choice in variable.choices} == {one.code for one in field.choices}


@pytest.mark.parametrize("households", [0, -1, 10**9])
def test_an_impossible_size_is_refused(households):
    with pytest.raises(ValueError, match="households"):
        country.generate(households, 1, ON)


def test_one_household_is_a_country_too():
    assert country.generate(1, 1, ON).households.num_rows == 1


def test_keys_and_telephone_numbers_are_unique(land):
    keys = land.persons["key"].to_pylist()
    assert len(set(keys)) == len(keys)
    phones = [phone for phone in land.persons["phone_number"].to_pylist() if phone]
    assert len(set(phones)) == len(phones) > 0.6 * land.households.num_rows
    assert {len(phone) for phone in phones} == {13}


def test_every_stratum_has_two_sampling_units_or_more(land):
    units = {}
    strata, psus = land.households["survey_stratum"], land.households["survey_psu"]
    for stratum, psu in zip(strata.to_pylist(), psus.to_pylist(), strict=True):
        units.setdefault(stratum, set()).add(psu)
    assert len(units) == 20
    assert min(len(found) for found in units.values()) >= 2


def test_areas_grow_with_the_country():
    small, large = (country.prepare(size, 7, ON)[0].areas for size in (2_000, 500_000))
    levels = [[table["level"].to_pylist().count(level) for level in (1, 2, 3)] for table in (small, large)]
    assert levels[0] == [10, 60, 120]
    assert levels[1][:2] == [10, 60]
    assert levels[1][2] > 300
    assert small.slice(0, 70).equals(large.slice(0, 70))
