"""The lines that a specification asks for: read once, and made anew for each set of weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ayni.engines.measures.frames import Frame
from ayni.engines.measures.monetary import lines
from ayni.engines.measures.monetary.influences import People
from ayni.engines.measures.monetary.lines import Line
from ayni.engines.measures.specs import Spec, SpecError
from ayni.engines.measures.surveyed.ranks import Rule

LINE = ("name", "labels", "amount", "column", "share", "of", "at", "among")
Wanted = tuple[str, Any]  # a line's name, and its amount, its column, or of what it is a part and among whom


def wanted(frame: Frame, spec: Spec) -> Iterator[Wanted]:
    """The entries under `lines`. Refuses: SpecError, FrameError."""
    for place, value in enumerate(spec.listed("lines"), start=1):
        where = f"{spec.where}: lines, entry {place}"
        if isinstance(value, dict):
            one = Spec(value, where).only(*LINE)
            if one.has("share"):
                of = one.one_of("of", ("median", "mean", "quantile"), "median")
                at = f" at {one.number('at'):g}" if of == "quantile" else ""
                among = one.text("among", "")
                usual = f"{one.number('share'):g} {of}{at}" + (f" among {among}" if among else "")
                inside = frame.flags(among) == 1 if among else None
                yield one.text("name", usual), (one, inside)
            elif one.has("column"):
                yield one.text("name", one.text("column")), frame.numbers(one.text("column"))
            else:
                yield one.text("name", _amount(one.number("amount"))), one.number("amount")
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield _amount(float(value)), float(value)
        else:
            yield str(value), frame.numbers(str(value))


def made(found: Sequence[Wanted], everybody: People, rule: Rule, where: str) -> list[Line]:
    """The lines themselves, relative ones from everybody. Refuses: SpecError, DesignError."""
    size = everybody.design.size
    done = []
    for name, said in found:
        if isinstance(said, tuple):
            one, inside = said
            whole = everybody if inside is None else replace(everybody, codes=np.where(inside, 0, -1))
            of = one.text("of", "median")
            p = one.number("at") if of == "quantile" else 0.5
            done.append(lines.relative(name, one.number("share"), of, whole, p=p, rule=rule))
        else:
            done.append(lines.fixed(name, said, size))
    names = [one.name for one in done]
    if len(set(names)) < len(names):
        raise SpecError(f"{where}: two lines are called '{max(names, key=names.count)}'. Give a `name`.")
    return done


def told(found: Sequence[Wanted], done: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as a table: their amounts (None: it differs by row), and whether they are parts of what people have."""
    return [
        {
            "line": line.name,
            "amount": None if isinstance(said, np.ndarray) else float(line.z[0]),
            "relative": isinstance(said, tuple),
        }
        for line, (_, said) in zip(done, found, strict=True)
    ]


def _amount(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
