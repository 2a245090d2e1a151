"""Questions about change requests: what each kind asks and would do, which wait, who came and who left."""

from ayni.intake.queries.changes.accepted import Rule, rule, rules, rules_waiting
from ayni.intake.queries.changes.choosing import area, evidence, reasons, sources
from ayni.intake.queries.changes.ground import fingerprint
from ayni.intake.queries.changes.kinds import Difference, Field, Kind, Need, Subject
from ayni.intake.queries.changes.listing import (
    Asked,
    Shown,
    Waiting,
    arrivals,
    asked_back,
    change,
    changes,
    checkable,
    departures,
    failed,
    of_record,
    paper,
    papers,
    samples,
    shown,
    waiting,
)
from ayni.intake.queries.changes.registered import KINDS
from ayni.intake.queries.changes.whom import Whom, whom

__all__ = [
    "KINDS",
    "Asked",
    "Difference",
    "Field",
    "Kind",
    "Need",
    "Rule",
    "Shown",
    "Subject",
    "Waiting",
    "Whom",
    "area",
    "arrivals",
    "asked_back",
    "change",
    "changes",
    "checkable",
    "departures",
    "evidence",
    "failed",
    "fingerprint",
    "of_record",
    "paper",
    "papers",
    "reasons",
    "rule",
    "rules",
    "rules_waiting",
    "samples",
    "shown",
    "sources",
    "waiting",
    "whom",
]
