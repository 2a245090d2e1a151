"""Questionnaires: prepared or made by one officer, approved by another, published to phones, and retired."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import md5

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines.questionnaires import errors as refused
from ayni.engines.questionnaires import fitting, making, reading, tree, wording
from ayni.intake import errors, lifecycle, models, permissions
from ayni.kernel import lifecycles
from ayni.registry import queries as registry

LARGEST_MEDIA = 5 * 1024 * 1024
MOST_MEDIA = 50


@action(permissions.PREPARE_FORMS, says="prepared a version of a questionnaire", everywhere=True, unsaid=("media",))
def prepare_questionnaire(
    workbook: bytes, *, by: User, media: Mapping[str, bytes] | None = None, is_applied_at_once: bool = True
) -> models.QuestionnaireVersion:
    """Keep a workbook as a new questionnaire or the next version of one: its settings say which. It is checked.

    The same workbook again is the version that is there. Refuses: NoQuestionnaire, with every reason; VersionKnown,
    FileMissing.
    """
    origin = models.QuestionnaireVersion.Origin.WORKBOOK
    return _kept(workbook, origin, media or {}, by=by, is_applied_at_once=is_applied_at_once)


@action(permissions.PREPARE_FORMS, says="made a questionnaire from the dictionary", everywhere=True)
def make_questionnaire(
    code: str, *, version: str, by: User, languages: Sequence[str] = wording.LANGUAGES, left_out: Sequence[str] = ()
) -> models.QuestionnaireVersion:
    """Write the questionnaire that registers a household and asks every variable of the dictionary but those left out.

    `left_out` names them as "person.condition". Refuses: NoQuestionnaire, VersionKnown.
    """
    pairs = [(entity, name) for entity, _, name in (one.partition(".") for one in left_out)]
    workbook = making.workbook(
        registry.dictionary(), form_id=code, version=version, languages=tuple(languages), left_out=pairs
    )
    made = _kept(workbook, models.QuestionnaireVersion.Origin.DICTIONARY, {}, by=by, is_applied_at_once=True)
    models.Questionnaire.objects.filter(pk=made.questionnaire_id).update(names=dict(wording.TITLE))
    return made


@action(
    permissions.APPROVE_FORMS, says="approved a version of a questionnaire", not_same_as="prepared", everywhere=True
)
def approve_questionnaire(
    version: models.QuestionnaireVersion, *, by: User, at: datetime
) -> models.QuestionnaireVersion:
    """Agree to a draft. It is held against the dictionary again, which may have changed.

    Refuses: SameOfficer, WrongState, FormHasProblems.
    """
    version = _locked(version)
    version.status = lifecycles.step(lifecycle.VERSION, version.status, "approve", what=str(version))
    _mapped, findings = fitting.fit(tree.from_data(version.tree), registry.dictionary())
    stopping = [one for one in findings if one.level == "stops"]
    if stopping:
        raise errors.FormHasProblems(len(stopping))
    version.approved_by, version.approved_at = by, at
    version.save(update_fields=["status", "approved_by", "approved_at"])
    return version


@action(permissions.APPROVE_FORMS, says="published a version of a questionnaire", everywhere=True)
def publish_questionnaire(
    version: models.QuestionnaireVersion, *, by: User, at: datetime
) -> models.QuestionnaireVersion:
    """Give an approved version to phones and the web. Earlier ones are still accepted until they are retired.

    Refuses: WrongState.
    """
    version = _locked(version)
    version.status = lifecycles.step(lifecycle.VERSION, version.status, "publish", what=str(version))
    version.published_by, version.published_at = by, at
    version.save(update_fields=["status", "published_by", "published_at"])
    return version


@action(permissions.APPROVE_FORMS, says="retired a version of a questionnaire", everywhere=True)
def retire_questionnaire(
    version: models.QuestionnaireVersion, *, by: User, at: datetime
) -> models.QuestionnaireVersion:
    """Give a version to nobody any more. What is still sent of it is kept, and waits for an officer.

    Refuses: WrongState.
    """
    version = _locked(version)
    version.status = lifecycles.step(lifecycle.VERSION, version.status, "retire", what=str(version))
    version.retired_by, version.retired_at = by, at
    version.save(update_fields=["status", "retired_by", "retired_at"])
    return version


@action(permissions.PREPARE_FORMS, says="withdrew a draft of a questionnaire", everywhere=True)
def withdraw_questionnaire(version: models.QuestionnaireVersion, *, by: User) -> models.QuestionnaireVersion:
    """Take a draft back. Refuses: WrongState."""
    del by
    version = _locked(version)
    version.status = lifecycles.step(lifecycle.VERSION, version.status, "withdraw", what=str(version))
    version.save(update_fields=["status"])
    return version


def _kept(
    workbook: bytes, origin: str, media: Mapping[str, bytes], *, by: User, is_applied_at_once: bool
) -> models.QuestionnaireVersion:
    try:
        read = reading.read(workbook)
    except refused.FormError as error:
        raise errors.NoQuestionnaire(error.problems) from error
    form = read.form
    missing = [name for name in form.files if name != making.AREAS and name not in media]
    if missing:
        raise errors.FileMissing(missing)
    questionnaire, _ = models.Questionnaire.objects.get_or_create(
        code=form.id, defaults={"names": dict(form.titles), "made_by": by}
    )
    # Two officers preparing at once come one after the other.
    models.Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    known = questionnaire.versions.filter(version=form.version).first()
    if known is not None:
        if known.xform == read.xform and known.status != lifecycle.WITHDRAWN:
            return known
        raise errors.VersionKnown(form.version)
    mapped, findings = fitting.fit(form, registry.dictionary())
    notes = [fitting.Finding("tells", "said", facts={"text": warning}) for warning in read.warnings]
    version = models.QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        version=form.version,
        origin=origin,
        workbook=workbook,
        xform=read.xform,
        hash=hash_of(read.xform.encode()),
        tree=tree.to_data(form),
        mapping=mapped.to_data(),
        languages=list(form.languages),
        report=[one.to_data() for one in (*findings, *notes)],
        is_applied_at_once=is_applied_at_once,
        prepared_by=by,
    )
    _keep_media(version, media)
    return version


def _keep_media(version: models.QuestionnaireVersion, media: Mapping[str, bytes]) -> None:
    if len(media) > MOST_MEDIA or any(len(content) > LARGEST_MEDIA for content in media.values()):
        raise errors.TooLarge(LARGEST_MEDIA // 2**20)
    models.QuestionnaireMedia.objects.bulk_create(
        models.QuestionnaireMedia(
            version=version,
            name=name,
            media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
            size=len(content),
            hash=hash_of(content),
            content=content,
        )
        for name, content in media.items()
    )


def hash_of(content: bytes) -> str:
    """How OpenRosa names a file's contents: it tells one from another, and guards nothing."""
    return f"md5:{md5(content, usedforsecurity=False).hexdigest()}"


def _locked(version: models.QuestionnaireVersion) -> models.QuestionnaireVersion:
    found: models.QuestionnaireVersion = (
        models.QuestionnaireVersion.objects.select_for_update(of=("self",))
        .select_related("questionnaire")
        .get(pk=version.pk)
    )
    return found
