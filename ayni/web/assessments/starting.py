"""What a new instrument can begin with: each shipped example of a method, and each instrument of one's own in force."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from ayni.assessment.actions import adopting
from ayni.assessment.queries import spelled
from ayni.assessment.queries.instruments import listed, record
from ayni.commons import languages
from ayni.commons.access.models import User
from ayni.engines.briefs import speaking
from ayni.engines.measures import shipped as specifications
from ayni.engines.measures.social import shipped as social
from ayni.kernel.refusals import Refused
from ayni.web.assessments import shaping, telling

#: The methods that need no more than a line or two.
PLAIN: dict[str, dict[str, Any]] = {
    "poverty": {
        "code": "poverty",
        "method": "poverty",
        "labels": {"en": "Poverty in money", "fr": "Pauvreté monétaire", "ar": "الفقر النقدي"},
        "welfare": "household.consumption",
        "lines": [{"name": "national", "value": 1000}, {"name": "relative", "share": 0.6, "of": "median"}],
    },
    "inequality": {
        "code": "inequality",
        "method": "inequality",
        "labels": {"en": "Inequality", "fr": "Inégalités", "ar": "عدم المساواة"},
        "welfare": "household.consumption",
    },
}


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
    for name, text in shipped_texts():
        try:
            read = spelled.read(text, name)
        except Refused:
            continue
        yield Start(f"shipped-{name}", languages.text(read.labels) or read.code, read.method, text)


@functools.cache
def shipped_texts() -> tuple[tuple[str, str], ...]:
    """Every text that comes with the system, by a name of its own."""
    folders = (adopting.SHIPPED, adopting.NEEDS)
    files = [(path.stem, path.read_text(encoding="utf-8")) for one in folders for path in sorted(one.glob("*.yaml"))]
    whole = [(name, specifications.text(name)) for name in specifications.NAMES]
    asked = [(code, _social(code)) for code in social.names()]
    return (*files, *whole, *asked, *((name, shaping.written(values)) for name, values in PLAIN.items()))


def _social(code: str) -> str:
    """An instrument of questions as a text of the method that scores it."""
    inner = yaml.safe_load((social.FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    unit = str(inner.get("of", "person"))
    return shaping.written(
        {"code": code, "method": "social", "unit": unit, "labels": inner.get("labels"), "instrument": inner}
    )


def _own(reader: User) -> Iterator[Start]:
    for one in listed(reader):
        if one.in_force:
            yield Start(f"own-{one.code}", one.title, one.method, record(one.code, reader).text, is_own=True)
