"""What happened to people and households, for those who depend on it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PersonMoved:
    """Somebody lives in another household from a day on."""

    person_id: int
    household_id: int
    on: date


@dataclass(frozen=True)
class HouseholdMoved:
    """A household lives in another area from a day on."""

    household_id: int
    from_area_id: int
    area_id: int
    on: date


@dataclass(frozen=True)
class PersonDied:
    person_id: int
    household_id: int | None
    on: date


@dataclass(frozen=True)
class PersonBorn:
    person_id: int
    household_id: int
    on: date
