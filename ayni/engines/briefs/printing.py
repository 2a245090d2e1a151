"""A brief as PDF: set by typst, with page numbers, bookmarks, a title and language for readers of screens.

    chapter = printing.Chapter(reading.of(result, Speaker("ar")))
    pdf = printing.pdf(printing.Brief((chapter,), on=date(2026, 4, 1), author="Ministry of …"))

The text is handed over as data, so nothing in a name or a note can be read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import typst

from ayni.engines.briefs import drawing, telling
from ayni.engines.briefs.reading import Reading, Row, Section
from ayni.engines.briefs.speaking import HERE, Speaker
from ayni.engines.briefs.telling import Told
from ayni.kernel.refusals import Refused

#: Families that have the letters of a script, the best first; and what to install where none of them is.
LATIN = ("DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial", "Libertinus Serif")
ARABIC = ("DejaVu Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Amiri", "Arial", "Tahoma", "Geeza Pro")
PACKAGES = "fonts-dejavu-core"
COLUMNS, ROWS, OTHERS = 2, 60, 40
WORDS = (
    *("key_figures", "others", "figure", "value", "interval", "n", "left_out", "nobody_left_out", "reason"),
    *("how_many", "rests_on", "notes", "method", "definition", "missing", "error", "sources", "how_to_read", "page"),
)


class BriefError(Refused):
    """A brief cannot be printed on this machine."""


@dataclass(frozen=True)
class Chapter:
    """One measure of a brief. overlap: three things that come together, see `overlapping.of`."""

    read: Reading
    overlap: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Brief:
    """One measure, or several with a chapter for each. cover: what stands under the title (the one measure's, when
    none is given)."""

    chapters: tuple[Chapter, ...]
    on: date
    author: str = ""
    cover: tuple[str, ...] = ()
    title: str = ""

    @property
    def speaker(self) -> Speaker:
        return self.chapters[0].read.speaker


def pdf(brief: Brief) -> bytes:
    """The brief, tagged for readers of screens (PDF/UA-1). Refuses: BriefError, without a font for the script."""
    return bytes(_compiled(brief, format="pdf", pdf_standards=["ua-1"]))


def pictures(brief: Brief) -> list[bytes]:
    """Each page as a PNG, to be looked at. Refuses: BriefError."""
    found = _compiled(brief, format="png", ppi=80.0)
    return list(found) if isinstance(found, list) else [found]


def fonts(speaker: Speaker) -> list[str]:
    """The families to set a language with, the best that is here first. Refuses: BriefError when there is none."""
    wanted = ARABIC if speaker.is_right_to_left else LATIN
    here = families()
    found = [family for family in wanted if family in here]
    if not found:
        raise BriefError(
            "The brief cannot be printed in this language: no font on this machine has its letters. "
            f"Install one, on Debian with `apt-get install {PACKAGES}` (or fonts-noto-core), and print again. "
            f"Known families: {', '.join(wanted)}."
        )
    return found + [family for family in LATIN if family in here and family not in found]


@cache
def families() -> frozenset[str]:
    """The families of fonts that typst finds on this machine."""
    return frozenset(typst.Fonts().families())


def _compiled(brief: Brief, **how: Any) -> Any:
    at = int(datetime(brief.on.year, brief.on.month, brief.on.day, tzinfo=UTC).timestamp())
    try:
        return typst.compile(
            str(HERE / "brief.typ"),
            root=str(HERE),
            sys_inputs={"brief": json.dumps(plain(brief), ensure_ascii=False)},
            timestamp=at,
            **how,
        )
    except typst.TypstError as error:
        raise BriefError(f"The brief could not be set: {error}") from error


def plain(brief: Brief) -> dict[str, Any]:
    """What stands on the paper, as plain values for the template."""
    speaker = brief.speaker
    families_here = fonts(speaker)
    return {
        "language": speaker.language.split("-")[0],
        "direction": "rtl" if speaker.is_right_to_left else "ltr",
        "fonts": families_here,
        "title": brief.title or brief.chapters[0].read.title,
        "author": brief.author or "Ayni",
        "keywords": list(dict.fromkeys(one.read.method for one in brief.chapters)),
        "kicker": " · ".join(filter(None, (brief.author, speaker.say("brief")))),
        "cover": " · ".join((*brief.cover, speaker.say("made_on", day=speaker.day(brief.on)))),
        "words": {
            key: speaker.say(key, here="{here}", all="{all}") if key == "page" else speaker.say(key) for key in WORDS
        },
        "digits": {str(number): speaker.number(number) for number in range(1, 100)},
        "chapters": [
            {**_chapter(one, families_here[0]), "is-first": place == 0} for place, one in enumerate(brief.chapters)
        ],
    }


def _chapter(chapter: Chapter, font: str) -> dict[str, Any]:
    read, speaker = chapter.read, chapter.read.speaker
    return {
        "title": read.title,
        "headlines": [_headline(one) for one in read.headlines],
        "sections": [_section(one, speaker, font) for one in read.sections],
        "overlap": chapter.overlap,
        "others": [_other(one, speaker) for one in read.others[:OTHERS]],
        "stars": speaker.say("some_unsure", count=speaker.number(read.stars)) if read.stars else "",
        "left_out": [list(one) for one in read.left_out],
        "sample": [list(one) for one in read.sample],
        "notes": list(read.notes),
        "definition": read.definition,
        "missing": read.missing,
        "error": read.error,
        "sources": list(read.sources),
    }


def _headline(one: Told) -> dict[str, Any]:
    return {"label": one.label, "value": one.value, "between": one.between, "note": one.note, "star": one.star}


def _other(one: Told, speaker: Speaker) -> dict[str, Any]:
    interval = one.note if one.is_hidden else telling.interval(one, speaker)
    return {
        "label": one.label,
        "value": one.value,
        "interval": interval,
        "n": speaker.number(one.n),
        "star": one.star,
    }


def _section(section: Section, speaker: Speaker, font: str) -> dict[str, Any]:
    most = max((_end(cell) for cell in section.leads if cell is not None and cell.is_known), default=0.0) or 1.0
    rows = () if section.is_curve else section.rows[:ROWS]
    more = []
    if len(section.rows) > len(rows) and not section.is_curve:
        more.append(speaker.say("more_rows", count=speaker.number(len(section.rows) - len(rows))))
    return {
        "title": section.title,
        "what": section.what,
        "finding": section.finding,
        "columns": list(section.columns[:COLUMNS]),
        "curve": curve(section, speaker, font) if section.is_curve else "",
        "rows": [_row(row, most, speaker) for row in rows],
        "more": more,
    }


def _row(row: Row, most: float, speaker: Speaker) -> dict[str, Any]:
    lead = row.cells[0]
    shown = None if lead is None or lead.at is None or lead.at < 0 else _bar(lead, most)
    cells = [None if cell is None else _cell(cell, speaker) for cell in row.cells[:COLUMNS]]
    n = row.first.n if row.first else 0
    return {"label": row.label, "bar": shown, "cells": cells, "n": speaker.number(n)}


def _cell(cell: Told, speaker: Speaker) -> dict[str, Any]:
    interval = telling.interval(cell, speaker) if cell.low is not None else ""
    return {"value": cell.value, "interval": interval, "star": cell.star}


def _bar(cell: Told, most: float) -> dict[str, float | None]:
    """Where a bar and its whisker begin and end, in percent of the longest."""
    known = cell.low is not None and cell.high is not None
    return {
        "width": 100 * (cell.at or 0) / most,
        "low": 100 * max(cell.low or 0, 0) / most if known else None,
        "high": 100 * (cell.high or 0) / most if known else None,
    }


def _end(cell: Told) -> float:
    return max(cell.at or 0.0, cell.high or 0.0)


def curve(section: Section, speaker: Speaker, font: str = "sans-serif") -> str:
    """The first column of a section along its number, as SVG; empty with fewer than two known points."""
    known = [(row, cell) for row in section.rows if (cell := row.cells[0]) is not None and cell.at is not None]
    if len(known) < 2:
        return ""
    points = [drawing.Point(float(row.value), row.label, cell.at or 0.0, cell.low, cell.high) for row, cell in known]
    kind = known[0][1].kind
    most = max(_end(cell) for _row_of, cell in known)
    places = [
        (at, speaker.percent(at, 0) if kind == "share" else speaker.value(at, kind)) for at in drawing.ticks(most)
    ]
    return drawing.curve(points, places, font=font)
