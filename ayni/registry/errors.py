from __future__ import annotations

from datetime import date

from ayni.kernel.refusals import Refused


class TypeChanged(Refused):
    """A variable that is known with another type."""

    def __init__(self, name: str, known: str, given: str) -> None:
        self.name = name
        super().__init__(
            f"The variable {name} is {known} in the dictionary, and here it is {given}. Answers already kept would "
            "no longer be readable. Give the new variable another name in the mapping."
        )


class AreasUnknown(Refused):
    def __init__(self, codes: list[str]) -> None:
        shown = ", ".join(codes[:5]) + (", …" if len(codes) > 5 else "")
        super().__init__(
            f"These areas are not in the directory: {shown}. A household must live in a known area. "
            "Add the areas first."
        )


class SourceKnown(Refused):
    def __init__(self, source: str, count: int) -> None:
        super().__init__(
            f"{count} of these households or persons were admitted before from the source “{source}”, and nobody is "
            "registered twice. Leave them out, or name the source differently if it is another one."
        )


class NotOneHead(Refused):
    def __init__(self, heads: int) -> None:
        told = "nobody is" if heads == 0 else f"{heads} people are"
        super().__init__(
            f"In this household {told} named as its head. Name exactly one, for payments and letters go to the head."
        )


class BornLater(Refused):
    def __init__(self, who: str, born: date, on: date) -> None:
        super().__init__(
            f"{who} would be born on {born}, after {on}, the day this is recorded. Check the day of birth."
        )


class YoungerParent(Refused):
    def __init__(self, parent: str, child: str, kind: str) -> None:
        super().__init__(
            f"{parent} cannot be the {kind} of {child}: the {kind} would be younger than the child, or less than ten "
            "years older. Check both days of birth, or name somebody else."
        )


class NoSuchMember(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is no member number {number} in this household. Use a number from the list of members."
        )


class NothingToCorrect(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(f"The record of {who} already says this: nothing was changed.")


class NoSuchHousehold(Refused):
    def __init__(self, household_id: int) -> None:
        super().__init__(f"There is no household H{household_id:08d}. Check the number, or search by name.")


class NoSuchPerson(Refused):
    def __init__(self, person_id: int) -> None:
        super().__init__(f"There is no person P{person_id:08d}. Check the number, or search by name.")
