"""A land with something of everything in two districts, and readers of each role: in the first, and everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from ayni import assessment
from ayni.assessment.models import Assessment, Instrument
from ayni.benefits.models import PaymentLine
from ayni.commons.access import queries as access
from ayni.commons.access.models import ApiToken, Grant, User
from ayni.commons.audit.models import Entry
from ayni.commons.directory.models import Area, Institution
from ayni.commons.jobs.models import Work
from ayni.enrolment import actions as enrolment
from ayni.enrolment.models import Decision, Enrolment
from ayni.privacy import models as privacy
from ayni.registry import actions as registry
from ayni.registry.models import Household, Person, RegistrationDraft
from tests.contract.api import conftest as api
from tests.unit.enrolment import world

#: Numbers and names that nothing has.
MISSING = 999_999_999
START = world.START
NOON = datetime(2030, 6, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """Somebody who asks: with one role, or none, in the first district or everywhere."""

    role: str
    area: Area | None
    user: User | None = None
    session: str = ""
    token: str = ""
    #: What belongs to them.
    own: dict[str, Any] = field(default_factory=dict)

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(settings.AYNI_ROLES[self.role]["permissions"]) if self.role else frozenset()

    def __str__(self) -> str:
        if self.user is None:
            return "nobody"
        return f"{self.role or 'without a role'}, {'here' if self.area else 'everywhere'}"


@dataclass(frozen=True)
class Side:
    """What lies in one district: what an address, a request or an action may name."""

    area: Area
    home: Household
    person: Person
    decision: Decision
    declined: Decision
    enrolment: Enrolment
    line: PaymentLine
    copy: privacy.DataCopy
    correction: privacy.CorrectionRequest
    hold: privacy.LegalHold
    grant: Grant
    officer: User

    @property
    def named(self) -> dict[str, Any]:
        """By the names that addresses use."""
        return {
            "household_id": self.home.pk,
            "person_id": self.person.pk,
            "decision_id": self.decision.pk,
            "enrolment_id": self.enrolment.pk,
            "line_id": self.line.pk,
            "copy_id": self.copy.pk,
            "request_id": self.correction.pk,
            "hold_id": self.hold.pk,
            "grant_id": self.grant.pk,
            "user_id": self.officer.pk,
        }


@dataclass(frozen=True)
class Land:
    """What there is: national things, both districts, and who asks."""

    api: api.Land
    here: Side
    there: Side
    national: dict[str, Any]
    strangers: dict[str, Any]
    readers: list[Reader]
    papers: dict[str, Any]


def made() -> Land:
    world.dictionary()
    places = world.areas()
    land = api.made(places)
    maker = User.objects.create(username="maker", first_name="Maker")
    papers = _papers(maker)
    here = _side(land, places["N1"], [land.homes[name] for name in ("north", "gaps", "old")], maker)
    there = _side(land, places["S1"], [land.homes[name] for name in ("south", "last")], maker)
    change = registry.propose_change(
        (), retired=[("household", "electricity")], reason="Unused", since=date(2027, 1, 1), by=land.manager
    )
    _assessed(land)
    papers |= {"change": change, "snapshot": land.run.snapshot}
    Work.objects.create(key=f"send/{land.other_cycle}", kind="mobile_money.send", by=maker, status="failed")
    return Land(
        api=land,
        here=here,
        there=there,
        national=_national(land, papers),
        strangers=_belongings(maker),
        readers=list(_readers(places["N1"])),
        papers=papers,
    )


def _assessed(land: api.Land) -> None:
    """The shipped measure of poverty in force, and what it found."""
    shipped = (Path(assessment.__file__).parent / "instruments" / "mpi.yaml").read_text()
    instrument = Instrument.objects.create(
        code="mpi", version=1, kind="deprivation", title={"en": "mpi"}, definition=shipped, digest="mpi"
    )
    one = {"value": 0.4, "se": 0.02, "low": 0.36, "high": 0.44, "n": 300, "degrees": 40, "design_effect": 1.4}
    sample = {"is_survey": True, "households": 300, "strata": 4, "clusters": 44, "lonely_strata": []}
    measured = dict.fromkeys(("H", "A", "M0"), one)
    figures = {"kind": "deprivation", "k": 0.33, "n": 300, "retained": 1.0, "sample": sample, **measured}
    figures |= {"indicators": [], "dimensions": [], "by_area": [{"area": "N", **measured}]}
    Assessment.objects.create(instrument=instrument, snapshot=land.run.snapshot, figures=figures, folder="")


def _declined(land: api.Land, homes: list[Household]) -> tuple[Decision, Decision]:
    """Of a district's decisions one that waits, and one that was declined."""
    found = Decision.objects.filter(run=land.run, household__in=homes, version__programme__code="housing")
    declined = found.filter(status="declined").first()
    waiting = list(found.filter(status="proposed"))
    if declined is None:
        first = User.objects.get(username="first-officer")
        declined = enrolment.decline(waiting.pop(), by=first, at=NOON, reason="Moved away")
    return waiting[0], declined


def _side(land: api.Land, area: Area, homes: list[Household], maker: User) -> Side:
    home, (waiting, declined) = homes[0], _declined(land, homes)
    person = home.memberships.get(number=2).person
    officer = world.officer(f"colleague-{area.code}", "district_officer", area)
    asked = {"asked": "Another name", "reason": "Misspelt", "due_on": date(2026, 7, 1), "what": "other"}
    return Side(
        area=area,
        home=home,
        person=person,
        decision=waiting,
        declined=declined,
        enrolment=Enrolment.objects.filter(household=home).first(),
        line=PaymentLine.objects.filter(household=home, cycle=land.cycle).first(),
        copy=privacy.DataCopy.objects.create(
            person=person, language="en", requested_by=maker, expires_on=date(2099, 1, 1)
        ),
        correction=privacy.CorrectionRequest.objects.create(person=person, lodged_by=maker, **asked),
        hold=privacy.LegalHold.objects.create(person=person, kind="case", reason="A case", placed_by=maker),
        grant=Grant.objects.get(user=officer),
        officer=officer,
    )


def _papers(maker: User) -> dict[str, Any]:
    """A purpose, a schedule and an agreement in force, and a draft of each."""
    second = User.objects.create(username="second-maker")
    given = {"reason": "The ministry decided", "prepared_by": maker}
    approved = {**given, "status": "approved", "decided_by": second, "decided_at": NOON}
    about = {"names": {"en": "Research"}, "basis": "consent", "since": date(2026, 1, 1)}
    purpose = privacy.Purpose.objects.create(code="study", **about, **approved)
    draft = privacy.Purpose.objects.create(code="plans", **about, **given)
    schedule = privacy.RetentionSchedule.objects.create(
        purpose=purpose, occasion="household_closed", months=24, **approved
    )
    period = {"starts_on": date(2026, 1, 1), "ends_on": date(2099, 1, 1)}
    partner = Institution.objects.create(code="bank", names={"en": "Bank"})
    agreement = privacy.SharingAgreement.objects.create(
        code="bank", partner=partner, purpose=purpose, law="Act", fields=["person.sex"], **period, **approved
    )
    forgetting = privacy.Anonymisation.objects.create(schedule=schedule, on=date(2026, 6, 1), **given)
    papers = {"purpose": purpose, "draft": draft, "schedule": schedule, "agreement": agreement}
    return {**papers, "anonymisation": forgetting}


def _national(land: api.Land, papers: dict[str, Any]) -> dict[str, Any]:
    """What lies in no area, by the names that addresses use."""
    return {
        "run_id": land.run.pk,
        "version_id": land.run.versions.get(programme__code="housing").pk,
        "cycle_id": land.cycle,
        "change_id": papers["change"].pk,
        "entry_id": Entry.objects.first().pk,
        "subject": f"registry.household:{land.homes['north'].pk}",
        "version": land.run.snapshot.version,
        "entity": "household",
        "name": "floor",
        "form": "yaml",
        "kind": "purpose",
        "number": papers["purpose"].pk,
        "text": "nonsense",
        "session_id": MISSING,
        "pk": MISSING,
        "file_id": MISSING,
        "key_id": MISSING,
    }


def _readers(area: Area) -> Any:
    yield Reader("", None)
    yield _reader("", None, "without-role")
    for role in sorted(settings.AYNI_ROLES):
        yield _reader(role, area, f"{role}-here")
        yield _reader(role, None, f"{role}-everywhere")


def _reader(role: str, area: Area | None, username: str) -> Reader:
    user = User.objects.create(username=username)
    if role:
        Grant.objects.create(user=user, role_id=role, area=area, starts_on=START)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Reader(role, area, user, session, api.token(user), _belongings(user))


#: Somebody as a draft keeps them.
WRITTEN = {"given_name": "Ada", "family_name": "Sow", "relationship": "head", "sex": "female"}


def _belongings(user: User) -> dict[str, Any]:
    """A key, a role lent to them, and a piece of work."""
    from tests.generative.access import filled, visiting  # which know what this module makes

    digest = access.digest_of(f"another-of-{user.username}")
    key = ApiToken.objects.create(
        user=user, name="mine", digest=digest, expires_at=timezone.now() + timedelta(days=1), permissions=[]
    )
    lender = User.objects.create(username=f"lender-to-{user.username}")
    lent = Grant.objects.create(user=lender, role_id="applicant", starts_on=START)
    borrowed = Grant.objects.create(
        user=user,
        role_id="applicant",
        starts_on=date(2020, 1, 2),
        ends_on=date(2099, 1, 1),
        delegated_from=lent,
        granted_by=lender,
    )
    told = {"place": {"area": "N1"}, "members": [WRITTEN, {**WRITTEN, "relationship": "child"}]}
    draft = RegistrationDraft.objects.create(owner=user, key=uuid4(), told=told)
    work = Work.objects.create(key=f"of-{user.username}", kind="monitoring.compute", by=user)
    kept = {"token_id": key.pk, "grant_id": borrowed.pk, "work_id": work.pk, "draft_id": draft.pk}
    return {**kept, "form_id": filled.draft(user).pk, **visiting.belongings(user)}
