"""A campaign in the field's two districts: who plans, approves, supervises and goes from door to door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.engines.questionnaires import tree
from ayni.intake import models
from ayni.intake.actions import campaigns, campaigns_staff, visits, visits_listing, visits_sharing
from tests.unit.intake import field
from tests.unit.intake.field import DAY, MOMENT, Field
from tests.unit.registry import village

LISTING = """area,key,head,phone,address,latitude,longitude
N1,A-1,Amina Diallo,+999 70 000 001,By the well,4.05,9.70
N1,A-2,Chidi Okafor,,Second house,4.051,9.70
N1,A-3,Fatou Sow,,Third house,4.052,9.70
N2,B-1,Maria García,,River side,5.0,9.0
"""


@dataclass
class Made:
    """The field, and who works for the campaign: `enumerator` and `second` in N1, `supervisor` and `officer` there."""

    field: Field
    campaign: models.Campaign
    planner: User
    approver: User
    supervisor: User
    enumerator: User
    second: User

    def visits(self, *, of: User | None = None) -> list[models.Visit]:
        found = models.Visit.objects.filter(campaign=self.campaign).order_by("key", "id")
        return list(found.filter(enumerator=of) if of else found)

    def send(self, **changed: Any) -> models.Submission:
        by = changed.pop("by", self.enumerator)
        return self.field.send(self.field.form(**changed), by=by)

    def done(self, visit: models.Visit, outcome: str = "done", **more: Any) -> models.Visit:
        told = visits.Outcome(outcome, MOMENT, **more)
        return visits.record_visit(visit, told, at=MOMENT, by=visit.enumerator)


def path(name: str) -> str:
    """Where the form asks a question, by its name."""
    form = tree.from_data(models.QuestionnaireVersion.objects.first().tree)
    return next(one.path for one in form.questions if one.name == name)


def plan(**changed: Any) -> campaigns.NewCampaign:
    given: dict[str, Any] = {
        "code": "north-2026",
        "names": {"en": "Registration of the North"},
        "starts_on": DAY - timedelta(days=10),
        "ends_on": DAY + timedelta(days=20),
        "questionnaires": ["household"],
        "targets": {"N1": 10, "N2": 5},
        "road": "dwellings",
        "target_from": "census 2020",
        "back_check_share": Decimal("0.5"),
        "back_check_least": 1,
        "key_questions": [{"path": path("rooms"), "tolerance": 0}, {"path": path("floor")}],
    }
    return campaigns.NewCampaign(**{**given, **changed})


def made(**changed: Any) -> Made:
    """An open campaign with two enumerators in N1 and nothing on its lists."""
    here = field.made()
    planner = village.officer("planner", "programme_manager")
    whole = Made(
        field=here,
        campaign=campaigns.plan_campaign(plan(**changed), by=planner),
        planner=planner,
        approver=here.approver,
        supervisor=village.officer("supervisor", "district_officer", "N"),
        enumerator=here.enumerator,
        second=village.officer("second", "enumerator", "N1"),
    )
    whole.campaign = campaigns.open_campaign(whole.campaign, at=MOMENT, by=planner)
    for officer in (whole.enumerator, whole.second):
        assign(whole, officer, "N1")
    return whole


def assign(whole: Made, officer: User, code: str, role: str = "enumerator") -> models.CampaignAssignment:
    area = Area.objects.get(code=code)
    return campaigns_staff.assign_officer(
        whole.campaign, officer, area=area, role=role, starts_on=DAY - timedelta(days=9), by=whole.supervisor
    )


def listed(whole: Made, text: str = LISTING) -> models.DwellingListing:
    return visits_listing.load_listing(whole.campaign, text.encode(), name="listing.csv", by=whole.supervisor)


def shared(whole: Made, **more: Any) -> int:
    return visits_sharing.share_out_visits(whole.campaign, how="equally", on=DAY, by=whole.supervisor, **more)


def next_day() -> date:
    return DAY + timedelta(days=1)
