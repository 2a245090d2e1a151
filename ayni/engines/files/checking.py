"""A whole file held against its mapping, the dictionary and itself: how many rows are good, and every finding."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from ayni.engines.files import describing, errors, findings, reading, structure, tidying
from ayni.engines.files.mapping import Mapping

ROW = reading.ROW
HOMES = "homes."
PARTING = r"[\s\-./]"  # what only parts the number of a document
ASKED = (
    *("row", "key", "household", "is_head", "name", "born", "area"),
    *("number", "born_from", "born_to", "mother", "father"),
)
SKIPPED = ("known_skipped", "alike_skipped", "identified_skipped")


@dataclass(frozen=True)
class Checked:
    """What a file is found to be. `table` is `structure.narrow`'s."""

    described: describing.Described
    mapping: Mapping
    table: pl.DataFrame = field(repr=False)
    found: pl.DataFrame = field(repr=False)

    @property
    def rows(self) -> int:
        return self.table.height

    @property
    def refused(self) -> pl.Series:
        """The rows that stay out until they are mended."""
        return findings.refusing(self.found)

    @property
    def left(self) -> pl.Series:
        """The rows that do not go in as new: refused, passed over, or of people who are known."""
        codes = [*findings.REFUSING, *SKIPPED, "known_updated"]
        return self.found.filter(pl.col("code").is_in(codes))["row"].unique()

    @property
    def updated(self) -> pl.Series:
        """The rows that change somebody who is known."""
        refused = self.refused.implode()
        return self.found.filter((pl.col("code") == "known_updated") & ~pl.col("row").is_in(refused))["row"].unique()

    @property
    def households(self) -> int:
        return int(self.table["home"].n_unique())

    @property
    def aside(self) -> tuple[str, ...]:
        """Columns of the file that nothing is read from."""
        return tuple(name for name in self.described.columns if name not in self.mapping.columns)

    def counts(self) -> dict[str, int]:
        """Rows read, good, refused, updated and passed over; households."""
        refused, updated, left = len(self.refused), len(self.updated), len(self.left)
        return {
            "rows": self.rows,
            "new": self.rows - left,
            "updated": updated,
            "skipped": left - refused - updated,
            "refused": refused,
            "households": self.households,
        }

    def by_code(self) -> list[tuple[str, str, int]]:
        """How often each thing is found: column, code, rows; what refuses first, then the most frequent."""
        counted = (
            self.found.group_by("column", "code").len().sort("len", "column", "code", descending=[True, False, False])
        )
        return sorted(counted.iter_rows(), key=lambda one: not findings.MEANINGS[one[1]].refuses)

    def lines(self, most: int, code: str = "") -> list[dict[str, object]]:
        """The first findings, or those of one code."""
        chosen = self.found.filter(pl.col("code") == code) if code else self.found
        return chosen.head(most).to_dicts()

    def kept(self) -> bytes:
        """The findings as bytes, for `found`."""
        out = io.BytesIO()
        self.found.write_parquet(out, compression="zstd")
        return out.getvalue()

    def adding(self, more: list[pl.DataFrame]) -> Checked:
        """With other findings too."""
        return replace(self, found=pl.concat([self.found, *more]).sort("row", maintain_order=True))


def describe(path: Path, mapping: Mapping) -> describing.Described:
    """The file as its mapping says to read it, the columns of the households' sheet too. Refuses: FileUnreadable."""
    told = describing.describe(
        path, sheet=mapping.sheet, encoding=mapping.encoding, delimiter=mapping.delimiter, header=mapping.header
    )
    if mapping.homes is None:
        return told
    homes = describing.describe(path, sheet=mapping.homes.sheet)
    return replace(told, columns=(*told.columns, *(f"{HOMES}{name}" for name in homes.columns)))


def chunks(path: Path, told: describing.Described, mapping: Mapping, *, after: int = 0) -> Iterator[reading.Chunk]:
    """The file's rows, each with what the households' sheet says of its household."""
    own = [name for name in mapping.columns if mapping.homes is None or not name.startswith(HOMES)]
    if mapping.homes is None or "household" not in mapping.person:
        yield from reading.chunks(path, told, own, after=after)
        return
    key = mapping.homes.key
    sheet = describing.describe(path, sheet=mapping.homes.sheet)
    wanted = [key, *(name.removeprefix(HOMES) for name in mapping.columns if name.startswith(HOMES))]
    homes = pl.concat([chunk.rows for chunk in reading.chunks(path, sheet, wanted)]).drop(ROW)
    homes = (
        homes.with_columns(pl.col(key).str.strip_chars()).unique(key, keep="first").select(pl.all().name.prefix(HOMES))
    )
    column = mapping.person["household"].column
    plain = replace(told, columns=tuple(name for name in told.columns if not name.startswith(HOMES)))
    for chunk in reading.chunks(path, plain, own, after=after):
        rows = chunk.rows.join(homes, left_on=column, right_on=f"{HOMES}{key}", how="left", coalesce=False)
        lost = rows.filter(pl.col(f"{HOMES}{key}").is_null() & pl.col(column).is_not_null())
        more = findings.of(lost[ROW], column, lost[column], "no_household")
        yield reading.Chunk(rows, pl.concat([chunk.findings, more]))


def check(
    path: Path,
    mapping: Mapping,
    known: tidying.Known,
    tell: Callable[[int], None] = lambda rows: None,
    also: Callable[[bytes], object] | None = None,
) -> Checked:
    """Read every row and hold it against the rules. `tell` hears how many rows are done; `also` is given lines of CSV
    to hold against the registry, in the columns of `ASKED`. Refuses: FileUnreadable."""
    _check_answers(mapping, known)
    told = describe(path, mapping)
    tables: list[pl.DataFrame] = []
    found: list[pl.DataFrame] = []
    done = 0
    for chunk in chunks(path, told, mapping):
        tidied, here = tidying.tidy(chunk, mapping, known)
        tables.append(structure.narrow(tidied, findings.refusing(here), mapping))
        found.append(here)
        if also is not None:
            also(_asked(tidied))
        done += tidied.height
        tell(done)
    if not done:
        raise errors.single("There are no rows below the header.", "Check that it is the right file and sheet.")
    table = pl.concat(tables)
    return Checked(told, mapping, table, found=pl.concat(found)).adding([structure.check(table, mapping)])


def _asked(tidied: pl.DataFrame) -> bytes:
    """Who each row is, in the columns of `ASKED`."""
    name = pl.concat_str("given_name", "family_name", separator=" ", ignore_nulls=True).str.to_lowercase()
    is_head = (pl.col("relationship") == "head").fill_null(value=False)
    exact = pl.when(pl.col("born_from") == pl.col("born_to")).then(pl.col("born_from"))
    number = pl.col("identifier").str.to_uppercase().str.replace_all(PARTING, "")
    person = (name.alias("name"), exact.alias("born"), "area", number.alias("number"))
    kin = ("born_from", "born_to", "mother", "father")
    columns = (pl.col(ROW), "key", "household", is_head, *person, *kin)
    return tidied.select(columns).write_csv(include_header=False).encode()


def held_against(
    checked: Checked, given: Sequence[tuple[str, str, Sequence[tuple[int, str | None, str | None]]]]
) -> Checked:
    """With what the registry answered: for each column and code, rows with a value and a detail."""
    more = [
        findings.of(
            pl.Series([row for row, _, _ in rows], dtype=pl.UInt32),
            column,
            pl.Series([value for _, value, _ in rows], dtype=pl.String),
            code,
            pl.Series([detail or "" for _, _, detail in rows], dtype=pl.String),
        )
        for column, code, rows in given
    ]
    return checked.adding(more) if more else checked


def without_values(checked: Checked, columns: Sequence[str]) -> Checked:
    """Findings that do not tell the cells of these columns."""
    hidden = pl.when(pl.col("column").is_in(list(columns))).then(pl.lit("…")).otherwise(pl.col("value"))
    return replace(checked, found=checked.found.with_columns(hidden.alias("value")))


def _check_answers(mapping: Mapping, known: tidying.Known) -> None:
    """Every answer that the mapping names is a question of the dictionary. Refuses: FileUnreadable."""
    problems = []
    for entity, fields in mapping.answers.items():
        names = [one.name for one in known.dictionary if one.entity == entity]
        problems += [
            errors.Problem(
                f"The dictionary asks no “{name}” of a {entity}.", errors.nearest(name, names), f"answers.{entity}"
            )
            for name in fields
            if name not in names
        ]
    if problems:
        raise errors.FileUnreadable(problems)
