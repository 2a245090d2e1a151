"""Trees of data from outside: XML and JSON, each with an end to what it may hold."""

import json as library
import re
from typing import Any
from xml.etree.ElementTree import Element  # nosec B405

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from ayni.commons.uploads.errors import NotTaken

LARGEST = 5 * 1024 * 1024
DEEPEST = 50
MOST_PARTS = 100_000
MARKS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]', re.DOTALL)


def json(data: bytes) -> Any:
    """What a JSON text says. Refuses: NotTaken; raises ValueError for what is no JSON."""
    if len(data) > LARGEST:
        raise NotTaken(_("The text is larger than %(limit)s MB. Send a part of it.") % {"limit": LARGEST // 2**20})
    _measure(data)
    return library.loads(data)


def xml(data: bytes) -> Element:
    """The root of an XML text that defines nothing and fetches nothing. Refuses: NotTaken."""
    if len(data) > LARGEST:
        raise NotTaken(_("The text is larger than %(limit)s MB. Send a part of it.") % {"limit": LARGEST // 2**20})
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise NotTaken(_("The file defines its own XML words, which we do not read. Save it without them.")) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotTaken(_("The file is not readable XML: %(why)s.") % {"why": error}) from error
    _check_depth(root)
    return root


def _measure(data: bytes) -> None:
    """Depth and parts, without building anything. Marks within texts are looked apart only where there are many."""
    opening, parts = data.count(b"[") + data.count(b"{"), data.count(b",") + data.count(b":")
    if opening <= DEEPEST and parts <= MOST_PARTS:
        return
    depth = deepest = parts = 0
    for found in MARKS.finditer(data):
        mark = found[0]
        if mark in (b"[", b"{"):
            depth += 1
            deepest = max(deepest, depth)
        elif mark in (b"]", b"}"):
            depth -= 1
        elif mark in (b",", b":"):
            parts += 1
        if deepest > DEEPEST or parts > MOST_PARTS:
            raise _too_much()


def _check_depth(root: Element) -> None:
    level, parts = [root], 0
    for _depth in range(DEEPEST + 1):
        parts += len(level)
        if parts > MOST_PARTS:
            raise _too_much()
        level = [child for one in level for child in one]
        if not level:
            return
    raise _too_much()


def _too_much() -> NotTaken:
    return NotTaken(
        _("The text is nested more than %(depth)s deep or has more than %(parts)s parts. Send a part of it.")
        % {"depth": DEEPEST, "parts": f"{MOST_PARTS:,}"}
    )
