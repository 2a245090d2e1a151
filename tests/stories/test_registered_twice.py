"""A woman is registered in two districts, in two scripts: merged by a third officer, found different, and parted again.

What every list and sum says in between and afterwards, and what the audit tells of it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from ayni.benefits import actions as payments
from ayni.benefits import models as money
from ayni.benefits import queries as benefits
from ayni.commons import acting
from ayni.commons.audit.models import Entry, Look
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.engines import dictionary as dictionaries
from ayni.identity import actions, queries
from ayni.registry import actions as registry
from ayni.registry import extracts
from ayni.registry import models as records
from ayni.registry import queries as people
from ayni.registry.actions import NewMember
from tests.unit.benefits import world
from tests.unit.identity import saying
from tests.unit.registry import valley

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
UPHILL = NewMember("Khadija", "Mansour", "head", "female", valley.day(1979, 4, 12), phone="+99970000001")
SEASIDE = NewMember("خديجة", "منصور", "head", "female", valley.day(1979, 12, 4), "Khadidja", "Mansur")


@pytest.fixture(autouse=True)
def home(tmp_path: Any, settings: Any) -> None:
    settings.AYNI_HOME = tmp_path


def delivered() -> None:
    """The news that waits is told, as a worker does."""
    for work in Work.objects.filter(kind="events.deliver", status="waiting").order_by("pk"):
        running.run(work.pk)
    assert not Work.objects.filter(kind="events.deliver").exclude(status="done").exists()


def seen(land: valley.Valley, homes: list[records.Household], auditor: Any) -> dict[str, Any]:
    """Every list and sum that tells of her."""
    by = land.steward
    counted = people.counts(by, on=TODAY)
    return {
        "counts": (counted.households, counted.persons),
        "khadija": [row.code for row in people.search("Khadija", reader=by, on=TODAY).rows],
        "arabic": [row.code for row in people.search("منصور", reader=by, on=TODAY).rows],
        "pages": [
            [(one.code, one.relationship) for one in people.household(one.pk, reader=by, on=TODAY).members]
            for one in homes
        ],
        "paid": [
            [(line.payee_id, str(line.amount), line.status) for line in benefits.for_household(one.pk, reader=auditor)]
            for one in homes
        ],
        "published": published(),
        "enrolled": list(money.Enrolment.objects.order_by("pk").values_list("household", "person", "status", "reason")),
        "ledger": [str(one) for one in benefits.trial_balance()],
        "proved": [proof.holds for proof in benefits.proof()],
    }


def published() -> list[tuple[Any, ...]]:
    """The persons of a snapshot, as the registry publishes them on the day."""
    table = next(one for one in extracts.tables(dictionaries.Dictionary([])) if one.name == "persons")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, m.household_id, m.relationship FROM {table.source} ORDER BY 1",
            {"on": TODAY, "areas": None},
        )
        return list(cursor.fetchall())


def test_registered_twice(db: None) -> None:
    land = valley.Valley()
    who, grant = world.officers(), world.programme()
    with acting.as_user(land.steward):
        actions.refresh(lambda done, total: None, by=land.steward)  # as the daily work does
    homes = [registry.register_household(land.hill, [UPHILL], key="hill-1", on=date(2025, 1, 10), by=land.uphill)]
    # While she is written down again by the sea, in other letters, the desk warns of a woman on the hill.
    typed = actions.Applicant("خديجة", "منصور", "Khadidja", "Mansur", valley.day(1979, 12, 4), "female", "S1")
    warned = actions.check_applicant(typed, by=land.seaside, at=NOW).matches
    uphill = homes[0].memberships.get().person
    assert [(one.person_id, one.name, one.year, one.is_reached) for one in warned] == [
        (uphill.pk, "Khadija M.", 1979, False)
    ]
    assert warned[0].chance > 0.5
    assert "Day and month" in " ".join(one.text for one in warned[0].reasons)
    assert Look.objects.filter(
        reader=land.seaside, subject=f"registry.person:{uphill.pk}"
    ).exists()  # that she was shown is on record
    # The officer is not sure that the hill means her, and registers her.
    homes.append(
        registry.register_household(land.coast, [SEASIDE], key="coast-1", on=date(2025, 6, 1), by=land.seaside)
    )
    seaside = homes[1].memberships.get().person
    world.enrol(grant, homes[0], starts_on=date(2025, 2, 1))
    world.enrol(grant, homes[1], starts_on=date(2025, 7, 1))
    cycle = world.released(grant, who)
    money.PaymentLine.objects.filter(cycle=cycle).update(status="sent")
    before = seen(land, homes, who.auditor)
    assert before["khadija"] == [uphill.code, seaside.code]

    # The officer on the hill remembers her and says that both are one; a third, who serves both districts, merges.
    saying.said_same(uphill, seaside, by=land.uphill)
    merge = actions.merge_people(
        uphill,
        absorbed=seaside,
        because="The same card and the same mother",
        lives_in=homes[0].pk,
        on=TODAY,
        at=NOW,
        by=land.steward,
    )
    delivered()

    merged = seen(land, homes, who.auditor)
    assert merged["counts"] == (1, 1)
    assert merged["khadija"] == merged["arabic"] == [uphill.code]
    assert merged["pages"] == [[(uphill.code, "head")], []]
    assert [row[0] for row in merged["published"]] == [uphill.pk]
    assert merged["ledger"] == before["ledger"]
    assert [row[2] for row in merged["enrolled"]] == ["enrolled", "suspended"]
    case = money.Overpayment.objects.get()
    assert (case.status, case.amount, case.household_id) == ("found", Decimal(100), homes[1].pk)
    assert people.leads_to(seaside.pk) == uphill.pk
    payments.decide_overpayment(case, is_debt=True, reason="Paid by both records", at=NOW, by=who.preparer)

    # Months later the two sisters come to the office together.
    actions.part_people(merge, because="They are sisters", on=TODAY, at=NOW, by=land.steward)
    delivered()

    assert seen(land, homes, who.auditor) == before
    case.refresh_from_db()
    assert case.status == "withdrawn"
    assert queries.merge(merge.pk, reader=land.steward).parted_because == "They are sisters"
    told = set(Entry.objects.values_list("facts__says", flat=True))
    assert told >= {
        "merged two records of one person",
        "suspended an enrolment of somebody registered twice",
        "found that one person was paid twice",
        "decided on a case of overpayment",
        "parted two records that were merged",
        "resumed an enrolment, as two records were parted",
        "withdrew a case of overpayment, as two records were parted",
    }
