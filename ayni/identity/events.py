"""What happened to records of one person, for those who keep something on them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleMerged:
    """Two records of one person are one from now on: all that hung on `absorbed_id` hangs on `kept_id`."""

    merge_id: int
    kept_id: int
    absorbed_id: int
    #: The day, as an ISO text.
    on: str


@dataclass(frozen=True)
class PeopleParted:
    """A merge was wrong: what it moved hangs again where it hung before."""

    merge_id: int
    kept_id: int
    absorbed_id: int
    #: The day, as an ISO text.
    on: str


@dataclass(frozen=True)
class NumbersAsked:
    """Questions about people's numbers wait to be sent to other offices' registers, in the name of who asked."""

    by_id: int
