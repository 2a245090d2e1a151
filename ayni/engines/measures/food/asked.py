"""What a household survey calls the answers: the names of WFP's codebook, and any others that a specification gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ayni.engines.measures import specs
from ayni.engines.measures.food import coping, eaten
from ayni.engines.measures.food.eaten import Floats
from ayni.engines.measures.frames import Frame

FCS: Mapping[str, str] = {
    "staples": "FCSStap", "pulses": "FCSPulse", "dairy": "FCSDairy", "protein": "FCSPr",
    "vegetables": "FCSVeg", "fruit": "FCSFruit", "fat": "FCSFat", "sugar": "FCSSugar",
}  # fmt: skip
FCSN: Mapping[str, str] = {
    "flesh_meat": "FCSNPrMeatF", "organ_meat": "FCSNPrMeatO", "fish": "FCSNPrFish", "eggs": "FCSNPrEggs",
    "orange_vegetables": "FCSNVegOrg", "green_vegetables": "FCSNVegGre", "orange_fruit": "FCSNFruiOrg",
}  # fmt: skip
HDDS: Mapping[str, str] = dict(
    zip(
        eaten.DIVERSITY,
        (
            "HDDSStapCer",
            "HDDSStapRoot",
            "HDDSPulse",
            "HDDSDairy",
            "HDDSPrMeat",
            "HDDSPrFish",
            "HDDSPrEggs",
            "HDDSVeg",
            "HDDSFruit",
            "HDDSFat",
            "HDDSSugar",
            "HDDSCond",
        ),
        strict=True,
    )
)
RCSI: Mapping[str, str] = {
    "less_preferred": "rCSILessQlty", "borrow": "rCSIBorrow", "fewer_meals": "rCSIMealNb",
    "smaller_portions": "rCSIMealSize", "adults_restrict": "rCSIMealAdult",
}  # fmt: skip
HHS: Mapping[str, str] = {"no_food": "HHSNoFood", "slept_hungry": "HHSBedHung", "whole_day": "HHSNotEat"}
FIES: Mapping[str, str] = dict(
    zip(
        coping.EXPERIENCES,
        (
            "FIESWorried",
            "FIESHealthy",
            "FIESFewFood",
            "FIESSkipped",
            "FIESAteLess",
            "FIESRunOut",
            "FIESHungry",
            "FIESWholeDay",
        ),
        strict=True,
    )
)
MODULES: Mapping[str, Mapping[str, str]] = {
    "fcs": FCS, "fcsn": FCSN, "hdds": HDDS, "rcsi": RCSI, "hhs": HHS, "fies": FIES,
}  # fmt: skip
OFTEN = "_FR"  # how often a hunger happened stands in the column of the hunger, and this
USED = (20, 30)  # used up, or used, in WFP's codebook of livelihood coping; 1 is yes elsewhere


def wanted(frame: Frame, spec: specs.Spec, module: str) -> bool:
    """Whether a module is asked for, or all of its columns are there under the names of the codebook."""
    if module in spec.values:
        return spec.values[module] is not False
    return all(frame.has(name) for name in MODULES[module].values())


def columns(
    frame: Frame, spec: specs.Spec, module: str, check: Callable[[Floats, str], Floats], *also: str
) -> dict[str, Floats]:
    """The answers of a module, checked. Refuses: SpecError, FrameError, FoodError."""
    named = said(spec, module, *also)
    return {
        name: check(frame.numbers(named.text(name, default)), named.text(name, default))
        for name, default in MODULES[module].items()
    }


def said(spec: specs.Spec, module: str, *also: str) -> specs.Spec:
    """What a specification says of a module; `fcs: true` says no more than that it is wanted."""
    if isinstance(spec.values.get(module), bool):
        return specs.Spec({}, f"{spec.where}: {module}")
    return spec.inside(module, *MODULES[module], *also)


def strategies(frame: Frame, spec: specs.Spec) -> dict[str, list[Floats]]:
    """The livelihood strategies asked about, by kind: 1 used or used up, 0 not, NaN unknown.

    `used` names the codes that mean so (20 and 30 in WFP's codebook; 1 where answers are yes and no); any other code
    is no.
    """
    named = spec.inside("lcs", "stress", "crisis", "emergency", "used", "unknown")
    used = [float(one) for one in named.listed("used", (*USED, 1))]
    unknown = [float(one) for one in named.listed("unknown", (8888, 88, 98, 99))]

    def read(column: str) -> Floats:
        values = frame.numbers(column)
        return np.where(np.isnan(values) | np.isin(values, unknown), np.nan, np.isin(values, used))

    return {kind: [read(str(column)) for column in named.listed(kind)] for kind in coping.KINDS[1:]}
