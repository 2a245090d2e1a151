"""What was found of a household, in plain words in the reader's language: what it is, how sure, and what could help.

No figure of a formula is among it: who may see weights looks at the instrument.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.assessment import lifecycle, models, permissions
from ayni.assessment.queries import needing, spelled
from ayni.commons import languages
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.registry.models import Household, Person

OLD = timedelta(days=730)
MOST_MISSING = 6


@dataclass(frozen=True)
class Statement:
    """One thing that was looked at, in a sentence. state: found (it is so) or unknown (an answer is missing)."""

    name: str
    text: str
    state: str
    person: str = ""


@dataclass(frozen=True)
class Assessed:
    """What one instrument found of a household. `conclusion` is a sentence; `sure` are sentences on how sure it is.

    `is_old` when the answers are older than two years. `value` is the score as a number for who compares rounds.
    """

    code: str
    title: str
    method: str
    version: int
    on: date
    snapshot: str
    conclusion: str
    found: tuple[Statement, ...]
    unknown: tuple[Statement, ...]
    sure: tuple[str, ...]
    value: float | None
    band: str
    is_old: bool


@dataclass(frozen=True)
class Past:
    """A household's result of an earlier round; the change to it in a sentence."""

    on: date
    version: int
    value: float | None
    band: str
    found: int
    unknown: int
    says: str


@dataclass(frozen=True)
class PlainWords:
    """All that is told of a household: the assessments, the needs with what could help, how much is kept apart."""

    household_id: int
    assessed: tuple[Assessed, ...]
    package: needing.Package
    #: Titles of instruments whose result rests on sensitive answers: opened for a purpose, by who may.
    kept_apart: tuple[str, ...]


def of_household(household_id: int, reader: User) -> PlainWords:
    """What was found of a household by every instrument in force, and what could help; the look is recorded.

    Refuses: NotPermitted, OutsideArea, NoSuchHousehold.
    """
    package = needing.of_household(household_id, reader)  # permits, and records the look
    found = tuple(_assessed(made, rows) for made, rows in _newest(household_id))
    return PlainWords(household_id, found, package, tuple(_kept_apart()))


def past(household_id: int, code: str, reader: User, *, limit: int = 12) -> list[Past]:
    """A household's results by one instrument over its rounds, newest first. Refuses as `of_household` does."""
    needing.permit_household(household_id, reader)
    recording.look(Household(pk=household_id), reader=reader, under=permissions.SEE_HOUSEHOLD)
    rows = models.Finding.objects.filter(household=household_id, person=None, assessment__instrument__code=code)
    rows = rows.select_related("assessment__instrument", "assessment__snapshot")
    listed = list(rows.order_by("-assessment__snapshot__on", "-assessment_id")[: limit + 1])
    return [_past(one, before) for one, before in zip(listed, [*listed[1:], None][: len(listed)], strict=True)][:limit]


def _newest(household_id: int) -> Iterator[tuple[models.Assessment, list[models.Finding]]]:
    """The household's newest assessment by each instrument, with its rows."""
    rows = models.Finding.objects.filter(household=household_id, assessment__is_sensitive=False)
    rows = rows.exclude(assessment__instrument__kind=models.Kind.NEEDS)
    order = ("assessment__instrument__code", "-assessment__snapshot__on", "-assessment_id", "person_id")
    by_code: dict[str, list[models.Finding]] = {}
    for one in rows.select_related("assessment__instrument", "assessment__snapshot").order_by(*order):
        kept = by_code.setdefault(one.assessment.instrument.code, [])
        if not kept or kept[0].assessment_id == one.assessment_id:
            kept.append(one)
    for listed in by_code.values():
        yield listed[0].assessment, listed


def _kept_apart() -> Iterator[str]:
    made = models.Assessment.objects.filter(is_sensitive=True, instrument__status=lifecycle.ADOPTED)
    for one in made.select_related("instrument").order_by("instrument__code").distinct("instrument__code"):
        yield one.instrument.name


def held(household_id: int | None, person_id: int) -> Iterator[tuple[str, date, str, bool]]:
    """What the tables hold of a household and of one person: instrument, day, sentence, and whether it is known."""
    if household_id is None:
        return
    for made, rows in _newest(household_id):
        of = [row for row in rows if row.person_id in (None, person_id)]
        for state in ("found", "unknown"):
            for one in _statements(of, state, _words(made.instrument), {}):
                yield made.instrument.name, made.snapshot.on, one.text, state == "found"


def told(made: models.Assessment, rows: Sequence[models.Finding]) -> Assessed:
    """What an assessment found of a household, from its rows; they may be kept in no table."""
    return _assessed(made, rows)


def _assessed(made: models.Assessment, rows: Sequence[models.Finding]) -> Assessed:
    words = _words(made.instrument)
    names = {one.pk: one.name for one in Person.objects.filter(pk__in=[row.person_id for row in rows if row.person_id])}
    found = tuple(_statements(rows, "found", words, names))
    unknown = tuple(_statements(rows, "unknown", words, names))
    own = next((row for row in rows if row.person_id is None), None)
    value = float(own.value) if own is not None and own.value is not None else None
    band = own.band if own is not None else ""
    return Assessed(
        code=made.instrument.code,
        title=made.instrument.name,
        method=made.instrument.by_method,
        version=made.instrument.version,
        on=made.snapshot.on,
        snapshot=made.snapshot.version,
        conclusion=_conclusion(made, own, found, unknown),
        found=found,
        unknown=unknown,
        sure=tuple(_sure(made, own, unknown)),
        value=value,
        band=band,
        is_old=timezone.localdate() - made.snapshot.on > OLD,
    )


def _statements(
    rows: Sequence[models.Finding], state: str, words: Mapping[str, str], names: Mapping[int, str]
) -> Iterator[Statement]:
    for row in rows:
        for name in row.details.get(state, ()):
            person = names.get(row.person_id or 0, "")
            yield Statement(name, words.get(name, name.replace("_", " ")), state, person)


def _words(instrument: models.Instrument) -> dict[str, str]:
    try:
        written = spelled.read(instrument.definition)
    except spelled.SpecRefused:
        return {}
    return {one.name: languages.text(one.labels) for one in written.rules if one.labels}


def _conclusion(
    made: models.Assessment, own: models.Finding | None, found: Sequence[Statement], unknown: Sequence[Statement]
) -> str:
    """One sentence: poor or not where the instrument says so, else how much was found."""
    method = made.instrument.by_method
    if own is not None and own.value is None and method in ("mpi", "pmt"):
        return _("It is not known: an answer is missing.")
    if method == "pmt":
        return _rank(made, own)
    if method == "mpi" and own is not None and own.value is not None:
        is_poor = own.band == "1" if own.band else float(own.value) >= made.figures.get("k", 1) - 1e-6
        if is_poor:
            return _("The household is short of several things at once: it counts as poor by this measure.")
        return _("The household does not count as poor by this measure.")
    if found:
        told = ngettext("%(n)d thing was found.", "%(n)d things were found.", len(found))
        return told % {"n": len(found)}
    if unknown:
        return _("Nothing was found so far; some answers are missing.")
    return _("Nothing was found.")


def _rank(made: models.Assessment, own: models.Finding | None) -> str:
    """Where a household stands among all, by its score, in fifths; the score itself is told to nobody here."""
    limits = made.figures.get("fifths")
    if own is None or own.value is None or not limits:
        return _("The household's standard of living was estimated from what was seen in its home.")
    place = sum(float(own.value) >= float(limit) for limit in limits)
    said = (
        _("By what was seen in its home, the household is among the poorest fifth."),
        _("By what was seen in its home, the household is in the second fifth from below."),
        _("By what was seen in its home, the household is in the middle fifth."),
        _("By what was seen in its home, the household is in the second fifth from above."),
        _("By what was seen in its home, the household is among the best-off fifth."),
    )
    return said[min(place, 4)]


def _sure(made: models.Assessment, own: models.Finding | None, unknown: Sequence[Statement]) -> Iterator[str]:
    """How sure it is: when, what is missing, and how often the formula is wrong."""
    day = formats.date_format(made.snapshot.on)
    if timezone.localdate() - made.snapshot.on > OLD:
        yield _("It rests on answers as known on %(day)s, which is long ago: much may have changed.") % {"day": day}
    else:
        yield _("It rests on answers as known on %(day)s.") % {"day": day}
    if unknown:
        missing = "; ".join(dict.fromkeys(one.text for one in unknown[:MOST_MISSING]))
        yield _("Not known, because an answer is missing: %(missing)s.") % {"missing": missing}
    missed = _missed(made.figures)
    if missed is not None:
        said = {"tenths": round(missed * 10)}
        yield _("It is an estimate: of ten poor households, about %(tenths)d are not recognised by it.") % said
    if made.figures.get("left_out", {}).get("few"):
        yield _("Few households were compared, so the estimate is rough.")


def _missed(figures: Mapping[str, Any]) -> float | None:
    """How many of the poorest fifth or so the formula misses, outside of those it was made on where that is known."""
    for one in figures.get("errors", ()):
        for sample in ("out_of_sample", "in_sample"):
            value = one.get(sample, {}).get("exclusion")
            if isinstance(value, (int, float)):
                return float(value)
    listed = [one for one in figures.get("figures", ()) if one.get("figure") in ("exclusion", "exclusion_error")]
    values = [one["value"] for one in listed if isinstance(one.get("value"), (int, float))]
    return float(values[0]) if values else None


def _past(one: models.Finding, before: models.Finding | None) -> Past:
    found, unknown = (len(one.details.get(state, ())) for state in ("found", "unknown"))
    return Past(
        one.assessment.snapshot.on,
        one.assessment.instrument.version,
        float(one.value) if one.value is not None else None,
        one.band,
        found,
        unknown,
        _moved(one, before),
    )


def _moved(one: models.Finding, before: models.Finding | None) -> str:
    """What is new and what is gone since the round before, by the names that are in both versions."""
    if before is None:
        return ""
    words = _words(one.assessment.instrument)
    then, now = (set(row.details.get("found", ())) for row in (before, one))
    unsure = {name for row in (before, one) for name in row.details.get("unknown", ())}
    parts = []
    for said, names in ((_("New: %(what)s."), now - then - unsure), (_("No longer: %(what)s."), then - now - unsure)):
        if names:
            parts.append(said % {"what": "; ".join(sorted(words.get(name, name) for name in names))})
    return " ".join(parts) or _("As before.")
