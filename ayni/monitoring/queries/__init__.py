"""Questions about indicators and their figures, within the reader's areas."""

from ayni.monitoring.queries.definitions import IndicatorShown, defined, groups, indicator, indicators
from ayni.monitoring.queries.newest import FigureShown, by_area, by_group, figures, series
from ayni.monitoring.queries.table import csv

__all__ = [
    "FigureShown",
    "IndicatorShown",
    "by_area",
    "by_group",
    "csv",
    "defined",
    "figures",
    "groups",
    "indicator",
    "indicators",
    "series",
]
