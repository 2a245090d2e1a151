"""What a method is asked: the data, what to do with them, and how they were drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import specs

if TYPE_CHECKING:
    from ayni.engines.measures.design import Design
    from ayni.engines.measures.frames import Frame


@dataclass(frozen=True, eq=False)
class Asked:
    """One question to a method.

    frame: the rows. spec: the specification as read from YAML, and `where` it stands. design: how the rows were drawn,
    one unit a row. by: the label of every row in each grouping (None: in no group), by the grouping's name.
    missing: the method's own rule; "" is its default. k: cut-offs, when they are not those of the spec.
    tie: poor is below the line ("lt", as the World Bank) or at it too ("le", as convey). gini: see `monetary`.
    ci: shares have intervals on the logit scale, or symmetric ones. level: of the intervals.
    """

    frame: Frame
    spec: Mapping[str, Any]
    where: str
    design: Design
    by: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    missing: str = ""
    k: tuple[Fraction, ...] = ()
    tie: Literal["lt", "le"] = "lt"
    gini: Literal["convey", "pip"] = "pip"
    ci: Literal["logit", "normal"] = "logit"
    level: float = 0.95

    def read(self, *allowed: str) -> specs.Spec:
        """The specification, its keys checked. `unit`, `method`, `code` and `labels` may always stand there."""
        return specs.Spec(self.spec, self.where).only(*ALWAYS, *allowed)

    @property
    def sample(self) -> dict[str, Any]:
        """What a result says of the sample behind it."""
        design = self.design
        return {
            "rows": design.size,
            "weighted": int(np.count_nonzero(design.weight > 0)),
            "weights": float(design.weight.sum()),
            "strata": len(design.strata),
            "clusters": design.psus,
            "degrees": design.free,
            "lonely_strata": list(design.lonely),
            "lonely": design.singleton,
        }


#: What any specification may say besides what its method asks.
ALWAYS = ("method", "code", "unit", "labels", "source")
