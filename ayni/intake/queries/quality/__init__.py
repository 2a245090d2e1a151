"""Questions about the quality of what is known."""

from ayni.intake.queries.quality.figures import Counted, Line, by, findings, lines, rule, runs, tasks, trend
from ayni.intake.queries.quality.rules import GROUPS, Rule

__all__ = [
    "GROUPS",
    "Counted",
    "Line",
    "Rule",
    "by",
    "findings",
    "lines",
    "rule",
    "runs",
    "tasks",
    "trend",
]
