"""Both sides of a card as HTML, side by side to be folded, and a page of many that needs nothing else."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ayni.engines.cards import squares

#: What stands beside each value; each in the first language and, beneath, in the second.
LABELS = ("title", "name", "code", "born", "expires", "serial", "office", "found", "gives_nothing", "square")


@dataclass(frozen=True)
class Printed:
    """What stands on one card, as text in the first language's way of writing. `photo` is its type and bytes."""

    code: str
    name: str
    name_latin: str
    person_code: str
    born: str
    expires: str
    serial: str
    office: str
    photo: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Words:
    """A language of the card: its code, its direction, and what stands beside each value."""

    language: str
    direction: str
    said: Mapping[str, str]


class Markup(str):
    """HTML in which every value put in is escaped: a template takes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def card(one: Printed, words: Words, second: Words | None, *, link: str = "") -> Markup:
    """Front and back, to be cut out along the outer line and folded along the middle."""
    outer = f'<div class="card-pair" dir="{words.direction}" lang="{html.escape(words.language)}">'
    return Markup(f"{outer}{_front(one, words, second)}{_back(one, words, second, link)}</div>")


def page(cards: Iterable[str], words: Words, *, title: str, style: str) -> str:
    """A whole page, for a file that is opened from a disk."""
    return (
        f'<!doctype html><html lang="{html.escape(words.language)}" dir="{words.direction}">'
        f'<head><meta charset="utf-8"><title>{html.escape(title)}</title><style>{style}</style></head>'
        f'<body><main class="card-page">{"".join(cards)}</main></body></html>'
    )


def _front(one: Printed, words: Words, second: Words | None) -> str:
    latin = f'<p class="card-latin" dir="ltr"><bdi>{html.escape(one.name_latin)}</bdi></p>' if one.name_latin else ""
    values = [("code", one.person_code), ("born", one.born), ("expires", one.expires)]
    rows = "".join(_row(name, value, words, second) for name, value in values if value)
    return (
        f'<section class="card-side card-front"><header>{_said("title", words, second)}</header>'
        f'<div class="card-body">{_photo(one)}<div class="card-told">'
        f'<p class="card-name"><bdi>{html.escape(one.name)}</bdi></p>{latin}<dl>{rows}</dl></div></div></section>'
    )


def _back(one: Printed, words: Words, second: Words | None, link: str) -> str:
    rows = "".join(_row(name, value, words, second) for name, value in (("serial", one.serial), ("office", one.office)))
    notes = "".join(f'<p class="card-note">{_said(name, words, second)}</p>' for name in ("found", "gives_nothing"))
    square = squares.svg(one.code, link=link, label=words.said["square"])
    return (
        f'<section class="card-side card-back"><div class="card-body">{square}'
        f'<div class="card-told"><dl>{rows}</dl>{notes}</div></div></section>'
    )


def _photo(one: Printed) -> str:
    if one.photo is None:
        return ""
    kind, data = one.photo
    return f'<img class="card-photo" alt="" src="data:{html.escape(kind)};base64,{base64.b64encode(data).decode()}">'


def _row(name: str, value: str, words: Words, second: Words | None) -> str:
    return f"<div><dt>{_said(name, words, second)}</dt><dd><bdi>{html.escape(value)}</bdi></dd></div>"


def _said(name: str, words: Words, second: Words | None) -> str:
    first = html.escape(words.said[name])
    if second is None or not second.said[name] or second.said[name] == words.said[name]:
        return first
    told = f'lang="{html.escape(second.language)}" dir="{second.direction}"'
    return f'{first} <span class="card-second" {told}>{html.escape(second.said[name])}</span>'
