"""The sources of vulnerability as a picture: how many people have which things together, drawn as plain SVG.

Each row is a thing, with how many have it; each column is a combination, with how many have just these things. The
picture takes the colour of the text around it, so it reads on light and on dark ground; it has a title and a
description for who does not see it; from right to left it is mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ayni.engines.measures.sources.together import Combination

ROW, COLUMN, GAP = 28, 30, 12
BARS, NAMES, SIDE = 150, 210, 110  # height of the upper bars; width of the names, and of the bars beside them
DOT = 7
SHOWN = 15  # combinations, at most


@dataclass(frozen=True)
class Words:
    """What the picture says in one language. In `described` stand the number of things and the most frequent one."""

    title: str
    described: str
    combination: str
    none: str
    rtl: bool = False


WORDS: Mapping[str, Words] = {
    "en": Words(
        "Which deprivations travel together",
        "{things} things; the most frequent: {first} ({share}).",
        "{things}: {share}",
        "none of them",
    ),
    "fr": Words(
        "Quelles privations vont ensemble",
        "{things} éléments ; le plus fréquent : {first} ({share}).",
        "{things} : {share}",
        "aucune",
    ),
    "ar": Words(
        "أي أوجه الحرمان تجتمع",
        "{things} أوجه؛ أكثرها: {first} ({share}).",
        "{things}: {share}",
        "لا شيء منها",
        rtl=True,
    ),
}


def draw(
    prevalence: Mapping[str, float],
    combinations: Sequence[Combination],
    *,
    order: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    language: str = "en",
    title: str = "",
    identity: str = "sources",
) -> str:
    """The picture as SVG text.

    prevalence: the share that has each thing; combinations: those to show, the first `SHOWN` of them with a thing.
    order: of the rows. names: what a thing is called. identity: makes the ids of the picture its own on a page.
    """
    words = WORDS.get(language, WORDS["en"])
    things = [one for one in order if one in prevalence] or list(prevalence)
    called = {one: (names or {}).get(one, one) for one in things}
    shown = [one for one in combinations if one.things][:SHOWN]
    frame = _Frame(words.rtl, NAMES + SIDE + GAP * 2 + COLUMN * max(len(shown), 1), BARS + ROW * len(things) + GAP * 3)
    parts = [*_rows(frame, things, called, prevalence), *_columns(frame, things, called, shown, words)]
    first = max(things, key=lambda one: prevalence[one], default="")
    said = words.described.format(
        things=len(things), first=called.get(first, words.none), share=percent(prevalence.get(first, 0.0))
    )
    told = " ".join(
        words.combination.format(things=_joined(one, called), share=percent(one.share)) + "." for one in shown
    )
    direction = "rtl" if words.rtl else "ltr"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-labelledby="{escape(identity)}-title {escape(identity)}-told" direction="{direction}" lang="{language}" '
        'fill="currentColor" font-family="inherit" font-size="13">'
        f'<title id="{escape(identity)}-title">{escape(title or words.title)}</title>'
        f'<desc id="{escape(identity)}-told">{escape(f"{said} {told}".strip())}</desc>'
        f"{''.join(parts)}</svg>"
    )


def percent(share: float) -> str:
    """12 %, 1.2 %, or <0.1 %."""
    if 0 < share < 0.001:
        return "<0.1 %"
    return f"{share:.1%}".replace("%", " %") if share < 0.1 else f"{share:.0%}".replace("%", " %")


@dataclass(frozen=True)
class _Frame:
    """The measures of the picture; from right to left every place is mirrored."""

    mirrored: bool
    width: int
    height: int

    def x(self, at: float, wide: float = 0.0) -> float:
        return round(self.width - at - wide if self.mirrored else at, 1)

    def box(self, at: float, top: float, wide: float, tall: float, opacity: float) -> str:
        left = self.x(at, wide)
        return f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{tall:g}" fill-opacity="{opacity:g}"/>'

    def text(self, at: float, y: float, said: str, anchor: str = "start", size: int = 13) -> str:
        return f'<text x="{self.x(at):g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}">{escape(said)}</text>'


def _rows(
    frame: _Frame, things: Sequence[str], called: Mapping[str, str], prevalence: Mapping[str, float]
) -> list[str]:
    """The things, each with a bar of how many have it."""
    parts, most = [], max([*prevalence.values(), 1e-9])
    for place, thing in enumerate(things):
        top = BARS + GAP + ROW * place
        if place % 2 == 0:
            parts.append(frame.box(0, top, frame.width, ROW, 0.06))
        name = called[thing]
        parts.append(frame.text(4, top + ROW * 0.66, name if len(name) <= 32 else name[:31] + "…"))
        wide = round((SIDE - 44) * prevalence[thing] / most, 1)
        parts.append(frame.box(NAMES, top + 7, wide, ROW - 14, 0.55))
        parts.append(frame.text(NAMES + wide + 4, top + ROW * 0.66, percent(prevalence[thing]), size=11))
    return parts


def _columns(
    frame: _Frame, things: Sequence[str], called: Mapping[str, str], shown: Sequence[Combination], words: Words
) -> list[str]:
    """The combinations, each with a bar above and dots in the rows of its things."""
    parts, most = [], max([*(one.share for one in shown), 1e-9])
    for place, one in enumerate(shown):
        middle = NAMES + SIDE + GAP + COLUMN * (place + 0.5)
        tall = round((BARS - 24) * one.share / most, 1)
        said = words.combination.format(things=_joined(one, called), share=percent(one.share))
        parts.append(f"<g><title>{escape(said)}</title>")
        parts.append(frame.box(middle - 9, BARS - tall, 18, tall, 0.8))
        parts.append(frame.text(middle, BARS - tall - 5, percent(one.share).replace(" ", ""), "middle", 10))
        rows = [row for row, thing in enumerate(things) if thing in one.things]
        centre = [BARS + GAP + ROW * (row + 0.5) for row in range(len(things))]
        if len(rows) > 1:
            parts.append(frame.box(middle - 1.5, centre[rows[0]], 3, centre[rows[-1]] - centre[rows[0]], 0.8))
        for row, y in enumerate(centre):
            opacity = 0.9 if row in rows else 0.15
            parts.append(f'<circle cx="{frame.x(middle):g}" cy="{y:g}" r="{DOT}" fill-opacity="{opacity}"/>')
        parts.append("</g>")
    return parts


def _joined(one: Combination, called: Mapping[str, str]) -> str:
    return " + ".join(called.get(thing, thing) for thing in one.things)
