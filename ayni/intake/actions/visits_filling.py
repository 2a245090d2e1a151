"""The form of a visit, filled in on the web: begun from one's list, and closing the visit when it is sent."""

from __future__ import annotations

from datetime import datetime

from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines.questionnaires import tree
from ayni.engines.questionnaires.fitting import Mapped
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.actions import drafts as forms
from ayni.intake.models import Visit
from ayni.intake.queries import drafts, drafts_known
from ayni.kernel import lifecycles


@action(permissions.VISIT, says="began the form of a visit")
@sensitive_variables()
def begin_visit_form(visit: Visit, version: models.QuestionnaireVersion, *, at: datetime, by: User) -> models.FormDraft:
    """Begin the form for the household of a visit on one's own list, or go on with the one that was begun.

    What is known of the household stands in it for whoever may see that; its number stands in it for everybody.
    Refuses: NotOnYourList, WrongState, NotForThisForm, CampaignNotOpen; what beginning a form refuses.
    """
    held = Visit.objects.select_for_update(of=("self",)).filter(pk=visit.pk, enumerator=by).first()
    if held is None:
        raise errors.NotOnYourList(visit)
    if not held.is_to_do:
        raise lifecycles.WrongState(held.status, "fill in", lifecycles.verbs(lifecycle.VISIT, held.status))
    if held.campaign.status == lifecycle.PLANNED:
        raise errors.CampaignNotOpen(held.campaign)
    if not held.campaign.questionnaires.filter(pk=version.questionnaire_id).exists():
        raise errors.NotForThisForm(held, version)
    begun = drafts.open_drafts(by, at=at)
    known = next((one for one in begun if one.instance_id == held.instance_id), None) if held.instance_id else None
    if known is not None and known.version.questionnaire_id == version.questionnaire_id:
        return known
    sees = held.household_id if by.may(drafts_known.SEE) else None
    row = forms.begin_form(version, by=by, at=at, household=sees)
    if held.household_id and not sees:
        row = _numbered(row, f"H{held.household_id:08d}", at=at, by=by)
    held.instance_id = row.instance_id
    held.save(update_fields=["instance_id"])
    return row


@sensitive_variables()
def _numbered(row: models.FormDraft, code: str, *, at: datetime, by: User) -> models.FormDraft:
    """The form with the number of its household, where it asks for that."""
    path = Mapped.from_data(row.version.mapping).household.get("household")
    if not path:
        return row
    found = drafts.opened(row, at=at)
    answers = forms.over(found.answers, drafts_known.nested(tree.from_data(row.version.tree), {path: code}))
    return forms.save_form(row, answers=answers, revision=row.revision, by=by, at=at)
