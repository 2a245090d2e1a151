"""What is seen only across the rows of a whole file: keys told twice, households, heads, kin, the same person twice.

It keeps a narrow table of the file, a few words a row, so that a file of a million persons needs little room.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from ayni.engines.files import findings, reading
from ayni.engines.files.mapping import Mapping

ROW = reading.ROW
KIN = ("mother", "father", "spouse")
YOUNGEST_PARENT = timedelta(days=3652)  # ten years
PERSON = pl.col("who")


def narrow(tidied: pl.DataFrame, refused: pl.Series, mapping: Mapping) -> pl.DataFrame:
    """The words of a chunk that other rows are held against; names and keys as hashes but where a key is told again."""
    homes = [name for name in tidied.columns if name.startswith("household.")]
    kin = [name for name in KIN if name in mapping.person]
    shape = [
        pl.col(ROW),
        pl.col("key"),
        pl.col("household").hash(7).alias("home"),
        (pl.col("relationship") == "head").fill_null(value=False).alias("is_head"),
        pl.col("born_from"),
        pl.col("born_to"),
        pl.when(pl.col("born_from") == pl.col("born_to"))
        .then(pl.struct("given_name", "family_name", "sex", "born_from", "area").hash(7))
        .alias("who"),
        pl.struct("area", *homes).hash(7).alias("says"),
        *(pl.col(name) for name in kin),
    ]
    return tidied.select(shape).with_columns(pl.col(ROW).is_in(refused.implode()).alias("is_refused"))


def check(table: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """The findings across rows, in the order of `narrow`'s table."""
    columns = {name: one.column for name, one in mapping.person.items()}
    found = [_keys(table, columns["key"])]
    if "household" in mapping.person:
        good = table.filter(~pl.col("is_refused"))
        if "relationship" in mapping.person:
            found += [_heads(good, columns["relationship"]), _headless(good, columns["relationship"])]
        found.append(_otherwise(good, columns["household"]))
    for kin in KIN:
        if kin in mapping.person:
            found += _kin(table, kin, columns[kin])
    found.append(_same_people(table.filter(~pl.col("is_refused")), columns["key"]))
    return pl.concat(found)


def _twice(table: pl.DataFrame, by: str, code: str, column: str, value: str = "") -> pl.DataFrame:
    """Rows beside the first that have the same in `by`; the detail is the first."""
    again = table.filter(pl.col(by).is_not_null() & pl.col(by).is_duplicated())
    again = again.with_columns(pl.col(ROW).min().over(by).alias("first")).filter(pl.col(ROW) != pl.col("first"))
    return findings.of(again[ROW], column, again[value] if value else None, code, again["first"])


def _keys(table: pl.DataFrame, column: str) -> pl.DataFrame:
    return _twice(table, "key", "key_twice", column, "key")


def _heads(good: pl.DataFrame, column: str) -> pl.DataFrame:
    return _twice(good.filter("is_head"), "home", "two_heads", column)


def _headless(good: pl.DataFrame, column: str) -> pl.DataFrame:
    """Households without a head, told at their first row."""
    headed = good.filter("is_head")["home"].unique()
    left = good.filter(~pl.col("home").is_in(headed.implode())).unique("home", keep="first", maintain_order=True)
    return findings.of(left[ROW], column, None, "no_head")


def _otherwise(good: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows that tell of their household something else than its first row does."""
    told = good.select(ROW, "home", "says").unique(["home", "says"], keep="first", maintain_order=True)
    if told.height == told["home"].n_unique():
        return findings.none()
    again = told.filter(pl.col("home").is_duplicated())
    again = again.with_columns(pl.col(ROW).min().over("home").alias("first")).filter(pl.col(ROW) != pl.col("first"))
    return findings.of(again[ROW], column, None, "says_otherwise", again["first"])


def _kin(table: pl.DataFrame, kin: str, column: str) -> list[pl.DataFrame]:
    """Kin by their keys: in the file, old enough, and no circle of two."""
    named = table.filter(pl.col(kin).is_not_null() & (pl.col(kin) != pl.col("key")))
    others = table.select(
        pl.col("key").alias(kin),
        pl.col(ROW).alias("other"),
        pl.col("born_from").alias("other_from"),
        *([pl.col(kin).alias("back")] if kin != "spouse" else []),
    ).unique(kin, keep="first")
    pairs = named.join(others, on=kin, how="left")
    missing = pairs.filter(pl.col("other").is_null())
    found = [findings.of(missing[ROW], column, missing[kin], "kin_elsewhere")]
    if kin != "spouse":
        young = pairs.filter(pl.col("other_from") + YOUNGEST_PARENT > pl.col("born_to"))
        circle = pairs.filter((pl.col("back") == pl.col("key")) & (pl.col("other") < pl.col(ROW)))
        found.append(findings.of(young[ROW], column, young[kin], "parent_too_young", young["other"]))
        found.append(findings.of(circle[ROW], column, circle[kin], "parents_in_a_circle", circle["other"]))
    return found


def _same_people(good: pl.DataFrame, column: str) -> pl.DataFrame:
    once = good.filter(~pl.col("key").is_duplicated()) if good["key"].is_duplicated().any() else good
    return _twice(once, "who", "same_person_twice", column)


def homes(table: pl.DataFrame, refused: pl.Series) -> pl.DataFrame:
    """The first good row of each household: its area and answers are taken from there."""
    good = table.filter(~pl.col(ROW).is_in(refused.implode()))
    return good.unique("home", keep="first", maintain_order=True).select(ROW, "home")
