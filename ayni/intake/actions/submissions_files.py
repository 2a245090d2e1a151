"""Keeping the files that come with a submission: each under its own key, in a private store beside the database."""

from __future__ import annotations

import os
import secrets
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


@sensitive_variables()
def keep(submission: models.Submission, name: str, media_type: str, content: bytes, *, on: date) -> models.Attachment:
    """Keep a file once, however often it is sent. What says it is a picture and is none is not kept, and says why."""
    digest = sha256(content).hexdigest()
    known = models.Attachment.objects.filter(submission=submission, source=name, digest=digest).first()
    if known is not None:
        return known
    refusal = _refusal(media_type, content)
    secret = AESGCM.generate_key(256)
    sealer = boxes.Sealer()
    row = models.Attachment(
        submission=submission,
        source=name,
        media_type=media_type[:100],
        size=len(content),
        digest=digest,
        refusal=refusal[:300],
        observed_on=on,
        key_id=sealer.key,
    )
    row.ciphertext = sealer.seal(secret, queries.bound_attachment(row))
    if not refusal:
        row.stored = _write(content, secret)
    row.save()
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
