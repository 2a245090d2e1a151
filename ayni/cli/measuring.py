"""Any method of assessment on any file, without a database."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ayni.kernel.refusals import Refused

if TYPE_CHECKING:
    from ayni.engines.measures.design import Design
    from ayni.engines.measures.figures import Figure, Result
    from ayni.engines.measures.frames import FileFrame
    from ayni.engines.measures.specs import Spec

SHOWN = 60  # lines of figures in a terminal; all of them are in the files
CHOICES = {
    "lonely": ("fail", "remove", "adjust", "average"),
    "tie": ("lt", "le"),
    "gini": ("pip", "convey"),
    "ci": ("logit", "normal"),
    "degrees": ("domain", "design", "normal"),
    "unit": ("household", "person"),
}


class Misused(Refused):
    """Words that do not go together."""


def add_to(app: typer.Typer) -> None:
    app.command("measure")(measure)


def measure(
    method: Annotated[str, typer.Argument(help="mpi, moda, poverty, inequality, pmt, … ; `list` tells them all.")],
    data: Annotated[Path | None, typer.Option(help="The file: CSV, Stata, SPSS or Parquet; one unit a row.")] = None,
    spec: Annotated[
        Path | None, typer.Option(help="What to do (YAML): see the manual, one page for each method.")
    ] = None,
    members: Annotated[Path | None, typer.Option(help="The file of the households' people.")] = None,
    households: Annotated[Path | None, typer.Option(help="The file of the persons' households.")] = None,
    key: Annotated[str, typer.Option(help="The column that joins the two files.")] = "",
    unit: Annotated[str, typer.Option(help="What a row is: household or person; else as the specification says.")] = "",
    weight: Annotated[
        str, typer.Option(help="Weights: a column or a rule, as `household.hhweight * household.hhsize`.")
    ] = "",
    strata: Annotated[list[str] | None, typer.Option(help="The column of strata; again when two make them.")] = None,
    psu: Annotated[list[str] | None, typer.Option(help="The column of clusters; again for the second stage.")] = None,
    fpc: Annotated[
        list[str] | None,
        typer.Option(help="Units of the population in the stratum, or the share drawn; again for the second stage."),
    ] = None,
    lonely: Annotated[str, typer.Option(help="A stratum with one cluster: fail, remove, adjust or average.")] = "fail",
    degrees: Annotated[
        str, typer.Option(help="Degrees of freedom of a group: its own (domain), the design's, or none (normal).")
    ] = "domain",
    by: Annotated[list[str] | None, typer.Option(help="A column to tell groups apart; may be given again.")] = None,
    missing: Annotated[str, typer.Option(help="What an unknown answer does, as the method's page says.")] = "",
    k: Annotated[list[str] | None, typer.Option(help="Cut-offs, as 1/3, 0.33, 33 or 33%; may be given again.")] = None,
    tie: Annotated[str, typer.Option(help="Poor is below the line (lt), or at it too (le).")] = "lt",
    gini: Annotated[str, typer.Option(help="The Gini of the World Bank and laeken (pip), or of convey.")] = "pip",
    ci: Annotated[str, typer.Option(help="Intervals of shares: logit or normal.")] = "logit",
    level: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write every figure.")] = None,
    units: Annotated[Path | None, typer.Option(help="Where to write each row's own result (.csv or .parquet).")] = None,
) -> None:
    """Assess any file by any method: poverty, deprivation, proxy means, food, growth, targeting; needs no database."""
    from ayni.engines.measures import methods, specs

    if method == "list":
        _list(methods.METHODS)
        return
    if method not in methods.METHODS:
        near = specs.nearest(method, methods.METHODS) or " `ayni measure list` tells them all."
        raise Misused(f"No method is called {method}.{near}")
    if data is None:
        raise Misused("Name the file to measure, as --data survey.csv.")
    given = {"lonely": lonely, "tie": tie, "gini": gini, "ci": ci, "degrees": degrees, "unit": unit or "household"}
    for name, value in given.items():
        if value not in CHOICES[name]:
            raise Misused(f"--{name} is {value}. Give {', '.join(CHOICES[name][:-1])} or {CHOICES[name][-1]}.")
    read = _spec(spec)
    frame = _frame(data, members, households, key, unit or str(read.values.get("unit") or methods.unit(method)))
    design = _design(frame, weight, strata or [], psu or [], fpc or [], lonely, degrees)
    asked = methods.Asked(
        frame=frame,
        spec=read.values,
        where=read.where,
        design=design,
        by={name: frame.labels(name) for name in by or []},
        missing=missing,
        k=tuple(cut_off(value) for value in k or []),
        tie=tie,  # type: ignore[arg-type]
        gini=gini,  # type: ignore[arg-type]
        ci=ci,  # type: ignore[arg-type]
        level=level,
    )
    found = methods.run(method, asked)
    if json_file:
        json_file.write_text(json.dumps(found.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
    if units:
        _write_units(found, frame, units)
    _tell(found, frame, json_file)


def _list(known: Any) -> None:
    for name, says in known.items():
        typer.echo(f"{name:<14}{says}")


def _spec(file: Path | None) -> Spec:
    from ayni.engines.measures import specs

    if file is None:
        return specs.Spec({}, "the specification")
    if not file.is_file():
        raise Misused(f"{file} is not there. Name the specification with its folder.")
    return specs.Spec.read(file.read_text(encoding="utf-8"), file.name)


def _frame(data: Path, members: Path | None, households: Path | None, key: str, unit: str) -> FileFrame:
    from ayni.engines.measures import frames

    if unit not in CHOICES["unit"]:
        raise Misused(f"`unit` is {unit}. A row is a household or a person.")
    return frames.read(data, unit=unit, members=members, households=households, key=key)  # type: ignore[arg-type]


def _design(
    frame: FileFrame, weight: str, strata: list[str], psu: list[str], fpc: list[str], lonely: str, degrees: str
) -> Design:
    """How the rows were drawn. Without weight, strata and clusters: every row by itself, once."""
    from ayni.engines.measures.design import Design

    if len(fpc) > max(len(psu), 1):
        raise Misused("There are more --fpc than stages. Give one for each --psu, in the same order.")
    weights = frame.numbers(weight) if weight else None if fpc else [1.0] * frame.rows
    return Design.staged(
        _crossed([frame.words(one) for one in strata]) if strata else None,
        [frame.words(one) for one in psu],
        weights,  # none, where finite population corrections were given: they say how many each row stands for
        [frame.numbers(one) for one in fpc],
        singleton=lonely,  # type: ignore[arg-type]
        degrees=degrees,  # type: ignore[arg-type]
    )


def _crossed(columns: list[Any]) -> Any:
    """Strata made by several columns together; unknown where one of them is."""
    import pyarrow.compute as pc

    if len(columns) == 1:
        return columns[0]
    return pc.binary_join_element_wise(*(column.cast("string") for column in columns), " / ")


def cut_off(value: str) -> Any:
    """A cut-off as a share: 1/3, 0.33, 33 of a hundred or 33%; 1 is all, and 1% one of a hundred."""
    from fractions import Fraction

    from ayni.engines.measures import specs

    found = specs.fraction(value.removesuffix("%"), "--k")
    return found / 100 if found > 1 or value.endswith("%") else Fraction(found)


def _write_units(found: Result, frame: FileFrame, to: Path) -> None:
    import pyarrow as pa
    from pyarrow import csv, parquet

    if not found.units:
        raise Misused(f"{found.method} tells nothing of single rows; leave --units out.")
    keys = {frame.key: frame.data.columns[frame.key]} if frame.key in frame.data.columns else {}
    table = pa.table({**keys, **{name: pa.array(values, from_pandas=True) for name, values in found.units.items()}})
    if to.suffix == ".parquet":
        parquet.write_table(table, to)
    elif to.suffix == ".csv":
        csv.write_csv(table, to)
    else:
        raise Misused(f"{to} should end in .csv or .parquet.")


def _tell(found: Result, frame: FileFrame, json_file: Path | None) -> None:
    """The figures as a table of plain text."""
    rows = [("figure", "of", "value", "se", "low", "high", "n", ""), *(_row(one) for one in found.figures[:SHOWN])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[2:7], widths[2:7], strict=True)]
        typer.echo("  ".join([*left, *right, row[7]]).rstrip())
    if len(found.figures) > SHOWN:
        where = f"in {json_file}" if json_file else "written with --json FILE"
        typer.echo(f"… and {len(found.figures) - SHOWN} more: all of them are {where}.")
    typer.echo("")
    for line in (*_left_out(found, frame), *found.notes):
        typer.echo(f"- {line}")


def _left_out(found: Result, frame: FileFrame) -> Iterable[str]:
    if frame.data.refused:
        yield f"{len(frame.data.refused)} rows of {frame.data.file} could not be read: {frame.data.refused[0]}"
    for reason, count in found.left_out.items():
        if count:
            yield f"left out, {reason}: {count}"


def _row(one: Figure) -> tuple[str, ...]:
    from ayni.engines.measures.figures import FEW

    found = one.estimate
    of = ", ".join(f"{name} {_short(value)}" for name, value in one.of.items())
    numbers = (found.value, found.se, found.low, found.high)
    unsure = "unsure" if found.n >= FEW else "rests on few"
    flags = {"few": unsure, "very few": "rests on very few"}.get(one.thin, "")
    return (one.name, of, *(_short(value) for value in numbers), str(found.n), flags)


def _short(value: object) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "–"
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.8g}"
