"""Opening what is kept sealed of a submission: what it said, and the files that came with it."""

from __future__ import annotations

import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes, errors
from ayni.intake import models

NONCE = 12
KEY_BYTES = 32
LENGTH = 8  # digits before the content, which is padded


def store() -> Path:
    """Where files are: the setting AYNI_ATTACHMENTS, else in the installation's folder; several servers share one."""
    named = getattr(settings, "AYNI_ATTACHMENTS", "")
    return Path(named) if named else Path(settings.AYNI_HOME) / "attachments"


def bound_content(submission: int, source: str, on: date) -> boxes.Bound:
    return boxes.Bound("intake_submissioncontent", submission, source, on)


def bound_attachment(row: models.Attachment) -> boxes.Bound:
    return boxes.Bound("intake_attachment", row.submission_id, row.source, row.observed_on)


@sensitive_variables()
def packed(content: bytes) -> bytes:
    """Content as it is sealed: compressed, with its length, since what is sealed is padded."""
    small = zlib.compress(content, 6)
    return f"{len(small):08d}".encode() + small


@sensitive_variables()
def opened_content(row: models.SubmissionContent) -> bytes:
    """The content of a row, as it was. Refuses: KeyMissing, KeyWrong, SealBroken."""
    whole = boxes.Opener().open(
        bytes(row.ciphertext), row.key_id, bound_content(row.submission_id, row.source, row.observed_on)
    )
    return zlib.decompress(whole[LENGTH : LENGTH + int(whole[:LENGTH])])


@sensitive_variables()
def xml_of(submission: models.Submission) -> bytes:
    """What was sent, byte for byte."""
    return opened_content(submission.contents.get(source=models.SubmissionContent.AS_IT_CAME))


@sensitive_variables()
def mends_of(submission: models.Submission) -> dict[str, str]:
    """The answers that officers put in place of others, by their address; the last counts."""
    found: dict[str, str] = {}
    for row in submission.contents.exclude(source=models.SubmissionContent.AS_IT_CAME).order_by("id"):
        said: dict[str, Any] = json.loads(opened_content(row))
        found |= {str(where): str(text) for where, text in said.items()}
    return found


@sensitive_variables()
def file_of(row: models.Attachment) -> bytes:
    """A file as it was sent. Refuses: KeyMissing, KeyWrong, SealBroken."""
    secret = boxes.Opener().open(bytes(row.ciphertext), row.key_id, bound_attachment(row))[:KEY_BYTES]
    whole = (store() / row.stored[:2] / row.stored).read_bytes()
    try:
        return AESGCM(secret).decrypt(whole[:NONCE], whole[NONCE:], row.stored.encode())
    except InvalidTag:
        raise errors.SealBroken("intake_attachment", row.submission_id) from None
