"""A woman registered in two districts, in two scripts, with all that can hang on a record; and how the tables stand."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.benefits.models import PaymentCycle, PaymentLine
from ayni.commons.sealing import boxes
from ayni.enrolment.models import Decision, Enrolment, Run
from ayni.identity import actions
from ayni.intake.models import ChangeRequest
from ayni.privacy import models as privacy
from ayni.registry import models
from ayni.registry.actions import NewMember
from ayni.registry.models import Household, Person
from ayni.registry.queries import sealed
from tests.unit.benefits import world
from tests.unit.identity import saying
from tests.unit.registry import valley

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
WHY = "Both show the same card and the same mother."
LATIN = NewMember("Amina", "Haddad", "head", "female", valley.day(1985, 3, 2))
ARABIC = NewMember("أمينة", "حداد", "head", "female", valley.day(1985, 2, 3), "Amina", "Haddad")


class Twice:
    """She leads a household on the hill and another on the coast; the steward serves both districts."""

    def __init__(self, land: valley.Valley, *, children: bool = False) -> None:
        self.land, self.by = land, land.steward
        child = [NewMember("Cira", "Haddad", "child", "female", valley.day(2015, 7, 1), mother=1)] if children else []
        other = [NewMember("سيرا", "حداد", "child", "female", valley.day(2015, 7, 1), mother=1)] if children else []
        self.upper = land.household(LATIN, *child)
        self.lower = land.household(ARABIC, *other, where=land.coast)
        self.kept, self.absorbed = _head(self.upper), _head(self.lower)

    def merge(self, **more: Any) -> Any:
        asked = {"because": WHY, "on": TODAY, "at": NOW, "by": self.by, "lives_in": self.upper.pk, **more}
        saying.said_same(self.kept, self.absorbed, by=self.land.uphill)
        return actions.merge_people(self.kept, absorbed=self.absorbed, **asked)

    def part(self, merge: Any, **more: Any) -> Any:
        asked = {"because": "They are cousins.", "on": TODAY, "at": NOW, "by": self.by, **more}
        return actions.part_people(merge, **asked)

    def again(self, who: Person) -> Person:
        return Person.objects.get(pk=who.pk)


def _head(home: Household) -> Person:
    return home.memberships.get(relationship="head").person


#: What merging need not leave: who is one person, what was done and seen, earlier states, work, what is read anew.
BESIDES = (
    "identity_",
    "audit_",
    "jobs_",
    "procrastinate_",
    "pghistory_",
    "django_",
    "registry_search",
    "access_seal",
    "snapshots_change",
)
SEARCHED = """
    SELECT w.word, e.position, e.person, e.marks <> 0 FROM registry_searchentry e
    JOIN registry_searchword w ON w.id = e.word
"""


def stand() -> dict[str, list[str]]:
    """Every row of every table as the database writes it, and what is found by which word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall() if not name.startswith(BESIDES) and not name.endswith("event")]
        told = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            told[table] = [row for (row,) in cursor.fetchall()]
        cursor.execute(f"SELECT array_agg(t::text ORDER BY t::text) FROM ({SEARCHED}) t")
        told["search"] = cursor.fetchone()[0]
    return told


def hang(land: valley.Valley, who: Person, home: Household, others: list[Person], chance: random.Random) -> None:
    """Some of everything on a record."""
    days = [TODAY - timedelta(days=chance.randrange(1, 900)) for _ in range(4)]
    for kind in chance.sample(["known_as", "before_marriage", "earlier"], chance.randrange(3)):
        names = chance.choice([("Mina", "Haddad"), ("Amina", "Sow")])
        models.PersonName.objects.create(person=who, kind=kind, given_name=names[0], family_name=names[1])
    for number in chance.sample(["AB12345", "CD67890", "EF13579"], chance.randrange(3)):
        kind = chance.choice(["national_id", "passport", "voter_card"])
        models.Identifier.objects.create(person=who, type=kind, number=number, issuer="x", recorded_by=land.steward)
    for number in chance.sample(["+99970000001", "+99970000002", "+99970000003"], chance.randrange(3)):
        models.Phone.objects.create(person=who, number=number, until=chance.choice([None, days[0]]))
    if chance.random() < 0.6:
        models.Photo.objects.create(person=who, content=chance.randbytes(40), media_type="image/png", taken_on=days[0])
    if chance.random() < 0.5:
        period = DateRange(days[1] - timedelta(days=30), days[1])
        models.Residence.objects.create(person=who, institution=land.home_for_children, reason="health", period=period)
    for other in chance.sample(others, chance.randrange(len(others) + 1)):
        if not models.Kinship.objects.filter(person=who, relative=other).exists():
            models.Kinship.objects.create(person=who, relative=other, kind=chance.choice(["spouse", "guardian"]))
    for source in chance.sample(["survey", "desk", "clinic"], chance.randrange(4)):
        on = chance.choice([TODAY - timedelta(days=10), days[2]])
        models.PersonFacts.objects.create(person=who, source=source, observed_on=on, values={"attends": True})
        seal(who, source, on)
    if chance.random() < 0.5:
        models.Resolution.objects.create(
            person=who, variable="attends", source="desk", observed_on=days[3], reason="Seen", decided_by=land.steward,
            decided_on=days[3],
        )  # fmt: skip
    _say(land, who, home, others, chance, days)
    _pay(who, home, chance)


def seal(who: Person, source: str, on: date) -> None:
    sealer = boxes.Sealer()
    document = sealer.document({"values": {"hiv": False}, "states": {}}, sealed.bound("person", who.pk, source, on))
    models.PersonSealed.objects.create(
        person=who, source=source, observed_on=on, key_id=sealer.key, ciphertext=document, answers=1
    )


def _say(
    land: Any, who: Person, home: Household, others: list[Person], chance: random.Random, days: list[date]
) -> None:
    purpose, _ = privacy.Purpose.objects.get_or_create(
        code="study",
        version=1,
        defaults={"basis": "consent", "since": days[0], "reason": "r", "prepared_by": land.steward},
    )  # fmt: skip
    for _ in range(chance.randrange(3)):
        privacy.Consent.objects.create(
            person=who, purpose=purpose, answer=chance.choice(["given", "refused"]), on=days[1], how="signature",
            language="en", given_by=chance.choice([None, who, *others]), recorded_by=land.steward,
        )  # fmt: skip
    if chance.random() < 0.5:
        privacy.DataCopy.objects.create(person=who, language="en", requested_by=land.steward, expires_on=TODAY)
        privacy.LegalHold.objects.create(person=who, kind="case", reason="A case", placed_by=land.steward)
        privacy.CorrectionRequest.objects.create(
            person=who, what="name", asked="a", reason="b", lodged_by=land.steward, due_on=TODAY
        )
    if chance.random() < 0.7:
        ChangeRequest.objects.create(
            kind="correction", person=who, household=home, area=home.area, happened_on=days[1], made_by=land.steward,
            due_on=TODAY,
        )  # fmt: skip


def _pay(who: Person, home: Household, chance: random.Random) -> None:
    grant = _programme("child-grant")
    enrolled = world.enrol(grant, home, person=who, status=chance.choice(["enrolled", "exited", "suspended"]))
    cycle, _ = PaymentCycle.objects.get_or_create(
        programme=grant,
        period_from=date(2026, 5, 1),
        period_to=date(2026, 6, 1),
        prepared_by=enrolled.decision.run.asked_by,
    )  # fmt: skip
    PaymentLine.objects.create(
        cycle=cycle, enrolment=enrolled, household=home, payee=who, period_from=cycle.period_from, amount=100,
        account="cash point", status=chance.choice(["paid", "sent", "due", "returned"]),
    )  # fmt: skip


def _programme(code: str) -> Any:
    from ayni.programmes.models import Programme

    return Programme.objects.filter(code=code).first() or world.programme(code)


__all__ = ["NOW", "TODAY", "WHY", "Decision", "Enrolment", "Run", "Twice", "hang", "seal", "stand"]
