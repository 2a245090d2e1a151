"""Filled-in forms: received once as they came, checked, applied to the registry, mended and refused."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.jobs import running
from ayni.commons.sealing import boxes
from ayni.engines.questionnaires import errors as refused
from ayni.engines.questionnaires import instances
from ayni.engines.questionnaires.instances import Head, Instance
from ayni.intake import errors, lifecycle, models, permissions, queries
from ayni.intake.actions import submissions_applying as applying
from ayni.intake.actions import submissions_files as files
from ayni.intake.actions import visits_reconciling
from ayni.kernel import lifecycles

AS_IT_CAME = models.SubmissionContent.AS_IT_CAME
#: Two officers may send the same form, and neither may see the other's row: what is there already is left alone.
INSERT = """
    INSERT INTO intake_submission (instance_id, questionnaire_id, version_id, version_told, digest, size,
        is_contradiction, deprecated_id, road, by_id, key_id, device, received_at, area_id, status,
        problems, became, reason)
    VALUES (%(instance_id)s, %(questionnaire)s, %(version)s, %(told)s, %(digest)s, %(size)s,
        %(is_contradiction)s, %(deprecated_id)s, %(road)s, %(by)s, %(key)s, %(device)s, %(at)s, %(area)s, %(status)s,
        '[]', '{}', '')
    ON CONFLICT DO NOTHING RETURNING id
"""


@dataclass(frozen=True, repr=False)
class File:
    """A file that was sent with a form. It never shows in a text of itself."""

    name: str
    media_type: str
    content: bytes


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
    """Keep a filled-in form as it came, sealed, once by its own number, and have it checked and applied.

    Sent again it is the submission that is there, to which files may be added. With the same number and other answers
    it is kept beside the first as a contradiction, for an officer. Refuses: NotWhole, NoSuchQuestionnaire; nothing is
    kept then.
    """
    root = _read(xml)
    head = _head(root)
    questionnaire, version = _asked(head)
    area = _area(version, xml, by)
    row: dict[str, Any] = {
        "instance_id": head.instance_id,
        "questionnaire": questionnaire.pk,
        "version": version.pk if version else None,
        "told": head.version[:40],
        "digest": _digest(xml),
        "size": len(xml),
        "deprecated_id": head.deprecated_id,
        "road": road,
        "by": by.pk,
        "key": key.pk if key else None,
        "device": device[:120],
        "at": at,
        "area": area.pk if area else None,
        "status": lifecycle.RECEIVED,
    }
    submission, is_new = _once(row, xml)
    if is_new:
        _seal(submission, AS_IT_CAME, xml, by=by)
        running.start(
            "intake.process_submission", key=f"intake.submission/{submission.pk}", by=by, number=submission.pk
        )
    _attach(submission, files, by=by, at=at)
    return submission


@action(permissions.SUBMIT, says="checked a filled-in form", unsaid=("accepting",))
def process_submission(submission: models.Submission, *, by: User, at: datetime) -> models.Submission:
    """Check a form that came, and apply it when nothing stands against it; else it waits for an officer.

    What is applied, refused or replaced stays so.
    """
    done = applying.process(_locked(submission), by=by, at=at, is_officer=False)
    visits_reconciling.arrived(done)
    return done


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


def _read(xml: bytes) -> Any:
    try:
        return instances.parse(xml)
    except refused.InstanceError as error:
        raise errors.NotWhole from error


def _head(root: Any) -> Head:
    try:
        return instances.head(root)
    except refused.InstanceError as error:
        raise errors.NotWhole from error


def _asked(head: Head) -> tuple[models.Questionnaire, models.QuestionnaireVersion | None]:
    """Which questionnaire was filled in, and which version that was ever given out; none for a strange one."""
    given = models.QuestionnaireVersion.objects.filter(questionnaire__code=head.form_id, published_at__isnull=False)
    versions = given.select_related("questionnaire").defer("workbook", "xform", "report")
    version = versions.filter(version=head.version[:40]).first()
    known = version or versions.first()
    if known is None:
        raise errors.NoSuchQuestionnaire(head.form_id[:60])
    return known.questionnaire, version


def _area(version: models.QuestionnaireVersion | None, xml: bytes, by: User) -> Area | None:
    """Where a form belongs: the area it names, if its officer works there; else the one where the officer does."""
    paths = by.where(permissions.SUBMIT)
    if version is not None:
        code = queries.area_code(version, _instance(version, xml))
        named = Area.objects.filter(code=code).first() if code else None
        if named is not None and (paths == ("/",) or named.path.startswith(paths)):
            return named
    return Area.objects.filter(path=paths[0]).first() if len(paths) == 1 and paths != ("/",) else None


def _instance(version: models.QuestionnaireVersion, xml: bytes) -> Instance:
    return queries.filled(version, xml, {})


def _once(row: dict[str, Any], xml: bytes) -> tuple[models.Submission, bool]:
    """The submission, and whether it is new: first, beside another that says something else, or there already."""
    with connection.cursor() as cursor:
        for is_contradiction in (False, True):
            same = models.Submission.objects.filter(instance_id=row["instance_id"])
            if is_contradiction and (found := _same(same, row["digest"], xml)):
                return found, False
            cursor.execute(INSERT, {**row, "is_contradiction": is_contradiction})
            made = cursor.fetchone()
            if made is not None:
                return models.Submission.objects.get(pk=made[0]), True
    # Another officer, whose forms are not this one's to see, has sent the very same.
    raise errors.SentByAnother


def _same(rows: Any, digest: str, xml: bytes) -> models.Submission | None:
    for row in rows.order_by("id"):
        if hmac.compare_digest(row.digest, digest) or queries.xml_of(row) == xml:
            found: models.Submission = row
            return found
    return None


def _digest(xml: bytes) -> str:
    """Keyed, so that nobody finds an answer by trying all there could be."""
    return hmac.new(settings.SECRET_KEY.encode(), b"submission" + xml, "sha256").hexdigest()


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


def _attach(submission: models.Submission, sent: Sequence[File], *, by: User, at: datetime) -> None:
    del by
    for file in sent:
        files.keep(submission, file.name, file.media_type, file.content, on=timezone.localdate(at))


def _locked(submission: models.Submission) -> models.Submission:
    found: models.Submission = (
        models.Submission.objects.select_for_update(of=("self",))
        .select_related("version", "questionnaire", "area", "household")
        .defer("version__workbook", "version__xform", "version__report")
        .get(pk=submission.pk)
    )
    return found
