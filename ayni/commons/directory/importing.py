"""Tables of areas and of places, row by row: what can be taken, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from ayni.commons.directory import models, tables
from ayni.commons.directory.admitting import Given
from ayni.commons.directory.planning import DEEPEST, LONGEST_CODE
from ayni.commons.directory.tables import Flaw, Row

T = TypeVar("T")
AREA_COLUMNS = ("code", "parent", "name_en", "name_fr", "since", "code_pcode")
PLACE_COLUMNS = (
    *("code", "kind", "name_en", "name_fr", "institution", "area", "address", "latitude", "longitude", "hours"),
    *("phone", "email", "accessible", "access_notes", "since", "until", "serves", "offers"),
)
YES_NO = {"": None, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True)
class NewCode:
    """A code that others have for an area."""

    area: str
    system: str
    code: str


@dataclass
class Areas:
    """What a table of areas says."""

    given: list[Given] = field(default_factory=list)
    codes: list[NewCode] = field(default_factory=list)
    since: dict[str, date] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    new: int = 0


@dataclass(frozen=True)
class NewPlace:
    """A place as somebody tells it; a code that is known is changed."""

    code: str
    kind: str
    names: dict[str, str]
    institution: str
    area: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    hours: str = ""
    phone: str = ""
    email: str = ""
    is_accessible: bool | None = None
    access_notes: str = ""
    since: date | None = None
    until: date | None = None
    serves: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass
class Places:
    """What a table of places says: those that can be taken, with the number of their row, and what is wrong."""

    given: list[NewPlace] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    new: int = 0


def areas(rows: Sequence[Row]) -> Areas:
    """The areas of a table, upper ones first. A row that is wrong is left out, with all that lies in it."""
    found = Areas()
    if absent := tables.missing(rows, ("code", "parent")):
        found.flaws.append(Flaw(1, ", ".join(absent), _("This column is missing. Begin from the example file.")))
        return found
    known = dict(models.Area.objects.filter(until=None).values_list("code", "parent__code"))
    ended = set(models.Area.objects.exclude(until=None).values_list("code", flat=True))
    levels = dict(models.Area.objects.values_list("code", "level"))
    parents: dict[str, Row] = {}
    for row in rows:
        if flaw := _area_flaw(row, parents, known, ended):
            found.flaws.append(flaw)
        else:
            parents[row["code"]] = row
    for code, row in parents.items():
        depth = _depth(code, parents, levels)
        if depth is None or depth > DEEPEST:
            found.flaws.append(Flaw(row.number, "parent", _deep(depth, row["parent"])))
            continue
        found.given.append(Given(code, row["parent"], depth, row.texts("name")))
        found.new += code not in known
        _tell_rest(row, found)
    return found


def _area_flaw(row: Row, seen: dict[str, Row], known: Mapping[str, str | None], ended: Collection[str]) -> Flaw | None:
    code, parent = row["code"], row["parent"]
    if not code or "/" in code or len(code) > LONGEST_CODE:
        return Flaw(row.number, "code", _("Give a code of at most 32 characters, without a slash."))
    if code in seen:
        return Flaw(row.number, "code", _("The code stands in row %(row)s already.") % {"row": seen[code].number})
    if code in ended:
        return Flaw(row.number, "code", _("This area ended; its code is not given again. Choose another."))
    if code == parent:
        return Flaw(row.number, "parent", _("An area cannot lie in itself."))
    if code in known and (known[code] or "") != parent:
        told = _("It is known in %(parent)s. To put it elsewhere, prepare a transfer.")
        at_the_top = _("It is known at the top. To put it elsewhere, prepare a transfer.")
        return Flaw(row.number, "parent", told % {"parent": known[code]} if known[code] else at_the_top)
    try:
        tables.day(row["since"])
    except ValueError:
        return Flaw(row.number, "since", _("Write the day as 2026-07-01."))
    return None


def _depth(code: str, rows: dict[str, Row], levels: dict[str, int]) -> int | None:
    """The level of an area; None where its parents lead nowhere or in a circle."""
    steps, here = 1, rows[code]["parent"]
    while here and here not in levels:
        if here not in rows or steps > len(rows):
            return None
        steps, here = steps + 1, rows[here]["parent"]
    return steps + (levels[here] if here else 0)


def _deep(depth: int | None, parent: str) -> str:
    if depth is None:
        told = _("The upper area %(parent)s is not known, or lies in this one. Give it a row, or correct its code.")
        return told % {"parent": parent}
    return _("Areas nest at most %(most)s levels.") % {"most": DEEPEST}


def _tell_rest(row: Row, found: Areas) -> None:
    if since := tables.day(row["since"]):
        found.since[row["code"]] = since
    found.codes.extend(NewCode(row["code"], system, code) for system, code in row.texts("code").items())


def places(rows: Sequence[Row]) -> Places:
    """The places of a table. A row that is wrong is left out."""
    found = Places()
    if absent := tables.missing(rows, ("code", "kind", "institution", "area")):
        found.flaws.append(Flaw(1, ", ".join(absent), _("This column is missing. Begin from the example file.")))
        return found
    known = _Known()
    seen: dict[str, int] = {}
    for row in rows:
        flaws: list[Flaw] = []
        place = known.place(row, flaws)
        if place and place.code in seen:
            flaws.append(
                Flaw(row.number, "code", _("The code stands in row %(row)s already.") % {"row": seen[place.code]})
            )
        found.flaws.extend(flaws)
        if place and not flaws:
            seen[place.code] = row.number
            found.given.append(place)
            found.rows.append(row.number)
            found.new += place.code not in known.places
    return found


class _Known:
    """What a row may name: areas, institutions, services."""

    def __init__(self) -> None:
        self.areas = set(models.Area.objects.standing().values_list("code", flat=True))
        self.institutions = set(models.Institution.objects.values_list("code", flat=True))
        self.services = set(models.ServiceKind.objects.values_list("code", flat=True))
        self.places = set(models.Place.objects.values_list("code", flat=True))

    def place(self, row: Row, flaws: list[Flaw]) -> NewPlace | None:
        """The place of a row, or None when a cell cannot be read; each flaw is told."""
        read = _Reading(row, flaws)
        names = row.texts("name")
        if not row["code"] or len(row["code"]) > 40:
            read.flaw("code", _("Give a code of at most 40 characters."))
        if not names:
            read.flaw("name_en", _("Give a name in one language at least."))
        read.one_of("kind", models.PlaceKind.values)
        read.one_of("institution", self.institutions)
        read.one_of("area", self.areas)
        serves, offers = read.some_of("serves", self.areas), read.some_of("offers", self.services)
        latitude, longitude = read.cell("latitude", _degrees(90)), read.cell("longitude", _degrees(180))
        if (latitude is None) != (longitude is None):
            read.flaw("latitude", _("Give latitude and longitude, or neither."))
        since, until = read.cell("since", tables.day), read.cell("until", tables.day)
        if since and until and until <= since:
            read.flaw("until", _("The last day is before the first. Correct one of them."))
        accessible = read.cell("accessible", lambda text: YES_NO[text.lower()])
        if flaws:
            return None
        texts = {name: row[name][:300] for name in ("address", "hours", "access_notes")}
        return NewPlace(
            row["code"],
            row["kind"],
            names,
            row["institution"],
            row["area"],
            latitude=latitude,
            longitude=longitude,
            phone=row["phone"][:40],
            email=row["email"][:120],
            is_accessible=accessible,
            since=since,
            until=until,
            serves=serves,
            offers=offers,
            **texts,
        )


@dataclass
class _Reading:
    """One row, with its flaws gathered."""

    row: Row
    flaws: list[Flaw]

    def flaw(self, column: str, what: str) -> None:
        self.flaws.append(Flaw(self.row.number, column, what))

    def one_of(self, column: str, known: Collection[str]) -> None:
        self._check(column, self.row[column], known)

    def some_of(self, column: str, known: Collection[str]) -> tuple[str, ...]:
        """Codes parted by semicolons."""
        codes = tuple(dict.fromkeys(part.strip() for part in self.row[column].split(";") if part.strip()))
        for code in codes:
            self._check(column, code, known)
        return codes

    def cell(self, column: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(self.row[column])
        except (ValueError, KeyError):
            self.flaw(column, _expected(column))
            return None

    def _check(self, column: str, code: str, known: Collection[str]) -> None:
        if code in known:
            return
        told = _("“%(code)s” is not known.") % {"code": code}
        if nearest := get_close_matches(code, known, 1):
            told += " " + _("Did you mean %(nearest)s?") % {"nearest": nearest[0]}
        self.flaw(column, told)


def _degrees(most: int) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        value = tables.number(text)
        if value is not None and not -most <= value <= most:
            raise ValueError(value)
        return value

    return read


def _expected(column: str) -> str:
    told: dict[str, Any] = {
        "latitude": _("Write degrees from -90 to 90, as 12.3456."),
        "longitude": _("Write degrees from -180 to 180, as 12.3456."),
        "accessible": _("Write yes, no, or nothing."),
    }
    return str(told.get(column, _("Write the day as 2026-07-01.")))
