"""What a new instrument can begin with: each shipped example of a method, and each instrument of one's own in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ayni.assessment.actions import adopting
from ayni.assessment.queries import spelled
from ayni.assessment.queries.instruments import listed, record
from ayni.commons import languages
from ayni.commons.access.models import User
from ayni.engines.briefs import speaking
from ayni.kernel.refusals import Refused
from ayni.web.assessments import telling


@dataclass(frozen=True)
class Start:
    """A whole text to begin with."""

    key: str
    title: str
    method: str
    text: str
    is_own: bool = False

    @property
    def told(self) -> str:
        """Its title, its method, and whether it is one's own."""
        says = telling.speaker()
        method = says.of(speaking.about_method(self.method).get("title"), self.method)
        parts = [
            self.title,
            *([method] if method != self.title else []),
            *([_("your own, copied")] if self.is_own else []),
        ]
        return " · ".join(parts)


def starts(reader: User) -> list[Start]:
    """The shipped ones first, in the order of their titles."""
    return [*sorted(_shipped(), key=lambda one: one.title), *_own(reader)]


def _shipped() -> Iterator[Start]:
    for path in sorted(adopting.SHIPPED.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        try:
            read = spelled.read(text, path.name)
        except Refused:
            continue
        yield Start(f"shipped-{path.stem}", languages.text(read.labels) or path.stem, read.method, text)


def _own(reader: User) -> Iterator[Start]:
    for one in listed(reader):
        if one.in_force:
            yield Start(f"own-{one.code}", one.title, one.method, record(one.code, reader).text, is_own=True)
