"""Keeping the files that come with a submission: each under its own key, in a private store beside the database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes
from ayni.commons.uploads import kinds
from ayni.commons.uploads.errors import NotTaken
from ayni.intake import models, queries

LARGEST = 20 * 1024 * 1024
NONCE = 12
PICTURES = (kinds.JPEG, kinds.PNG)


@dataclass(frozen=True, repr=False)
class File:
    """A file that was sent with a form. It never shows in a text of itself."""

    name: str
    media_type: str
    content: bytes


@sensitive_variables()
def keep(submission: models.Submission, sent: Sequence[File], *, on: date) -> list[models.Attachment]:
    """Keep files, each once however often it is sent; those that are new.

    What says it is a picture and is none is not kept, and says why.
    """
    known = set(models.Attachment.objects.filter(submission=submission).values_list("source", "digest"))
    sealer = boxes.Sealer()
    told = {(file.name, sha256(file.content).hexdigest()): file for file in sent}
    rows = [
        _row(submission, file, digest, sealer, on=on)
        for (name, digest), file in told.items()
        if (name, digest) not in known
    ]
    models.Attachment.objects.bulk_create(rows, ignore_conflicts=True)  # the same post may come twice at once
    stored = {row.stored for row in rows if row.stored}
    kept = list(models.Attachment.objects.filter(submission=submission, stored__in=stored)) if stored else []
    for name in stored - {one.stored for one in kept}:
        (queries.store() / name[:2] / name).unlink(missing_ok=True)
    return kept


@sensitive_variables()
def _row(
    submission: models.Submission, file: File, digest: str, sealer: boxes.Sealer, *, on: date
) -> models.Attachment:
    refusal = _refusal(file.media_type, file.content)
    secret = AESGCM.generate_key(256)
    row = models.Attachment(
        submission=submission,
        source=file.name,
        media_type=file.media_type[:100],
        size=len(file.content),
        digest=digest,
        refusal=refusal[:300],
        observed_on=on,
        key_id=sealer.key,
    )
    row.ciphertext = sealer.seal(secret, queries.bound_attachment(row))
    if not refusal:
        row.stored = _write(file.content, secret)
    return row


def _refusal(media_type: str, content: bytes) -> str:
    if len(content) > LARGEST:
        return f"too_large {LARGEST // 2**20}"
    if not media_type.startswith("image/"):
        return ""  # it is handed out as a file, and never shown
    try:
        return "" if kinds.of(content) in PICTURES else "no_picture"
    except NotTaken:
        return "no_picture"


def _write(content: bytes, secret: bytes) -> str:
    """Write the file, encrypted, under a name that tells nothing. A transaction that fails leaves it without a key."""
    name = secrets.token_hex(20)
    place = queries.store() / name[:2] / name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    nonce = os.urandom(NONCE)
    with open(place, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(nonce + AESGCM(secret).encrypt(nonce, content, name.encode()))
        file.flush()
        os.fsync(file.fileno())
    return name
