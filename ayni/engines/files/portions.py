"""The good rows of a checked file, some at a time, as the lines that the registry takes by COPY."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ayni.engines.files import checking, reading, structure, tidying

ROW = reading.ROW
KIN = ("mother", "father", "spouse")


@dataclass(frozen=True)
class Portion:
    """Typed rows from one row of the file to another: new people, the households they bring, and changed people."""

    first: int
    last: int
    people: pl.DataFrame
    homes: pl.DataFrame
    changed: pl.DataFrame

    @property
    def homes_keys(self) -> list[str]:
        """Keys of the households that begin here."""
        return self.homes["household"].to_list()


def rows_of(checked: checking.Checked, size: int) -> list[tuple[int, int]]:
    """Where each portion begins and ends: the same for the same file, however often it is asked."""
    rows = checked.table[ROW]
    return [(rows[at], rows[min(at + size, len(rows)) - 1]) for at in range(0, len(rows), size)]


def chunks(path: Path, checked: checking.Checked, known: tidying.Known, first: int, last: int) -> Iterator[Portion]:
    """The portion from row `first` to row `last`, a chunk of it at a time."""
    left = checked.left.implode()
    updated = checked.updated.implode()
    bringing = structure.homes(checked.table, checked.left)[ROW].implode()
    for chunk in checking.chunks(path, checked.described, checked.mapping, after=first - 1):
        tidied, _ = tidying.tidy(chunk, checked.mapping, known)
        here = tidied.filter(pl.col(ROW).is_between(first, last))
        if here.height:
            people = here.filter(~pl.col(ROW).is_in(left))
            yield Portion(
                first=here[ROW][0],
                last=here[ROW][-1],
                people=people,
                homes=people.filter(pl.col(ROW).is_in(bringing)),
                changed=here.filter(pl.col(ROW).is_in(updated)),
            )
        if tidied.height and tidied[ROW][-1] >= last:
            return


def household_lines(homes: pl.DataFrame, keys: set[str] | None = None) -> bytes:
    """Households as CSV: key, area, answers. Those of `keys` only, when they are given."""
    chosen = homes if keys is None else homes.filter(pl.col("household").is_in(list(keys)))
    return _csv(chosen.select("household", "area", answers(chosen, "household")))


def person_lines(people: pl.DataFrame) -> bytes:
    """Persons as CSV, in the columns of `registry.PERSON`, then their answers."""
    numbered = people.with_columns(
        pl.col("number").fill_null(pl.int_range(1, pl.len() + 1).over("household")).clip(0, 32_000)
    )
    return _csv(
        numbered.select(
            "key",
            "household",
            "number",
            "relationship",
            "sex",
            "born_from",
            "born_to",
            "given_name",
            "family_name",
            "given_name_latin",
            "family_name_latin",
            answers(people, "person", "phone"),
        )
    )


def kin_lines(checked: checking.Checked) -> Iterator[bytes]:
    """Ties between rows as CSV: person, relative, kind."""
    left = checked.refused.implode()
    good = checked.table.filter(~pl.col(ROW).is_in(left))
    for kind in KIN:
        if kind in checked.mapping.person:
            pairs = good.filter(pl.col(kind).is_not_null() & (pl.col(kind) != pl.col("key")))
            pairs = pairs.join(good.select(pl.col("key").alias(kind)).unique(), on=kind, how="semi")
            told = pairs.select("key", kind, pl.lit(kind).alias("kind"))
            if kind == "spouse":  # a marriage stands twice, once from each side
                back = told.select(pl.col(kind).alias("key"), pl.col("key").alias(kind), "kind")
                told = pl.concat([told, back]).unique()
            yield _csv(told)


def answers(rows: pl.DataFrame, entity: str, *more: str) -> pl.Expr:
    """The answers of an entity as one JSON object, what is not told null."""
    told = [pl.col(name).alias(name.partition(".")[2]) for name in rows.columns if name.startswith(f"{entity}.")]
    told += [pl.col("phone").alias("phone_number")] if more and "phone" in rows.columns else []
    return (pl.struct(told).struct.json_encode() if told else pl.lit("{}")).alias("answers")


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv(include_header=False, date_format="%Y-%m-%d", quote_style="necessary").encode()
