"""Reading what a phone sends, whole or not at all."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from ayni.exchange.openrosa import answers
from ayni.intake import actions, errors

FORM = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
BOUNDARY = re.compile(r'boundary="?(?P<text>[^";,\s]{1,70})"?', re.IGNORECASE)
CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024
MOST_FILES = 100


@dataclass(frozen=True, repr=False)
class Sent:
    """One post: the form, and the files that came along. Incomplete, more files follow in posts of their own."""

    xml: bytes
    files: Sequence[actions.File]
    is_incomplete: bool = False


def read(request: HttpRequest) -> Sent:
    """What was posted. Refuses: NotWhole, when it was cut on its way or holds no form; TooLarge."""
    found = BOUNDARY.search(request.headers.get("Content-Type", ""))
    if "multipart/form-data" not in request.headers.get("Content-Type", "") or found is None:
        raise errors.NotWhole
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        _take(request, body)
        _check_end(body, found["text"])
        return _parted(request, body)


def _take(request: HttpRequest, body: IO[bytes]) -> None:
    """All that was sent; as much as was announced, and no more than is taken."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    if told.isdecimal() and int(told) > answers.largest():
        raise errors.TooLarge(answers.largest() // 2**20)
    size = 0
    is_in_chunks = not told and request.headers.get("Transfer-Encoding", "").lower() == "chunked"
    source = request.environ["wsgi.input"] if is_in_chunks else request  # without a length, to the end of the stream
    while chunk := _next(source):
        size += len(chunk)
        if size > answers.largest():
            raise errors.TooLarge(answers.largest() // 2**20)
        body.write(chunk)
    if told.isdecimal() and size != int(told):
        raise errors.NotWhole


def _next(source: Any) -> bytes:
    try:
        return bytes(source.read(CHUNK))
    except (UnreadablePostError, OSError) as error:  # the link broke
        raise errors.NotWhole from error


def _check_end(body: IO[bytes], boundary: str) -> None:
    """Whether the last boundary is there: without it something after the form is missing, though the form is whole."""
    size = body.tell()
    body.seek(max(0, size - len(boundary) - 64))
    if f"--{boundary}--".encode() not in body.read():
        raise errors.NotWhole
    body.seek(0)


def _parted(request: HttpRequest, body: IO[bytes]) -> Sent:
    size = body.seek(0, 2)
    body.seek(0)
    meta = {**request.META, "CONTENT_LENGTH": str(size)}
    handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    try:
        fields, sent = MultiPartParser(meta, body, handlers, "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise errors.NotWhole from error
    files = [(name, file) for name, listed in sent.lists() for file in listed]
    xml = next((file.read() for name, file in files if name == FORM), b"")
    if not xml or len(files) > MOST_FILES:
        raise errors.NotWhole
    return Sent(
        xml,
        [
            actions.File(_name(file.name or name), file.content_type or "", file.read())
            for name, file in files
            if name != FORM
        ],
        is_incomplete=fields.get(INCOMPLETE, "").lower() == "yes",
    )


def _name(told: str) -> str:
    """A file's own name, without a way to it."""
    return told.replace("\\", "/").rpartition("/")[2][:200] or "file"
