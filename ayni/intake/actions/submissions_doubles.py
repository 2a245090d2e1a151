"""A form that tells a new household is held for a person to look at when its head is very likely registered already."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.engines.questionnaires.problems import Problem
from ayni.identity import actions as identity
from ayni.intake.queries.submissions_meaning import Meaning
from ayni.registry import permissions as registry_permissions

HEAD = "head"


def registered_already(found: Meaning, *, by: User) -> list[Problem]:
    """Who the head of a new household very likely is, told by a code or a place and never by name."""
    wait_from = settings.AYNI_DESK_CHECK["forms_wait_from"]
    if found.household is not None or wait_from > 1 or not by.may(registry_permissions.REGISTER):
        return []
    problems = []
    for head in [told for told in found.members if told.relationship == HEAD and told.known is None]:
        applicant = identity.Applicant(
            given_name=head.given_name, family_name=head.family_name, given_name_latin=head.given_name_latin,
            family_name_latin=head.family_name_latin, born=head.born, sex=head.sex or "", phone=head.phone,
            area=found.area.code if found.area else "",
        )  # fmt: skip
        if not applicant.tells_enough:
            continue
        answer = identity.check_applicant(applicant, by=by, at=timezone.now(), is_counted=False, is_shown=False)
        if likely := [one for one in answer.matches if one.chance >= wait_from]:
            who = "; ".join(" ".join(filter(None, (one.code, one.area, one.since.isoformat()))) for one in likely)
            problems.append(Problem("likely_registered", where=head.where, facts={"who": who}))
    return problems
