"""Questions about purposes and consent, copies, corrections, retention, agreements, and the record of it all."""

from ayni.privacy.queries.consenting import Standing, allowed, may_use, standing, words
from ayni.privacy.queries.documents import Made, archive, handed_over, made, may_open, schema
from ayni.privacy.queries.papers import (
    agreements,
    anonymisation,
    anonymisations,
    paper,
    partners,
    purposes,
    schedules,
    transfers,
    waiting,
)
from ayni.privacy.queries.people import (
    copies,
    copy,
    correction,
    corrections,
    corrections_waiting,
    hold,
    holds,
    is_anonymous,
    person,
    speakers,
)
from ayni.privacy.queries.processed import Processing, processing
from ayni.privacy.queries.sharing import agreement_for, exchanges, needed, sharable
from ayni.privacy.queries.texts import in_force, in_force_all

__all__ = [
    "Made",
    "Processing",
    "Standing",
    "agreement_for",
    "agreements",
    "allowed",
    "anonymisation",
    "anonymisations",
    "archive",
    "copies",
    "copy",
    "correction",
    "corrections",
    "corrections_waiting",
    "exchanges",
    "handed_over",
    "hold",
    "holds",
    "in_force",
    "in_force_all",
    "is_anonymous",
    "made",
    "may_open",
    "may_use",
    "needed",
    "paper",
    "partners",
    "person",
    "processing",
    "purposes",
    "schedules",
    "schema",
    "sharable",
    "speakers",
    "standing",
    "transfers",
    "waiting",
    "words",
]
