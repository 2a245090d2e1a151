"""Filling in a questionnaire on the web: begun, saved at each page, sent once, or thrown away with a reason."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.sealing import boxes
from ayni.engines.questionnaires import instances, tree
from ayni.intake import errors, models, permissions
from ayni.intake.actions import submissions
from ayni.intake.actions.submissions_files import File
from ayni.intake.models import drafts as states
from ayni.intake.queries import drafts, drafts_known, packed
from ayni.intake.queries.drafts import Answers, Draft

NUMBER = re.compile(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@action(permissions.SUBMIT, says="began to fill in a questionnaire")
@sensitive_variables()
def begin_form(
    version: models.QuestionnaireVersion, *, by: User, at: datetime, household: int | None = None, instance_id: str = ""
) -> models.FormDraft:
    """Begin a form: for a new household, or with what is known of one. A device that had no link brings its number.

    Begun again with the same number, it is the one that is there. Refuses: NotFillable, NoSuchHousehold, NotPermitted,
    NoSuchForm.
    """
    expire(by=by, at=at)
    if not drafts.may_fill(version, begun_elsewhere=bool(instance_id)):
        raise errors.NotFillable
    if instance_id and not NUMBER.fullmatch(instance_id):
        raise errors.NoSuchForm(instance_id[:60])
    form = tree.from_data(version.tree)
    home = drafts_known.household(household, reader=by) if household else None
    given = {"version": version, "by": by, "household": home, "begun_at": at, "saved_at": at}
    try:
        row, is_new = models.FormDraft.objects.get_or_create(
            instance_id=instance_id or f"uuid:{uuid.uuid4()}", defaults={**given, "expires_at": at + drafts.KEPT}
        )
    except IntegrityError:  # somebody else's, whom this officer does not see
        raise errors.NoSuchForm(instance_id[:60]) from None
    if is_new:
        known = drafts_known.known(home, version, form, reader=by) if home else {}
        answers = over(drafts.begun(form, by=by, at=at), drafts_known.nested(form, known))
        _keep(Draft(row, form, answers), at=at)
    return row


@action(permissions.SUBMIT, says="saved a questionnaire being filled in", unsaid=("answers", "removed", "files"))
@sensitive_variables()
def save_form(
    draft: models.FormDraft,
    *,
    answers: Answers,
    revision: int,
    by: User,
    at: datetime,
    removed: Sequence[Mapping[str, Any]] = (),
    files: Sequence[File] = (),
) -> models.FormDraft:
    """Keep what is answered so far, sealed, with the files that were added. `revision` is the one it was changed from.

    Refuses: FormOver, FormMovedOn, FormTooLarge.
    """
    row = _locked(draft, by=by, at=at)
    if row.revision != revision:
        raise errors.FormMovedOn
    row.revision, row.saved_at, row.expires_at = row.revision + 1, at, at + drafts.KEPT
    row.save(update_fields=["revision", "saved_at", "expires_at"])
    _keep(Draft(row, tree.from_data(row.version.tree), answers, [dict(one) for one in removed]), at=at)
    _keep_files(row, files, at=at)
    return row


@action(permissions.SUBMIT, says="sent a questionnaire filled in on the web", unsaid=("device",))
@sensitive_variables()
def send_form(draft: models.FormDraft, *, by: User, at: datetime, device: str = "") -> models.FormDraft:
    """Send a form once: it is received, checked and applied as a phone's is, and the draft holds no answers more.

    Sent again, it is what it was sent as. Refuses: FormOver, StillProblems; what receiving refuses.
    """
    before = models.FormDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, by=by).first()
    if before is not None and before.status == states.SENT:
        return before
    row = _locked(draft, by=by, at=at)
    found = drafts.opened(row, at=at)
    files = drafts.rows_of(row.version, reader=by)
    now = timezone.localtime(at)
    instance = drafts.made(found.form, _ended(found, at=at), now=now, files=files)
    against = drafts.problems(instance, now=now, files=files)
    if against:
        raise errors.StillProblems(len(against))
    xml = instances.write(drafts.cleared(instance), drafts.head_of(row))
    named = set(instance.files)
    sent = [
        File(one.source, one.media_type, drafts.file_of(one)) for one in drafts.files_of(row) if one.source in named
    ]
    row.submission = submissions.receive_submission(
        xml, by=by, at=at, road=models.Submission.Road.WEB, files=sent, device=device
    )
    row.status = states.SENT
    row.save(update_fields=["submission", "status"])
    _empty(row)
    return row


@action(permissions.SUBMIT, says="threw away a questionnaire being filled in", unsaid=("reason",))
def discard_form(draft: models.FormDraft, *, reason: str, by: User, at: datetime) -> models.FormDraft:
    """Throw away what was answered so far, and say why. Refuses: ReasonNeeded, FormOver."""
    if not reason.strip():
        raise errors.ReasonNeeded
    row = _locked(draft, by=by, at=at)
    row.status, row.reason = states.DISCARDED, reason.strip()[:300]
    row.save(update_fields=["status", "reason"])
    _empty(row)
    return row


def expire(*, by: User, at: datetime) -> int:
    """Empty one's own forms that nobody went on with in time: what was answered is gone, that it was begun stays."""
    with transaction.atomic():
        rows = models.FormDraft.objects.select_for_update().filter(by=by, status=states.FILLING, expires_at__lte=at)
        late = list(rows)
        for row in late:
            _empty(row)
        models.FormDraft.objects.filter(pk__in=[row.pk for row in late]).update(status=states.EXPIRED)
    return len(late)


def expire_all(*, at: datetime) -> int:
    """Empty everybody's forms that nobody went on with in time; how many. Nobody acts, and so no row is seen here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_expire_drafts(%s)", [at])
        return int(cursor.fetchone()[0])


def _locked(draft: models.FormDraft, *, by: User, at: datetime) -> models.FormDraft:
    found: models.FormDraft | None = (
        models.FormDraft.objects.select_for_update(of=("self",))
        .select_related("version__questionnaire")
        .filter(pk=draft.pk, by=by)
        .first()
    )
    if found is None or found.status != states.FILLING or found.expires_at <= at:
        raise errors.FormOver
    return found


@sensitive_variables()
def _keep(found: Draft, *, at: datetime) -> None:
    day, sealer = timezone.localdate(at), boxes.Sealer()
    kept = {"source": drafts.CONTENT, "observed_on": day, "key_id": sealer.key}
    kept["ciphertext"] = drafts.sealed(found, sealer, on=day)
    models.FormDraftContent.objects.update_or_create(draft=found.row, defaults=kept)


@sensitive_variables()
def _keep_files(row: models.FormDraft, files: Sequence[File], *, at: datetime) -> None:
    if sum(len(one.content) for one in files) > drafts.LARGEST_FILES:
        raise errors.FormTooLarge(drafts.LARGEST_FILES // 2**20)
    day = timezone.localdate(at)
    for file in files:
        sealer = boxes.Sealer()
        bound = boxes.Bound("intake_formdraftfile", row.pk, file.name, day)
        kept = {"media_type": file.media_type[:100], "observed_on": day, "key_id": sealer.key}
        kept["ciphertext"] = sealer.seal(packed(file.content), bound)
        models.FormDraftFile.objects.update_or_create(draft=row, source=file.name, defaults=kept)


def _empty(row: models.FormDraft) -> None:
    models.FormDraftContent.objects.filter(draft=row).delete()
    models.FormDraftFile.objects.filter(draft=row).delete()


def _ended(found: Draft, *, at: datetime) -> Answers:
    """The answers, with the moment at which the form was ended."""
    ends = {
        one.name: timezone.localtime(at).isoformat(timespec="seconds")
        for one in found.form.questions
        if one.type == "end" and one.path.count("/") == 2 and not found.answers.get(one.name)
    }
    return {**found.answers, **ends}


def over(below: Answers, above: Answers) -> Answers:
    """One set of answers laid over another."""
    for name, said in above.items():
        known = below.get(name)
        below[name] = over(known, said) if isinstance(known, dict) and isinstance(said, dict) else said
    return below
