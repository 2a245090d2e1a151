"""A frozen proxy means test: the formula of each stratum, the proxies it reads, the survey and day it comes from.

The version is a digest of all of it; a copy that somebody changed is refused. A household whose stratum or whose answer
the survey never had gets no score.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import proxy_means
from ayni.engines.measures.design import Floats
from ayni.engines.measures.frames import Frame
from ayni.engines.measures.proxy import proxies as proxying
from ayni.engines.measures.proxy_means import Contribution, Formula, FormulaError

WHOLE = "all"  # the stratum of a scorecard with one formula


@dataclass(frozen=True)
class Scorecard:
    """models: a formula by the label of its stratum (`WHOLE` alone when `by` is empty).

    by: the column or rule that says the stratum. method: "ols", or "quantile" at `tau`. survey, dated: where it comes
    from. cut: the score below which a household is chosen, by default (None: not said).
    """

    code: str
    proxies: tuple[proxying.Proxy, ...]
    models: Mapping[str, Formula]
    by: str = ""
    method: str = "ols"
    tau: float | None = None
    survey: str = ""
    dated: str = ""
    cut: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Twelve characters of a digest of everything in it."""
        return hashlib.sha256(json.dumps(self._content(), sort_keys=True).encode()).hexdigest()[:12]

    def strata(self, frame: Frame) -> npt.NDArray[Any]:
        """The stratum's label of each row (None unknown)."""
        if self.by:
            return frame.labels(self.by)
        return np.full(frame.rows, WHOLE, dtype=object)

    def score(self, frame: Frame) -> Floats:
        """Predicted welfare of each row, NaN where a proxy or the stratum is unknown or was never in the survey."""
        given = proxying.answers(self.proxies, frame)
        return self.of(proxying.matrix(self.proxies, given), self.strata(frame))

    def of(self, x: Floats, strata: npt.NDArray[Any]) -> Floats:
        """The same from (n, columns) numbers and n strata. A formula reads only the columns that it has."""
        found = np.full(len(x), np.nan)
        for label, formula in self.models.items():
            here = strata == label
            found[here] = formula.score(x[here][:, self._places(formula)])
        return found

    def explain(self, frame: Frame, row: int) -> tuple[Contribution, ...]:
        """What each answer of one row (from 0) adds to its score. Refuses a row whose stratum has no formula."""
        stratum = self.strata(frame)[row]
        if stratum not in self.models:
            raise FormulaError(f"Row {row + 1} is of '{stratum}', for which {self.code} has no formula.")
        given = {name: one[row : row + 1] for name, one in proxying.answers(self.proxies, frame).items()}
        formula = self.models[stratum]
        return formula.contributions(proxying.matrix(self.proxies, given)[0][self._places(formula)])

    def points(self, scale: float = 100.0) -> dict[str, dict[str, int]]:
        """Whole points by stratum and column: scale x coefficient, rounded; what an officer adds up on paper."""
        return {
            label: {
                "": round(scale * formula.intercept),
                **{name: round(scale * slope) for name, slope in formula.coefficients.items()},
            }
            for label, formula in self.models.items()
        }

    def to_points(self, x: Floats, strata: npt.NDArray[Any], scale: float = 100.0) -> Floats:
        """Each row's points by that table (NaN unknown); monotone in money but for rounding."""
        found = np.full(len(x), np.nan)
        for label, table in self.points(scale).items():
            here, (base, *slopes) = strata == label, table.values()
            places = self._places(self.models[label])
            found[here] = base + x[here][:, places] @ np.array(slopes, dtype=np.float64)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON, with the version."""
        return {"kind": "proxy means scorecard", "version": self.version, **self._content()}

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Scorecard:
        """What `to_dict` wrote, or one `Formula.to_dict` wrote. Refuses one whose content was changed."""
        values = {key: value for key, value in source.items() if key not in ("version", "kind", "strata")}
        try:
            models = {label: Formula.from_dict(source["models"][label]) for label in source["strata"]}
            proxies = tuple(proxying.Proxy.from_dict(one) for one in source["proxies"])
            found = cls(**{**values, "models": models, "proxies": proxies})
        except (KeyError, TypeError) as error:
            raise FormulaError(
                f"This is not a frozen proxy means test ({error}). Write it again with `ayni measure pmt`."
            ) from error
        if source.get("version") != found.version:
            raise FormulaError(
                f"The proxy means test {found.code} says it is version {source.get('version')}, but its content is "
                f"{found.version}: somebody changed it. Use the original, or fit a new one."
            )
        return found

    def _places(self, formula: Formula) -> list[int]:
        """The columns of x that a formula reads, in its order."""
        columns = {name: place for place, name in enumerate(proxying.names(self.proxies))}
        return [columns[name] for name in formula.names]

    def _content(self) -> dict[str, Any]:
        return {
            **{name: value for name, value in self.__dict__.items() if name not in ("models", "proxies", "labels")},
            "labels": dict(self.labels),
            "proxies": [one.as_dict() for one in self.proxies],
            # JSON columns of databases reorder objects; the order of strata is kept beside them.
            "strata": list(self.models),
            "models": {label: formula.to_dict() for label, formula in self.models.items()},
        }


def read(text: str, where: str) -> Scorecard:
    """The scorecard in a JSON file: alone, or as `extra.formula` of a result. Errors: FormulaError."""
    try:
        found = json.loads(text)
        found = found.get("extra", {}).get("formula", found)
    except (ValueError, AttributeError) as error:
        raise proxy_means.FormulaError(f"{where} is not a file that `ayni measure pmt --json` wrote.") from error
    return Scorecard.from_dict(found)
