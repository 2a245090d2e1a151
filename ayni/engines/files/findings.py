"""What is wrong with rows: (row, column, value, code, detail), and what each code means and asks for.

The codes' texts are English; whoever shows them translates. “{value}” stands for the cell, “{detail}” for what it
was held against.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

SCHEMA = {
    "row": pl.UInt32(),
    "column": pl.String(),
    "value": pl.String(),
    "code": pl.String(),
    "detail": pl.String(),
}
LONGEST_VALUE = 200


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


@dataclass(frozen=True)
class Meaning:
    """`refuses`: the row stays out until it is mended; else it goes in as it is and this is only told."""

    reason: str
    remedy: str
    refuses: bool = True


MEANINGS = {
    "too_wide": Meaning(
        _("The row has more cells than the header."), _("Look for a delimiter within a cell; put the cell in quotes.")
    ),
    "open_quote": Meaning(_("The row opens a quote and does not close it."), _("Close the quote.")),
    "merged": Meaning(
        _("A cell of the row is merged with another row's."), _("Unmerge the cells and fill in each row.")
    ),
    "unreadable": Meaning(
        _("“{value}” holds letters that cannot be read."), _("Type it again, or save the file as UTF-8.")
    ),
    "formula": Meaning(_("“{value}” is a formula, or a failed one."), _("Put its result in its place.")),
    "too_long": Meaning(_("The cell holds more than {detail} letters."), _("Shorten it.")),
    "missing": Meaning(_("Nothing stands here."), _("Fill it in.")),
    "no_name": Meaning(_("The person has no name."), _("Fill in a name.")),
    "not_a_name": Meaning(_("“{value}” is not a name."), _("Write the name in letters.")),
    "not_a_choice": Meaning(
        _("“{value}” is not one of the answers: {detail}."), _("Correct it, or add it to the mapping.")
    ),
    "not_a_number": Meaning(_("“{value}” is not a number."), _("Write it in digits.")),
    "not_whole": Meaning(_("“{value}” is not a whole number."), _("Write it without a fraction.")),
    "below": Meaning(_("{value} is below {detail}."), _("Correct it.")),
    "above": Meaning(_("{value} is above {detail}."), _("Correct it.")),
    "not_a_date": Meaning(
        _("“{value}” is not a day in the calendar of this column."),
        _("Write it as 2023-12-27, or correct the calendar."),
    ),
    "two_readings": Meaning(
        _("“{value}” can be read as two different days."),
        _("Say in the mapping whether the day or the month is first."),
    ),
    "in_the_future": Meaning(_("“{value}” is after the day of the file, {detail}."), _("Correct the date.")),
    "too_old": Meaning(
        _("“{value}” would make the person more than 125 years old."), _("Correct the date or the age.")
    ),
    "not_a_phone": Meaning(_("“{value}” is not a telephone number."), _("Write it with 6 to 15 digits.")),
    "no_area": Meaning(_("We know no area “{value}” in your areas."), _("Write its code, or its name as it is known.")),
    "areas_of_that_name": Meaning(_("Several areas are called “{value}”."), _("Write the area's code.")),
    "key_twice": Meaning(_("Row {detail} has the same key “{value}”."), _("Each row has a key of its own.")),
    "no_household": Meaning(
        _("The household “{value}” is not among the households."), _("Add the household, or correct its key.")
    ),
    "two_heads": Meaning(
        _("Row {detail} is the head of the same household."), _("A household has one head: correct the relationship.")
    ),
    "own_kin": Meaning(_("The row names itself as its own mother, father or spouse."), _("Name somebody else.")),
    "in_itself": Meaning(_("The household “{value}” is said to be part of itself."), _("Name the larger household.")),
    "parent_too_young": Meaning(
        _("The parent in row {detail} is younger than this child, or was under ten years old."),
        _("Correct the dates of birth, or who the parent is."),
    ),
    "parents_in_a_circle": Meaning(
        _("This person and row {detail} are each the other's parent."), _("Correct who the parent is.")
    ),
    "dead": Meaning(
        _("The person died on {value}: who is dead cannot be registered to be served."),
        _("Take the row out, or empty the day of death when it is wrong."),
    ),
    "died_before_birth": Meaning(_("The day of death is before the day of birth."), _("Correct one of them.")),
    "known_dead": Meaning(
        _("The registry knows this person as having died on {detail}."), _("Correct the key, or the person's record.")
    ),
    "known": Meaning(
        _("The registry has a person with the key “{value}”."),
        _("Take the row out, or choose that known people are skipped or updated."),
    ),
    "known_skipped": Meaning(
        _("The registry has a person with the key “{value}”: the row is passed over."), _("Nothing."), refuses=False
    ),
    "known_updated": Meaning(
        _("The registry has a person with the key “{value}”: what the row tells is written there."),
        _("Nothing."),
        refuses=False,
    ),
    "head_known": Meaning(_("The registry has another head of this household."), _("Correct the relationship.")),
    "alike": Meaning(
        _("The registry has somebody with this name, birth and area: {detail}."),
        _("Look whether it is the same person; if so take the row out."),
        refuses=False,
    ),
    "alike_skipped": Meaning(
        _("The registry has somebody with this name, birth and area: {detail}. The row is passed over."),
        _("Nothing."),
        refuses=False,
    ),
    "identified": Meaning(
        _("The registry has somebody with the number “{value}”: {detail}."),
        _("Look whether it is the same person; if so take the row out."),
        refuses=False,
    ),
    "identified_skipped": Meaning(
        _("The registry has somebody with the number “{value}”: {detail}. The row is passed over."),
        _("Nothing."),
        refuses=False,
    ),
    "answers_older": Meaning(
        _("The registry has answers of {detail} from this person: those of the row are older and stand behind them."),
        _("Nothing; or correct the day of the file in the mapping."),
        refuses=False,
    ),
    "lives_elsewhere": Meaning(
        _("The registry has this person in household {detail}: a file does not move who is known."),
        _("Record the move as a change, when they have moved."),
        refuses=False,
    ),
    "no_head": Meaning(_("No row is the head of this household."), _("Say who is the head."), refuses=False),
    "kin_elsewhere": Meaning(
        _("“{value}” is no key in this file: who that is stays unknown."),
        _("Add the person, or leave it."),
        refuses=False,
    ),
    "same_person_twice": Meaning(
        _("Row {detail} has the same name, birth and area under another key."),
        _("Look whether it is one person; if so take one row out."),
        refuses=False,
    ),
    "says_otherwise": Meaning(
        _("The row tells of its household something else than row {detail} does; that row was taken."),
        _("Write the same in each row of a household."),
        refuses=False,
    ),
}
REFUSING = [code for code, meaning in MEANINGS.items() if meaning.refuses]


def none() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def of(rows: pl.Series, column: str, values: pl.Series | None, code: str, detail: pl.Series | str = "") -> pl.DataFrame:
    """One finding for each of the rows."""
    if not len(rows):
        return none()
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
    shown = empty if values is None else values.cast(pl.String).str.slice(0, LONGEST_VALUE)
    told = pl.Series([detail]).new_from_index(0, len(rows)) if isinstance(detail, str) else detail.cast(pl.String)
    return pl.DataFrame({"row": rows.cast(pl.UInt32), "value": shown, "detail": told}).select(
        "row", pl.lit(column).alias("column"), "value", pl.lit(code).alias("code"), "detail"
    )


def refusing(found: pl.DataFrame) -> pl.Series:
    """The rows that stay out, each once."""
    return found.filter(pl.col("code").is_in(REFUSING))["row"].unique().sort()


def reason(code: str, value: str | None, detail: str | None, translate: object = None) -> str:
    """A finding in words; `translate` gives the text in the reader's language."""
    return _said(MEANINGS[code].reason, value, detail, translate)


def remedy(code: str, translate: object = None) -> str:
    return _said(MEANINGS[code].remedy, None, None, translate)


def _said(text: str, value: str | None, detail: str | None, translate: object) -> str:
    said = translate(text) if callable(translate) else text
    return str(said).replace("{value}", value or "").replace("{detail}", detail or "")
