"""What every method answers: one list of figures, each with its error, and what must be known to read them.

The command, the pages, the spreadsheets and the printed brief all show this list, so that none of them can leave out
a margin or show a figure that rests on too few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from ayni.engines.measures.estimate import Estimate

Thin = Literal["", "few", "very few"]

FEWEST, FEW = 25, 50  # units: below the first a figure says nothing of the population; below the second, little (MICS)
UNSURE = 0.3  # standard error over the value, from which a figure is flagged


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its estimate, and what it is of, such as {"k": 0.33, "region": "North"}.

    A value of None is not known: the result's notes say why.
    """

    name: str
    estimate: Estimate
    of: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def thin(self) -> Thin:
        """Whether it rests on too few: "very few" is hidden on screens, "few" is flagged wherever it is shown.

        A figure that is known without error (a line that was given, a full count) is as thin as its units are few.
        """
        n, value, se = self.estimate.n, self.estimate.value, self.estimate.se
        if n < FEWEST:
            return "very few"
        unsure = value is not None and se is not None and value != 0 and abs(se / value) > UNSURE
        return "few" if n < FEW or unsure else ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON."""
        return {"figure": self.name, "of": dict(self.of), **_plain(self.estimate.as_dict()), "thin": self.thin}


@dataclass(frozen=True, eq=False)
class Result:
    """The answer of a method.

    sample: how many units, strata, clusters and degrees of freedom stand behind the figures. left_out: units that were
    not used, by reason. notes: what was chosen where programs differ, and what could not be known, in sentences.
    extra: curves, coefficients and tables as plain values. units: columns of one value for each row of the data, in its
    order (numbers with NaN for the unknown, or objects with None).
    """

    method: str
    figures: tuple[Figure, ...]
    sample: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the units' own results, as plain values, safe for JSON."""
        return {
            "method": self.method,
            "sample": _plain(self.sample),
            "left_out": _plain(self.left_out),
            "notes": list(self.notes),
            "figures": [one.as_dict() for one in self.figures],
            "extra": _plain(self.extra),
        }

    def find(self, name: str, **of: str | float) -> Estimate:
        """The one figure of that name with exactly these qualities. Raises KeyError."""
        for one in self.figures:
            if one.name == name and dict(one.of) == of:
                return one.estimate
        raise KeyError((name, of))


def _plain(value: Any) -> Any:
    """The same without arrays, and None for numbers that are none."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
