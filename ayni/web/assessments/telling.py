"""What an assessment found, in the reader's language: the same reading that the printed brief has.

What may not be shown is hidden by `ayni.assessment.queries` before it comes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ayni.assessment.queries import results
from ayni.engines.briefs import overlapping, reading, speaking
from ayni.engines.briefs.reading import Names, Reading
from ayni.engines.briefs.speaking import Speaker
from ayni.web import figures


@dataclass(frozen=True)
class Telling:
    """A result with its reading: what every page, chart and file of it is made from."""

    result: Any
    plain: dict[str, Any]
    names: Names
    known: dict[str, Any]
    read: Reading

    @property
    def source(self) -> str:
        """What the figures rest on, in a line."""
        made = self.result.assessment
        facts = {"n": figures.number(made.n or 0), "day": figures.day(made.on)}
        if made.is_survey:
            return _("Survey of %(n)s interviews, as known on %(day)s") % facts
        return _("All %(n)s on the registry, as known on %(day)s") % facts

    @property
    def overlap(self) -> dict[str, Any] | None:
        return overlapping.of(self.plain, self.read.speaker, self.names)


def speaker() -> Speaker:
    return Speaker(translation.get_language() or "en")


def of(result: Any, *, language: str = "") -> Telling:
    """A result told in the reader's language, or in another."""
    says = Speaker(language) if language else speaker()
    plain, names, known = as_plain(result), _names(result), _known(result)
    return Telling(
        result, plain, names, known, reading.of(plain, says, title=result.assessment.title, names=names, figures=known)
    )


def as_plain(result: Any) -> dict[str, Any]:
    """The same as plain values, as `ayni measure --json` writes them; what is hidden has no value."""
    return {
        "method": result.assessment.method,
        "sample": dict(result.sample),
        "left_out": dict(result.left_out),
        "notes": list(result.notes),
        "figures": [_figure(one) for one in result.figures],
        "extra": dict(result.extra),
    }


def _figure(one: Any) -> dict[str, Any]:
    return {
        "figure": one.name,
        "of": dict(one.of),
        "value": one.value,
        "se": one.se,
        "low": one.low,
        "high": one.high,
        "n": one.n or 0,
        "degrees": one.degrees,
        "design_effect": one.design_effect,
        "thin": "very few" if one.is_hidden else one.thin,
        "is_hidden": one.is_hidden,
    }


def _names(result: Any) -> dict[str, dict[str, str]]:
    """The labels of groups and of what the instrument names."""
    found: dict[str, dict[str, str]] = {"": {group.name: group.title for group in result.groups if group.title}}
    for one in result.figures:
        for key, said in one.of_words.items():
            found.setdefault(key, {})[str(one.of[key])] = said
    return found


def _known(result: Any) -> dict[str, Any]:
    """What figures are called that the catalogue does not know: the instrument's own words for them."""
    language = (translation.get_language() or "en").split("-")[0]
    return {
        one.name: {language: one.says, "en": one.says}
        for one in result.figures
        if not speaking.about_figure(one.name) and one.says
    }


def latest(code: str, reader: Any) -> Any:
    """The newest assessment by an instrument; None when it was never applied."""
    return next(iter(results.assessments(reader, code=code, limit=1)), None)
