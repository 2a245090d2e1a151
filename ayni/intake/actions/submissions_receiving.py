"""Steps of receiving a filled-in form: as few as can be, since many phones send theirs at the same moment.

Of the form is read which questionnaire it is of, which number it has and which area it names. It is sealed and kept by
two statements of one transaction; everything else is done afterwards, for many forms together.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import EVERYWHERE, User
from ayni.commons.jobs import running
from ayni.commons.sealing import boxes
from ayni.engines.questionnaires import errors as refused
from ayni.engines.questionnaires import instances
from ayni.engines.questionnaires.instances import Head
from ayni.intake import errors, lifecycle, models, permissions, queries
from ayni.intake.actions import submissions_files as files
from ayni.intake.actions.submissions_files import File

#: Which questionnaire was filled in, and which version that was ever given out; and the number the form will have.
ASKED = """
    SELECT q.id, v.id, coalesce(v.mapping -> 'household' ->> 'area', ''), nextval('intake_submission_id_seq')
    FROM intake_questionnaire q
    LEFT JOIN intake_questionnaireversion v
        ON v.questionnaire_id = q.id AND v.version = %(version)s AND v.published_at IS NOT NULL
    WHERE q.code = %(code)s AND EXISTS (
        SELECT FROM intake_questionnaireversion g WHERE g.questionnaire_id = q.id AND g.published_at IS NOT NULL)
"""
#: Two officers may send the same form, and neither may see the other's row: what is there already is left alone. The
#: form belongs to the area it names, if its officer works there; else to the one where the officer does.
KEEP = """
    INSERT INTO intake_submission (id, instance_id, questionnaire_id, version_id, version_told, digest, size,
        is_contradiction, deprecated_id, road, by_id, key_id, device, received_at, area_id, status,
        problems, became, reason)
    SELECT %(id)s, %(instance_id)s, %(questionnaire_id)s, %(version_id)s, %(version_told)s, %(digest)s, %(size)s,
        %(is_contradiction)s, %(deprecated_id)s, %(road)s, %(by_id)s, %(key_id)s, %(device)s, %(received_at)s,
        coalesce((SELECT a.id FROM directory_area a WHERE a.code = %(area)s AND a.path ^@ ANY (%(paths)s::text[])),
                 (SELECT a.id FROM directory_area a WHERE a.path = %(own)s)),
        %(status)s, '[]', '{}', ''
    ON CONFLICT DO NOTHING RETURNING area_id;
    INSERT INTO intake_submissioncontent (submission_id, source, observed_on, key_id, ciphertext, by_id)
    SELECT s.id, %(source)s, %(sealed_on)s, %(sealing_key)s, %(ciphertext)s, s.by_id
    FROM intake_submission s WHERE s.id = %(id)s
"""
OF_ROW = (
    *("id", "instance_id", "questionnaire_id", "version_id", "version_told", "digest", "size", "is_contradiction"),
    *("deprecated_id", "road", "by_id", "key_id", "device", "received_at", "status"),
)


@dataclass(frozen=True)
class Asked:
    """Of which questionnaire a form is, at which path it names its area, and the number it will have here."""

    questionnaire: int
    version: int | None
    area_path: str
    number: int


@sensitive_variables()
def keep(
    xml: bytes, *, by: User, at: datetime, road: str, key: models.DeviceKey | None, device: str
) -> tuple[models.Submission, bool]:
    """The submission, and whether it is new: first, beside another that says something else, or there already."""
    root, head = _read(xml)
    asked = _asked(head)
    paths = by.where(permissions.SUBMIT)
    row: dict[str, Any] = {
        "id": asked.number,
        "instance_id": head.instance_id,
        "questionnaire_id": asked.questionnaire,
        "version_id": asked.version,
        "version_told": head.version[:40],
        "digest": digest(xml),
        "size": len(xml),
        "deprecated_id": head.deprecated_id,
        "road": road,
        "by_id": by.pk,
        "key_id": key.pk if key else None,
        "device": device[:120],
        "received_at": at,
        "status": lifecycle.RECEIVED,
        "area": instances.text_at(root, asked.area_path)[:32] if asked.area_path else None,
        "paths": list(paths),
        "own": paths[0] if len(paths) == 1 and paths != EVERYWHERE else None,
        **_sealed(asked.number, xml),
    }
    return _once(row, xml)


def attach(submission: models.Submission, sent: Sequence[File], *, by: User, at: datetime) -> None:
    """Keep the files of a form; those for which an applied form has waited go on to the registry."""
    if not sent:
        return
    kept = files.keep(submission, sent, on=timezone.localdate(at))
    awaited = submission.became.get("pictures", {})
    if new := sorted(one.pk for one in kept if one.source in awaited):
        running.start(
            "intake.keep_pictures", key=f"intake.pictures/{submission.pk}/{new[-1]}", by=by, number=submission.pk
        )


def _read(xml: bytes) -> tuple[Any, Head]:
    try:
        root = instances.parse(xml)
        return root, instances.head(root)
    except refused.InstanceError as error:
        raise errors.NotWhole from error


def _asked(head: Head) -> Asked:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"code": head.form_id, "version": head.version[:40]})
        found = cursor.fetchone()
    if found is None:
        raise errors.NoSuchQuestionnaire(head.form_id[:60])
    return Asked(*found)


def _once(row: dict[str, Any], xml: bytes) -> tuple[models.Submission, bool]:
    for is_contradiction in (False, True):
        row["is_contradiction"] = is_contradiction
        if is_contradiction and (found := _same(row, xml)):
            return found, False
        with connection.cursor() as cursor:
            cursor.execute(KEEP, row)
            made = cursor.fetchone()
        if made is not None:
            kept = models.Submission(**{name: row[name] for name in OF_ROW}, area_id=made[0])
            kept._state.adding, kept._state.db = False, "default"
            return kept, True
    # Another officer, whose forms are not this one's to see, has sent the very same.
    raise errors.SentByAnother


def _same(row: dict[str, Any], xml: bytes) -> models.Submission | None:
    for one in models.Submission.objects.filter(instance_id=row["instance_id"]).order_by("id"):
        if hmac.compare_digest(one.digest, row["digest"]) or queries.xml_of(one) == xml:
            return one
    return None


def digest(xml: bytes) -> str:
    """Keyed, so that nobody finds an answer by trying all there could be."""
    return hmac.new(settings.SECRET_KEY.encode(), b"submission" + xml, "sha256").hexdigest()


@sensitive_variables()
def _sealed(number: int, xml: bytes) -> dict[str, Any]:
    source, day, sealer = models.SubmissionContent.AS_IT_CAME, timezone.localdate(), boxes.Sealer()
    ciphertext = sealer.seal(queries.packed(xml), queries.bound_content(number, source, day))
    return {"source": source, "sealed_on": day, "sealing_key": sealer.key, "ciphertext": ciphertext}
