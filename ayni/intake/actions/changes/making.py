"""Asking for a change: writing it down, showing evidence, handing it in, taking it back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.uploads import kinds as uploads
from ayni.commons.uploads import receiving
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.actions.changes import accepting, reaching
from ayni.intake.models import ChangeRequest, EvidenceKind
from ayni.intake.queries.changes import checking, ground, registered
from ayni.intake.queries.changes.kinds import Difference, Kind, Subject
from ayni.kernel import lifecycles
from ayni.registry.models import Household, Membership, Person

MOST_PAPERS = 5
PAPERS = (uploads.PDF, uploads.JPEG, uploads.PNG)


@dataclass(frozen=True)
class NewChange:
    """A change to ask for. `proposed` is in the words of its kind; `happened_on` the day it happened, or was told."""

    kind: str
    happened_on: date
    proposed: Mapping[str, Any] = field(default_factory=dict)
    person: Person | None = None
    household: Household | None = None
    reason: str = ""
    evidence: str = ""
    document_number: str = ""
    source: str = models.ChangeSource.OFFICER
    source_key: str = ""
    language: str = "en"


@action(permissions.REQUEST, says="asked for a change of a record", unsaid=("change",))
def make_change(change: NewChange, *, at: datetime, is_draft: bool = False, by: User) -> ChangeRequest:
    """Ask for a change, and hand it in unless it is a draft. Sent twice with one `source_key`, it is one request.

    Refuses: OutsideArea, ProposalRefused, EvidenceNeeded, NotYetHappened.
    """
    if change.source_key:
        known = ChangeRequest.objects.filter(source=change.source, source_key=change.source_key).first()
        if known is not None:
            return known
    if not _kind(change).is_offered:
        raise errors.ProposalRefused([_("Open the change that is to be taken back, and ask for it there.")])
    return written(change, at=at, by=by, is_draft=is_draft)


def written(change: NewChange, *, at: datetime, by: User, is_draft: bool = False, **more: Any) -> ChangeRequest:
    """The request as it is kept, and handed in unless it is a draft."""
    made = requested(change, at=at, made_by=by, under=permissions.REQUEST, by=by, **more)
    return made if is_draft else handed_in(made, at=at)


def requested(change: NewChange, *, at: datetime, made_by: User, under: str, by: User, **more: Any) -> ChangeRequest:
    """A draft of a request, with what the record says now, written by who holds a permission where the record is."""
    kind, on = _kind(change), at.date()
    is_grave = more.pop("needs_two", kind.is_grave)
    household, area = _where(change, on)
    scoping.check(by, under, area.path)
    subject = _judged(change, kind, household, on=on)
    return ChangeRequest.objects.create(
        kind=change.kind,
        household=household,
        person=change.person,
        area=area,
        to_area=_to_area(kind, subject.proposed, area),
        proposed=subject.proposed,
        ground=ground.of(kind.needs(subject), on=on),
        happened_on=change.happened_on,
        reason=change.reason.strip(),
        evidence=change.evidence,
        document_number=change.document_number.strip(),
        source=change.source,
        source_key=change.source_key,
        language=change.language,
        made_by=made_by,
        made_at=at,
        due_on=on + timedelta(days=kind.days),
        needs_two=is_grave,
        **more,
    )


def effect(change: NewChange, *, on: date) -> Sequence[Difference]:
    """What a change would do, before it is asked for. Refuses: ProposalRefused, NotYetHappened."""
    kind = _kind(change)
    household, area = _where(change, on)
    subject = _judged(change, kind, household, on=on)
    _to_area(kind, subject.proposed, area)
    return kind.differences(subject, ground.of(kind.needs(subject), on=on))


def _judged(change: NewChange, kind: Kind, household: Household | None, *, on: date) -> Subject:
    """What is proposed in its one form, once it has happened and everybody who is named is there."""
    if change.happened_on > on:
        raise errors.NotYetHappened(change.happened_on)
    home, who = household.pk if household else None, change.person.pk if change.person else None
    subject = Subject(change.kind, home, who, change.proposed, change.happened_on)
    proposed = kind.check(subject)
    _check_people(kind, proposed, household, change.happened_on)
    return replace(subject, proposed=proposed)


@action(permissions.REQUEST, says="showed a paper for a change", unsaid=("content",))
def add_evidence(change: ChangeRequest, *, content: bytes, by: User) -> models.ChangeEvidence:
    """Keep a picture or a document with a request; the same file twice is one.

    Refuses: OutsideArea, WrongState, TooManyPapers, NotTaken.
    """
    content = receiving.content(io.BytesIO(content), kinds=PAPERS, largest=models.LARGEST_EVIDENCE)
    _own_area(change, by)
    if change.status not in (*lifecycle.WAITING, lifecycle.DRAFT, lifecycle.NEEDS_INFORMATION):
        raise lifecycles.WrongState(change.status, "add to", lifecycles.verbs(lifecycle.CHANGE, change.status))
    digest = hashlib.sha256(content).hexdigest()
    known = change.papers.filter(digest=digest).first()
    if known is not None:
        return known
    number = (change.papers.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_PAPERS:
        raise errors.TooManyPapers(MOST_PAPERS)
    return models.ChangeEvidence.objects.create(
        request=change,
        number=number,
        media_type=uploads.of(content).media_type,
        bytes=len(content),
        digest=digest,
        content=content,
        added_by=by,
    )


@action(permissions.REQUEST, says="handed in a change of a record", unsaid=("proposed", "reason"))
def submit_change(
    change: ChangeRequest,
    *,
    at: datetime,
    by: User,
    proposed: Mapping[str, Any] | None = None,
    reason: str | None = None,
    evidence: str | None = None,
    document_number: str | None = None,
) -> ChangeRequest:
    """Hand in a draft, or what an officer asked more about; what is given replaces what was written.

    Refuses: OutsideArea, WrongState, ProposalRefused, EvidenceNeeded.
    """
    kept = locked(change)
    _own_area(kept, by)
    if proposed is not None:
        kind = registered.KINDS[kept.kind]
        subject = Subject(kept.kind, kept.household_id, kept.person_id, proposed, kept.happened_on)
        kept.proposed = kind.check(subject)
        kept.to_area = _to_area(kind, kept.proposed, kept.area)
    for name, value in (("reason", reason), ("evidence", evidence), ("document_number", document_number)):
        if value is not None:
            setattr(kept, name, value.strip())
    return handed_in(kept, at=at)


@action(permissions.REQUEST, says="took back a change that was asked for")
def withdraw_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """It is no longer asked for. Refuses: OutsideArea, WrongState."""
    kept = locked(change)
    _own_area(kept, by)
    kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "withdraw", what=str(kept))
    kept.save(update_fields=["status"])
    return kept


def handed_in(change: ChangeRequest, *, at: datetime) -> ChangeRequest:
    """From here on others check it: what the record says now is kept, and who can check it is found."""
    kind = registered.KINDS[change.kind]
    if change.evidence not in kind.evidence and change.source not in TRUSTED_WORD:
        possible = [str(EvidenceKind(code).label) for code in kind.evidence]
        raise errors.EvidenceNeeded(kind.label, possible)
    change.status = lifecycles.step(lifecycle.CHANGE, change.status, "submit", what=str(change))
    if change.source != models.ChangeSource.RECEIVING:  # who asks for it from outside sees nothing of the record
        change.ground = ground.of(kind.needs(Subject.of(change)), on=at.date())
    change.submitted_at = at
    change.first_checked_by = change.first_checked_at = None
    can_be_checked, change.waits_in = checking.waits_in(change.area, besides=checking.besides(change), on=at.date())
    del can_be_checked  # nobody yet: it waits in the whole country, and the page says so
    change.save()
    accepting.consider(change, at=at)
    return change


def locked(change: ChangeRequest) -> ChangeRequest:
    """The request as it stands now, kept from others until the end of the transaction."""
    kept = (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("person", "household", "area", "to_area")
        .filter(pk=change.pk)
        .first()
    )
    if kept is None:
        raise errors.NoSuchChange(change.pk)
    return kept


#: Who brings a change without a paper of its own: it was looked at on the way in.
TRUSTED_WORD = (models.ChangeSource.PERSON, models.ChangeSource.SUBMISSION, models.ChangeSource.RECERTIFICATION)


def _kind(change: NewChange) -> Kind:
    kind = registered.KINDS.get(change.kind)
    if kind is None:
        raise errors.ProposalRefused([_("There is no such kind of change: %(kind)s.") % {"kind": change.kind[:40]}])
    if kind.of == "person" and change.person is None:
        raise errors.ProposalRefused([_("%(kind)s: say which person.") % {"kind": kind.label}])
    if kind.of == "household" and change.household is None:
        raise errors.ProposalRefused([_("%(kind)s: say which household.") % {"kind": kind.label}])
    return kind


def _where(change: NewChange, on: date) -> tuple[Household | None, Area]:
    """The household it is about, and the area found from it, or from the person."""
    home = change.household
    if home is None and change.person is not None:
        stays = Membership.objects.active(on=on).filter(person=change.person).select_related("household__area")
        stay = stays.first()
        home = stay.household if stay else None
    if home is not None:
        return home, home.area
    area = change.person.registered_in if change.person else None
    if area is None:
        if change.person is not None:
            Person.objects.get(pk=change.person.pk)  # refuses somebody out of reach
        raise errors.ProposalRefused([_("It is not known where this person lives. Write down their household first.")])
    return None, area


def _check_people(kind: Kind, proposed: Mapping[str, Any], household: Household | None, on: date) -> None:
    """Who is named lives there, or has a record that this officer reaches."""
    here = set(Membership.objects.present(on=on).filter(household=household).values_list("person", flat=True))
    here |= set(Membership.objects.filter(household=household, period__endswith=None).values_list("person", flat=True))
    for field_ in kind.fields:
        value = proposed.get(field_.name)
        if not value or field_.asks not in ("member", "members", "person"):
            continue
        named = {*(value if isinstance(value, list) else [value])}
        if field_.asks != "person" and named - here:
            told = {"field": field_.label, "who": f"P{min(named - here):08d}"}
            raise errors.ProposalRefused([_("%(field)s: %(who)s does not live in this household.") % told])
        if field_.asks == "person" and not Person.objects.filter(pk__in=named).exists():
            told = {"field": field_.label, "who": f"P{min(named):08d}"}
            raise errors.ProposalRefused([_("%(field)s: there is no %(who)s in your areas.") % told])


def _to_area(kind: Kind, proposed: Mapping[str, Any], area: Area) -> Area | None:
    if not kind.leaves_area:
        return None
    found = reaching.area_of_household(proposed["household"]) if "household" in proposed else None
    code = kind.to_area(proposed)
    if code:
        found = Area.objects.defer("shape").filter(code=code).first()
        if found is None:
            raise errors.ProposalRefused([_("There is no area with the code “%(code)s”.") % {"code": code[:40]}])
    elif "household" in proposed and found is None:
        raise errors.ProposalRefused([_("There is no household with that number.")])
    return found if found and found.pk != area.pk else None


def _own_area(change: ChangeRequest, by: User) -> None:
    scoping.check(by, permissions.REQUEST, asked_in(change).path)


def asked_in(change: ChangeRequest) -> Area:
    """The area whose officers ask for it: where the record is, or for one asked from outside, where it comes."""
    return change.to_area if change.to_area and change.source == models.ChangeSource.RECEIVING else change.area
