"""A client of the protocol as its documents describe it: what ODK Collect does, in the order it does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

from django.test import Client

LIST, MANIFEST = "{http://openrosa.org/xforms/xformsList}", "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
HEADERS = {"X-OpenRosa-Version": "1.0", "Date": "Fri, 20 Nov 2026 10:00:00 GMT", "User-Agent": "collect/2026"}


@dataclass
class Phone:
    """`server` is what stands in Collect's settings as the address of the server."""

    server: str
    more: dict[str, str]

    def ask(self, address: str, method: str = "get", **asked: Any) -> Any:
        place = urlsplit(address)
        whole = place.path + (f"?{place.query}" if place.query else "")
        return getattr(Client(), method)(whole, headers={**HEADERS, **self.more}, **asked)

    def forms(self, **asked: str) -> list[dict[str, str]]:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        answer = self.ask(f"{self.server}/formList?{query}")
        assert answer.status_code == 200, answer.content
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        root = ElementTree.fromstring(answer.content)
        assert root.tag == f"{LIST}xforms"
        return [{part.tag.removeprefix(LIST): part.text or "" for part in one} for one in root.iter(f"{LIST}xform")]

    def files(self, address: str) -> dict[str, dict[str, str]]:
        root = ElementTree.fromstring(self.ask(address).content)
        rows = ({part.tag.removeprefix(MANIFEST): part.text or "" for part in one} for one in root)
        return {row["filename"]: row for row in rows}

    def send(
        self,
        xml: bytes,
        files: dict[str, tuple[str, bytes]] | None = None,
        *,
        cut: int = 0,
        more: str = "",
        **named: Any,
    ) -> Any:
        """HEAD first, then the form with its files. `cut` leaves bytes off; `more` says that files are to come."""
        before = self.ask(f"{self.server}/submission", "head")
        if before.status_code != 204:
            return before
        assert int(before.headers["X-OpenRosa-Accept-Content-Length"]) > 0
        boundary = uuid4().hex
        parts = [("xml_submission_file", "form.xml", "text/xml", xml)]
        parts += [(name, name, kind, content) for name, (kind, content) in (files or {}).items()]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            f"Content-Type: {kind}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, file, kind, content in parts
        )
        if more:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\n{more}\r\n'
            body += head.encode()
        body += f"--{boundary}--\r\n".encode()
        body = body[: len(body) - cut]
        kind = f"multipart/form-data; boundary={boundary}"
        return self.ask(before.headers["Location"], "post", data=body, content_type=kind, **named)


def said(answer: Any) -> str:
    """The sentence that the phone would show."""
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{RESPONSE}OpenRosaResponse"
    return root.findtext(f"{RESPONSE}message") or ""
