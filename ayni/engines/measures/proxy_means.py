"""A proxy means test: consumption predicted from what can be seen or asked at the door.

The model is ln y = X b by weighted least squares, weights being persons, standard errors design-based. The
score is money: exp(X b) times Duan's smearing factor (J. American Statistical Association 78, 1983), the mean
of the exponentiated residuals, so that scores average to the consumption they predict. A fitted formula is
frozen: its version is a digest of its content, and a changed copy is refused.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import regression
from ayni.engines.measures.design import Floats
from ayni.engines.measures.instruments import ProxyInstrument, Regressor
from ayni.kernel import refusals

__all__ = ["Contribution", "Formula", "FormulaError", "ProxyInstrument", "Regressor", "fit", "logged"]


class FormulaError(refusals.Refused):
    """A formula cannot be fitted, read or applied; the text says why and what to do."""


@dataclass(frozen=True)
class Contribution:
    """What one proxy adds to a household's score.

    value: the answer; effect: coefficient x value, on the log scale; factor: how many times the score is what
    it would be with the survey's average answer (1.10 = ten per cent more).
    """

    name: str
    value: float
    effect: float
    factor: float


@dataclass(frozen=True)
class Formula:
    """A fitted proxy means formula.

    coefficients, se, means: of each proxy, by name, in order (se: None where the design allows none).
    dropped: proxies that were combinations of earlier ones in the survey (coefficient 0).
    left_out: survey units not used, by reason. n: units used. r2: weighted, on the log scale.
    degrees: PSUs less strata less proxies.
    """

    code: str
    intercept: float
    coefficients: Mapping[str, float]
    smearing: float
    r2: float
    n: int
    degrees: int
    intercept_se: float | None = None
    se: Mapping[str, float | None] = field(default_factory=dict)
    means: Mapping[str, float] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The proxies, in the order of the columns of X."""
        return tuple(self.coefficients)

    @property
    def version(self) -> str:
        """Twelve characters of a digest of everything in the formula."""
        text = json.dumps(self._content(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def score(self, x: npt.ArrayLike) -> Floats:
        """Predicted consumption of each of n households, in the currency of the survey.

        x: (n, proxies), in the order of `names`. NaN where any proxy is missing: unknown is never guessed.
        """
        found = np.asarray(x, dtype=np.float64)
        if found.ndim != 2 or found.shape[1] != len(self.coefficients):
            raise FormulaError(
                f"The formula {self.code} takes {len(self.coefficients)} proxies ({', '.join(self.names)}), "
                f"but was given an array of shape {found.shape}. Give one column for each, in that order."
            )
        slopes = np.array(list(self.coefficients.values()))
        return np.asarray(np.exp(self.intercept + found @ slopes) * self.smearing, dtype=np.float64)

    def contributions(self, x: Sequence[float] | Floats) -> tuple[Contribution, ...]:
        """What each proxy adds for one household (x: one value for each proxy; NaN stays NaN)."""
        if len(x) != len(self.coefficients):
            raise FormulaError(f"The formula {self.code} takes {len(self.coefficients)} proxies, not {len(x)}.")
        return tuple(
            Contribution(name, value, slope * value, math.exp(slope * (value - self.means.get(name, 0.0))))
            for (name, slope), value in zip(self.coefficients.items(), map(float, x), strict=True)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON, with the version."""
        return {"version": self.version, **self._content()}

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Formula:
        """The formula that `to_dict` wrote; refuses one whose content no longer matches its version."""
        values = {key: value for key, value in source.items() if key != "version"}
        try:
            # JSON columns of databases reorder objects, so the order of proxies is kept beside them.
            names = values.pop("names")
            for key in ("coefficients", "se", "means"):
                values[key] = {name: values[key][name] for name in names if name in values[key]}
            found = cls(**{**values, "dropped": tuple(values["dropped"])})
        except (KeyError, TypeError) as error:
            raise FormulaError(f"This is not a proxy means formula ({error}). Export it again.") from error
        if source.get("version") != found.version:
            raise FormulaError(
                f"The formula {found.code} says it is version {source.get('version')}, but its content is "
                f"{found.version}: somebody changed it. Use the original, or fit a new one."
            )
        return found

    def _content(self) -> dict[str, Any]:
        plain = {key: dict(value) if isinstance(value, Mapping) else value for key, value in self.__dict__.items()}
        return {**plain, "dropped": list(self.dropped), "names": list(self.names)}


def fit(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    names: Sequence[str],
    weight: npt.ArrayLike | None,
    design: designs.Design,
    *,
    code: str = "pmt",
) -> Formula:
    """Fit ln y on the columns of x.

    y: n positive amounts; x: (n, len(names)); weight: n regression weights (None: the design's). Units with a
    missing or non-positive y, or a missing proxy, are left out and counted.
    Errors: FormulaError when shapes disagree or too few units are left.
    """
    amounts, columns, weights = _checked(y, x, names, weight, design)
    log, missing = logged(amounts), np.isnan(columns).any(axis=1)
    rows = np.flatnonzero(~np.isnan(log) & ~missing & (weights > 0))
    if len(rows) <= len(names) + 1:
        raise FormulaError(
            f"Only {len(rows)} units have consumption and every proxy; {len(names)} proxies need more than "
            f"{len(names) + 1}. Use fewer proxies, or a survey with fewer gaps."
        )
    used, part = columns[rows], weights[rows]
    full = np.column_stack([np.ones(len(rows)), used])
    line = regression.fit(log[rows], full, part)
    errors = regression.standard_errors(line, full, part, design, rows)
    return Formula(
        code=code,
        intercept=float(line.coefficients[0]),
        coefficients=dict(zip(names, line.coefficients[1:].tolist(), strict=True)),
        smearing=smearing(line.residuals, part),
        r2=line.r2,
        n=len(rows),
        degrees=design.free - int(line.kept.sum()) + 1,
        intercept_se=errors[0],
        se=dict(zip(names, errors[1:], strict=True)),
        means=dict(zip(names, (part @ used / part.sum()).tolist(), strict=True)),
        dropped=tuple(name for name, kept in zip(names, line.kept[1:], strict=True) if not kept),
        left_out={
            "no amount": int(np.isnan(amounts).sum()),
            "amount not above zero": int((amounts <= 0).sum()),
            "a proxy missing": int((missing & ~np.isnan(log)).sum()),
        },
    )


def logged(amounts: Floats) -> Floats:
    """ln of n amounts, NaN where one is missing or not above zero."""
    return np.log(np.where(amounts > 0, amounts, np.nan))


def smearing(residuals: Floats, weight: Floats) -> float:
    """Weighted mean of exp(residual)."""
    return float(weight @ np.exp(residuals) / weight.sum())


def _checked(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    names: Sequence[str],
    weight: npt.ArrayLike | None,
    design: designs.Design,
) -> tuple[Floats, Floats, Floats]:
    amounts, columns = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    weights = design.weight if weight is None else np.asarray(weight, dtype=np.float64)
    expected = ((design.size,), (design.size, len(names)), (design.size,))
    if (amounts.shape, columns.shape, weights.shape) != expected:
        raise FormulaError(
            f"y, x and weight have shapes {amounts.shape}, {columns.shape} and {weights.shape}; for "
            f"{design.size} units and {len(names)} proxies they must be {expected}."
        )
    if len(set(names)) != len(names):
        raise FormulaError(f"Two proxies have the same name among {', '.join(names)}. Rename one.")
    return amounts, columns, weights
