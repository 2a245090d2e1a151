"""Multidimensional poverty on a snapshot."""

from datetime import date
from typing import Any

import numpy as np

from ayni.assessment.actions import answers, sampled, units
from ayni.engines.measures import deprivation, instruments
from ayni.engines.measures.design import Design
from ayni.snapshots.opening import Opened

Row = dict[str, Any]


def apply(instrument: instruments.Instrument, opened: Opened, *, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures, and every household's columns: its score (NaN where an indicator is unknown), each indicator."""
    rules_of = {indicator.name: indicator.rule for indicator in instrument.indicators}
    values = answers.values(opened, instrument.code, rules_of, on=on)
    sample = sampled.of(values)
    deprived = {name: values[name] for name in instrument.names}
    found = deprivation.estimate(
        {name: column[sample.drawn] for name, column in deprived.items()},
        instrument,
        sample.design,
        groups={"area": values["area_1"][sample.drawn]},
    )
    everyone = found
    if not sample.drawn.all():
        # A score needs no weights: those who were not drawn have one as well.
        everyone = deprivation.estimate(deprived, instrument, Design(weight=[1.0] * len(values["id"])))
    columns = sampled.columns(values, everyone.scores, {name: values[name] for name in instrument.names})
    poor = np.where(np.isnan(everyone.scores), np.nan, everyone.scores >= float(instrument.k) - 1e-9)
    return _figures(instrument, found, sample), columns | {"band": units.bands(poor)}


def _figures(
    instrument: instruments.Instrument, found: deprivation.MpiResult, sample: sampled.Sample
) -> dict[str, Any]:
    national = found.national
    return {
        "kind": "deprivation",
        "k": float(instrument.k),
        "n": found.n,
        "retained": found.retained,
        "sample": sample.facts,
        **_headline(national),
        "indicators": [_indicator(indicator, national) for indicator in instrument.indicators],
        "dimensions": [
            {
                "name": dimension.name,
                "labels": dict(dimension.labels),
                "weight": float(dimension.weight),
                "indicators": [indicator.name for indicator in dimension.indicators],
            }
            for dimension in instrument.dimensions
        ],
        "by_area": [
            {
                "area": str(area),
                **_headline(measured),
                "population_share": measured.population_share,
                "share_of_m0": measured.share_of_m0,
            }
            for area, measured in found.groups["area"].items()
        ],
    }


def _headline(measured: deprivation.Measures) -> Row:
    return {"H": measured.H.as_dict(), "A": measured.A.as_dict(), "M0": measured.M0.as_dict()}


def _indicator(indicator: instruments.Indicator, national: deprivation.Measures) -> Row:
    return {
        "name": indicator.name,
        "labels": dict(indicator.labels),
        "weight": float(indicator.weight),
        "uncensored": national.uncensored[indicator.name].as_dict(),
        "censored": national.censored[indicator.name].as_dict(),
        "absolute": national.absolute[indicator.name].as_dict(),
        "percentage": national.percentage[indicator.name].as_dict(),
    }
