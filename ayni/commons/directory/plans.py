"""What a change of boundaries is to do, as data: kept with the change, read again when it is approved.

Plan("merge", areas=("N1", "N2"), into=(Part("N3", {"en": "New Hill"}),))
Plan("divide", areas=("N1",), into=(Part("N1A", …), Part("N1B", …)), children={"N11": "N1A"}, rest="N1B")
Plan("transfer", areas=("N1",), parent="S")          # an empty parent is the top
Plan("rename", areas=("N1",), names={"en": "New Hill"})
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Part:
    """An area that another becomes: one that is there already has no names here."""

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    shape: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Plan:
    """`children` says for each area within a divided one in which part it will lie; `rest` the part for who has no
    point on the map, empty when somebody will assign them by hand."""

    kind: str
    areas: tuple[str, ...]
    into: tuple[Part, ...] = ()
    children: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""
    parent: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The plan as JSON."""
        return dataclasses.asdict(self) | {
            "areas": list(self.areas),
            "into": [dataclasses.asdict(p) for p in self.into],
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Plan:
        """The plan that was kept."""
        return cls(**{**told, "areas": tuple(told["areas"]), "into": tuple(Part(**part) for part in told["into"])})
