"""What a column of a file of people may mean, and which one it likely is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ayni.engines.files import suggesting, words
from ayni.engines.files.describing import Described
from ayni.engines.linkage import mapping
from ayni.kernel import refusals

PARTS = ("given", "middle", "family")
#: Every meaning but those of identifiers, which are `id_` and their type.
MEANINGS = (
    "record",
    "full",
    *PARTS,
    "birth_date",
    "age",
    "sex",
    "place_1",
    "place_2",
    "place_3",
    "phone",
    "household",
)
PLACES = ("place_1", "place_2", "place_3")
#: By what columns are guessed, beside the names that files of people have.
SPELT = {
    "record": words.COLUMNS["key"],
    "full": words.COLUMNS["name"],
    "given": words.COLUMNS["given_name"],
    "middle": ("middle name", "middle", "second name", "father name", "fathers name", "patronymic", "اسم الأب"),
    "family": words.COLUMNS["family_name"],
    "birth_date": words.COLUMNS["born"],
    "age": words.COLUMNS["age"],
    "sex": words.COLUMNS["sex"],
    "phone": words.COLUMNS["phone"],
    "household": words.COLUMNS["household"],
    "place_1": ("region", "province", "state", "governorate", "région", "département", "المحافظة", "المنطقة"),
    "place_2": ("district", "municipality", "commune", "county", "cercle", "المديرية", "القضاء"),
    "place_3": ("village", "town", "locality", "ward", "suburb", "city", "quartier", "القرية", "المدينة", "الحي"),
}  # fmt: skip


class NotEnough(refusals.Refused):
    """Columns by which nobody can be told from another, or that two meanings share."""


@dataclass(frozen=True)
class Chosen:
    """What the columns of one file mean: by meaning, the column. An age is of the day `told_on`."""

    columns: Mapping[str, str]
    told_on: date | None = None
    sheet: str = field(default="")


def guess(told: Described, types: Iterable[str]) -> dict[str, str]:
    """The likeliest column of each meaning, by its name and what stands in it; each column once."""
    spelt = {**SPELT, **{f"id_{one}": (one.replace("_", " "),) for one in types}}
    found = sorted(_likely(told, spelt), key=lambda one: -one[0])
    chosen: dict[str, str] = {}
    for _sure, meaning, column in found:
        if meaning not in chosen and column not in chosen.values():
            chosen[meaning] = column
    if "given" in chosen or "family" in chosen:
        chosen.pop("full", None)
    if "birth_date" in chosen:
        chosen.pop("age", None)
    return chosen


def _likely(told: Described, spelt: Mapping[str, Sequence[str]]) -> Iterable[tuple[int, str, str]]:
    for column in told.columns:
        name = suggesting.folded(told.labels.get(column, "") or column)
        values = told.samples.get(column, ())
        for meaning, called in spelt.items():
            known = [suggesting.folded(one) for one in called]
            if name in known or suggesting.folded(column) in known:
                yield 100, meaning, column
            elif any(len(one) > 3 and one in name for one in known):
                yield 20, meaning, column
        if len(values) > 2 and {suggesting.folded(one) for one in values} <= {"f", "m", "male", "female", "1", "2"}:
            yield 15, "sex", column


def check(chosen: Sequence[Chosen]) -> None:
    """Refuses: NotEnough."""
    for number, one in enumerate(chosen, 1):
        used = [column for column in one.columns.values() if column]
        twice = sorted({column for column in used if used.count(column) > 1})
        if twice:
            raise NotEnough(f"File {number}: the column “{twice[0]}” was chosen twice. Choose it once.")
        if not any(one.columns.get(part) for part in ("full", *PARTS)):
            raise NotEnough(f"File {number}: say which column holds the name.")
        if not (one.columns.get("birth_date") or one.columns.get("age")):
            raise NotEnough(f"File {number}: say which column holds the date of birth, or the age.")
        if one.columns.get("age") and one.told_on is None:
            raise NotEnough(f"File {number}: say on which day the ages were told.")


def together(chosen: Sequence[Chosen]) -> mapping.Columns:
    """The columns that all files have once they are made ready (`standard`): what any of them tells."""
    told = {meaning for one in chosen for meaning, column in one.columns.items() if column}
    names = {"full": "full"} if "full" in told else {part: part for part in PARTS if part in told}
    return mapping.Columns(
        names=names,
        record="record",
        birth_date="birth_date",
        sex="sex" if "sex" in told else "",
        place=tuple(place for place in PLACES if place in told),
        phone="phone" if "phone" in told else "",
        identifiers={one.removeprefix("id_"): one for one in sorted(told) if one.startswith("id_")},
        household="household" if "household" in told else "",
    )
