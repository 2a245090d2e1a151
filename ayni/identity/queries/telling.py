"""What the registry tells of a person, as the engine is told of anybody: the same for one and for all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from ayni.engines.linkage.desk import Told
from ayni.engines.linkage.mapping import Columns
from ayni.kernel.partial_dates import PartialDate

#: In the order of `identity_told`.
TOLD = "SELECT * FROM identity_told(%s)"
MOST_NAMES = 8  # of one person; nobody is looked for by more


def columns(*, levels: int, kinds: Sequence[str]) -> Columns:
    """What the registry knows of people, by the names it is exported under: so many levels of areas, these numbers."""
    return Columns(
        names={"given": "given_name", "family": "family_name"},
        record="person",
        birth_date="born",
        sex="sex",
        place=tuple(f"area_{level}" for level in range(1, levels + 1)),
        phone="phone",
        identifiers={kind: kind for kind in kinds},
    )


def plain(columns: Columns) -> dict[str, Any]:
    """A mapping as plain values, to be kept."""
    return {
        "names": dict(columns.names),
        "record": columns.record,
        "birth_date": columns.birth_date,
        "age": columns.age,
        "sex": columns.sex,
        "place": list(columns.place),
        "phone": columns.phone,
        "identifiers": dict(columns.identifiers),
        "household": columns.household,
        "other": list(columns.other),
    }


def kept(values: Mapping[str, Any]) -> Columns:
    """A mapping that was kept."""
    given = dict(values)
    given["place"], given["other"] = tuple(given.get("place") or ()), tuple(given.get("other") or ())
    given["identifiers"] = given.get("identifiers") or {}
    return Columns(**{name: value for name, value in given.items() if name != "told_on"})


def people(asked: Sequence[int]) -> Iterator[tuple[int, list[Told]]]:
    """Each of these people by each of their names, wherever they live; who is no longer on record is left out."""
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [list(asked)])
        for row in cursor.fetchall():
            yield row[0], list(_variants(*row[1:]))


def _variants(
    given: str, family: str, given_latin: str, family_latin: str, born_from: date | None, born_to: date | None,
    sex: str | None, places: list[str] | None, phones: list[str] | None, identifiers: Any, household: int | None,
    names: Any,
) -> Iterator[Told]:  # fmt: skip
    year, month, day = birth(PartialDate(born_from, born_to) if born_from and born_to else None)
    numbers = {name: str(number) for name, number in (_json(identifiers) or {}).items()}
    called = [(given, family), (given_latin or given, family_latin or family), *map(tuple, _json(names) or ())]
    for first, last in list(dict.fromkeys(called))[:MOST_NAMES]:
        yield Told(
            given=first, family=last, year=year, month=month, day=day, sex=sex or "", places=tuple(places or ()),
            phone=(phones or [""])[0], identifiers=numbers, household=str(household or ""),
        )  # fmt: skip


def birth(born: PartialDate | None) -> tuple[int | None, int | None, int | None]:
    """A birth known in part, as far as it is known for certain; of an age the year in which that age is reached."""
    if born is None:
        return None, None, None
    first, last = born.earliest, born.latest
    if first == last:
        return first.year, first.month, first.day
    if (first.year, first.month) == (last.year, last.month):
        return first.year, first.month, None
    return last.year, None, None


def places(path: str) -> tuple[str, ...]:
    """An area and those it lies in, the broadest first, as its path names them."""
    return tuple(path.strip("/").split("/")) if path else ()


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
