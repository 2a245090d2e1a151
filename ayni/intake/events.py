"""What happens to changes and recertifications, for those who depend on it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeApplied:
    """The registry was changed. `to_area` is where the record went, empty when it stayed; days are ISO texts."""

    change: int
    kind: str
    household: int | None
    person: int | None
    area: str
    to_area: str
    happened_on: str


@dataclass(frozen=True)
class ChangeRejected:
    """A change is not made; the reason stands with it, in the person's language."""

    change: int
    kind: str
    household: int | None
    person: int | None


@dataclass(frozen=True)
class RecertificationLate:
    """Households or people were not confirmed within the grace; nothing is stopped by itself."""

    schedule: str
    on: str
    count: int


@dataclass(frozen=True)
class ChangesOverdue:
    """Requests of an area that were to be decided before a day; `grave` of them need two officers."""

    area: str
    on: str
    count: int
    grave: int
