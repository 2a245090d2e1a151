"""People enrolled in programmes, made directly in the tables: what payments need, without the road that leads there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connection

from ayni.benefits import actions, models
from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area
from ayni.enrolment.models import Decision, Enrolment, Run
from ayni.programmes.models import Programme, Version
from ayni.registry.models import Household, Membership, Person
from ayni.snapshots.models import Snapshot

START, END = date(2026, 10, 1), date(2026, 11, 1)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REGISTERED = date(2020, 1, 1)

GRANT = """\
programme: {code}
title: {{en: A grant}}
unit: household
legal_basis: An Act
criteria:
  - {{name: everybody, rule: "true"}}
benefit: {{{benefit}}}
"""


@dataclass(frozen=True)
class Officers:
    """Who prepares, approves, releases and reconciles, everywhere."""

    preparer: User
    approver: User
    releaser: User
    auditor: User


def user(name: str, *roles: str, area: Area | None = None) -> User:
    made = User.objects.create(username=name)
    for role in roles:
        Grant.objects.create(user=made, role_id=role, area=area, starts_on=REGISTERED)
    return made


def officers() -> Officers:
    return Officers(
        preparer=user("Pilar", "payment_officer"),
        approver=user("Amadou", "payment_approver"),
        releaser=user("Rania", "payment_officer"),
        auditor=user("Aida", "auditor"),
    )


def area(code: str) -> Area:
    return Area.objects.create(code=code, level=1, names={"en": code}, path=f"/{code}/")


def programme(code: str = "grant", benefit: str = "amount: 100, every: month, currency: LCU") -> Programme:
    """A programme with one approved version in force since long."""
    made = Programme.objects.create(code=code, titles={"en": code.capitalize()})
    Version.objects.create(
        programme=made,
        number=1,
        text=GRANT.format(code=code, benefit=benefit),
        digest="",
        status="approved",
        in_force_from=REGISTERED,
        prepared_by=_somebody("Drafter"),
        approved_by=_somebody("Lawyer"),
        approved_at=NOW,
    )
    return made


def household(where: Area, key: str = "1") -> Household:
    return Household.objects.create(area=where, source="test", source_key=key, registered_on=REGISTERED)


def member(
    of: Household,
    *,
    number: int = 1,
    relationship: str = "head",
    born: date | None = date(1980, 1, 1),
    phone: str = "",
    died: date | None = None,
    since: date = REGISTERED,
    until: date | None = None,
) -> Person:
    key = f"{of.source_key}/{number}/{since}"
    person = Person.objects.create(
        source="test",
        source_key=key,
        given_name=f"P{key}",
        born_from=born,
        born_to=born,
        phone=phone,
        died_on=died,
        registered_on=REGISTERED,
    )
    Membership.objects.create(
        person=person, household=of, number=number, relationship=relationship, period=(since, until)
    )
    return person


def enrol(
    into: Programme, who: Household, *, person: Person | None = None, amount: str | None = "100.00", **more: object
) -> Enrolment:
    version = into.versions.get()
    snapshot, _ = Snapshot.objects.get_or_create(version="s1", defaults={"on": START, "folder": ""})
    run, _ = Run.objects.get_or_create(
        snapshot=snapshot, on=START, defaults={"status": "decided", "asked_by": _somebody("Drafter")}
    )
    decision = Decision.objects.create(
        run=run, version=version, household=who, person=person, result="eligible", status="accepted"
    )
    values = {"starts_on": REGISTERED, "status": "enrolled", **more}
    return Enrolment.objects.create(
        programme=into,
        version=version,
        household=who,
        person=person,
        decision=decision,
        amount=None if amount is None else Decimal(amount),
        **values,
    )


def enrol_many(into: Programme, where: Area, *, households: int, amount: str = "100.00") -> None:
    """So many households of one head with a phone, each enrolled; by the set."""
    enrol(into, household(where, "first"))
    Enrolment.objects.all().delete()
    run, version = Run.objects.get(), into.versions.get()
    facts = {"n": households, "area": where.pk, "since": REGISTERED, "amount": amount}
    facts |= {"run": run.pk, "version": version.pk, "programme": into.pk}
    with connection.cursor() as cursor:
        for statement in MANY.split(";"):
            cursor.execute(statement, facts)


MANY = """
INSERT INTO registry_household (area_id, source, source_key, registered_on)
SELECT %(area)s, 'many', i::text, %(since)s FROM generate_series(1, %(n)s) i;
INSERT INTO registry_person (source, source_key, given_name, family_name, given_name_latin, family_name_latin,
    born_from, born_to, phone, registered_on)
SELECT 'many', i::text, 'Head', i::text, '', '', '1980-01-01', '1980-01-01', '+999' || lpad(i::text, 8, '0'), %(since)s
FROM generate_series(1, %(n)s) i;
INSERT INTO registry_membership (person_id, household_id, number, relationship, period)
SELECT p.id, h.id, 1, 'head', daterange(%(since)s, NULL)
FROM registry_household h JOIN registry_person p USING (source, source_key) WHERE h.source = 'many';
INSERT INTO enrolment_decision (run_id, version_id, household_id, result, missing, status, reason)
SELECT %(run)s, %(version)s, id, 'eligible', '{}', 'accepted', ''
FROM registry_household WHERE source = 'many' ORDER BY id;
INSERT INTO enrolment_enrolment (programme_id, version_id, household_id, decision_id, amount, starts_on, status, reason)
SELECT %(programme)s, version_id, household_id, id, %(amount)s, %(since)s, 'enrolled', ''
FROM enrolment_decision WHERE household_id IN (SELECT id FROM registry_household WHERE source = 'many') ORDER BY id;
ANALYZE registry_household;
ANALYZE registry_person;
ANALYZE registry_membership;
ANALYZE enrolment_enrolment
"""


def released(into: Programme, who: Officers, *, cash: int = 1_000_000_000) -> models.PaymentCycle:
    """A cycle that went through every officer's hands."""
    actions.adopt_accounts(by=who.approver)
    actions.fund(cash, by=who.approver, on=TODAY)
    cycle = actions.compute(into, period_from=START, period_to=END, by=who.preparer)
    cycle = actions.approve(cycle, by=who.approver, on=TODAY, at=NOW)
    return actions.release(cycle, by=who.releaser, on=TODAY, at=NOW)


def _somebody(name: str) -> User:
    return User.objects.get_or_create(username=name)[0]
