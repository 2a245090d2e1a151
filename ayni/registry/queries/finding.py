"""Finding people and households: one box for names in any script, spelling and order, for numbers and for places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from ayni.commons import acting
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.engines import names
from ayni.registry import models, permissions
from ayni.registry.queries import finding_numbers, finding_places, finding_rows, finding_words, reaching
from ayni.registry.queries.finding_places import Place
from ayni.registry.queries.finding_rows import Row

__all__ = ["COUNTED", "LIVES", "Found", "Narrowed", "Place", "Row", "search"]

COUNTED = 1000  # beyond this an officer narrows the search; counting on would only cost
WORDS = 8  # of a name, that are looked for
NAMED = "SELECT person FROM registry_found(%s, %s, %s, %s, %s, %s, %s, %s)"
LIVES = ("household", "institution", "dead")


@dataclass(frozen=True)
class Narrowed:
    """Filters: the code of an area, a sex, an age from and to (both included), and how they live, of `LIVES`.

    Whose age is known in part is found by every age that they may have.
    """

    area: str = ""
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    lives: str = ""

    def __bool__(self) -> bool:
        return self != Narrowed()

    def born(self, on: date) -> tuple[date | None, date | None]:
        """Born after the one day, and until the other."""
        oldest = _years_before(on, self.age_to + 1) if self.age_to is not None else None
        return oldest, _years_before(on, self.age_from) if self.age_from is not None else None


EVERYBODY = Narrowed()


@dataclass(frozen=True)
class Found:
    """A page of rows. `total` counts all of them, up to COUNTED; `is_more` when there are more than that.

    `by` says what the text was taken for: "name", "number", "place" (a name and a place) or "list" (filters alone).
    `places` are areas called so.
    """

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    is_more: bool = False
    by: str = "name"
    places: tuple[Place, ...] = ()


def search(
    text: str,
    *,
    reader: User,
    limit: int = 25,
    offset: int = 0,
    on: date | None = None,
    narrowed: Narrowed = EVERYBODY,
    most: int | None = None,
) -> Found:
    """People whose names hold every word, in any script, spelling and order, each word from its beginning; or by
    number, telephone or place. Without a text, those who live in the area asked for.

    Who is named so comes first, then who is called alike. Only within the reader's areas. Words without a letter or
    digit find nothing. `most` are counted instead of COUNTED. Refuses: NotPermitted.
    """
    with acting.as_user(reader):
        paths = scoping.paths(reader, permissions.SEE)
        asked = _Asked(paths, narrowed, on or timezone.localdate(), limit, offset, most or COUNTED)
        return asked.found(unicodedata.normalize("NFC", text).strip())


@dataclass(frozen=True)
class _Asked:
    """Who asks where, and for which page."""

    paths: tuple[str, ...]
    narrowed: Narrowed
    on: date
    limit: int
    offset: int
    most: int

    def found(self, text: str) -> Found:
        if not text:
            return self._living() if self.narrowed.area else Found(by="list")
        if any(character.isdigit() for character in text):
            by_number = self._by_number(finding_numbers.plain(text))
            if by_number is not None:
                return by_number
        words = names.meant(names.words(text))[:WORDS]
        return self._by_name(words) if words else Found()

    def _by_number(self, text: str) -> Found | None:
        """By code, source number, telephone or document; None when nobody has it, and it may be part of a name."""
        coded = finding_numbers.CODE.fullmatch(text)
        if coded:
            number, of_house = int(coded[2]), coded[1] in "Hh"
            asked = Q(pk=number) | Q(source_key=text)
            if not of_house and (into := reaching.leads_to(number)):
                asked = Q(pk=into)
            return self._page(finding_rows.households if of_house else finding_rows.persons, asked)
        homes = self._page(finding_rows.households, Q(source_key=text))
        if homes.total:
            return homes
        people = self._page(finding_rows.persons, finding_numbers.of_person(text, self.paths))
        return people if people.total else None

    def _page(self, of: object, asked: Q) -> Found:
        """Few have a number: they are counted by being read."""
        if of is finding_rows.households:
            rows = finding_rows.all_told(finding_rows.households(asked, self.on)[: self.most + 1], self.on)
        else:
            # Whose record was merged into another is found as that one.
            ids = models.Person.objects.filter(asked).order_by("given_name", "family_name", "pk")
            holding = ids.values_list(Coalesce("merged_into_id", "pk"), flat=True)
            known = list(dict.fromkeys(holding[: self.most + 1]))
            rows = finding_rows.people(known, self.on)
        return Found(
            rows[self.offset : self.offset + self.limit], min(len(rows), self.most), len(rows) > self.most, "number"
        )

    def _by_name(self, words: Sequence[str]) -> Found:
        spellings = finding_words.spelled(words)
        areas = self._paths()
        found = self._called(spellings, areas)
        called = finding_places.told(finding_places.named(spellings)) if self.offset == 0 else ()
        if not found and len(words) > 1 and not self.narrowed.area:
            for person, place in finding_places.partings(len(words)):
                within = finding_places.named(spellings[place])
                found = self._called(spellings[person], tuple(area.path for area in within)) if within else []
                if found:
                    return self._told(found, "place", finding_places.told(within))
        return self._told(found, "name", called)

    def _called(self, spellings: finding_words.Spellings, paths: tuple[str, ...]) -> list[int]:
        """Persons, the best answer first: when many are called alike, those named exactly so before the others."""
        if not spellings or not all(spellings):
            return []
        if len(spellings) == 1:  # the best words are asked first by themselves
            return self._asked(finding_words.groups(spellings), paths)
        found = self._asked(finding_words.groups(spellings), paths)
        if len(found) <= self.most or not all(of[0].rank <= finding_words.EXACT for of in spellings):
            return found
        exact = self._asked(finding_words.groups(spellings, most=finding_words.EXACT), paths)
        return list(dict.fromkeys([*exact, *found]))[: self.most + 1]

    def _living(self) -> Found:
        return self._told(self._asked("[]", self._paths()), "list", ())

    def _asked(self, groups: str, paths: tuple[str, ...]) -> list[int]:
        """The question to the database; a function of its owner, which holds the scope of whoever acts itself."""
        narrowed = self.narrowed
        with connection.cursor() as cursor:
            cursor.execute(
                NAMED,
                [
                    *(groups, list(paths), self.on, narrowed.sex or None),
                    *(*narrowed.born(self.on), narrowed.lives or None, self.most + 1),
                ],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def _told(self, found: list[int], by: str, places: tuple[Place, ...]) -> Found:
        rows = finding_rows.people(found[self.offset : self.offset + self.limit], self.on)
        return Found(rows, min(len(found), self.most), len(found) > self.most, by, places)

    def _paths(self) -> tuple[str, ...]:
        """Where to look: the area asked for, if there is one, else all of the reader's."""
        if not self.narrowed.area:
            return self.paths
        return tuple(Area.objects.filter(code=self.narrowed.area).values_list("path", flat=True))


def _years_before(day: date, years: int) -> date:
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:  # the 29th of February
        return day.replace(year=year, day=28)
