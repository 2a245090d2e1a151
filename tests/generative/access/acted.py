"""What each action is tried on: a call about what lies in a district, and what such a call is allowed to say.

An action that is not declared `everywhere` and has no sample here fails the walk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons.access.models import ApiToken, Grant, User
from ayni.commons.directory import importing
from ayni.commons.directory.actions import places
from ayni.commons.directory.models import Institution, Offer, OutreachStop, Place, ServiceKind
from ayni.kernel.partial_dates import PartialDate
from ayni.privacy import actions as privacy
from ayni.registry import models as registry
from ayni.registry.actions.answering import Answers
from ayni.registry.actions.people import Correction, NewMember, Whereabouts
from tests.generative.access import carded, changing, filled, merged, sent, twice, visiting
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


def _home(land: Land, side: Side) -> Any:
    return side.home


def _person(land: Land, side: Side) -> Any:
    return side.person


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
    "commons.directory.actions.places.cancel_stop": _of(INSIDE, lambda land, side: _stop(side)),
    "commons.directory.actions.places.close_place": _of(INSIDE, lambda land, side: _place(side), until=DAY),
    "commons.directory.actions.places.end_offer": _of(INSIDE, lambda land, side: _offer(side), until=DAY),
    "commons.directory.actions.places.import_places": Sample(
        INSIDE, lambda land, side: ((importing.Places(given=[_new_place(side)]),), {})
    ),
    "commons.directory.actions.places.keep_place": _of(INSIDE, lambda land, side: _new_place(side)),
    "commons.directory.actions.places.offer_service": Sample(
        INSIDE, lambda land, side: ((_place(side), places.NewOffer(_offer(side).service.code)), {})
    ),
    "commons.directory.actions.places.plan_stop": Sample(
        INSIDE, lambda land, side: ((_place(side), places.NewStop(side.area.code, DAY)), {})
    ),
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
    "identity.actions.registering.register_checked": _of(OWN, lambda land, side: _draft(land), on=DAY, at=NOON),
    "identity.actions.checking.tell_apart": Sample(
        ANY, lambda land, side: ((side.person.pk,), {"applicant": "Ada", "because": "Another mother"})
    ),
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
    "registry.actions.drafting.discard_draft": _of(OWN, lambda land, side: _draft(land)),
    "registry.actions.drafting.register_draft": _of(OWN, lambda land, side: _draft(land), on=DAY),
    "registry.actions.drafting.save_draft": _of(OWN, lambda land, side: _draft(land), told={}, at=NOON),
    "registry.actions.known_by.add_identifier": _of(INSIDE, _person, type="passport", number="X1234567", on=DAY),
    "registry.actions.known_by.add_name": _of(
        INSIDE, _person, kind="known_as", given_name="Ada", family_name="", on=DAY
    ),
    "registry.actions.known_by.add_phone": _of(INSIDE, _person, number="+254712345678", on=DAY),
    "registry.actions.known_by.end_identifier": _of(INSIDE, lambda land, side: _number(side), because="Lost", on=DAY),
    "registry.actions.known_by.end_phone": _of(INSIDE, lambda land, side: _phone(side), on=DAY),
    "registry.actions.known_by.keep_photo": _of(INSIDE, _person, file=BytesIO(b"no picture"), on=DAY),
    "registry.actions.known_by.remove_name": _of(INSIDE, lambda land, side: _name(side), on=DAY),
    "registry.actions.known_by.remove_photo": _of(INSIDE, lambda land, side: _photo(side), on=DAY),
    "registry.actions.known_by.verify_identifier": _of(
        INSIDE, lambda land, side: _number(side), is_theirs=True, on=DAY
    ),
    "registry.actions.lists.drop_list": Sample(ANY, lambda land, side: (("Old",), {})),
    "registry.actions.lists.save_list": Sample(ANY, lambda land, side: (("Old",), {"asked": {"age_from": "60"}})),
    "registry.actions.living.add_member": Sample(
        INSIDE, lambda land, side: ((side.home, side.person), {"relationship": "child", "on": DAY})
    ),
    "registry.actions.living.describe_dwelling": _of(INSIDE, _home, whereabouts=Whereabouts("Here"), on=DAY),
    "registry.actions.living.end_membership": _of(INSIDE, lambda land, side: _stay(side), because="other", on=DAY),
    "registry.actions.living.end_residence": _of(INSIDE, lambda land, side: _residence(side), because="", on=DAY),
    "registry.actions.living.join_households": Sample(
        INSIDE, lambda land, side: ((side.home, side.home), {"relationships": {}, "on": DAY})
    ),
    "registry.actions.living.move_household": Sample(
        INSIDE, lambda land, side: ((side.home,), {"area": land.there.area, "on": DAY})
    ),
    "registry.actions.living.move_person": Sample(
        INSIDE, lambda land, side: ((side.person,), {"household_id": 1, "relationship": "child", "on": DAY})
    ),
    "registry.actions.living.split_household": _of(INSIDE, _home, members=(), key="S", on=DAY),
    "registry.actions.living.start_residence": Sample(
        INSIDE,
        lambda land, side: (
            (side.person,),
            {"institution": land.papers["agreement"].partner, "reason": "school", "on": DAY},
        ),
    ),
    "registry.actions.people.register_person": Sample(
        INSIDE, lambda land, side: ((MEMBER,), {"area": side.area, "key": "K2", "on": DAY})
    ),
    "registry.actions.resolving.resolve_answer": _of(
        INSIDE, _home, variable="rooms", source="nobody", observed_on=DAY, reason="Seen", on=DAY
    ),
    "registry.actions.vital.end_kinship": _of(INSIDE, lambda land, side: _tie(side), on=DAY),
    "registry.actions.vital.record_birth": _of(INSIDE, _person, child=MEMBER, key="B", on=DAY),
    "registry.actions.vital.record_death": _of(INSIDE, _person, died=PartialDate(DAY, DAY), known="family", on=DAY),
    "registry.actions.vital.record_kinship": Sample(
        INSIDE, lambda land, side: ((side.person,), {"relative": side.person, "kind": "guardian", "on": DAY})
    ),
    "registry.actions.people.register_household": Sample(
        INSIDE, lambda land, side: ((side.area, [MEMBER]), {"key": "K1", "on": DAY})
    ),
}


def _place(side: Side) -> Place:
    """A place in the area of a side."""
    bank = Institution.objects.get(code="bank")
    given = {"kind": "office", "institution": bank, "area": side.area, "names": {"en": "Office"}}
    return Place.objects.get_or_create(code=f"office-{side.area.code}", defaults=given)[0]


def _new_place(side: Side) -> importing.NewPlace:
    return importing.NewPlace(f"new-{side.area.code}", "office", {"en": "New"}, "bank", side.area.code)


def _offer(side: Side) -> Offer:
    service = ServiceKind.objects.get_or_create(code="cash", defaults={"names": {"en": "Cash"}})[0]
    return Offer.objects.get_or_create(place=_place(side), service=service)[0]


def _stop(side: Side) -> OutreachStop:
    return OutreachStop.objects.get_or_create(place=_place(side), area=side.area, on=DAY)[0]


def _draft(land: Land) -> registry.RegistrationDraft:
    return registry.RegistrationDraft.objects.get(pk=land.strangers["draft_id"])


def _number(side: Side) -> registry.Identifier:
    return registry.Identifier.objects.get_or_create(person=side.person, type="passport", number="X7654321")[0]


def _phone(side: Side) -> registry.Phone:
    return registry.Phone.objects.get_or_create(person=side.person, number="+254712345670")[0]


def _name(side: Side) -> registry.PersonName:
    return registry.PersonName.objects.get_or_create(person=side.person, kind="known_as", given_name="Adou")[0]


def _photo(side: Side) -> registry.Photo:
    given = {"content": b"", "media_type": "image/png", "taken_on": DAY}
    return registry.Photo.objects.get_or_create(person=side.person, defaults=given)[0]


def _stay(side: Side) -> registry.Membership:
    return registry.Membership.objects.get(person=side.person)


def _residence(side: Side) -> registry.Residence:
    given = {"institution": Institution.objects.get(code="bank"), "reason": "school", "period": DateRange(DAY, None)}
    return registry.Residence.objects.get_or_create(person=side.person, defaults=given)[0]


def _tie(side: Side) -> registry.Kinship:
    other = side.home.memberships.exclude(person=side.person).first().person
    return registry.Kinship.objects.get_or_create(person=side.person, relative=other, kind="guardian")[0]


def _token(land: Land) -> ApiToken:
    return ApiToken.objects.get(pk=land.strangers["token_id"])


def _lent(land: Land) -> Grant:
    return Grant.objects.get(pk=land.strangers["grant_id"])


def _maker() -> User:
    return User.objects.get(username="maker")


SAMPLES.update(changing.samples(Sample, INSIDE, ANY))
SAMPLES.update(sent.samples(Sample, INSIDE, ANY))
SAMPLES.update(visiting.samples(Sample, INSIDE, OWN))
SAMPLES.update(filled.samples(Sample, OWN, ANY))
SAMPLES.update(carded.samples(Sample, INSIDE, OWN, ANY))
SAMPLES.update(merged.samples(Sample, INSIDE))
SAMPLES.update(twice.samples(Sample, INSIDE, ANY))
