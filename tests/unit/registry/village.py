"""A village small enough to count by hand: four households in two districts, written as a survey folder."""

from datetime import date
from pathlib import Path

from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.registry.actions import declaring

DAY = date(2026, 6, 30)

MAPPING = """
survey: village-2026
title: {en: Village survey, fr: Enquête du village}
interviewed_on: 2026-06-30
files: {households: households.csv, persons: persons.csv}
household:
  key: hid
  weight: weight
  area:
    - {from: region, name: region_name}
    - {from: district, name: district_name}
  variables:
    - {name: floor, type: choice, labels: {en: Floor, fr: Sol, ar: الأرضية}, choices:
        {1: {code: earth, en: Earth, fr: Terre}, 2: {code: cement, en: Cement, fr: Ciment}}}
    - {name: electricity, type: boolean, when_true: [1], when_false: [0], labels: {en: Has electricity}}
    - {name: rooms, type: integer, minimum: 0, maximum: 20, labels: {en: Rooms}}
    - {name: spent, type: decimal, unit: LCU, labels: {en: Spent}}
    - {name: note, type: text, labels: {en: Note}}
person:
  household: hid
  number: line
  relationship: {from: role}
  sex: {from: sex, codes: {1: male, 2: female}}
  age: {years: age}
  names: {given: given, family: family, given_latin: given_latin}
  mother: mother
  variables:
    - {name: hiv, type: boolean, when_true: [1], when_false: [0], sensitivity: sensitive, labels: {en: Lives with HIV}}
    - {name: attends, type: boolean, when_true: [1], when_false: [0], labels: {en: Attends school}}
    - {name: phone_number, type: text, labels: {en: Telephone number}}
"""

HOUSEHOLDS = """hid,weight,region,region_name,district,district_name,floor,electricity,rooms,spent,note
h1,1.5,N,North,N1,Hill,1,0,1,1250.5,"by the well, left"
h2,1.5,N,North,N1,Hill,2,1,3,4000,
h3,2,N,North,N2,River,1,,2,,
h4,2,S,South,S1,Coast,,1,4,900,
"""

PERSONS = """hid,line,role,sex,age,given,family,given_latin,mother,hiv,attends,phone_number
h1,1,head,2,34,Amina,Diallo,,,1,,+999 70 000 001
h1,2,child,2,8,Fatou,Diallo,,1,,1,
h1,3,child,1,0,Issa,Diallo,,1,,,
h2,1,head,1,61,أحمد,حداد,Ahmad,,0,,
h2,2,spouse,2,58,ليلى,حداد,Layla,,0,,
h3,1,head,1,45,Chidi,Okafor,,,,,
h4,1,head,2,70,Maria,García,,,,,
h4,2,grandchild,2,,Ana María,García,,,,0,
"""


def write(folder: Path, *, households: str = HOUSEHOLDS, persons: str = PERSONS, mapping: str = MAPPING) -> Path:
    """The survey folder, whole or with other contents."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("households.csv", households), ("persons.csv", persons), ("mapping.yaml", mapping)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def officer(name: str, role: str, area: str = "") -> User:
    """A user with one role, in one area or everywhere."""
    user = User.objects.create_user(name)
    place = Area.objects.get(code=area) if area else None
    Grant.objects.create(user=user, role_id=role, area=place, starts_on=date(2020, 1, 1))
    return user


def declare(*variables: dictionaries.Variable) -> None:
    """Ask more, as a survey that is loaded does."""
    declaring.declare(dictionaries.Dictionary(variables), since=DAY)
