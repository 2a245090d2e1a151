"""Campaigns, visits and back-checks: what the walk names of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.intake import lifecycle, models
from ayni.intake.actions import campaigns, visits
from tests.contract.api import walk
from tests.generative.access import land as lands
from tests.generative.access import sent
from tests.generative.access.land import NOON, Land, Side

DAY = date(2026, 6, 2)
STEPS = ("approve", "open", "pause", "resume", "close")
#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS = {
    "web:back_check": (200, 302),
    "web:reconcile_visits": (200, 302),
    "web:take_households": (200, 302),
    "web:turn_campaign": (404, 404),
    "web:turn_campaign:approve": (200, 302),
    "web:turn_campaign:open": (200, 302),
    "web:withdraw_listing": (200, 302),
}


def campaign(area: Area) -> models.Campaign:
    """A planned campaign in one area."""
    made, is_new = models.Campaign.objects.get_or_create(
        code=f"walk-{area.code}".lower(),
        defaults={
            "names": {"en": "Walk"},
            "road": "walk",
            "starts_on": DAY,
            "ends_on": DAY + timedelta(days=9_999),
            "planned_by": _maker(),
        },
    )
    if is_new:
        made.questionnaires.add(_questionnaire())
        models.CampaignArea.objects.create(campaign=made, area=area)
    return made


def visit(area: Area, of: User | None = None) -> models.Visit:
    found = campaign(area)
    who = of or _maker()
    key = f"of-{who.username}"[:60]
    given = {"place": found.places.get(), "area": area, "enumerator": who}
    return models.Visit.objects.get_or_create(campaign=found, key=key, defaults=given)[0]


def check(area: Area, by: User | None = None) -> models.BackCheck:
    """An interview of somebody that is to be checked by another."""
    found, who = campaign(area), by or User.objects.get_or_create(username="checker")[0]
    known = models.BackCheck.objects.filter(campaign=found, checked_by=who).first()
    if known is not None:
        return known
    about = models.Visit.objects.create(
        campaign=found, place=found.places.get(), area=area, enumerator=_maker(), key=f"held-{who.pk}"
    )
    form = models.Submission.objects.create(
        instance_id=f"uuid:{uuid4()}",
        questionnaire=_questionnaire(),
        digest="0",
        size=1,
        road="api",
        by=_maker(),
        area=area,
    )
    draw = models.BackCheckDraw.objects.create(
        campaign=found, seed="s", share=Decimal(1), least=1, drawn_by=_maker(), drawn_at=NOON
    )
    return models.BackCheck.objects.create(
        draw=draw, campaign=found, visit=about, submission=form, area=area, interviewer=_maker(), checked_by=who
    )


def assignment(area: Area) -> models.CampaignAssignment:
    given = {"role": "enumerator", "area": area, "starts_on": DAY, "made_by": _maker()}
    return models.CampaignAssignment.objects.get_or_create(campaign=campaign(area), officer=_maker(), defaults=given)[0]


def listing(area: Area) -> models.DwellingListing:
    given = {"name": "list.csv", "rows": 0, "loaded_by": _maker()}
    return models.DwellingListing.objects.get_or_create(campaign=campaign(area), digest="0", defaults=given)[0]


def belongings(user: User) -> dict[str, Any]:
    """A visit on one's own list, and an interview to check."""
    area = Area.objects.get(code="N1")
    return {"visit_id": visit(area, user).pk, "check_id": check(area, user).pk}


def named(row: str, side: Side | None, here: Side) -> dict[str, Any]:
    """What the addresses of campaigns name."""
    found: dict[str, Any] = {"campaign": campaign(here.area).code}
    makers = {
        "web:campaign_visit": ("listed_id", visit),
        "web:turn_visit": ("listed_id", visit),
        "web:decide_check": ("decided_id", check),
        "web:end_assignment": ("assignment_id", assignment),
        "web:listing": ("listing_id", listing),
        "web:withdraw_listing": ("listing_id", listing),
    }
    if row in makers:
        name, make = makers[row]
        found[name] = make(side.area).pk if side else lands.MISSING
    return found


def request(operation: str, own: dict[str, Any], here: Side) -> walk.Request | None:
    """What the API's operations on campaigns are asked."""
    if operation == "campaigns_progress":
        return walk.Request({"code": campaign(here.area).code})
    if operation == "campaigns_record_outcome":
        held = models.Visit.objects.filter(pk=own.get("visit_id", lands.MISSING))
        models.Campaign.objects.filter(pk__in=held.values("campaign"), status=lifecycle.PLANNED).update(
            status=lifecycle.OPENED
        )
        body = {"outcome": "gone", "at": NOON.isoformat(), "client_id": "walk", "next_on": None}
        return walk.Request({"id": own.get("visit_id", lands.MISSING)}, body=body)
    return walk.Request() if operation.startswith("campaigns_") else None


def samples(sample: Any, inside: str, own: str) -> dict[str, Any]:
    """The calls of each action."""

    def of(make: Any, *more: Any, **given: Any) -> Any:
        return sample(inside, lambda land, side: ((make(side.area), *more), given))

    def mine(make: Any, *more: Any, **given: Any) -> Any:
        return sample(own, lambda land, side: ((make(side.area), *more), given))

    def plan(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        _questionnaire()
        new = campaigns.NewCampaign(
            "new", {"en": "New"}, DAY, DAY + timedelta(days=30), ["walk"], {side.area.code: None}
        )
        return (new,), {}

    def assigned(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        given = {"area": side.area, "role": "enumerator", "starts_on": DAY}
        return (campaign(side.area), _maker()), given

    def linked(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (visit(side.area),), {"submission": check(side.area).submission}

    def moved(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (campaign(side.area),), {"officer": _maker(), "to": side.officer, "on": DAY}

    def told(land: Land, side: Side) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (campaign(side.area),), {"targets": {side.area.code: 1}, "source": "census"}

    place, why = "intake.actions", {"reason": "Because"}
    return {
        f"{place}.backchecks.assign_back_check": sample(
            inside, lambda land, side: ((check(side.area),), {"officer": side.officer})
        ),
        f"{place}.backchecks.decide_back_check": of(check, decision="accept", at=NOON, **why),
        f"{place}.backchecks.draw_back_checks": of(campaign, at=NOON),
        f"{place}.backchecks.miss_back_check": mine(check, at=NOON, **why),
        f"{place}.backchecks.record_back_check": mine(check, answers={}, at=NOON),
        f"{place}.campaigns.approve_campaign": of(campaign, at=NOON),
        f"{place}.campaigns.close_campaign": of(campaign, **why),
        f"{place}.campaigns.count_targets": of(campaign),
        f"{place}.campaigns.open_campaign": of(campaign, at=NOON),
        f"{place}.campaigns.pause_campaign": of(campaign, **why),
        f"{place}.campaigns.plan_campaign": sample(inside, plan),
        f"{place}.campaigns.resume_campaign": of(campaign),
        f"{place}.campaigns.set_targets": sample(inside, told),
        f"{place}.campaigns_staff.assign_officer": sample(inside, assigned),
        f"{place}.campaigns_staff.end_assignment": of(assignment, on=DAY, **why),
        f"{place}.visits.cancel_visit": of(visit, at=NOON, **why),
        f"{place}.visits.correct_visit": mine(visit, at=NOON, **why),
        f"{place}.visits.record_visit": mine(visit, visits.Outcome("gone", NOON), at=NOON),
        f"{place}.visits.reopen_visit": of(visit, at=NOON, **why),
        f"{place}.visits_filling.begin_visit_form": sample(
            own, lambda land, side: ((visit(side.area), sent._version()), {"at": NOON})
        ),
        f"{place}.visits_listing.load_listing": of(campaign, b"area,address\n", name="l.csv"),
        f"{place}.visits_listing.take_households": of(campaign),
        f"{place}.visits_listing.withdraw_listing": of(listing, at=NOON),
        f"{place}.visits_reconciling.link_submission": sample(inside, linked),
        f"{place}.visits_reconciling.reconcile_visits": of(campaign),
        f"{place}.visits_sharing.reassign_visits": sample(inside, moved),
        f"{place}.visits_sharing.share_out_visits": of(campaign, how="area", on=DAY),
    }


def _maker() -> User:
    return User.objects.get_or_create(username="walker")[0]


def _questionnaire() -> models.Questionnaire:
    return models.Questionnaire.objects.get_or_create(code="walk", defaults={"made_by": _maker()})[0]
