"""Keeping what was learnt of likeness, and making it answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.engines.linkage import desk as engine
from ayni.engines.linkage import model as written
from ayni.engines.linkage.desk import Told
from ayni.identity import errors, models, permissions
from ayni.identity.actions import preparing
from ayni.identity.queries import telling
from ayni.kernel.refusals import Refused

PREPARE = "identity.prepare_model"
COPY = "COPY identity_frequency (model_id, field, value, share) FROM STDIN"


@action(
    permissions.LINK,
    says="kept a model of likeness",
    everywhere=True,
    unsaid=("document", "columns", "frequencies", "diagnostics"),
)
def keep_model(
    document: str,
    *,
    columns: Mapping[str, Any],
    frequencies: Iterable[tuple[str, str, float]],
    learnt_from: str,
    learnt_on: date,
    records: int,
    pairs: int,
    by: User,
    diagnostics: Mapping[str, Any] | None = None,
) -> models.LinkageModel:
    """Keep a model that was learnt: `model.json` as it is written, its mapping (`telling.plain`), and rows of
    `frequencies.parquet`. It waits for another officer's approval.

    Refuses: ModelUnreadable.
    """
    try:
        read = written.read(document)
        made = engine.prepared(Told(), telling.kept(columns))
    except (Refused, TypeError, KeyError) as wrong:
        raise errors.ModelUnreadable(str(wrong)) from None
    if lost := [column for column in read.columns if column not in made]:
        raise errors.ModelUnreadable(", ".join(lost))
    row = models.LinkageModel.objects.create(
        version=preparing.next_version(),
        document=document,
        columns=dict(columns),
        learnt_from=learnt_from,
        learnt_on=learnt_on,
        records=records,
        pairs=pairs,
        diagnostics=dict(diagnostics or {}),
        kept_by=by,
    )
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for field, value, share in frequencies:
            copy.write_row((row.pk, field, value, share))
    return row


@action(permissions.APPROVE, says="approved a model of likeness", not_same_as=("kept",), everywhere=True)
def activate_model(model: models.LinkageModel, *, by: User) -> models.LinkageModel:
    """Let a model answer, once everybody is prepared for it in the background; the one before answers until then.

    Refuses: SameOfficer, when who kept it approves it; ModelDecided; ModelComing.
    """
    held = models.LinkageModel.objects.select_for_update().get(pk=model.pk)
    if held.state != models.ModelState.PROPOSED:
        raise errors.ModelDecided(held.version)
    if coming := models.LinkageModel.objects.filter(state=models.ModelState.PREPARING).first():
        raise errors.ModelComing(coming.version)
    held.state, held.activated_by, held.activated_at = models.ModelState.PREPARING, by, timezone.now()
    held.save(update_fields=["state", "activated_by", "activated_at"])
    running.start(PREPARE, key=f"{PREPARE}/{held.version}", by=by, model_id=held.pk)
    return held
