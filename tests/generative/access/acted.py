"""What each action is tried on: a call about what lies in a district, and what such a call is allowed to say.

An action that is not declared `everywhere` and has no sample here fails the walk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.commons.access.models import ApiToken, Grant, User
from ayni.privacy import actions as privacy
from ayni.registry.actions.answering import Answers
from ayni.registry.actions.people import Correction, NewMember
from tests.generative.access.land import NOON, Land, Side

DAY = date(2026, 6, 2)
#: A record that lies in an area; one of all areas; one's own; one that every holder may name.
INSIDE, ALL, OWN, ANY = "inside", "all", "own", "any"
Call = Callable[[Land, Side], tuple[tuple[Any, ...], dict[str, Any]]]


@dataclass(frozen=True)
class Sample:
    lies: str
    call: Call


def _of(lies: str, subject: Callable[[Land, Side], Any], **given: Any) -> Sample:
    return Sample(lies, lambda land, side: ((subject(land, side),), given))


def _area(*subject: Any, **given: Any) -> Sample:
    """An action that is told the area it is for."""
    return Sample(INSIDE, lambda land, side: (subject, {**given, "area": side.area}))


def _cycle(land: Land, side: Side) -> Any:
    return side.line.cycle


def _officer(land: Land, side: Side) -> Any:
    return side.officer


def _paper(land: Land, side: Side) -> Any:
    return land.papers["draft"]


SAID = privacy.Said(answer="given", on=DAY, how="signature")
WORDS = privacy.Words("Seen")
PERIOD = {"period_from": date(2026, 9, 1), "period_to": date(2026, 10, 1)}
WHY = {"reason": "Because"}
FIELDS = ("registry.person.phone",)
PURPOSE = privacy.NewPurpose("next", names={"en": "Next"}, texts={"en": "Text"}, basis="consent", since=DAY)
MEMBER = NewMember(given_name="Ada", family_name="Sow", sex="female", relationship="head")

#: What an action also asks for when it sees what it is about: the copy of a person here holds sensitive answers too.
ALSO = {"privacy.actions.copies.hand_over_copy": "registry.see_sensitive"}
SAMPLES: dict[str, Sample] = {
    "benefits.actions.approving.approve": _of(ALL, _cycle, on=DAY, at=NOON),
    "benefits.actions.approving.countersign": _of(ALL, _cycle, at=NOON),
    "benefits.actions.computing.cancel": _of(ALL, _cycle, **WHY),
    "benefits.actions.computing.compute": _of(ALL, lambda land, side: side.line.cycle.programme, **PERIOD),
    "benefits.actions.funding.fund": Sample(ALL, lambda land, side: ((1,), {"on": DAY})),
    "benefits.actions.reconciling.resolve": _of(INSIDE, lambda land, side: side.line, outcome="paid", on=DAY, **WHY),
    "benefits.actions.reissuing.reissue": _of(INSIDE, lambda land, side: side.line, account="1", **WHY),
    "benefits.actions.releasing.release": _of(ALL, _cycle, on=DAY, at=NOON),
    "commons.access.accounts.add_user": _area("new", name="New", password=None, role="auditor", on=DAY),
    "commons.access.actions.make_token": Sample(ANY, lambda land, side: (("key",), {"days": 1, "at": NOON})),
    "commons.access.actions.revoke_token": _of(OWN, lambda land, side: _token(land), at=NOON),
    "commons.access.actions.rotate_token": _of(OWN, lambda land, side: _token(land), at=NOON),
    "commons.access.granting.confirm_grant": _of(INSIDE, lambda land, side: side.grant, at=NOON),
    "commons.access.granting.define_role": Sample(ALL, lambda land, side: (("own",), {"names": {}, "allowed": []})),
    "commons.access.granting.delegate": Sample(
        OWN, lambda land, side: ((side.grant,), {"to": side.officer, "until": date(2026, 7, 1), "on": DAY, **WHY})
    ),
    "commons.access.granting.grant": Sample(
        INSIDE, lambda land, side: ((_maker(),), {"role": "auditor", "area": side.area, "on": DAY})
    ),
    "commons.access.granting.take_back": _of(OWN, lambda land, side: _lent(land), at=NOON),
    "commons.access.granting.withdraw_grant": _of(INSIDE, lambda land, side: side.grant, at=NOON, **WHY),
    "commons.signing.factors.reset_factors": _of(INSIDE, _officer, at=NOON, **WHY),
    "commons.signing.joining.close_account": _of(INSIDE, _officer, at=NOON, **WHY),
    "commons.signing.joining.invite": _area("new", name="New", email="", role="auditor", at=NOON),
    "commons.signing.joining.reopen_account": _of(INSIDE, _officer, at=NOON, **WHY),
    "commons.signing.joining.unlock": _of(INSIDE, _officer, at=NOON),
    "commons.signing.links.make_link": _of(INSIDE, _officer, at=NOON),
    "commons.signing.partners.make_service_account": _area("new", name="New", on=DAY),
    "commons.signing.partners.rotate_secret": _of(INSIDE, _officer, at=NOON),
    "commons.signing.sessions.end_sessions": _of(INSIDE, _officer, at=NOON),
    "enrolment.actions.enrolments.exit": _of(INSIDE, lambda land, side: side.enrolment, on=DAY, **WHY),
    "enrolment.actions.enrolments.resume": _of(INSIDE, lambda land, side: side.enrolment, on=DAY, **WHY),
    "enrolment.actions.enrolments.suspend": _of(INSIDE, lambda land, side: side.enrolment, on=DAY, **WHY),
    "enrolment.actions.review.accept": _of(INSIDE, lambda land, side: side.decision, at=NOON),
    "enrolment.actions.review.accept_all": Sample(
        ANY,  # whom it enrols is narrowed to the officer's areas
        lambda land, side: ((land.api.run, side.decision.version), {"at": NOON, "starts_on": DAY}),
    ),
    "enrolment.actions.review.decline": _of(INSIDE, lambda land, side: side.decision, at=NOON, **WHY),
    "enrolment.actions.review.reconsider": _of(INSIDE, lambda land, side: side.declined, at=NOON, **WHY),
    "enrolment.actions.trials.try_rules": Sample(ANY, lambda land, side: ((), {"text": "", "unit": "household"})),
    "privacy.actions.consents.record_consent": _of(
        INSIDE, lambda land, side: side.person, purpose="study", said=SAID, today=DAY
    ),
    "privacy.actions.copies.cancel_copy": _of(INSIDE, lambda land, side: side.copy),
    "privacy.actions.copies.hand_over_copy": _of(INSIDE, lambda land, side: side.copy, identity=WORDS, at=NOON),
    "privacy.actions.copies.request_copy": _of(
        INSIDE, lambda land, side: side.person, language="en", asked_by=WORDS, on=DAY
    ),
    "privacy.actions.corrections.accept_correction": _of(
        INSIDE, lambda land, side: side.correction, answer=WORDS, at=NOON
    ),
    "privacy.actions.corrections.lodge_correction": _of(
        INSIDE,
        lambda land, side: side.person,
        correction=privacy.NewCorrection(what="other", asked="Another", reason="Misspelt"),
        on=DAY,
    ),
    "privacy.actions.corrections.refuse_correction": _of(
        INSIDE, lambda land, side: side.correction, answer=WORDS, appeal=WORDS, at=NOON
    ),
    "privacy.actions.corrections.withdraw_correction": _of(
        INSIDE, lambda land, side: side.correction, answer=WORDS, at=NOON
    ),
    "privacy.actions.forgetting.anonymise": _of(ALL, lambda land, side: land.papers["anonymisation"], at=NOON),
    "privacy.actions.forgetting.approve_anonymisation": _of(
        ALL, lambda land, side: land.papers["anonymisation"], at=NOON
    ),
    "privacy.actions.forgetting.prepare_anonymisation": _of(
        ALL, lambda land, side: land.papers["schedule"], on=DAY, **WHY
    ),
    "privacy.actions.holding.lift_hold": _of(INSIDE, lambda land, side: side.hold, at=NOON),
    "privacy.actions.holding.place_hold": _of(
        INSIDE, lambda land, side: side.person, kind="case", reason=WORDS, at=NOON
    ),
    "privacy.actions.agreements.prepare_agreement": _of(
        ALL,
        lambda land, side: privacy.NewAgreement(
            "next", land.papers["agreement"].partner, land.papers["purpose"], "Act", DAY, date(2027, 1, 1), FIELDS
        ),
        **WHY,
    ),
    "privacy.actions.papers.approve_paper": _of(ALL, _paper, at=NOON),
    "privacy.actions.papers.prepare_purpose": _of(ALL, lambda land, side: PURPOSE, **WHY),
    "privacy.actions.papers.prepare_schedule": _of(
        ALL, lambda land, side: land.papers["purpose"], occasion="household_closed", months=1, tables=(), **WHY
    ),
    "privacy.actions.papers.reject_paper": _of(ALL, _paper, at=NOON, **WHY),
    "privacy.actions.papers.resume_paper": _of(ALL, lambda land, side: land.papers["agreement"], at=NOON),
    "privacy.actions.papers.retire_paper": _of(ALL, _paper, at=NOON, **WHY),
    "privacy.actions.papers.withdraw_paper": _of(OWN, _paper, at=NOON),
    "registry.actions.answering.record_area_answers": Sample(
        INSIDE, lambda land, side: ((side.area, Answers()), {"source": "desk", "on": DAY})
    ),
    "registry.actions.answering.record_household_answers": Sample(
        INSIDE, lambda land, side: ((side.home, Answers({"rooms": 3})), {"source": "desk", "on": DAY})
    ),
    "registry.actions.answering.record_person_answers": Sample(
        INSIDE, lambda land, side: ((side.person, Answers()), {"source": "desk", "on": DAY})
    ),
    "registry.actions.changing.withdraw_change": _of(OWN, lambda land, side: land.papers["change"], at=NOON),
    "registry.actions.people.correct_person": _of(
        INSIDE, lambda land, side: side.person, correction=Correction(given_name="Ada"), on=DAY
    ),
    "registry.actions.people.register_household": Sample(
        INSIDE, lambda land, side: ((side.area, [MEMBER]), {"key": "K1", "on": DAY})
    ),
}


def _token(land: Land) -> ApiToken:
    return ApiToken.objects.get(pk=land.strangers["token_id"])


def _lent(land: Land) -> Grant:
    return Grant.objects.get(pk=land.strangers["grant_id"])


def _maker() -> User:
    return User.objects.get(username="maker")
