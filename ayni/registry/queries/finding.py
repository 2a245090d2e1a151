"""Finding people and households: one box for names, numbers, telephone numbers and the source's own keys."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from ayni.commons import acting, languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import models, permissions
from ayni.registry.queries import wording

COUNTED = 1000  # beyond this an officer narrows the search; counting on would only cost
CODE = re.compile(r"([HP])0*(\d{1,18})", re.IGNORECASE)
NAMES = ("given_name", "family_name", "given_name_latin", "family_name_latin")
NAMED = "SELECT * FROM registry_named(to_tsquery('simple', %s), %s, %s, %s, %s, %s)"
Rows = QuerySet[Any, Any]  # of dictionaries
SEPARATING = frozenset("PSZC")  # first letters of the Unicode classes that part words


@dataclass(frozen=True)
class Row:
    """A person, or a household by its head. `household_id` is None for somebody who lives in none now."""

    kind: str
    id: int
    code: str
    name: str
    name_latin: str
    household_id: int | None
    household_code: str
    area_name: str
    age_text: str
    born: PartialDate | None
    sex: str | None
    sex_text: str
    relationship: str
    relationship_text: str


@dataclass(frozen=True)
class Found:
    """A page of rows. `total` counts all of them, up to COUNTED; `is_more` when there are more than that."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    is_more: bool = False


def search(text: str, *, reader: User, limit: int = 25, offset: int = 0, on: date | None = None) -> Found:
    """People whose names hold every word, each from its beginning and in any order; or by number, telephone or key.

    Only within the reader's areas. Words without a letter or digit find nothing. Refuses: NotPermitted.
    """
    with acting.as_user(reader):
        return _search(text, scoping.paths(reader, permissions.SEE), limit, offset, on or timezone.localdate())


def _search(text: str, paths: tuple[str, ...], limit: int, offset: int, on: date) -> Found:
    text = unicodedata.normalize("NFC", text).strip()
    coded = CODE.fullmatch(text)
    if coded:
        by_code = _households if coded[1] in "Hh" else _persons
        asked = Q(pk=int(coded[2])) | Q(source_key=text)
        return _page(by_code(asked, paths, on), limit, offset, on)
    if any(character.isdigit() for character in text):
        households = _households(Q(source_key=text), paths, on)
        if offset == 0 and households:
            return _page(households, limit, offset, on)
        keyed = _persons(Q(source_key=text) | _telephone(text), paths, on)
        if keyed.exists():
            return _page(keyed, limit, offset, on)
    query = _tsquery(text)
    return _named(query, paths, limit, offset, on) if query else Found()


def _page(found: Rows, limit: int, offset: int, on: date) -> Found:
    total = found.order_by()[: COUNTED + 1].count()
    rows = [_row(row, on) for row in found[offset : offset + limit]]
    return Found(rows, min(total, COUNTED), total > COUNTED)


def _named(query: str, paths: tuple[str, ...], limit: int, offset: int, on: date) -> Found:
    """By a function of the database: under a policy no index would answer for the words."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [query, on, list(paths), limit, offset, COUNTED + 1])
        columns = [column.name for column in cursor.description]
        told = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    total = told[0]["total"]
    rows = [_row({**row, "area_names": _read(row["area_names"])}, on) for row in told if row["person"]]
    return Found(rows, min(total, COUNTED), total > COUNTED)


def _read(names: str | None) -> Any:
    return json.loads(names) if names else None


def _persons(asked: Q, paths: tuple[str, ...], on: date) -> Rows:
    """Persons with the household each lives in on the day; one who lives in none is seen from everywhere only."""
    living = FilteredRelation("memberships", condition=Q(memberships__period__contains=on))
    found = models.Person.objects.filter(asked).annotate(home=living)
    rows: Rows = (
        scoping.within(found, "home__household__area__path", paths)
        .order_by("given_name", "family_name", "pk")
        .values(
            "sex",
            "born_from",
            "born_to",
            *NAMES,
            person=F("pk"),
            household=F("home__household_id"),
            relationship=F("home__relationship"),
            area_names=F("home__household__area__names"),
            area_code=F("home__household__area__code"),
        )
    )
    return rows


def _households(asked: Q, paths: tuple[str, ...], on: date) -> Rows:
    """Households, each with its head on the day."""
    heads = Q(memberships__period__contains=on, memberships__relationship=models.Relationship.HEAD)
    found = models.Household.objects.filter(asked).annotate(led=FilteredRelation("memberships", condition=heads))
    return (
        scoping.within(found, "area__path", paths)
        .order_by("pk")
        .values(
            household=F("pk"),
            relationship=F("led__relationship"),
            sex=F("led__person__sex"),
            born_from=F("led__person__born_from"),
            born_to=F("led__person__born_to"),
            area_names=F("area__names"),
            area_code=F("area__code"),
            **{name: F(f"led__person__{name}") for name in NAMES},
        )
    )


def _row(row: dict[str, Any], on: date) -> Row:
    kind, pk = ("person", row["person"]) if "person" in row else ("household", row["household"])
    person = models.Person(pk=pk, **{name: row[name] or "" for name in (*NAMES, "sex")})
    person.born_from, person.born_to, person.sex = row["born_from"], row["born_to"], row["sex"]
    household = models.Household(pk=row["household"])
    code = person.code if kind == "person" else household.code
    return Row(
        kind=kind,
        id=pk,
        code=code,
        name=code if person.name == person.code else person.name,
        name_latin=person.name_latin,
        household_id=household.pk,
        household_code=household.code if household.pk else "",
        area_name=languages.text(row["area_names"]) or row["area_code"] or "",
        age_text=wording.age(person.born, on),
        born=person.born,
        sex=person.sex,
        sex_text=wording.sex(person.sex),
        relationship=row["relationship"] or "",
        relationship_text=str(wording.RELATIONSHIPS.get(row["relationship"], "")),
    )


def _telephone(text: str) -> Q:
    digits = re.sub(r"[\s().\-/]", "", text)
    return Q(phone=digits) if re.fullmatch(r"\+?\d{3,20}", digits) else Q(pk__in=[])


def _tsquery(text: str) -> str:
    """Every word of a text, each from its beginning, as PostgreSQL's full-text search reads it."""
    return " & ".join(f"'{word}':*" for word in _words(text))


def _words(text: str) -> Iterable[str]:
    parted = (" " if unicodedata.category(character)[0] in SEPARATING else character for character in text)
    return "".join(parted).split()
