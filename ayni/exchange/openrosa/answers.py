"""Answers as the protocol words them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import http_date
from lxml import etree  # type: ignore[import-untyped]

RESPONSE = "http://openrosa.org/http/response"
LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
XML = "text/xml; charset=utf-8"


def largest() -> int:
    """How large a submission with its files may be, in bytes."""
    return int(getattr(settings, "AYNI_LARGEST_SUBMISSION", 50 * 1024 * 1024))


def headed(answer: HttpResponse, *, at: float) -> HttpResponse:
    """With the headers that every answer of the protocol has."""
    answer.headers["X-OpenRosa-Version"] = "1.0"
    answer.headers["X-OpenRosa-Accept-Content-Length"] = str(largest())
    answer.headers.setdefault("Date", http_date(at))
    return answer


def message(text: str, status: int, nature: str = "") -> HttpResponse:
    """A sentence that the phone shows to its officer."""
    root = _root(RESPONSE, "OpenRosaResponse")
    told = etree.SubElement(root, f"{{{RESPONSE}}}message")
    told.text = _clean(text)
    if nature:
        told.set("nature", nature)
    return _answer(root, status)


def listed(space: str, root: str, item: str, rows: Iterable[dict[str, str]]) -> HttpResponse:
    """A list of forms or files: for each row an element for each word."""
    top = _root(space, root)
    for row in rows:
        element = etree.SubElement(top, f"{{{space}}}{item}")
        for word, text in row.items():
            etree.SubElement(element, f"{{{space}}}{word}").text = _clean(text)
    return _answer(top, 200)


def _root(space: str, name: str) -> etree._Element:
    return etree.Element(f"{{{space}}}{name}", nsmap={None: space})


def _answer(root: etree._Element, status: int) -> HttpResponse:
    return HttpResponse(etree.tostring(root, encoding="utf-8", xml_declaration=True), status=status, content_type=XML)


def _clean(text: str) -> str:
    """Without what XML has no place for."""
    return "".join(one for one in text if one in "\t\n\r" or one >= " ")
