"""Small survey folders, good by default, that a test spoils in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ayni.engines.surveys import mapping, reader
from ayni.engines.surveys import survey as surveys

MAPPING = """
survey: village-2024
title: {en: Village survey}
interviewed_on: 2024-06-30
files:
  households: households.csv
  persons: persons.csv
household:
  key: hid
  weight: weight
  stratum: [region, urban]
  psu: ea
  area:
    - from: region
    - from: district
      name: district_name
  variables:
    - {name: urban, type: boolean, when_true: [1], when_false: [2]}
    - {name: rooms, type: integer, minimum: 1, maximum: 20, missing: [99]}
    - {name: floor, type: choice, choices: {1: earth, 2: {code: cement, en: Cement, fr: Ciment}}}
    - {name: consumption, from: spent, type: decimal, minimum: 0}
person:
  household: hid
  number: line
  relationship: {from: role, codes: {1: head, 2: spouse, 3: child}}
  sex: {from: sex, codes: {1: male, 2: female}}
  age: {years: age, missing: [998]}
  names: {given: name}
  variables:
    - {name: disability, type: boolean, sensitivity: sensitive, when_true: [1], when_false: [0]}
"""

HOUSEHOLDS = """\
hid,region,district,district_name,urban,ea,weight,rooms,floor,spent
h1,R1,R1a,Lowland,1,11,100.5,2,1,1200.5
h2,R1,R1b,Hillside,2,12,99,99,2,800
h3,R2,R2a,Coast,2,21,101,3,2,0
"""

PERSONS = """\
hid,line,role,sex,age,name,disability
h1,1,1,1,40,Juma,0
h1,2,2,2,35,Neema,0
h1,3,3,2,7,Zawadi,
h2,1,1,2,68,Rosa,1
h3,1,1,1,30,Abel,0
h3,2,3,1,0,,0
"""

Build = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Build:
    """Writes the folder, each part replaced by what the test gives."""

    def build(households: str | bytes = HOUSEHOLDS, persons: str | bytes = PERSONS, mapping: str = MAPPING) -> Path:
        for name, content in (("households.csv", households), ("persons.csv", persons), ("mapping.yaml", mapping)):
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return build


@pytest.fixture
def read(folder: Build) -> Callable[..., surveys.Survey]:
    """Reads such a folder."""

    def run(**parts: str | bytes) -> surveys.Survey:
        path = folder(**parts)
        return reader.read(path, mapping.find(path))

    return run


@pytest.fixture
def good() -> tuple[str, str, str]:
    """The unspoilt households, persons and mapping."""
    return HOUSEHOLDS, PERSONS, MAPPING
