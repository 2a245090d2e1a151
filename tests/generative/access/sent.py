"""Questionnaires and what was sent of them: what the walk names of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ayni.commons.access.models import User
from ayni.intake import actions, models
from tests.generative.access import land as lands
from tests.generative.access.land import NOON, Side
from tests.unit.intake import field
from tests.unit.registry import village

#: What an address answers to whom it opens: to GET and to an empty POST.
ANSWERS = {
    "web:questionnaire_step": (404, 404),  # no such verb
    "web:submission_file": (404, 404),  # nothing came with it
    "web:withdraw_phone": (404, 404),  # nobody here has one
}
NUMBERED = (
    "web:submission",
    "web:submission_file",
    "web:mend_submission",
    "web:apply_submission",
    "web:refuse_submission",
)


def submission(side: Side) -> models.Submission:
    """A form that names nobody, and so waits for an officer."""
    number = f"uuid:walk-{side.area.code}"
    found = models.Submission.objects.filter(instance_id=number).first()
    if found is None:
        xml = field.filled(_version(), members=[], area=side.area.code, instance_id=number)
        by = _officer("sender", "enumerator")
        found = actions.process_submission(actions.receive_submission(xml, by=by, at=NOON), by=by, at=NOON)
    return found


def named(row: str, side: Side | None) -> dict[str, Any]:
    """What the addresses of questionnaires and sent forms name."""
    if row in NUMBERED:
        return {"number": submission(side).pk if side else lands.MISSING}
    if row.startswith(("web:questionnaire_", "web:questionnaire:")) or row == "web:questionnaire":
        return {"version_id": _version().pk}
    return {}


def samples(sample: Callable[..., Any], inside: str, anyone: str) -> dict[str, Any]:
    """What each action is tried on."""

    def of(**given: Any) -> Any:
        return sample(inside, lambda land, side: ((submission(side),), {"at": NOON, **given}))

    late = {"name": "Phone", "expires_at": NOON + timedelta(days=9_999), "at": NOON}
    return {
        "intake.actions.submissions.apply_submission": of(),
        "intake.actions.submissions.keep_pictures": sample(inside, lambda land, side: ((submission(side),), {})),
        "intake.actions.submissions.mend_submission": of(answers={"/data/area": "nowhere"}),
        "intake.actions.submissions.process_submission": of(),
        "intake.actions.submissions.receive_submission": sample(
            anyone, lambda land, side: ((b"<data/>",), {"at": NOON})
        ),
        "intake.actions.submissions.refuse_submission": of(reason="A trial"),
        "intake.actions.submissions_keys.make_device_key": sample(anyone, lambda land, side: ((side.officer,), late)),
        "intake.actions.submissions_keys.withdraw_device_key": sample(
            anyone, lambda land, side: ((_key(side),), {"at": NOON})
        ),
    }


def _version() -> models.QuestionnaireVersion:
    found = models.QuestionnaireVersion.objects.filter(questionnaire__code="walk").first()
    steward, approver = _officer("walk-steward", "data_steward"), _officer("walk-approver", "programme_approver")
    return found or field.published("walk", "1", steward=steward, approver=approver)


def _officer(name: str, role: str) -> User:
    return User.objects.filter(username=name).first() or village.officer(name, role)


def _key(side: Side) -> models.DeviceKey:
    given = {"user": side.officer, "made_by": side.officer, "name": "Phone", "expires_at": NOON}
    return models.DeviceKey.objects.get_or_create(digest=f"walk-{side.area.code}", defaults=given)[0]
