"""Filled-in forms: received once as they came, checked, applied to the registry, mended and refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.commons.sealing import boxes
from ayni.intake import errors, lifecycle, models, permissions, queries
from ayni.intake.actions import submissions_applying as applying
from ayni.intake.actions import submissions_pictures as pictures
from ayni.intake.actions import submissions_receiving as receiving
from ayni.intake.actions import visits_reconciling
from ayni.intake.actions.submissions_files import File
from ayni.kernel import lifecycles


@action(permissions.SUBMIT, says="received a filled-in form", unsaid=("files", "device"))
@sensitive_variables()
def receive_submission(
    xml: bytes,
    *,
    by: User,
    at: datetime,
    road: str = models.Submission.Road.OPENROSA,
    files: Sequence[File] = (),
    key: models.DeviceKey | None = None,
    device: str = "",
) -> models.Submission:
    """Keep a filled-in form as it came, sealed, once by its own number; it is checked and applied afterwards.

    Sent again it is the submission that is there, to which files may be added. With the same number and other answers
    it is kept beside the first as a contradiction, for an officer. Refuses: NotWhole, NoSuchQuestionnaire; nothing is
    kept then. SentByAnother, when another officer has sent the very same.
    """
    submission, is_new = receiving.keep(xml, by=by, at=at, road=road, key=key, device=device)
    receiving.attach(submission, files, by=by, at=at)
    if is_new and road != models.Submission.Road.OPENROSA:  # somebody waits at a screen; what phones sent goes together
        running.start(
            "intake.process_submission", key=f"intake.submission/{submission.pk}", by=by, number=submission.pk
        )
    return submission


@action(permissions.SUBMIT, says="checked a filled-in form", unsaid=("accepting",))
def process_submission(submission: models.Submission, *, by: User, at: datetime) -> models.Submission:
    """Check a form that came, and apply it when nothing stands against it; else it waits for an officer.

    What is applied, refused or replaced stays so.
    """
    done = applying.process(_locked(submission), by=by, at=at, is_officer=False)
    visits_reconciling.arrived(done)
    return done


@action(permissions.SUBMIT, says="handed over the pictures of a filled-in form")
def keep_pictures(submission: models.Submission, *, by: User) -> models.Submission:
    """Hand the pictures of people, which came after their form was applied, over to their records."""
    submission = _locked(submission)
    pictures.hand_over(submission, by=by)
    submission.save(update_fields=["became", "problems"])
    return submission


@action(permissions.MEND, says="applied a filled-in form", unsaid=("accepting",))
def apply_submission(submission: models.Submission, *, by: User, at: datetime) -> models.Submission:
    """Check a form again and apply it, though its version is retired or its phone's clock was wrong.

    Refuses: OutsideArea, WrongState, StillProblems.
    """
    submission = _locked(submission)
    lifecycles.step(lifecycle.SUBMISSION, submission.status, "refuse", what=str(submission))  # as open as that
    done = applying.process(submission, by=by, at=at, is_officer=True)
    if done.status != lifecycle.APPLIED:
        raise errors.StillProblems(sum(1 for one in done.problems if one["stops"]))
    visits_reconciling.arrived(done)
    return done


@action(permissions.MEND, says="mended a filled-in form", unsaid=("answers",))
@sensitive_variables()
def mend_submission(
    submission: models.Submission, *, answers: Mapping[str, str], by: User, at: datetime
) -> models.Submission:
    """Put answers in place of others, by their address in the form; what came stays as it came. It is checked again.

    Refuses: WrongState, NotInForm.
    """
    submission = _locked(submission)
    lifecycles.step(lifecycle.SUBMISSION, submission.status, "refuse", what=str(submission))
    version = submission.version
    if version is None:
        raise errors.NotInForm(next(iter(answers), ""))
    instance = queries.filled(version, queries.xml_of(submission), {})
    for where in answers:
        if instance.at(where) is None:
            raise errors.NotInForm(where[:200])
    number = submission.contents.count()
    _seal(submission, f"mend-{number}", json.dumps(dict(answers)).encode(), by=by)
    return applying.check(submission, by=by)


@action(permissions.MEND, says="refused a filled-in form")
def refuse_submission(submission: models.Submission, *, reason: str, by: User, at: datetime) -> models.Submission:
    """Let nothing become of a form, and say why. It stays on record. Refuses: WhyRefused, WrongState."""
    if not reason.strip():
        raise errors.WhyRefused
    submission = _locked(submission)
    submission.status = lifecycles.step(lifecycle.SUBMISSION, submission.status, "refuse", what=str(submission))
    submission.reason, submission.decided_by, submission.decided_at = reason.strip(), by, at
    submission.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    return submission


@sensitive_variables()
def _seal(submission: models.Submission, source: str, content: bytes, *, by: User) -> None:
    day = timezone.localdate()
    sealer = boxes.Sealer()
    models.SubmissionContent.objects.create(
        submission=submission,
        source=source,
        observed_on=day,
        key_id=sealer.key,
        ciphertext=sealer.seal(queries.packed(content), queries.bound_content(submission.pk, source, day)),
        by=by,
    )


def _locked(submission: models.Submission) -> models.Submission:
    found: models.Submission = (
        models.Submission.objects.select_for_update(of=("self",))
        .select_related("version", "questionnaire", "area", "household")
        .defer("version__workbook", "version__xform", "version__report")
        .get(pk=submission.pk)
    )
    return found
